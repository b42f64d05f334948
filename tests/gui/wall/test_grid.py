"""The grid under a user's hands: mouse, keys, live images, filters."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.query import Query
from desktop.core.records import ImageState, Label
from desktop.wall.geometry import TileSize
from desktop.wall.model import FIRST_ROWS
from tests.gui.wall.conftest import Wall
from tests.helpers.galleries import START_NS, STEP_NS

Make = Callable[..., Wall]
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def click(wall: Wall, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(wall.view.viewport(), LEFT, modifiers, middle(wall, row))


def double_click(wall: Wall, point: QPoint) -> None:
    QTest.mouseClick(wall.view.viewport(), LEFT, NONE, point)
    QTest.mouseDClick(wall.view.viewport(), LEFT, NONE, point)


def press(wall: Wall, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(wall.view, key, modifiers)


def middle(wall: Wall, row: int) -> QPoint:
    return wall.view.visualRect(wall.model.index(row)).center()


def selected(wall: Wall) -> list[int]:
    return list(wall.view.selected_image_ids())


def scroll_to(wall: Wall, pixels: int) -> None:
    wall.view.verticalScrollBar().setValue(pixels)


def places(wall: Wall) -> dict[int, QPoint]:
    """Where each image that is in view is seen."""
    rects = (
        (wall.model.key(row).image_id, wall.view.visualRect(wall.model.index(row)))
        for row in range(min(200, wall.model.rowCount()))
    )
    view = wall.view.viewport().rect()
    return {image_id: rect.topLeft() for image_id, rect in rects if rect.intersects(view)}


def wheel(wall: Wall, notches: float, modifiers: Qt.KeyboardModifier = NONE, pixels: int = 0) -> None:
    place = QPointF(100, 100)
    event = QWheelEvent(
        place,
        wall.view.viewport().mapToGlobal(place),
        QPoint(0, pixels),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(wall.view.viewport(), event)


# Selecting


def test_a_click_selects_one_and_makes_it_current(wall: Make, qtbot: QtBot) -> None:
    it = wall(40)
    with qtbot.waitSignal(it.view.selection_changed), qtbot.waitSignal(it.view.current_image_changed) as current:
        click(it, 3)
    assert current.args == [37]
    click(it, 5)
    assert selected(it) == [35]
    assert it.view.current_image_id() == 35


def test_shift_click_selects_all_between_and_ctrl_click_toggles(wall: Make) -> None:
    it = wall(40)
    click(it, 2)
    click(it, 5, SHIFT)
    assert selected(it) == [38, 37, 36, 35]
    click(it, 3, CTRL)
    assert selected(it) == [38, 36, 35]
    click(it, 4, SHIFT)
    assert selected(it) == [37, 36], "from the last Ctrl click on"
    click(it, 0, SHIFT | CTRL)
    assert selected(it) == [40, 39, 38, 37, 36], "added to"


def test_a_click_beside_the_tiles_selects_none(wall: Make) -> None:
    it = wall(40)
    click(it, 2)
    QTest.mouseClick(it.view.viewport(), LEFT, NONE, QPoint(3, 3))
    assert selected(it) == []
    assert it.view.current_image_id() == 38, "the ring stays where it was"


def test_a_right_click_selects_what_it_is_for_but_keeps_a_selection_that_holds_it(wall: Make) -> None:
    it = wall(40)
    click(it, 2)
    click(it, 4, SHIFT)
    QTest.mouseClick(it.view.viewport(), Qt.MouseButton.RightButton, NONE, middle(it, 3))
    assert selected(it) == [38, 37, 36]
    QTest.mouseClick(it.view.viewport(), Qt.MouseButton.RightButton, NONE, middle(it, 0))
    assert selected(it) == [40]


def test_a_rubber_band_selects_what_it_touches(wall: Make) -> None:
    it = wall(40)
    drag(it, QPoint(2, 2), middle(it, 1))
    assert selected(it) == [40, 39]
    drag(it, it.view.visualRect(it.model.index(4)).center(), middle(it, 5), CTRL)
    assert selected(it) == [40, 39, 36, 35]
    assert not it.view._band.active


def test_a_rubber_band_pulled_out_of_the_view_scrolls_on(wall: Make, qtbot: QtBot) -> None:
    it = wall(400)
    viewport = it.view.viewport()
    QTest.mousePress(viewport, LEFT, NONE, QPoint(2, 2))
    QTest.mouseMove(viewport, QPoint(200, viewport.height() + 60))
    qtbot.waitUntil(lambda: it.view.verticalScrollBar().value() > 700)
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(200, viewport.height() + 60))
    stopped_at = it.view.verticalScrollBar().value()
    QApplication.processEvents()
    assert it.view.verticalScrollBar().value() == stopped_at
    assert len(selected(it)) > 4


def drag(it: Wall, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    viewport = it.view.viewport()
    QTest.mousePress(viewport, LEFT, modifiers, start)
    move(it, (start + end) / 2, modifiers)
    move(it, end, modifiers)
    QTest.mouseRelease(viewport, LEFT, modifiers, end)


def move(it: Wall, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    """A move with the button held; QTest's own can't hold a modifier."""
    viewport = it.view.viewport()
    where = QPointF(point)
    event = QMouseEvent(QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), LEFT, LEFT, modifiers)
    QApplication.sendEvent(viewport, event)


def test_ctrl_a_selects_all_of_a_million_at_once(wall: Make) -> None:
    it = wall(1_000_000)
    press(it, Qt.Key.Key_A, CTRL)
    assert it.view.selected_count() == 1_000_000
    press(it, Qt.Key.Key_Escape)
    assert it.view.selected_count() == 0


# Keys


def test_arrows_move_the_ring_and_select_what_it_is_on(wall: Make) -> None:
    it = wall(40)
    press(it, Qt.Key.Key_Right)
    assert it.view.current_image_id() == 40, "the first key goes to the first tile in view"
    press(it, Qt.Key.Key_Right)
    press(it, Qt.Key.Key_Down)
    columns = columns_of(it)
    assert it.view.current_image_id() == 40 - 1 - columns
    assert selected(it) == [it.view.current_image_id()]
    press(it, Qt.Key.Key_Up)
    press(it, Qt.Key.Key_Left)
    assert it.view.current_image_id() == 40


def test_shift_with_arrows_stretches_the_selection_and_ctrl_leaves_it(wall: Make) -> None:
    it = wall(40)
    click(it, 1)
    press(it, Qt.Key.Key_Right, SHIFT)
    press(it, Qt.Key.Key_Right, SHIFT)
    assert selected(it) == [39, 38, 37]
    press(it, Qt.Key.Key_Left, SHIFT)
    assert selected(it) == [39, 38]
    press(it, Qt.Key.Key_Right, CTRL)
    press(it, Qt.Key.Key_Right, CTRL)
    assert selected(it) == [39, 38]
    press(it, Qt.Key.Key_Space, CTRL)
    assert selected(it) == [39, 38, 36]


def test_end_and_home_go_to_the_ends_and_page_keys_by_a_screen(wall: Make) -> None:
    it = wall(400)
    press(it, Qt.Key.Key_End)
    assert it.view.current_image_id() == 1
    assert it.view.verticalScrollBar().value() == it.view.verticalScrollBar().maximum()
    press(it, Qt.Key.Key_PageUp)
    lines = (399 - it.model.row(it.model.key(it.view.currentIndex().row()))) / columns_of(it)
    assert 1 <= lines <= it.view.viewport().height() / 100
    press(it, Qt.Key.Key_Home)
    assert it.view.current_image_id() == 400
    assert it.view.verticalScrollBar().value() == 0
    press(it, Qt.Key.Key_PageDown)
    assert it.view.current_image_id() < 400


def test_the_current_tile_is_always_brought_into_view_as_a_whole(wall: Make) -> None:
    it = wall(400)
    for key in [Qt.Key.Key_Down] * 12 + [Qt.Key.Key_Up] * 7:
        press(it, key)
        rect = it.view.visualRect(it.view.currentIndex())
        assert it.view.viewport().rect().contains(rect)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_open_the_current_image(wall: Make, qtbot: QtBot, key: Qt.Key) -> None:
    it = wall(40)
    click(it, 2)
    with qtbot.waitSignal(it.view.image_activated) as opened:
        press(it, key)
    assert opened.args == [38]


def test_a_double_click_opens(wall: Make, qtbot: QtBot) -> None:
    it = wall(40)
    with qtbot.waitSignal(it.view.image_activated) as opened:
        double_click(it, middle(it, 4))
    assert opened.args == [36]


def test_a_double_click_opens_what_was_clicked_first_though_images_come_in_meanwhile(wall: Make, qtbot: QtBot) -> None:
    it = wall(40)
    point = middle(it, 4)
    QTest.mouseClick(it.view.viewport(), LEFT, NONE, point)
    it.gallery.add(3)
    it.wait_for_rows(43)
    with qtbot.waitSignal(it.view.image_activated) as opened:
        QTest.mouseDClick(it.view.viewport(), LEFT, NONE, point)
    assert opened.args == [36]


def test_a_double_click_beside_the_tiles_opens_nothing(wall: Make) -> None:
    it = wall(40)
    click(it, 1)
    opened = []
    it.view.image_activated.connect(opened.append)
    double_click(it, QPoint(3, 3))
    assert opened == []


def test_keys_that_the_grid_does_not_know_are_left_to_the_window(wall: Make) -> None:
    it = wall(40)
    taken = []
    for key in (Qt.Key.Key_F5, Qt.Key.Key_X, Qt.Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, "x")
        event.accept()
        it.view.keyPressEvent(event)
        taken.append(event.isAccepted())
    assert taken == [False, False, False]


def test_keys_in_an_empty_grid_do_no_harm(wall: Make) -> None:
    it = wall(0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
        press(it, key)
    press(it, Qt.Key.Key_A, CTRL)
    assert it.view.current_image_id() == 0
    assert selected(it) == []


# Scrolling and sizes


def test_the_wheel_glides_and_a_touchpad_follows_the_finger(wall: Make, qtbot: QtBot) -> None:
    it = wall(400)
    bar = it.view.verticalScrollBar()
    wheel(it, 0, pixels=-37)
    assert bar.value() == 37
    seen: list[int] = []
    bar.valueChanged.connect(seen.append)
    wheel(it, -1)
    wheel(it, -1)
    line = it.view._geometry.line_pitch_px
    qtbot.waitUntil(lambda: bar.value() == 37 + 2 * round(line / 2))
    assert len(seen) > 1, "not in one step"
    assert seen == sorted(seen)


def test_ctrl_wheel_and_ctrl_plus_and_minus_change_the_size(wall: Make, qtbot: QtBot) -> None:
    it = wall(400)
    assert it.view.tile_size is TileSize.MEDIUM
    with qtbot.waitSignal(it.view.tile_size_changed) as changed:
        wheel(it, 1, CTRL)
    assert changed.args == [TileSize.LARGE]
    wheel(it, -0.5, CTRL)
    assert it.view.tile_size is TileSize.LARGE, "half a notch is not enough"
    wheel(it, -0.5, CTRL)
    assert it.view.tile_size is TileSize.MEDIUM
    press(it, Qt.Key.Key_Minus, CTRL)
    assert it.view.tile_size is TileSize.SMALL
    press(it, Qt.Key.Key_Plus, CTRL)
    press(it, Qt.Key.Key_Equal, CTRL)
    assert it.view.tile_size is TileSize.LARGE


def test_the_current_tile_stays_in_place_when_the_size_changes(wall: Make) -> None:
    it = wall(400)
    scroll_to(it, 3000)
    row = it.view.indexAt(QPoint(60, 300)).row()
    click(it, row)
    before = it.view.visualRect(it.view.currentIndex()).top()
    for size in (TileSize.LARGE, TileSize.SMALL, TileSize.MEDIUM):
        it.view.set_tile_size(size)
        assert it.view.visualRect(it.view.currentIndex()).top() == before


def test_the_first_tile_in_view_stays_there_when_the_window_is_resized(wall: Make) -> None:
    it = wall(400)
    scroll_to(it, 3000)
    row = it.view._rows_in_view().start
    before = it.view.visualRect(it.model.index(row)).top()
    for width in (1200, 500, 731):
        it.view.resize(width, 620)
        assert it.view.visualRect(it.model.index(row)).top() == before


# Live


def test_at_the_top_new_images_are_seen_at_once(wall: Make) -> None:
    it = wall(40)
    it.gallery.add(3)
    it.wait_for_rows(43)
    assert it.view.indexAt(QPoint(60, 60)).row() == 0
    assert 43 in places(it)
    assert not it.pill.isVisible()


@pytest.mark.parametrize("count", [1, 2, 3, 12, 50])
def test_away_from_the_top_nothing_that_is_seen_moves_when_images_come_in(wall: Make, count: int) -> None:
    it = wall(150)
    scroll_to(it, 777)
    before = places(it)
    it.gallery.add(count)
    it.wait_for_rows(150 + count)
    assert places(it) == before
    assert it.pill.isVisible()
    assert it.pill.text() == f"{count} new"


def test_images_that_come_in_late_above_and_go_above_move_nothing_either(wall: Make) -> None:
    it = wall(150)
    scroll_to(it, 1777)
    before = places(it)
    assert max(before) < 139
    for image_id in range(139, 150):  # at more places than are inserted one by one
        it.gallery.add(1, taken_ns=START_NS + image_id * STEP_NS + 1)
    it.wait_for_rows(161)
    assert places(it) == before
    assert it.pill.count == 11
    it.gallery.remove(148, 149, 150)
    it.wait_for_rows(158)
    assert places(it) == before


def test_images_that_come_in_below_are_not_counted_as_new(wall: Make) -> None:
    it = wall(150)
    scroll_to(it, 777)
    before = places(it)
    it.gallery.add(2, taken_ns=START_NS)
    it.wait_for_rows(152)
    assert places(it) == before
    assert not it.pill.isVisible()


def test_the_pill_leads_to_the_top_and_goes(wall: Make) -> None:
    it = wall(150)
    scroll_to(it, 777)
    it.gallery.add(7)
    it.wait_for_rows(157)
    QTest.mouseClick(it.pill, LEFT)
    assert it.view.verticalScrollBar().value() == 0
    assert not it.pill.isVisible()
    assert it.view.visualRect(it.model.index(0)).left() < 40, "the newest is first in its line"
    assert 157 in places(it)


def test_the_home_key_leads_to_the_top_too(wall: Make) -> None:
    it = wall(150)
    scroll_to(it, 777)
    it.gallery.add(7)
    it.wait_for_rows(157)
    press(it, Qt.Key.Key_Home)
    assert it.view.verticalScrollBar().value() == 0
    assert it.view.current_image_id() == 157
    assert not it.pill.isVisible()


def test_a_glide_goes_on_when_images_come_in(wall: Make, qtbot: QtBot) -> None:
    it = wall(150)
    scroll_to(it, 777)
    row = it.view._rows_in_view().start
    key, before = it.model.key(row), it.view.visualRect(it.model.index(row)).top()
    wheel(it, -2)
    it.gallery.add(5)
    it.wait_for_rows(155)
    line = it.view._geometry.line_pitch_px
    qtbot.waitUntil(lambda: it.view.visualRect(it.model.index(it.model.row(key))).top() == before - line)


def test_selection_and_ring_stay_on_their_images_when_others_come_and_go(wall: Make) -> None:
    it = wall(100)
    click(it, 2)
    click(it, 4, SHIFT)
    it.gallery.add(3)
    it.gallery.add(1, taken_ns=START_NS + 97 * STEP_NS + 1)
    it.wait_for_rows(104)
    assert selected(it) == [98, 97, 96], "the one that came in between is not selected"
    assert it.view.current_image_id() == 96
    it.gallery.remove(97)
    it.wait_for_rows(103)
    assert selected(it) == [98, 96]


@pytest.mark.parametrize("line", ["", "node:barn"])
def test_selection_and_ring_go_along_with_an_image_that_is_redated(wall: Make, line: str) -> None:
    it = wall(40)
    it.search(line)
    first, second, third = it.shown_ids()[:3]
    click(it, 0)
    click(it, 1, CTRL)
    told: list[int] = []
    it.view.current_image_changed.connect(told.append)
    it.gallery.redate(second, START_NS)
    it.qtbot.waitUntil(lambda: it.shown_ids()[:2] == [first, third] and it.shown_ids()[-1] == second)
    assert selected(it) == [first, second]
    assert it.view.current_image_id() == second
    assert told == []


def test_when_the_current_image_is_removed_its_neighbour_is_current(wall: Make) -> None:
    it = wall(100)
    click(it, 2)
    it.gallery.remove(98)
    it.wait_for_rows(99)
    assert it.view.current_image_id() in (99, 97)
    assert selected(it) == []


def test_selection_and_ring_survive_a_filter_and_come_back_after_it(wall: Make, qtbot: QtBot) -> None:
    it = wall(60)
    click(it, 1)
    click(it, 6, SHIFT)
    everything, current = selected(it), it.view.current_image_id()
    node = it.gallery.tile(current).node
    it.search(f"node:{node}")
    assert selected(it) == [image_id for image_id in everything if it.gallery.tile(image_id).node == node]
    assert it.view.current_image_id() == current
    with qtbot.waitSignal(it.view.current_image_changed) as changed:
        it.search("node:nowhere")
    assert changed.args == [0]
    assert selected(it) == []
    it.search("")
    assert selected(it) == everything
    assert it.view.current_image_id() == current


def test_a_filter_keeps_the_current_tile_in_place(wall: Make) -> None:
    it = wall(600)
    scroll_to(it, 5000)
    row = it.view.indexAt(QPoint(60, 300)).row()
    click(it, row)
    before = it.view.visualRect(it.view.currentIndex()).top()
    it.search(f"node:{it.gallery.tile(it.view.current_image_id()).node}")
    assert it.view.visualRect(it.view.currentIndex()).top() == before
    assert not it.pill.isVisible()


# What is seen


def test_a_blocked_library_does_not_keep_the_grid_from_painting(wall: Make, qtbot: QtBot) -> None:
    it = wall(5000)
    paint_in(it, QPalette.ColorRole.AlternateBase, QColor("#fedcba"))
    with it.gallery.held():
        it.model.set_query(it.model.query)
        scroll_to(it, 20_000)
        it.gallery.change(100, state=ImageState.WAITING)
        it.view.resize(1000, 500)
        press(it, Qt.Key.Key_End)
        assert not it.view.complete
        assert has_colour(it.view.viewport().grab().toImage(), QColor("#fedcba"))
    qtbot.waitUntil(lambda: it.view.complete)
    assert not has_colour(it.view.viewport().grab().toImage(), QColor("#fedcba"))


def test_a_tile_shows_its_picture_and_caption_once_they_are_there(wall: Make, qtbot: QtBot) -> None:
    it = wall(40)
    qtbot.waitUntil(lambda: it.view.complete)
    image = it.view.viewport().grab().toImage()
    picture = it.view.visualRect(it.model.index(0)).adjusted(20, 20, -20, -80)
    assert len({image.pixel(x, picture.center().y()) for x in range(picture.left(), picture.right())}) > 3


def test_a_picture_that_can_not_be_read_has_a_sign_of_its_own(wall: Make, qtbot: QtBot) -> None:
    it = wall(3)
    whole = dict(it.gallery.thumbnails([1, 2, 3]))
    it.gallery.thumbnails = lambda ids: {each: b"no jpeg" if each == 2 else whole[each] for each in ids if each != 3}
    paint_in(it, QPalette.ColorRole.PlaceholderText, QColor("#fedcba"))
    it.view.set_tile_size(TileSize.SMALL)
    qtbot.waitUntil(lambda: [it.view._thumbnails.lacks(each) for each in (1, 2, 3)] == [False, True, True])
    image = it.view.viewport().grab().toImage()
    for row in (0, 1):
        place = it.view.visualRect(it.model.index(row)).adjusted(30, 30, -30, -70)
        assert has_colour(image.copy(place), QColor("#fedcba"))


def test_the_ring_is_seen_and_its_colour_tells_whether_keys_go_to_the_grid(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    it.view.activateWindow()
    it.view.setFocus()
    qtbot.waitUntil(it.view.hasFocus)
    click(it, 1)
    place = it.view.visualRect(it.model.index(1))
    top_middle = QPoint(place.center().x(), place.top() + 1)
    accent = it.view._look.accent
    assert it.view.viewport().grab().toImage().pixelColor(top_middle) == accent
    it.view.clearFocus()
    assert it.view.viewport().grab().toImage().pixelColor(top_middle) != accent


def test_dark_is_dark_at_once(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    paint_in(it, QPalette.ColorRole.Base, QColor("#101418"))
    paint_in(it, QPalette.ColorRole.Text, QColor("#eeeeee"))
    qtbot.waitUntil(lambda: it.view.complete)
    assert it.view._look.dark
    assert it.view.viewport().grab().toImage().pixelColor(2, 2) == QColor("#101418")


def test_an_empty_grid_paints_only_its_ground(wall: Make) -> None:
    it = wall(0)
    image = it.view.viewport().grab().toImage()
    assert {image.pixel(x, y) for x in range(0, 800, 7) for y in range(0, 600, 7)} == {it.view._look.ground.rgb()}


def test_the_tool_tip_lists_all_labels(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    wait_for_tip(it, 1, "everything else 11%")
    hide_tip(qtbot)


def test_a_label_that_looks_like_html_is_shown_as_it_is(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    it.gallery.change(5, labels=(Label("<b>cat</b>", 0.8),))
    wait_for_tip(it, 1, "&lt;b&gt;cat&lt;/b&gt; 80%")
    hide_tip(qtbot)


def test_a_tip_that_is_still_being_read_when_the_pointer_leaves_is_not_shown(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    with it.gallery.held():
        hover(it, 1)
        QTest.mouseMove(it.view.viewport(), middle(it, 2))
        QApplication.sendEvent(it.view.viewport(), QEvent(QEvent.Type.Leave))
        QToolTip.hideText()
    qtbot.waitUntil(lambda: not it.view._tip._background.busy())
    assert "everything else" not in QToolTip.text()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def hide_tip(qtbot: QtBot) -> None:
    """Hides the tip, also one that was asked for anew just before."""

    def gone() -> bool:
        QToolTip.hideText()
        return not QToolTip.isVisible()

    qtbot.waitUntil(gone)


def wait_for_tip(it: Wall, row: int, text: str) -> None:
    def says_so() -> bool:
        if not QToolTip.isVisible():  # not yet, or hidden by a late activation of the window
            hover(it, row)
        return text in QToolTip.text()

    it.qtbot.waitUntil(says_so)


def hover(it: Wall, row: int) -> None:
    point = middle(it, row)
    QTest.mouseMove(it.view.viewport(), point)
    QApplication.sendEvent(
        it.view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, it.view.viewport().mapToGlobal(point))
    )


def test_labels_that_come_in_are_seen(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    it.gallery.change(6, state=ImageState.WAITING, labels=())
    qtbot.waitUntil(lambda: it.model.tile(0) is not None and it.model.tile(0).state is ImageState.WAITING)
    before = it.view.viewport().grab().toImage()
    it.gallery.change(6, state=ImageState.LABELLED, labels=(Label("zebra", 0.5),))
    qtbot.waitUntil(lambda: it.model.tile(0).labels[:1] == (Label("zebra", 0.5),))
    assert it.view.viewport().grab().toImage() != before


def test_the_grid_is_known_to_screen_readers(wall: Make, qtbot: QtBot) -> None:
    it = wall(6)
    qtbot.waitUntil(lambda: it.view.complete)
    assert it.view.accessibleName() == "Images"
    assert "Labelled" in it.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_million_images_need_no_large_widget_and_fit_the_scroll_bar(wall: Make, qtbot: QtBot) -> None:
    it = wall(1_000_000)
    scroll_to(it, it.view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: 1 in places_of_last(it))
    assert 600 < it.view.verticalScrollBar().maximum() < 2**31
    assert max(child.height() for child in it.view.findChildren(QWidget)) <= it.view.height()


def places_of_last(it: Wall) -> set[int]:
    return {it.model.key(row).image_id for row in it.view._rows_in_view()}


def test_nothing_is_read_on_the_gui_thread(wall: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    it = wall(500)
    threads: set[threading.Thread] = set()
    read = it.gallery._read
    monkeypatch.setattr(it.gallery, "_read", lambda: (threads.add(threading.current_thread()), read()))
    it.search("node:barn")
    scroll_to(it, 2000)
    hover(it, it.view._rows_in_view().start)
    it.gallery.add(4)
    it.gallery.change(3, labels=())
    qtbot.waitUntil(lambda: it.view.complete)
    assert threads
    assert threading.main_thread() not in threads
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def paint_in(it: Wall, role: QPalette.ColorRole, colour: QColor) -> None:
    """Gives the grid a palette with a colour that no picture has."""
    palette = QPalette(it.view.palette())
    palette.setColor(role, colour)
    it.view.setPalette(palette)


def columns_of(it: Wall) -> int:
    top = it.view.visualRect(it.model.index(0)).top()
    return sum(it.view.visualRect(it.model.index(row)).top() == top for row in range(20))


def has_colour(image: QImage, colour: QColor) -> bool:
    wanted = colour.rgb()
    return any(image.pixel(x, y) == wanted for y in range(0, image.height(), 2) for x in range(0, image.width(), 2))


def test_screen_readers_hear_its_name_and_the_current_tile(wall: Make, qtbot: QtBot) -> None:
    grid = wall(30)
    qtbot.waitUntil(lambda: grid.view.complete)
    press(grid, Qt.Key.Key_Home)
    press(grid, Qt.Key.Key_Right)
    heard = QAccessible.queryAccessibleInterface(grid.view)
    assert heard.text(QAccessible.Text.Name) == "Images"
    assert "Labelled" in heard.text(QAccessible.Text.Description)
    assert heard.text(QAccessible.Text.Description) == grid.model.index(1).data()
    image_id = grid.view.current_image_id()
    grid.gallery.change(image_id, labels=(Label("heron", 0.7),))
    qtbot.waitUntil(lambda: "heron" in heard.text(QAccessible.Text.Description))


def test_all_is_selected_also_what_is_still_being_read(
    wall: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = wall(3000)
    grid.search("nothing-of-that-name")
    let_go = threading.Event()
    keys = grid.gallery.keys
    monkeypatch.setattr(grid.gallery, "keys", lambda query: let_go.wait(10) and keys(query))
    grid.model.set_query(Query())
    qtbot.waitUntil(lambda: grid.model.rowCount() == FIRST_ROWS)
    press(grid, Qt.Key.Key_A, CTRL)
    with qtbot.waitSignal(grid.model.loaded):
        let_go.set()
    assert grid.view.selected_count() == 3000


def test_what_was_scrolled_to_stays_when_the_rest_of_a_library_is_read(
    wall: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = wall(3000)
    grid.search("nothing-of-that-name")
    let_go = threading.Event()
    keys = grid.gallery.keys
    monkeypatch.setattr(grid.gallery, "keys", lambda query: let_go.wait(10) and keys(query))
    grid.model.set_query(Query())
    qtbot.waitUntil(lambda: grid.model.rowCount() == FIRST_ROWS)
    scroll_to(grid, 2000)
    click(grid, grid.view._rows_in_view()[3])
    before, picked = places(grid), selected(grid)
    with qtbot.waitSignal(grid.model.loaded):
        let_go.set()
    assert grid.model.rowCount() == 3000
    assert places(grid) == before
    assert selected(grid) == picked
    assert grid.view.current_image_id() == picked[0]


def test_selection_and_current_tile_survive_filters_that_leave_them_out(wall: Make) -> None:
    grid = wall(300)
    click(grid, 2)
    click(grid, 4, CTRL)
    picked, current = selected(grid), grid.view.current_image_id()
    for line in ("cat", "nothing-of-that-name", "node:porch -dog", "node:barn"):
        grid.search(line)
    grid.search("")
    assert selected(grid) == picked
    assert grid.view.current_image_id() == current
