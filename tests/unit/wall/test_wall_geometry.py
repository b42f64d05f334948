"""The wall's tiles: they fill the window, evenly, for any number of cameras."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRect, QSize, Qt

from desktop.wall.wall_geometry import MARGIN_PX, WallGeometry

CAPTION_PX = 40
SIZES = (QSize(1400, 800), QSize(600, 900), QSize(2560, 1300))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [*range(1, 14), 25, 50, 77, 100])
def test_tiles_fill_the_window_and_touch_nothing(size: QSize, count: int) -> None:
    geometry = WallGeometry(size, count, CAPTION_PX)
    rects = [geometry.rect(row) for row in range(count)]
    gap_px = geometry.gap_px
    inside = QRect(MARGIN_PX, MARGIN_PX, size.width() - 2 * MARGIN_PX, size.height() - 2 * MARGIN_PX)
    assert all(inside.contains(rect) for rect in rects)
    assert all(
        not one.adjusted(-gap_px, -gap_px, gap_px, gap_px).intersects(other) for one, other in itertools.pairwise(rects)
    )
    widths, heights = {rect.width() for rect in rects}, {rect.height() for rect in rects}
    assert max(widths) - min(widths) <= 1
    assert max(heights) - min(heights) <= 1
    last_column, last_line = rects[geometry.columns - 1], rects[-1]
    assert last_column.right() == inside.right()
    assert last_line.bottom() == inside.bottom()
    assert (geometry.lines - 1) * geometry.columns < count <= geometry.lines * geometry.columns
    assert all(geometry.row_at(rect.center()) == row for row, rect in enumerate(rects))


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (6, 3), (9, 3)])
def test_a_wide_window_has_few_lines(count: int, columns: int) -> None:
    assert WallGeometry(QSize(1400, 800), count, CAPTION_PX).columns == columns


def test_no_tile_is_beside_all() -> None:
    assert WallGeometry(QSize(1400, 800), 0, CAPTION_PX).row_at(QRect(0, 0, 9, 9).center()) is None


@pytest.mark.parametrize(
    ("key", "row", "goal"),
    [
        (Qt.Key.Key_Right, 0, 1),
        (Qt.Key.Key_Right, 6, 6),
        (Qt.Key.Key_Left, 0, 0),
        (Qt.Key.Key_Down, 0, 3),
        (Qt.Key.Key_Down, 5, 6),
        (Qt.Key.Key_Down, 6, 6),
        (Qt.Key.Key_Up, 4, 1),
        (Qt.Key.Key_Up, 1, 1),
        (Qt.Key.Key_Home, 5, 0),
        (Qt.Key.Key_End, 0, 6),
        (Qt.Key.Key_A, 0, None),
    ],
)
def test_keys_lead_from_tile_to_tile(key: Qt.Key, row: int, goal: int | None) -> None:
    geometry = WallGeometry(QSize(1400, 1000), 7, CAPTION_PX)
    assert geometry.columns == 3
    assert geometry.row_for(key, row) == goal
