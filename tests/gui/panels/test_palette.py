"""The command palette, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.query import Query
from desktop.core.records import NodeState, NodeStatus, SavedSearch
from desktop.panels.main_window import MainWindow
from desktop.panels.palette.fuzzy import fit
from desktop.panels.palette.palette import CommandPalette
from desktop.panels.shortcuts import ShortcutSheet
from desktop.panels.workspace import Workspace
from tests.helpers.window_parts import Elsewhere, ScriptedNodes

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_palette(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> Callable[[], CommandPalette]:
    """Presses Ctrl+K in the grid."""

    def open_palette() -> CommandPalette:
        workspace.centre.grid.setFocus()
        qtbot.keyClick(workspace.centre.grid, Qt.Key.Key_K, CTRL)
        palette = window.findChild(CommandPalette)
        assert palette is not None
        return palette

    return open_palette


def closed(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.findChild(CommandPalette) is None)


def test_a_few_letters_and_enter_do_it(open_palette, window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette()
    assert palette.line.hasFocus()
    qtbot.keyClicks(palette.line, "pau lab")
    assert palette.names()[0] == "Pause labelling"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(window.menus.pause.isChecked)
    closed(window, qtbot)


def test_arrows_choose_another_one_and_esc_leaves(open_palette, window: MainWindow, qtbot: QtBot) -> None:
    palette = open_palette()
    qtbot.keyClicks(palette.line, "tiles")
    names = palette.names()
    assert {"Small tiles", "Medium tiles", "Large tiles"} <= set(names)
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentItem().text(0) == names[1]
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    closed(window, qtbot)


def test_nodes_are_offered(
    open_palette, window: MainWindow, workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(workspace.mailbox.nodes_changed):
        nodes.say(NodeStatus(node_id="1", name="porch", address="", state=NodeState.ONLINE))
    palette = open_palette()
    qtbot.keyClicks(palette.line, "porch")
    assert palette.names() == ["Show only porch"]
    with qtbot.waitSignal(workspace.centre.search.query_changed) as changed:
        qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert changed.args == [Query(nodes=("porch",))]
    closed(window, qtbot)


def test_saved_searches_are_offered(
    open_palette, window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    library.save_search(SavedSearch("Cats at night", "cat -dog"))
    workspace.centre.saved.reload()
    qtbot.waitUntil(lambda: len(workspace.centre.saved.searches) == 1)
    palette = open_palette()
    qtbot.keyClicks(palette.line, "cats night")
    assert palette.names()[0] == "Search: Cats at night"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.centre.search.text() == "cat -dog")
    closed(window, qtbot)


def test_what_can_not_be_done_now_is_not_offered(open_palette, window: MainWindow, qtbot: QtBot) -> None:
    window.menus.paste.setEnabled(False)
    palette = open_palette()
    assert "Paste images" not in palette.names()
    qtbot.keyClicks(palette.line, "zzzz")
    assert palette.names() == []
    assert palette.nothing.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.close()


def test_a_question_mark_shows_the_keys_but_can_be_typed_in_a_line(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    line = workspace.centre.search.line
    line.setFocus()
    qtbot.keyClicks(line, "?")
    assert line.text() == "?"
    assert window.findChild(ShortcutSheet) is None
    line.clear()
    workspace.nodes_panel.add_button.setFocus()
    qtbot.keyClicks(workspace.nodes_panel.add_button, "?")
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    assert sheet.height() <= sheet.screen().availableGeometry().height()
    sheet.close()


@pytest.mark.parametrize(
    ("letters", "name", "fits"),
    [("", "Quit", True), ("qt", "Quit", True), ("tq", "Quit", False), ("KS", "Keyboard shortcuts", True)],
)
def test_letters_fit_in_their_order(letters: str, name: str, fits: bool) -> None:
    assert (fit(letters, name) is not None) is fits


@pytest.mark.parametrize(
    ("letters", "better", "worse"),
    [
        ("sl", "Settings: Labelling", "Show only hillside"),
        ("key", "Keyboard shortcuts", "Show library folder: key"),
        ("quit", "Quit", "Quite another thing"),
        ("find", "Find", "Forget in the end"),
    ],
)
def test_starts_of_words_and_letters_in_a_row_fit_better(letters: str, better: str, worse: str) -> None:
    fitting, other = fit(letters, better), fit(letters, worse)
    assert fitting is not None
    assert other is None or fitting > other
