"""The window as a whole: what it shows first, its keys and menus, what it remembers, how it ends."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.records import NodeState, NodeStatus
from desktop.labelling.engine import LabellingEngine
from desktop.panels.main_window import MainWindow
from desktop.panels.workspace import Workspace
from desktop.wall.geometry import TileSize
from tests.gui.panels.handling import CTRL, LEFT, drop, files, rows, texts, wait_for_rows
from tests.helpers.window_parts import Elsewhere, ScriptedNodes, make_jpeg


def test_an_empty_library_shows_three_ways_to_begin(workspace: Workspace) -> None:
    assert workspace.centre.page() is workspace.centre.empty
    said = texts(workspace.centre.empty)
    assert "miharu-agent run" in said
    assert workspace.centre.empty.scenes_button.isVisible()
    assert "0 images" in texts(workspace)


def test_the_ways_to_begin_stand_below_each_other_where_there_is_little_room(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    for width_px in (1500, 900):
        window.resize(width_px, 800)
        qtbot.waitUntil(lambda width_px=width_px: window.width() == width_px)
        qtbot.waitUntil(lambda: workspace.centre.empty.horizontalScrollBar().maximum() == 0)


def test_the_first_image_takes_the_place_of_the_empty_state(
    workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    library.add_file(make_jpeg(tmp_path / "a.jpg"))
    qtbot.waitUntil(lambda: workspace.centre.page() is workspace.centre.grid)
    qtbot.waitUntil(lambda: "1 image" in texts(workspace))


def test_every_control_says_what_it_is(window: MainWindow) -> None:
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QAbstractItemView)
        for control in window.findChildren(kind)
        if control.isVisible() and not control.objectName().startswith("qt_")
    ]
    assert len(controls) >= 8
    nameless = [
        control for control in controls if not QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.mark.usefixtures("three")
def test_tab_reaches_everything(workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot) -> None:
    nodes.say(NodeStatus(node_id="a" * 16, name="porch", address="10.0.0.2:5551", state=NodeState.ONLINE))
    qtbot.waitUntil(workspace.nodes_panel.list.isVisible)
    grid = workspace.centre.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: "Facts" in texts(workspace.inspector))
    reached: list[QWidget] = []
    for _ in range(40):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    facts = workspace.inspector.page.facts
    wanted = {
        "search": workspace.centre.search.line,
        "grid": grid,
        "nodes": workspace.nodes_panel.list,
        "address": workspace.nodes_panel.address,
        "add": workspace.nodes_panel.add_button,
        "pause": workspace.status.pause_button,
        "copy hash": facts.copy_hash,
        "reveal": facts.reveal,
    }
    assert [name for name, widget in wanted.items() if widget not in reached] == []


def test_ctrl_f_goes_to_the_search_and_escape_back_to_the_images(
    window: MainWindow, workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    library.add_file(make_jpeg(tmp_path / "a.jpg"))
    wait_for_rows(workspace, 1, qtbot)
    workspace.centre.grid.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(workspace.centre.search.line.hasFocus)
    qtbot.keyClick(workspace.centre.search.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(workspace.centre.grid.hasFocus)


@pytest.mark.parametrize(("key", "size"), [(Qt.Key.Key_1, TileSize.SMALL), (Qt.Key.Key_3, TileSize.LARGE)])
def test_tile_sizes_have_keys(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, key: Qt.Key, size: TileSize
) -> None:
    qtbot.keyClick(window, key, CTRL)
    assert workspace.centre.grid.tile_size is size
    assert window.menus.tile_sizes[size].isChecked()


def test_panels_are_hidden_and_shown_by_keys(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    for key, panel in ((Qt.Key.Key_F6, workspace.nodes_panel), (Qt.Key.Key_F7, workspace.inspector)):
        qtbot.keyClick(window, key)
        assert not panel.isVisible()
        qtbot.keyClick(window, key)
        assert panel.isVisible()


def test_every_shortcut_is_on_the_sheet_and_used_once(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(QDialog)
    assert sheet.isVisible()
    said = texts(sheet)
    keys = [[each.toString() for each in action.shortcuts()] for action in window.menus.all() if action.shortcuts()]
    every = [key for of_one in keys for key in of_one]
    assert len(every) == len(set(every)) >= 12
    for of_one in keys:
        assert ", ".join(of_one) in said
    sheet.reject()


def test_about_says_the_version(window: MainWindow) -> None:
    window.menus.about.trigger()
    box = window.findChild(QMessageBox)
    assert box.text().startswith("Miharu 0.")
    box.close()


def test_before_a_library_is_open_only_what_makes_sense_can_be_done(memory: QSettings, show) -> None:
    window = MainWindow(memory)
    show(window)
    window.show_opening(Path("/home/ada/Pictures/Miharu"))
    assert texts(window) == ["Opening the library…", "/home/ada/Pictures/Miharu"]
    assert window.menus.quit.isEnabled()
    assert not window.menus.add_files.isEnabled()
    assert not window.menus.paste.isEnabled()
    window.close()


def test_a_library_that_can_not_be_opened_is_told_with_what_can_be_done(memory: QSettings, show, qtbot: QtBot) -> None:
    window = MainWindow(memory)
    show(window)
    window.show_trouble(Path("/mnt/card"), OSError("The card is read-only."))
    assert "The library can't be opened" in texts(window)
    assert "/mnt/card\n\nThe card is read-only." in texts(window)
    qtbot.mouseClick(window.choose_button, LEFT)
    dialog = window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText("/")
    with qtbot.waitSignal(window.folder_chosen) as chosen:
        dialog.accept()
    assert chosen.args == ["/"]
    with qtbot.waitSignal(window.closed):
        qtbot.mouseClick(window.quit_button, LEFT)


def test_size_panels_and_tiles_are_remembered(
    opened: Library, nodes: ScriptedNodes, engine: LabellingEngine, memory: QSettings, show, qtbot: QtBot
) -> None:
    first = MainWindow(memory)
    show(first, 900, 640)
    with qtbot.waitSignal(first.library_shown):
        first.show_library(opened, nodes, engine)
    first.menus.nodes_panel.trigger()
    first.menus.tile_sizes[TileSize.SMALL].trigger()
    first.close()
    second = MainWindow(memory)
    second.show()
    with qtbot.waitSignal(second.library_shown) as shown:
        second.show_library(opened, nodes, engine)
    workspace = shown.args[0]
    assert second.height() == 640  # the width is more than this screen's
    assert not workspace.nodes_panel.isVisible()
    assert workspace.inspector.isVisible()
    assert workspace.centre.grid.tile_size is TileSize.SMALL
    second.close()


def test_a_place_on_a_screen_that_is_gone_is_not_returned_to(memory: QSettings, show) -> None:
    first = MainWindow(memory)
    show(first, 900, 640)
    first.move(9000, 7000)
    first.close()
    second = MainWindow(memory)
    second.show()
    there = second.screen().availableGeometry()
    title = QRect(second.pos(), QSize(200, 30))
    assert there.intersects(title)
    second.close()


def test_closing_lets_go_of_nodes_library_and_running_imports(
    window: MainWindow, workspace: Workspace, nodes: ScriptedNodes, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    first = make_jpeg(tmp_path / "many" / "0.jpg").read_bytes()
    for number in range(1, 400):
        (tmp_path / "many" / f"{number}.jpg").write_bytes(first + str(number).encode())
    drop(window, files(tmp_path / "many"))
    qtbot.waitUntil(lambda: rows(workspace) > 0)
    with qtbot.waitSignal(window.closed):
        window.close()
    assert nodes.listeners == 0
    stored = library.stats().images
    assert stored < 400
    library.add_file(make_jpeg(tmp_path / "late.jpg"))  # the feed has no listener that would mind
    assert library.stats().images == stored + 1
    assert not [thread for thread in threading.enumerate() if "import" in thread.name]
