"""The list of what is hidden on cameras, where each can be shown again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop.core.curation import Suppression
from desktop.panels.text_widgets import QuietLabel
from desktop.panels.work.deeds import place_in_words
from desktop.wall.words import date_and_time


class HiddenDialog(QDialog):
    """``lift_requested(Suppression)`` says that one is to be shown again; it leaves the list at once."""

    lift_requested = Signal(object)

    def __init__(self, suppressions: Sequence[Suppression], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Hidden on cameras"))
        self.resize(460, 380)
        self.list = QListWidget()
        self.list.setAccessibleName(self.windowTitle())
        for suppression in suppressions:
            self._append(suppression)
        self.words = QuietLabel()
        self.show_button = QPushButton(self.tr("Show again"))
        self.show_button.clicked.connect(self._on_show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.show_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.list.setCurrentRow(0)
        self._follow()

    def _append(self, suppression: Suppression) -> None:
        when = date_and_time(suppression.suppressed_ns)
        item = QListWidgetItem(f"{suppression.place.name}\n{place_in_words(suppression)}, {when}")
        item.setData(Qt.ItemDataRole.UserRole, suppression)
        self.list.addItem(item)

    def _follow(self) -> None:
        self.show_button.setEnabled(self.list.count() > 0)
        if self.list.count():
            self.words.setText(self.tr("What you said is wrong on a camera. It is hidden there whenever it is found."))
        else:
            self.words.setText(
                self.tr("Nothing is hidden. “Not this, here” in the inspector hides what is wrong on a camera.")
            )

    @Slot()
    def _on_show(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.takeItem(self.list.row(item))
            self.lift_requested.emit(item.data(Qt.ItemDataRole.UserRole))
            self._follow()
