"""Where each tile of the wall lies: arithmetic only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from desktop.wall.look import PICTURE_ASPECT, TILE_PADDING_PX

GAP_PX = 8
MARGIN_PX = 12
_MANY = 36


@dataclass(frozen=True)
class WallGeometry:
    """Equal tiles that fill a window, in reading order, with as large pictures as there can be. All in pixels.

    Attributes:
        size: of the viewport.
        count: number of tiles.
        caption_height_px: what each tile needs beneath its picture.
    """

    size: QSize
    count: int
    caption_height_px: int

    @cached_property
    def columns(self) -> int:
        return max(range(1, self.count + 1), key=self._picture_width_px, default=1)

    @property
    def gap_px(self) -> int:
        """Between tiles; many need all the room there is."""
        return GAP_PX if self.count <= _MANY else 0

    @property
    def lines(self) -> int:
        return -(-self.count // self.columns)

    def rect(self, row: int) -> QRect:
        """The tile; they differ by no more than a pixel, so that they fill the whole window."""
        line, column = divmod(row, self.columns)
        left, right = (self._edge_px(self.size.width(), self.columns, each) for each in (column, column + 1))
        top, bottom = (self._edge_px(self.size.height(), self.lines, each) for each in (line, line + 1))
        return QRect(QPoint(left, top), QSize(max(1, right - left - self.gap_px), max(1, bottom - top - self.gap_px)))

    @property
    def picture_size(self) -> QSize:
        """Size of each tile's picture."""
        tile = self.rect(0).size() if self.count else self.size
        inset = 2 * TILE_PADDING_PX
        return QSize(max(1, tile.width() - inset), max(1, tile.height() - inset - self.caption_height_px))

    def row_at(self, point: QPoint) -> int | None:
        """The row whose tile holds ``point``; None beside all."""
        return next((row for row in range(self.count) if self.rect(row).contains(point)), None)

    def row_for(self, key: int, row: int) -> int | None:
        """The row that a key leads to from ``row``; None for keys that lead nowhere."""
        last = self.count - 1
        match key:
            case Qt.Key.Key_Left:
                return max(0, row - 1)
            case Qt.Key.Key_Right:
                return min(last, row + 1)
            case Qt.Key.Key_Up:
                return row - self.columns if row >= self.columns else row
            case Qt.Key.Key_Down:
                below = row // self.columns < last // self.columns
                return min(last, row + self.columns) if below else row
            case Qt.Key.Key_Home:
                return 0
            case Qt.Key.Key_End:
                return last
        return None

    def _picture_width_px(self, columns: int) -> float:
        lines = -(-self.count // columns)
        width_px = (self.size.width() - 2 * MARGIN_PX + self.gap_px) / columns - self.gap_px
        height_px = (self.size.height() - 2 * MARGIN_PX + self.gap_px) / lines - self.gap_px - self.caption_height_px
        return min(width_px, height_px / PICTURE_ASPECT)

    def _edge_px(self, length_px: int, parts: int, number: int) -> int:
        return MARGIN_PX + (length_px - 2 * MARGIN_PX + self.gap_px) * number // parts
