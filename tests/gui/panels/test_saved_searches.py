"""Searches kept under a name, through the button beside the search line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop.core.records import SavedSearch
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import texts
from tests.helpers.window_parts import Elsewhere


def actions(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def opened(workspace: Workspace) -> dict[str, QAction]:
    menu = workspace.centre.saved.menu()
    menu.aboutToShow.emit()
    return actions(menu)


def answer(workspace: Workspace, text: str, qtbot: QtBot) -> None:
    dialog = workspace.centre.saved.findChild(QInputDialog)
    qtbot.waitUntil(dialog.isVisible)
    line = dialog.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def wait_for(workspace: Workspace, searches: list[SavedSearch], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: list(workspace.centre.saved.searches) == searches)


def test_a_search_is_saved_and_found_again(workspace: Workspace, library: Elsewhere, qtbot: QtBot) -> None:
    assert not opened(workspace)["Save this search…"].isEnabled()
    assert "No search is saved yet" in opened(workspace)
    workspace.centre.search.set_text("cat -dog")
    opened(workspace)["Save this search…"].trigger()
    answer(workspace, "Cats & co", qtbot)
    wait_for(workspace, [SavedSearch("Cats & co", "cat -dog")], qtbot)
    assert list(library.saved_searches()) == [SavedSearch("Cats & co", "cat -dog")]
    workspace.centre.search.clear()
    opened(workspace)["Cats && co"].trigger()
    assert workspace.centre.search.text() == "cat -dog"


def test_a_saved_search_is_renamed_deleted_and_brought_back(
    workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    cats, dogs = SavedSearch("cats", "cat"), SavedSearch("dogs", "dog")
    for search in (cats, dogs):
        library.save_search(search)
    workspace.centre.saved.reload()
    wait_for(workspace, [cats, dogs], qtbot)
    actions(opened(workspace)["Rename"].menu())["cats"].trigger()
    answer(workspace, "kittens", qtbot)
    kittens = SavedSearch("kittens", "cat")
    wait_for(workspace, [dogs, kittens], qtbot)
    actions(opened(workspace)["Delete"].menu())["dogs"].trigger()
    wait_for(workspace, [kittens], qtbot)
    opened(workspace)["Undo: bring back “dogs”"].trigger()
    wait_for(workspace, [dogs, kittens], qtbot)
    assert not [text for text in opened(workspace) if text.startswith("Undo")]


def test_a_name_that_is_taken_is_refused_in_words(workspace: Workspace, library: Elsewhere, qtbot: QtBot) -> None:
    for name in ("cats", "dogs"):
        library.save_search(SavedSearch(name, name))
    workspace.centre.saved.reload()
    qtbot.waitUntil(lambda: len(workspace.centre.saved.searches) == 2)
    actions(opened(workspace)["Rename"].menu())["cats"].trigger()
    answer(workspace, "dogs", qtbot)
    qtbot.waitUntil(lambda: any("'dogs' already" in text for text in texts(workspace)))
