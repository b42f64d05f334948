"""Which tile a key leads to."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.wall.geometry import Geometry

_Key = Qt.Key


def row_for(key: int, row: int, geometry: Geometry, page_lines: int) -> int | None:
    """The row that ``key`` leads to from ``row``; None for keys that lead nowhere."""
    last = geometry.count - 1
    match key:
        case _Key.Key_Left:
            return max(0, row - 1)
        case _Key.Key_Right:
            return min(last, row + 1)
        case _Key.Key_Up:
            return geometry.row_above(row, 1)
        case _Key.Key_Down:
            return geometry.row_above(row, -1)
        case _Key.Key_PageUp:
            return geometry.row_above(row, page_lines)
        case _Key.Key_PageDown:
            return geometry.row_above(row, -page_lines)
        case _Key.Key_Home:
            return 0
        case _Key.Key_End:
            return last
    return None
