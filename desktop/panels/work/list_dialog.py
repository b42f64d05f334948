"""A list of things that were done to images, each of which can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop.panels.text_widgets import QuietLabel


class ListDialog(QDialog):
    """``taken(object)`` gives the thing that is to be taken back; it leaves the list at once."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = self._about_none = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 380)
        self.list = QListWidget()
        self.words = QuietLabel()
        self.take_button = QPushButton()
        self.take_button.clicked.connect(self._on_take)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.take_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)

    def say(self, title: str, button: str, about: str, about_none: str) -> None:
        """``about`` says what is in the list, ``about_none`` what is to be done where there is nothing."""
        self.setWindowTitle(title)
        self.list.setAccessibleName(title)
        self.take_button.setText(button)
        self._about, self._about_none = about, about_none
        self._follow()

    def append(self, text: str, thing: object) -> None:
        """Puts a thing at the end."""
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, thing)
        self.list.addItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._follow()

    def _follow(self) -> None:
        self.take_button.setEnabled(self.list.count() > 0)
        self.words.setText(self._about if self.list.count() else self._about_none)

    @Slot()
    def _on_take(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.takeItem(self.list.row(item))
            self._follow()
            self.taken.emit(item.data(Qt.ItemDataRole.UserRole))
