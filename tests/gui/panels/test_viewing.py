"""Looking at images closely: zoom and pan, from one to the next, and the whole screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget
from pytestqt.qtbot import QtBot

from desktop.panels.main_window import MainWindow
from desktop.panels.picture_view import PictureView
from desktop.panels.workspace import Workspace
from desktop.wall.geometry import TileSize
from desktop.wall.grid import GridView
from tests.gui.panels.handling import LEFT, NO_MODIFIER, wait_for_rows
from tests.helpers.window_parts import Elsewhere, make_jpeg


@pytest.fixture
def grid(window: MainWindow, workspace: Workspace, library: Elsewhere, tmp_path, qtbot: QtBot) -> GridView:
    """Three images, the middle one current."""
    for number in range(3):
        library.add_file(make_jpeg(tmp_path / f"{number}.jpg", 1600, 900, grey=60 * number))
    wait_for_rows(workspace, 3, qtbot)
    grid = workspace.centre.grid
    window.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(lambda: grid.hasFocus() and grid.complete)
    QTest.mouseClick(grid.viewport(), LEFT, NO_MODIFIER, grid.visualRect(grid.model().index(1, 0)).center())
    return grid


@pytest.fixture
def picture(grid: GridView, workspace: Workspace, qtbot: QtBot) -> PictureView:  # noqa: ARG001
    """The inspector's picture of the middle image, decoded."""
    picture = workspace.inspector.page.picture
    qtbot.waitUntil(lambda: workspace.inspector.image_id == 2 and picture.picture_size().width() > 320)
    picture.setFocus()
    return picture


def wheel(widget: QWidget, at: QPointF, notches: int) -> None:
    turn = QPoint(0, 120 * notches)
    nothing, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    place = QPointF(widget.mapToGlobal(at.toPoint()))
    QApplication.sendEvent(widget, QWheelEvent(at, place, QPoint(), turn, nothing, NO_MODIFIER, phase, False))


def test_the_wheel_zooms_the_mouse_pans_and_a_double_click_fits(
    picture: PictureView, workspace: Workspace, qtbot: QtBot
) -> None:
    whole = picture.picture_rect()
    wheel(picture, QPointF(100, 100), 8)
    near = picture.picture_rect()
    assert near.width() > 3 * whole.width()
    qtbot.waitUntil(lambda: picture.picture_size().width() == 1600)
    start = picture.rect().center()
    QTest.mousePress(picture, LEFT, NO_MODIFIER, start)
    QTest.mouseMove(picture, start + QPoint(-30, -20))
    QTest.mouseRelease(picture, LEFT, NO_MODIFIER, start + QPoint(-30, -20))
    moved = picture.picture_rect().topLeft() - near.topLeft()
    assert (round(moved.x()), round(moved.y())) == (-30, -20)
    QTest.mouseDClick(picture, LEFT, NO_MODIFIER, start)
    assert picture.zoom == 1
    assert workspace.inspector.image_id == 2


def test_a_pinch_of_a_touchpad_zooms_around_the_pointer(picture: PictureView) -> None:
    at, kind = QPointF(60, 40), Qt.NativeGestureType.ZoomNativeGesture
    before = share_at(picture, at)
    place = QPointF(picture.mapToGlobal(at.toPoint()))
    device = QPointingDevice.primaryPointingDevice()
    QApplication.sendEvent(picture, QNativeGestureEvent(kind, device, 2, at, at, place, 0.5, QPointF()))
    assert picture.zoom == pytest.approx(1.5)
    assert share_at(picture, at) == pytest.approx(before, abs=0.01)


def test_a_pinch_of_two_fingers_on_the_screen_zooms_between_them(picture: PictureView) -> None:
    at = QPointF(60, 40)
    before = share_at(picture, at)
    pinch = QPinchGesture()
    pinch.setScaleFactor(2.0)
    pinch.setCenterPoint(QPointF(picture.mapToGlobal(at.toPoint())))
    QApplication.sendEvent(picture, QGestureEvent([pinch]))
    assert picture.zoom == pytest.approx(2.0)
    assert share_at(picture, at) == pytest.approx(before, abs=0.01)


def share_at(picture: PictureView, at: QPointF) -> tuple[float, float]:
    """Which point of the picture is there, as shares of its width and height."""
    area = picture.picture_rect()
    return (at.x() - area.x()) / area.width(), (at.y() - area.y()) / area.height()


def test_the_wheel_over_the_timeline_scrolls_the_grid(grid: GridView, workspace: Workspace, qtbot: QtBot) -> None:
    grid.set_tile_size(TileSize.LARGE)
    bar, strip = grid.verticalScrollBar(), workspace.centre.timeline
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == 0)
    wheel(strip, QPointF(20, 60), -1)
    qtbot.waitUntil(lambda: bar.value() > 0)


