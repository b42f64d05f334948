"""The facts of an image: where it came from, what it is, where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QToolButton, QWidget

from desktop.core.records import ImageDetails
from desktop.panels.file_manager import open_folder
from desktop.panels.icons import icon_button
from desktop.panels.kept_words import in_words
from desktop.panels.text_widgets import ElidedLabel, QuietLabel
from desktop.panels.words import byte_size, count
from desktop.wall.words import date_and_time

_SHORT_HASH = 16


class Facts(QWidget):
    """Names on the left, values on the right, and what can be done with file and hash.

    A fact that is not known has no row. ``failed(str)`` says in words that the folder could not be shown.
    """

    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Facts"))
        self._path = Path()
        self._sha256 = ""
        self.copy_hash = icon_button("copy", self.tr("Copy the SHA-256 hash"))
        self.copy_hash.clicked.connect(self._on_copy_hash)
        self.copy_path = icon_button("copy", self.tr("Copy the path"))
        self.copy_path.clicked.connect(self._on_copy_path)
        self.reveal = icon_button("reveal", self.tr("Reveal in folder"))
        self.reveal.clicked.connect(self._on_reveal)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(6, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(5)
        self._node = self._row(self.tr("Node"))
        self._camera = self._row(self.tr("Camera"))
        self._trigger = self._row(self.tr("Trigger"))
        self._taken = self._row(self.tr("Taken"))
        self._clock = self._row(self.tr("Clock"))
        self._stored = self._row(self.tr("Stored"))
        self._size = self._row(self.tr("Size"))
        self._format = self._row(self.tr("Format"))
        self._hash = self._row(self.tr("SHA-256"), self.copy_hash)
        self._file = self._row(self.tr("File"), self.copy_path, self.reveal)
        self._labeller = self._row(self.tr("Labeller"))
        self._labelled = self._row(self.tr("Labelled"))

    def show_details(self, details: ImageDetails) -> None:
        self._path = details.path
        self._sha256 = details.sha256
        self._node.say(details.tile.node)
        self._camera.say(details.tile.camera)
        self._trigger.say(in_words(details.trigger or ""))
        self._taken.say(date_and_time(details.tile.taken_ns))
        self._clock.say(self._clock_in_words(details))
        self._stored.say(date_and_time(details.stored_ns))
        width, height = count(details.width_px), count(details.height_px)
        self._size.say(f"{width} × {height} px, {byte_size(details.size_bytes)}")
        self._format.say(details.image_format.upper())
        self._hash.say(f"{self._sha256[:_SHORT_HASH]}…", self._sha256)
        self._file.say(details.path.name, str(self._path))
        self._labeller.say(self._labellers_in_words(details))
        self._labelled.say("" if details.labelled_ns is None else date_and_time(details.labelled_ns))

    def _clock_in_words(self, details: ImageDetails) -> str:
        if details.clock_synced:
            return ""
        if details.device_clock_ns is None:
            return self.tr("was not set on the device")
        said = date_and_time(details.device_clock_ns)
        return self.tr("was not set on the device and said {time}; worked out later").format(time=said)

    def _labellers_in_words(self, details: ImageDetails) -> str:
        text = details.labeller or ""
        if details.annotation is not None and details.annotation.inherited_from is not None:
            source = details.annotation.inherited_from
            text = self.tr("{name}, inherited from image {n}, which looks alike").format(name=text, n=source)
        if details.also_labelled_by:
            text += self.tr(" (before: {names})").format(names=", ".join(details.also_labelled_by))
        return text

    def _row(self, name: str, *buttons: QToolButton) -> _Value:
        value = _Value(self._form, buttons)
        self._form.addRow(QuietLabel(name), value)
        return value

    @Slot()
    def _on_copy_hash(self) -> None:
        QGuiApplication.clipboard().setText(self._sha256)

    @Slot()
    def _on_copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self._path))

    @Slot()
    def _on_reveal(self) -> None:
        open_folder(self._path.parent, self.failed.emit)


class _Value(QWidget):
    """The right side of one fact; its row is there as long as it says something."""

    def __init__(self, form: QFormLayout, buttons: tuple[QToolButton, ...]) -> None:
        super().__init__()
        self._form = form
        self._label = ElidedLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._label, 1)
        for button in buttons:
            button.setProperty("inline", True)
            line.addWidget(button)

    def say(self, text: str, whole: str = "") -> None:
        self._label.show_text(text, whole)
        self._form.setRowVisible(self, bool(text))
