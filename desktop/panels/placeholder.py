"""What stands where there is nothing to show: an icon, what is the matter, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.panels.icons import IconLabel
from desktop.panels.text_widgets import Heading
from desktop.panels.theme import Tone

_TEXT_WIDTH_PX = 460


class Placeholder(QWidget):
    """Centred in its place. Buttons are the caller's; the first is the one to take."""

    def __init__(self, icon: str, title: str, text: str = "", buttons: tuple[QPushButton, ...] = ()) -> None:
        super().__init__()
        self._icon = IconLabel(icon, Tone.QUIET, 40)
        self._title = Heading(title, 2)
        self._text = QLabel(text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("quiet", True)
        self._text.setMaximumWidth(_TEXT_WIDTH_PX)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        text_row = QHBoxLayout()
        text_row.addWidget(self._text)
        layout.addLayout(text_row)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addStretch(3)

    def say(self, title: str, text: str = "") -> None:
        """Replaces the words."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
