"""On-device models: which there are, under which licence, how large, and whether they are installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.labelling.models.shelf import ModelState
from desktop.panels.progress_lines import ProgressLine
from desktop.panels.settings.model_work import ModelWork, ShelvedModel
from desktop.panels.settings.page import SettingsPage
from desktop.panels.text_widgets import QuietLabel
from desktop.panels.words import byte_size


class ModelsPage(SettingsPage):
    """The models of ``work``, each with a button that installs or removes it."""

    def __init__(self, work: ModelWork) -> None:
        super().__init__("models")
        self.call_it(self.tr("Models"))
        self._work = work
        self.entries: dict[str, ModelEntry] = {}
        text = self.tr(
            "Models label images on this computer, at no cost. They are fetched once, checked, and kept in {folder}."
        )
        self.add(QuietLabel(text.format(folder=work.folder)))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._list.setContentsMargins(0, 12, 0, 12)
        self._reading = QuietLabel(self.tr("Looking which are installed…"))
        self._list.addWidget(self._reading)
        holder = QWidget()
        holder.setLayout(self._list)
        self.add(holder)
        self.error = QLabel()
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setProperty("tone", "bad")
        self.error.setWordWrap(True)
        self.error.hide()
        self.add(self.error)
        self.add_button = QPushButton(self.tr("Add a model of your own…"))
        self.add_button.clicked.connect(self._on_add)
        self.add(_at_left(self.add_button))
        work.listed.connect(self._on_listed)
        work.begun.connect(self._on_begun)
        work.failed.connect(self._on_failed)
        work.look()

    @Slot(object)
    def _on_listed(self, models: Sequence[ShelvedModel]) -> None:
        self._reading.hide()
        names = {model.spec.name for model in models}
        for name in set(self.entries) - names:
            entry = self.entries.pop(name)
            entry.setParent(None)
            entry.deleteLater()
        for place, model in enumerate(models):
            entry = self.entries.get(model.spec.name) or self._make_entry(model)
            self._list.insertWidget(place, entry)
            entry.show_model(model)

    def _make_entry(self, model: ShelvedModel) -> ModelEntry:
        entry = ModelEntry(model, self._work)
        self.entries[model.spec.name] = entry
        return entry

    @Slot(str)
    def _on_begun(self, name: str) -> None:
        self.error.hide()
        if name in self.entries:
            self.entries[name].follow()

    @Slot(str, str)
    def _on_failed(self, _name: str, reason: str) -> None:
        self.error.setText(reason)
        self.error.show()

    @Slot()
    def _on_add(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the description of a model"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Descriptions (*.toml)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.error.hide()
        self._work.add(Path(path))


class ModelEntry(QFrame):
    """One model."""

    def __init__(self, model: ShelvedModel, work: ModelWork) -> None:
        super().__init__()
        self._model = model
        self._work = work
        self.setProperty("card", True)
        self.name = QLabel(model.spec.name)
        self.facts = QuietLabel()
        self.button = QPushButton()
        self.button.clicked.connect(self._on_clicked)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        top = QHBoxLayout()
        top.addLayout(words, 1)
        top.addWidget(self.button)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 10, 14, 10)
        self._layout.addLayout(top)
        self.follow()

    def show_model(self, model: ShelvedModel) -> None:
        self._model = model
        spec, installed = model.spec, model.state is ModelState.INSTALLED
        size = byte_size(spec.size_bytes) if spec.size_bytes else self.tr("size not known")
        self.facts.setText(" · ".join((self._kind(), size, spec.licence, self._state())))
        self.button.setText(self.tr("Remove") if installed else self.tr("Install"))
        self.button.setAccessibleName(f"{self.button.text()} {spec.name}")
        # What a user's own model was made from is not known any more once its file is gone.
        self.button.setVisible(self._work.progress(spec.name) is None and (installed or bool(spec.sources)))

    def follow(self) -> None:
        """Shows how far the download is, if there is one."""
        progress = self._work.progress(self._model.spec.name)
        if progress is not None:
            self.button.hide()
            line = ProgressLine(progress)
            self._layout.addWidget(line)
            progress.ended.connect(line.finish)

    @Slot()
    def _on_clicked(self) -> None:
        if self._model.state is ModelState.INSTALLED:
            self._work.remove(self._model.spec.name)
        else:
            self._work.install(self._model.spec)

    def _kind(self) -> str:
        kinds = {
            "classifier": self.tr("says what an image shows"),
            "nanodet": self.tr("finds objects and their places"),
            "yolox": self.tr("finds objects and their places, slower and better"),
            "yunet": self.tr("finds faces"),
        }
        return kinds[self._model.spec.kind]

    def _state(self) -> str:
        states = {
            ModelState.INSTALLED: self.tr("installed"),
            ModelState.MISSING: self.tr("not installed"),
            ModelState.DAMAGED: self.tr("damaged: install it again"),
        }
        return states[self._model.state]


def _at_left(button: QPushButton) -> QWidget:
    whole = QWidget()
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(button)
    layout.addStretch()
    return whole
