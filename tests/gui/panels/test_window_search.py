"""Search, nodes, inspector and status of the window over a real library."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.events import IngestPaused, IngestResumed
from desktop.core.records import NodeState, NodeStatus
from desktop.labelling.engine import LabellingEngine
from desktop.panels.main_window import MainWindow
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import LEFT, search, texts, wait_for_rows
from tests.helpers.window_parts import Elsewhere, ScriptedNodes, make_jpeg


@pytest.mark.usefixtures("three")
def test_a_search_shows_what_fits_and_counts_it(workspace: Workspace, qtbot: QtBot) -> None:
    search(workspace, "cat", qtbot)
    wait_for_rows(workspace, 2, qtbot)
    qtbot.waitUntil(lambda: "2 of 3" in texts(workspace))


@pytest.mark.usefixtures("three")
def test_a_search_that_nothing_fits_says_so_and_can_be_cleared(workspace: Workspace, qtbot: QtBot) -> None:
    search(workspace, "zebra", qtbot)
    assert workspace.centre.page() is workspace.centre.nothing
    assert "Nothing matches" in texts(workspace)
    qtbot.mouseClick(workspace.centre.clear_button, LEFT)
    wait_for_rows(workspace, 3, qtbot)
    assert workspace.centre.page() is workspace.centre.grid
    assert workspace.centre.search.text() == ""


@pytest.mark.usefixtures("three")
def test_the_search_line_completes_from_the_library_and_the_nodes(
    workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    nodes.say(NodeStatus(node_id="a" * 16, name="porch", address="10.0.0.2:5551", state=NodeState.ONLINE))
    qtbot.waitUntil(lambda: workspace.nodes_panel.model.rowCount() == 1)
    line = workspace.centre.search.line
    workspace.centre.grid.setFocus()
    line.setFocus()
    qtbot.waitUntil(lambda: {"cat", "dog", "node:porch", "is:starred"} <= set(line.words.stringList()))


def test_a_click_on_a_node_filters_by_it_and_another_ends_it(
    workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    nodes.say(NodeStatus(node_id="a" * 16, name="Back porch", address="10.0.0.2:5551", state=NodeState.ONLINE))
    listed = workspace.nodes_panel.list
    qtbot.waitUntil(listed.isVisible)
    place = listed.visualRect(listed.model().index(0, 0)).center()
    qtbot.mouseClick(listed.viewport(), LEFT, pos=place)
    assert workspace.centre.search.text() == 'node:"Back porch"'
    qtbot.waitUntil(lambda: workspace.centre.page() is workspace.centre.nothing)
    qtbot.mouseClick(listed.viewport(), LEFT, pos=place)
    assert workspace.centre.search.text() == ""


def test_a_node_is_added_by_address_and_a_wrong_one_is_refused_in_words(
    workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    panel = workspace.nodes_panel
    qtbot.keyClicks(panel.address, "porch")
    qtbot.mouseClick(panel.add_button, LEFT)
    assert "'porch' is not HOST:PORT" in panel.refusal.text()
    assert panel.refusal.isVisible()
    panel.address.clear()
    qtbot.keyClicks(panel.address, "10.0.0.7:5551")
    qtbot.keyClick(panel.address, Qt.Key.Key_Return)
    assert nodes.added == ["10.0.0.7:5551"]


@pytest.mark.usefixtures("three")
def test_the_inspector_follows_the_arrow_keys(workspace: Workspace, qtbot: QtBot) -> None:
    grid = workspace.centre.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    newest, older = (workspace.centre.model.key(row).image_id for row in (0, 1))
    qtbot.waitUntil(lambda: workspace.inspector.image_id == newest)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: workspace.inspector.image_id == older)
    qtbot.waitUntil(lambda: "Facts" in texts(workspace.inspector))


@pytest.mark.usefixtures("three")
def test_enter_leaves_a_hidden_inspector_hidden(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window.menus.inspector.trigger()
    assert not workspace.inspector.isVisible()
    grid = workspace.centre.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert workspace.viewer.isVisible()
    workspace.viewer.close()
    assert not workspace.inspector.isVisible()
    assert not window.menus.inspector.isChecked()


def test_the_status_bar_counts_what_comes_in_and_what_waits(
    workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(10):
        library.add_file(make_jpeg(tmp_path / f"{number}.jpg", grey=number))
    qtbot.waitUntil(lambda: workspace.status.waiting.text() == "10 waiting", timeout=5000)
    qtbot.waitUntil(lambda: workspace.status.incoming.text() == "1 images/s in", timeout=5000)


def test_labelling_is_paused_and_resumed_by_button_or_menu(
    window: MainWindow,
    workspace: Workspace,
    library: Elsewhere,
    engine: LabellingEngine,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    engine.start()
    qtbot.mouseClick(workspace.status.pause_button, LEFT)
    assert window.menus.pause.isChecked()
    assert workspace.status.labelling.text() == "Labelling is paused"
    library.add_file(make_jpeg(tmp_path / "cat-1.jpg"))
    qtbot.waitUntil(lambda: workspace.status.waiting.text() == "1 waiting", timeout=5000)
    window.menus.pause.trigger()
    qtbot.waitUntil(lambda: workspace.status.waiting.text() == "0 waiting", timeout=5000)
    qtbot.waitUntil(lambda: workspace.status.labelling.text() == "Labelling with naming", timeout=5000)


def test_the_status_bar_says_why_labelling_stands_still(workspace: Workspace, engine: LabellingEngine) -> None:
    engine.unavailable.emit("Cloud Vision refused the key.")
    assert workspace.status.labelling.text() == "Labelling stands still: Cloud Vision refused the key."
    engine.available.emit()
    assert "stands still" not in workspace.status.labelling.text()


def test_a_full_disk_is_told_until_it_is_over(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.mailbox.put(IngestPaused("The disk is full. Images wait on their devices."))
    qtbot.waitUntil(lambda: "The disk is full. Images wait on their devices." in texts(workspace))
    workspace.mailbox.put(IngestResumed())
    qtbot.waitUntil(lambda: not workspace.centre.messages.messages())
