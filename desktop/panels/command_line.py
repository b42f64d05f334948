"""A command for the user's terminal."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.panels.icons import icon_button


class CommandLine(QFrame):
    """A command in type of one width, with a button that copies it."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._command = command
        self.setProperty("command", True)
        text = QLabel(command)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy_button = icon_button("copy", self.tr("Copy “{command}”").format(command=command))
        self.copy_button.clicked.connect(self._on_copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 4, 3)
        layout.addWidget(text, 1)
        layout.addWidget(self.copy_button)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._command)
