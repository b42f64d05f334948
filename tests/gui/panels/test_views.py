"""Stream and wall as two views of one window, and both in full screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.core.records import Condition, NodeIdentity, NodeState, NodeStatus
from desktop.panels.main_window import MainWindow
from desktop.panels.views import View
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import wait_for_rows
from tests.helpers.libraries import frame
from tests.helpers.window_parts import Elsewhere, ScriptedNodes

PORCH = NodeIdentity("a" * 16, "porch")
BARN = NodeIdentity("b" * 16, "barn")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def two(workspace: Workspace, library: Elsewhere, nodes: ScriptedNodes, qtbot: QtBot) -> Workspace:
    """A camera each on two nodes, three images of one and one of the other."""
    for seq in (1, 2, 3):
        library.store_frame(PORCH, frame(seq)).result()
    library.store_frame(BARN, frame(1, stream="b" * 32, camera="door")).result()
    nodes.say(*(_live(node) for node in (PORCH, BARN)))
    wait_for_rows(workspace, 4, qtbot)
    return workspace


def _live(node: NodeIdentity) -> NodeStatus:
    return NodeStatus(
        node_id=node.node_id, name=node.name, address="", state=NodeState.ONLINE, condition=Condition.LIVE
    )


def show_wall(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.views[View.WALL].trigger()
    centre = window.workspace.centre
    qtbot.waitUntil(centre.wall.complete)


def test_menu_keys_and_buttons_switch_between_stream_and_wall(window: MainWindow, two: Workspace, qtbot: QtBot) -> None:
    centre = two.centre
    assert centre.page() is centre.grid
    show_wall(window, qtbot)
    assert centre.page() is centre.wall
    assert centre.timeline.isHidden()
    assert centre.switch.buttons[View.WALL].isChecked()
    QTest.mouseClick(centre.switch.buttons[View.STREAM], LEFT)
    assert centre.page() is centre.grid
    assert window.menus.views[View.STREAM].isChecked()
    QTest.keyClick(window, Qt.Key.Key_F4)
    assert centre.page() is centre.wall
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert centre.page() is centre.grid


def test_a_camera_opens_its_stream(window: MainWindow, two: Workspace, qtbot: QtBot) -> None:
    show_wall(window, qtbot)
    wall = two.centre.wall
    QTest.mouseDClick(
        wall.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, wall.visualRect(two.centre.cameras.index(1)).center()
    )
    assert two.centre.view is View.STREAM
    wait_for_rows(two, 1, qtbot)
    assert "barn" in two.centre.search.text()
    assert "door" in two.centre.search.text()


def test_a_search_is_for_the_stream(window: MainWindow, two: Workspace, qtbot: QtBot) -> None:
    show_wall(window, qtbot)
    two.centre.search.set_text("node:porch")
    qtbot.waitUntil(lambda: two.centre.view is View.STREAM)
    wait_for_rows(two, 3, qtbot)


def test_a_search_that_is_typed_on_the_wall_can_be_typed_on(window: MainWindow, two: Workspace, qtbot: QtBot) -> None:
    show_wall(window, qtbot)
    line = two.centre.search.line
    window.menus.find.trigger()
    qtbot.keyClicks(line, "n")
    qtbot.waitUntil(lambda: two.centre.view is View.STREAM)
    assert line.hasFocus()


def test_without_a_camera_the_wall_says_what_to_do(
    window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    centre = workspace.centre
    window.menus.views[View.WALL].trigger()
    qtbot.waitUntil(lambda: centre.page() is centre.no_camera)
    library.store_frame(PORCH, frame(1)).result()
    qtbot.waitUntil(lambda: centre.page() is centre.wall)


def test_the_view_is_remembered(window: MainWindow, two: Workspace, memory: QSettings, qtbot: QtBot) -> None:
    show_wall(window, qtbot)
    assert two.centre.view is View.WALL
    window.close()
    assert memory.value("view") == "wall"


@pytest.mark.parametrize("view", View)
def test_full_screen_shows_nothing_but_the_view(view: View, window: MainWindow, two: Workspace, qtbot: QtBot) -> None:
    show_wall(window, qtbot)
    window.menus.views[view].trigger()
    around = (window.menuBar(), two.nodes_panel, two.inspector, two.status)
    window.menus.full_screen.trigger()
    assert window.isFullScreen()
    assert all(widget.isHidden() for widget in around)
    QTest.keyClick(two.centre.page(), Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert not any(widget.isHidden() for widget in around)
    assert not window.menus.full_screen.isChecked()


def test_panels_stay_away_in_full_screen(window: MainWindow, two: Workspace, qtbot: QtBot) -> None:
    window.menus.full_screen.trigger()
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F7):
        qtbot.keyClick(window, key)
    assert two.nodes_panel.isHidden()
    window.menus.full_screen.trigger()
    assert not two.nodes_panel.isHidden()
    assert window.menus.nodes_panel.isChecked()
    assert window.menus.nodes_panel.isEnabled()


def test_full_screen_brings_back_only_what_it_hid(window: MainWindow, two: Workspace) -> None:
    window.menus.inspector.setChecked(False)
    window.menus.full_screen.trigger()
    window.menus.full_screen.trigger()
    assert two.inspector.isHidden()
    assert not two.nodes_panel.isHidden()


def test_screen_readers_hear_what_the_buttons_show(two: Workspace) -> None:
    heard = QAccessible.queryAccessibleInterface(two.centre.switch.buttons[View.WALL])
    assert heard.text(QAccessible.Text.Name).startswith("Wall")
