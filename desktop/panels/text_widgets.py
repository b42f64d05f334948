"""Small widgets for text that recur in the panels."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.wall.tooltip import as_it_is

_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")
LONGEST_ADDRESS = 44
_HEADING_SCALES = {1: 1.7, 2: 1.15, 3: 1.0}


class Heading(QLabel):
    """A title; ``level`` 1 is the largest, 3 names a section within a panel."""

    def __init__(self, text: str = "", level: int = 2) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(heading_font(self.font(), level))


def heading_font(base: QFont, level: int) -> QFont:
    """``base`` made bolder and as large as headings of that level are."""
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * _HEADING_SCALES[level])
    font.setWeight(QFont.Weight.DemiBold)
    return font


class QuietLabel(QLabel):
    """Secondary text in a quieter colour, wrapped."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("quiet", True)


class CopyableLabel(QLabel):
    """Text that can be selected with the mouse and copied: while some is selected, the keys for that are its own."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def event(self, event: QEvent) -> bool:
        wants = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)
        if wants and event.type() == QEvent.Type.ShortcutOverride and self.hasSelectedText():
            event.accept()
            return True
        return super().event(event)


class ElidedLabel(QLabel):
    """One line of text that is cut in the middle where it does not fit; the tool tip shows it whole."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str, whole: str = "") -> None:
        """Shows ``text``; the tool tip is ``whole`` where that says more."""
        self.setText(text)
        self.setToolTip(as_it_is(whole or text))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            area = self.contentsRect()
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def linked(text: str) -> str:
    """``text`` as rich text whose web addresses can be followed; long ones are shown short, for no line breaks them."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0]
        shown = address if len(address) <= LONGEST_ADDRESS else f"{address[:LONGEST_ADDRESS]}…"
        parts += [html.escape(text[end : found.start()]), f'<a href="{html.escape(address)}">{html.escape(shown)}</a>']
        end = found.end()
    return "".join([*parts, html.escape(text[end:])])
