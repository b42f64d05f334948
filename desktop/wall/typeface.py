"""The type that captions are set in, and how much room it takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

_QUIET_SCALE = 0.9
_TEXTS_REMEMBERED = 2048


class Face:
    """A font and its measures. The same few words are set all the time, so their widths are remembered."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.height_px = self._metrics.height()
        self.ascent_px = self._metrics.ascent()
        # Not the bound method itself: to look at its signature PySide reads all of its own first, for 45 ms.
        self.width_px: Callable[[str], float] = lru_cache(_TEXTS_REMEMBERED)(
            lambda text: self._metrics.horizontalAdvance(text)
        )

    def fitted(self, text: str, room_px: float) -> str:
        """``text`` on one line, cut with an ellipsis where it is wider than ``room_px``."""
        line = text.replace("\n", " ")
        if self.width_px(line) <= room_px:
            return line
        return self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, room_px))


class Typeface:
    """The three faces of a caption, made from the widget's font."""

    def __init__(self, font: QFont) -> None:
        strong, quiet = QFont(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        quiet.setPointSizeF(font.pointSizeF() * _QUIET_SCALE)
        self.strong = Face(strong)
        self.plain = Face(QFont(font))
        self.quiet = Face(quiet)
