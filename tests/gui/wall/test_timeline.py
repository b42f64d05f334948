"""The timeline under a user's hands: beside a grid, with mouse and keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.wall.timeline import Timeline
from tests.gui.wall.conftest import Wall
from tests.helpers.galleries import START_NS, STEP_NS

LEFT = Qt.MouseButton.LeftButton
HOUR_NS = 3600 * STEP_NS


@pytest.fixture
def timeline(wall: Callable[..., Wall], show: Callable[..., None]) -> Callable[[int], tuple[Timeline, Wall]]:
    def make(count: int) -> tuple[Timeline, Wall]:
        grid = wall(count)
        strip = Timeline(grid.model)
        strip.moment_chosen.connect(grid.view.go_to_moment)
        grid.view.view_moved.connect(strip.show_view)
        strip.show_view(grid.view.span_in_view())  # the grid may have said so before anybody listened
        show(strip, strip.sizeHint().width(), 600)
        return strip, grid

    return make


Make = Callable[[int], tuple[Timeline, Wall]]


def press_at(strip: QWidget, y_px: float) -> None:
    QTest.mouseClick(strip, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, round(y_px)))


def newest_in_view_ns(grid: Wall) -> int:
    span = grid.view.span_in_view()
    assert span is not None
    return span[0]


def test_all_images_are_counted_and_new_ones_too(timeline: Make, qtbot: QtBot) -> None:
    strip, grid = timeline(5000)
    assert strip.axis.counts.sum() == 5000
    grid.gallery.add(7)
    qtbot.waitUntil(lambda: strip.axis.counts.sum() == 5007)
    grid.gallery.remove(1, 2, 3)
    qtbot.waitUntil(lambda: strip.axis.counts.sum() == 5004)


def test_it_follows_the_search(timeline: Make) -> None:
    strip, grid = timeline(1000)
    grid.search("cat")
    assert strip.axis.counts.sum() == grid.model.rowCount() < 1000
    grid.search("nothing-of-that-name")
    assert strip.axis is None


def test_a_click_leads_there(timeline: Make) -> None:
    strip, grid = timeline(20_000)
    goal_ns = START_NS + 2 * HOUR_NS
    press_at(strip, strip.y_px(goal_ns))
    slot_ns = 10 * 60 * STEP_NS
    assert abs(newest_in_view_ns(grid) - goal_ns) < slot_ns


def test_a_drag_leads_on(timeline: Make, qtbot: QtBot) -> None:
    strip, grid = timeline(20_000)
    QTest.mousePress(strip, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    with qtbot.waitSignal(strip.moment_chosen):
        QTest.mouseMove(strip, QPoint(20, 300))
    QTest.mouseRelease(strip, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 300))
    assert newest_in_view_ns(grid) < START_NS + 15_000 * STEP_NS


def test_keys_go_from_slot_to_slot_and_back_to_the_grid(timeline: Make, qtbot: QtBot) -> None:
    strip, grid = timeline(20_000)
    top_ns = newest_in_view_ns(grid)
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert newest_in_view_ns(grid) < top_ns
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert newest_in_view_ns(grid) == top_ns
    QTest.keyClick(strip, Qt.Key.Key_End)
    oldest_ns = grid.view.span_in_view()[1]
    assert oldest_ns == START_NS + STEP_NS
    with qtbot.waitSignal(strip.left):
        QTest.keyClick(strip, Qt.Key.Key_Return)


def test_keys_get_through_the_end_although_the_grid_stays(timeline: Make) -> None:
    strip, _ = timeline(300)
    QTest.keyClick(strip, Qt.Key.Key_End)
    said = strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Up)
    assert strip.accessibleDescription() != said


def test_it_says_the_time_and_the_number_of_images_of_a_slot(timeline: Make) -> None:
    strip, _ = timeline(600)
    said = strip.said_at(strip.y_px(START_NS + 300 * STEP_NS))
    assert "60 image" in said
    assert "2023" in said


def test_screen_readers_hear_its_name_and_its_place(timeline: Make) -> None:
    strip, _ = timeline(600)
    QTest.keyClick(strip, Qt.Key.Key_Down)
    heard = QAccessible.queryAccessibleInterface(strip)
    assert heard.text(QAccessible.Text.Name) == "Timeline"
    assert "60 image" in heard.text(QAccessible.Text.Description)


def test_it_paints_bars_and_the_present_place_in_the_accent(timeline: Make) -> None:
    strip, _ = timeline(600)
    accent = strip.palette().accent().color()
    image = strip.grab().toImage()
    bar = image.pixelColor(14, round(strip.y_px(START_NS + 290 * STEP_NS)) + 3)
    assert bar == accent
