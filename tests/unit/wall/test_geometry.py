"""The arithmetic of the grid: every tile has its place, and every place knows its tile."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt

from desktop.wall.geometry import GAP_PX, Geometry, TileSize
from desktop.wall.keyboard import row_for

geometries = st.builds(
    lambda lead, **fields: Geometry(**fields, lead=lead % Geometry(**fields).columns),
    width_px=st.integers(1, 4000),
    count=st.integers(1, 3_000_000),
    tile_size=st.sampled_from(TileSize),
    caption_height_px=st.integers(0, 80),
    lead=st.integers(0, 50),
)


@st.composite
def geometries_and_rows(draw: st.DrawFn, rows: int = 1) -> tuple:
    geometry = draw(geometries)
    return geometry, *(draw(st.integers(0, geometry.count - 1)) for _ in range(rows))


@given(geometries_and_rows())
def test_the_tile_at_a_tiles_corners_and_middle_is_that_tile(case: tuple[Geometry, int]) -> None:
    geometry, row = case
    rect = geometry.rect(row)
    for point in (rect.topLeft(), rect.center(), rect.bottomRight()):
        assert geometry.row_at(point) == row


@given(geometries_and_rows())
def test_around_a_tile_is_a_gap(case: tuple[Geometry, int]) -> None:
    geometry, row = case
    rect = geometry.rect(row)
    for point in (QPoint(rect.left() - 1, rect.top()), QPoint(rect.left(), rect.bottom() + 1)):
        assert geometry.row_at(point) is None


@given(geometries_and_rows(2))
def test_no_two_tiles_overlap(case: tuple[Geometry, int, int]) -> None:
    geometry, one, other = case
    assume(one != other)
    assert not geometry.rect(one).intersects(geometry.rect(other))


@given(geometries_and_rows())
def test_every_tile_is_inside_the_content(case: tuple[Geometry, int]) -> None:
    geometry, row = case
    rect = geometry.rect(row)
    assert rect.top() > 0
    assert rect.bottom() < geometry.height_px
    assert rect.left() >= 0
    assert geometry.width_px < 2 * 16 + geometry.columns or rect.right() < geometry.width_px


@given(geometries)
def test_tiles_fill_the_width_and_are_not_narrower_than_their_size(geometry: Geometry) -> None:
    assume(geometry.width_px >= 500)
    assert geometry.tile_width_px >= geometry.tile_size
    used = geometry.columns * (geometry.tile_width_px + GAP_PX) - GAP_PX
    assert 0 <= geometry.width_px - 32 - used < geometry.columns


@given(geometries)
def test_the_content_fits_the_range_of_a_scroll_bar(geometry: Geometry) -> None:
    assume(geometry.width_px >= 200 or geometry.count <= 1_000_000)
    assert geometry.height_px < 2**31


@given(geometries_and_rows(), st.integers(0, 2000), st.integers(1, 2000))
def test_the_rows_in_view_are_those_whose_lines_meet_the_view(
    case: tuple[Geometry, int], above_px: int, height_px: int
) -> None:
    geometry, row = case
    top_px = max(0, geometry.rect(row).top() - above_px)
    rows = geometry.rows_between(top_px, top_px + height_px)
    view = QRect(0, top_px, geometry.width_px, height_px)
    around = range(max(0, rows.start - 1), min(rows.stop + 1, geometry.count))
    assert [each for each in around if _line(geometry, each).intersects(view)] == list(rows)


@given(geometries_and_rows(2))
def test_a_rubber_band_takes_just_the_tiles_it_touches(case: tuple[Geometry, int, int]) -> None:
    geometry, one, other = case
    other = max(one, min(other, one + 200)) if other > one else max(other, one - 200)
    band = QRect(geometry.rect(one).center(), geometry.rect(other).center()).normalized()
    touched = set(geometry.rows_touched(band).tolist())
    near = range(max(0, min(one, other) - 60), min(geometry.count, max(one, other) + 60))
    assert {row for row in near if geometry.rect(row).intersects(band)} == touched


@given(geometries_and_rows(), st.integers(1, 9))
def test_up_and_down_stay_in_the_column_and_come_back(case: tuple[Geometry, int], lines: int) -> None:
    geometry, row = case
    above = geometry.row_above(row, lines)
    assert 0 <= above <= row
    if geometry.rect(above).left() == geometry.rect(row).left():
        gone = (geometry.rect(row).top() - geometry.rect(above).top()) // geometry.line_pitch_px
        assert geometry.row_above(above, -gone) == row
    else:
        assert above == 0, "only the first line can lack the column"


@given(geometries_and_rows())
def test_every_key_leads_to_a_row_that_exists(case: tuple[Geometry, int]) -> None:
    geometry, row = case
    keys = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down]
    keys += [Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End]
    for key in keys:
        goal = row_for(key, row, geometry, page_lines=3)
        assert goal is not None
        assert 0 <= goal < geometry.count
    assert row_for(Qt.Key.Key_A, row, geometry, page_lines=3) is None


@given(geometries)
def test_down_from_the_last_line_stays(geometry: Geometry) -> None:
    assert geometry.row_above(geometry.count - 1, -1) == geometry.count - 1


@given(geometries_and_rows())
def test_the_span_of_a_line_holds_its_tile_and_stays_inside_the_content(case: tuple[Geometry, int]) -> None:
    geometry, row = case
    top, bottom = geometry.line_span(row)
    assert 0 <= top < geometry.rect(row).top()
    assert geometry.rect(row).bottom() < bottom <= geometry.height_px


def test_an_empty_grid_has_no_height_and_no_rows() -> None:
    geometry = Geometry(800, 0, TileSize.MEDIUM, 40)
    assert geometry.height_px == 0
    assert list(geometry.rows_between(0, 600)) == []
    assert geometry.row_at(QPoint(50, 50)) is None


def test_sizes_step_up_and_down_and_stop_at_the_ends() -> None:
    assert TileSize.SMALL.stepped(1) is TileSize.MEDIUM
    assert TileSize.SMALL.stepped(9) is TileSize.LARGE
    assert TileSize.MEDIUM.stepped(-5) is TileSize.SMALL


def _line(geometry: Geometry, row: int) -> QRect:
    rect = geometry.rect(row)
    return QRect(0, rect.top(), geometry.width_px, rect.height())
