"""Where each tile of the grid lies: arithmetic only, so that a million rows cost no more than one."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, QSize

from desktop.wall.look import CAPTION_GAP_PX, PICTURE_ASPECT, TILE_PADDING_PX

MARGIN_PX = 16
GAP_PX = 8


class TileSize(enum.IntEnum):
    """The three sizes; the value is the least width of a tile in pixels."""

    SMALL = 168
    MEDIUM = 240
    LARGE = 344

    def stepped(self, steps: int) -> TileSize:
        """The size that many steps larger (or smaller, below 0), as far as there are any."""
        sizes = list(TileSize)
        return sizes[max(0, min(len(sizes) - 1, sizes.index(self) + steps))]


@dataclass(frozen=True)
class Geometry:
    """A grid of equal tiles that fills the width. All in pixels of the content, whose top is 0.

    Attributes:
        width_px: width of the viewport.
        count: number of rows (tiles).
        tile_size: least width of a tile; tiles grow so that a line fills the width.
        caption_height_px: height of the caption under a tile's picture.
        lead: number of empty cells before row 0, less than ``columns``. It lets rows come in above without moving
            the rest sideways.
    """

    width_px: int
    count: int
    tile_size: TileSize
    caption_height_px: int
    lead: int = 0

    @cached_property
    def columns(self) -> int:
        return max(1, (self._usable_px + GAP_PX) // (self.tile_size + GAP_PX))

    @cached_property
    def tile_width_px(self) -> int:
        return max(1, (self._usable_px - GAP_PX * (self.columns - 1)) // self.columns)

    @property
    def picture_size(self) -> QSize:
        """Size of each tile's picture."""
        return picture_rect(QRect(0, 0, self.tile_width_px, 0)).size()

    @cached_property
    def tile_height_px(self) -> int:
        return 2 * TILE_PADDING_PX + self.picture_size.height() + CAPTION_GAP_PX + self.caption_height_px

    @cached_property
    def lines(self) -> int:
        return -(-(self.count + self.lead) // self.columns) if self.count else 0

    @cached_property
    def height_px(self) -> int:
        """Height of the whole content."""
        return 2 * MARGIN_PX + self.lines * self._pitch_y_px - GAP_PX if self.count else 0

    def rect(self, row: int) -> QRect:
        line, column = divmod(row + self.lead, self.columns)
        return QRect(
            self._left_px + column * self._pitch_x_px,
            MARGIN_PX + line * self._pitch_y_px,
            self.tile_width_px,
            self.tile_height_px,
        )

    def line_span(self, row: int) -> tuple[int, int]:
        """Top and bottom of the line of ``row`` with the space around it."""
        rect = self.rect(row)
        first, last = row + self.lead < self.columns, (row + self.lead) // self.columns == self.lines - 1
        above, below = MARGIN_PX if first else GAP_PX, MARGIN_PX if last else GAP_PX
        return rect.top() - above, rect.top() + self.tile_height_px + below

    def column(self, row: int) -> int:
        return (row + self.lead) % self.columns

    def row_at(self, point: QPoint) -> int | None:
        """The row whose tile holds ``point``; None in a gap, in the margin or beyond the end."""
        column, x = divmod(point.x() - self._left_px, self._pitch_x_px)
        line, y = divmod(point.y() - MARGIN_PX, self._pitch_y_px)
        if not (0 <= column < self.columns and line >= 0 and x < self.tile_width_px and y < self.tile_height_px):
            return None
        row = line * self.columns + column - self.lead
        return row if 0 <= row < self.count else None

    def rows_between(self, top_px: int, bottom_px: int) -> range:
        """The rows of all lines that show something from ``top_px`` up to, not including, ``bottom_px``."""
        lines = self._lines_between(top_px, bottom_px)
        first, end = (line * self.columns - self.lead for line in (lines.start, lines.stop))
        return range(max(0, first), max(0, min(end, self.count)))

    def rows_touched(self, rect: QRect) -> npt.NDArray[np.int64]:
        """The rows whose tiles ``rect`` touches, in order."""
        lines = self._lines_between(rect.top(), rect.bottom() + 1)
        columns = _hit(rect.left() - self._left_px, rect.right() + 1 - self._left_px, self._pitch_x_px, GAP_PX)
        columns = range(max(0, columns.start), min(columns.stop, self.columns))
        cells = np.add.outer(np.arange(lines.start, lines.stop) * self.columns, np.arange(columns.start, columns.stop))
        rows = cells.ravel() - self.lead
        return rows[(rows >= 0) & (rows < self.count)]

    def row_above(self, row: int, lines: int) -> int:
        """The row ``lines`` lines above in the same column (below, if negative), as near as there is one."""
        line, column = divmod(row + self.lead, self.columns)
        goal = max(0, min(line - lines, self.lines - 1))
        return row if goal == line else max(0, min(goal * self.columns + column - self.lead, self.count - 1))

    def lines_in(self, height_px: int) -> int:
        """How many whole lines fit into ``height_px``, at least 1."""
        return max(1, height_px // self._pitch_y_px)

    @property
    def line_pitch_px(self) -> int:
        """From the top of one line to that of the next."""
        return self._pitch_y_px

    @property
    def _usable_px(self) -> int:
        return self.width_px - 2 * MARGIN_PX

    @property
    def _left_px(self) -> int:
        used = self.columns * self._pitch_x_px - GAP_PX
        return max(0, (self.width_px - used) // 2)

    @property
    def _pitch_x_px(self) -> int:
        return self.tile_width_px + GAP_PX

    @property
    def _pitch_y_px(self) -> int:
        return self.tile_height_px + GAP_PX

    def _lines_between(self, top_px: int, bottom_px: int) -> range:
        lines = _hit(top_px - MARGIN_PX, bottom_px - MARGIN_PX, self._pitch_y_px, GAP_PX)
        return range(max(0, lines.start), max(0, min(lines.stop, self.lines)))


def picture_rect(tile: QRect) -> QRect:
    """Where the picture of a tile is; its caption is below."""
    width_px = max(1, tile.width() - 2 * TILE_PADDING_PX)
    size = QSize(width_px, max(1, round(width_px * PICTURE_ASPECT)))
    return QRect(tile.topLeft() + QPoint(TILE_PADDING_PX, TILE_PADDING_PX), size)


def _hit(start_px: int, end_px: int, pitch_px: int, gap_px: int) -> range:
    """The cells, each ``pitch_px`` long with its last ``gap_px`` empty, that the half-open interval touches."""
    first = (start_px + gap_px) // pitch_px
    return range(first, max(first, -(-end_px // pitch_px)))