def test_keys_zoom_and_pan(picture: PictureView, qtbot: QtBot) -> None:
    for _ in range(4):
        qtbot.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.zoom == pytest.approx(1.25**4)
    left = picture.picture_rect().left()
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.picture_rect().left() < left
    qtbot.keyClick(picture, Qt.Key.Key_Minus)
    assert picture.zoom == pytest.approx(1.25**3)
    qtbot.keyClick(picture, Qt.Key.Key_0)
    assert picture.zoom == 1


def test_arrow_keys_lead_to_the_next_image_and_back(picture: PictureView, workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: workspace.inspector.image_id == 1)
    qtbot.keyClick(picture, Qt.Key.Key_Right)  # there is none
    assert workspace.inspector.image_id == 1
    for image_id in (2, 3):
        qtbot.keyClick(picture, Qt.Key.Key_Left)
        qtbot.waitUntil(lambda image_id=image_id: workspace.inspector.image_id == image_id)
    assert list(workspace.centre.grid.selected_image_ids()) == [3]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_and_space_lead_to_the_whole_screen_and_back(
    grid: GridView, workspace: Workspace, key: Qt.Key, qtbot: QtBot
) -> None:
    viewer = workspace.viewer
    qtbot.keyClick(grid, key)
    qtbot.waitUntil(lambda: viewer.isVisible() and viewer.picture.has_picture())
    assert viewer.isFullScreen()
    assert viewer.image_id == 2
    assert "1.jpg" in viewer.caption.text()
    assert viewer.picture.picture_size().width() == viewer.screen().size().width() < 1600
    for _ in range(2):
        qtbot.keyClick(viewer.picture, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: viewer.picture.picture_size().width() == 1600)
    qtbot.keyClick(viewer.picture, Qt.Key.Key_B)
    qtbot.keyClick(viewer.picture, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: "Starred 1 image." in viewer.caption.text())
    assert viewer.picture.zoom > 1
    qtbot.keyClick(viewer.picture, Qt.Key.Key_0)
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "0.jpg" in viewer.caption.text())
    assert grid.current_image_id() == 1
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Escape if key == Qt.Key.Key_Return else key)
    assert not viewer.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_same_keys_in_the_inspector_lead_to_the_whole_screen(
    picture: PictureView, workspace: Workspace, key: Qt.Key, qtbot: QtBot
) -> None:
    viewer = workspace.viewer
    qtbot.keyClick(picture, key)
    qtbot.waitUntil(lambda: viewer.isFullScreen() and viewer.picture.has_picture())
    assert viewer.image_id == 2
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_the_neighbours_are_loaded_ahead(grid: GridView, workspace: Workspace, qtbot: QtBot) -> None:
    viewer = workspace.viewer
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer.picture.has_picture() and not workspace.background.busy())
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Left)
    assert "2.jpg" in viewer.caption.text()
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Escape)


def test_an_image_that_is_deleted_meanwhile_makes_way(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    viewer = workspace.viewer
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer.picture.has_picture())
    library.delete([2])
    qtbot.waitUntil(lambda: viewer.image_id in (1, 3) and "1.jpg" not in viewer.caption.text())
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Escape)


def test_in_full_screen_only_the_image_that_is_seen_is_worked_on(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    viewer = workspace.viewer
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.selected_image_ids()) == 3
    seen = grid.current_image_id()
    workspace.inspector.viewing_requested.emit()
    qtbot.waitUntil(viewer.picture.has_picture)
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: library.stats().images == 2)
    assert library.details(seen) is None
    qtbot.waitUntil(lambda: viewer.caption.text() == "Deleted 1 image.")
    qtbot.keyClick(viewer.picture, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: library.stats().images == 3)
    qtbot.waitUntil(lambda: viewer.caption.text() == "Undone: Deleted 1 image.")
    viewer.close()
    qtbot.waitUntil(lambda: not workspace.work.bench.busy)
    assert len(workspace.work.chosen()) > 1 or len(grid.selected_image_ids()) < 2


def test_before_the_image_is_there_the_viewer_says_so_and_takes_every_key(
    grid: GridView, workspace: Workspace, qtbot: QtBot
) -> None:
    viewer = workspace.viewer
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert viewer.caption.text() == "Loading…"
    qtbot.keyClick(viewer.picture, Qt.Key.Key_B)
    qtbot.waitUntil(viewer.picture.has_picture)
    viewer.close()
    assert not viewer.picture.has_picture()


def test_a_large_picture_stops_nothing(
    grid: GridView, workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    viewer = workspace.viewer
    library.add_file(make_jpeg(tmp_path / "large.jpg", 4032, 3024))
    qtbot.waitUntil(lambda: workspace.centre.model.rowCount() == 4)
    grid.setCurrentIndex(workspace.centre.model.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: viewer.picture.has_picture() and "large.jpg" in viewer.caption.text())
    for _ in range(4):
        qtbot.keyClick(viewer.picture, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: viewer.picture.picture_size().width() == 4032)
    viewer.picture.grab()
    qtbot.keyClick(viewer.picture, Qt.Key.Key_0)
    viewer.close()
