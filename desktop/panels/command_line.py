"""A command for the user's terminal."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.panels.icons import icon_button
from desktop.panels.text_widgets import ElidedLabel

WHOLE_UP_TO_PX = 140
"""A command that is longer may be cut in its middle; the tool tip and the button have it whole."""


class CommandLine(QFrame):
    """A command in type of one width, with a button that copies it."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._command = command
        self.setProperty("command", True)
        text = ElidedLabel(command)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setMinimumWidth(min(text.fontMetrics().horizontalAdvance(command) + 2, WHOLE_UP_TO_PX))
        self.copy_button = icon_button("copy", self.tr("Copy “{command}”").format(command=command))
        self.copy_button.clicked.connect(self._on_copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 4, 3)
        layout.addWidget(text, 1)
        layout.addWidget(self.copy_button)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._command)
