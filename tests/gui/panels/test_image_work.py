"""Working on images in the window: by keys, mouse and menus, each undone again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.curation import Deletion, FindingKind, Place
from desktop.core.errors import LibraryFullError
from desktop.core.library import Library
from desktop.core.query import parse
from desktop.core.records import Annotation, Label, LabelResult, NodeIdentity
from desktop.panels.main_window import MainWindow
from desktop.panels.message_area import Severity
from desktop.panels.progress import Progress
from desktop.panels.shortcuts import ShortcutSheet
from desktop.panels.work.bin_dialog import BinDialog
from desktop.panels.work.deeds import deed as deeds
from desktop.panels.work.deeds.bin import Delete
from desktop.panels.work.deeds.stars import Star
from desktop.panels.work.hidden_dialog import HiddenDialog
from desktop.panels.work.label_editor import LabelEditor
from desktop.panels.workspace import Workspace
from desktop.store import batches
from desktop.wall.grid import GridView
from tests.gui.panels.handling import CTRL, LEFT, NO_MODIFIER, rows, texts, wait_for_rows
from tests.helpers.libraries import frame
from tests.helpers.window_parts import Elsewhere

CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
PORCH = NodeIdentity("a" * 16, "porch")
DEADLINE_S = 10.0


def middle(grid: GridView, row: int) -> QPoint:
    return grid.visualRect(grid.model().index(row, 0)).center()


def click(grid: GridView, row: int, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, modifiers, middle(grid, row))


def said(workspace: Workspace) -> str:
    messages = [each.text for each in workspace.centre.messages.messages() if each.topic == "work"]
    return messages[0] if messages else ""


def wait_for(workspace: Workspace, text: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: said(workspace) == text)


def undo(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()  # a dialog that has closed may have left no window active
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)


def found(library: Elsewhere, line: str) -> list[int]:
    return list(library.keys(parse(line)).image_ids)


def starred(library: Elsewhere) -> list[int]:
    return [tile.image_id for tile in library.tiles([1, 2, 3]) if tile.starred]


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_Asterisk])
def test_a_key_stars_what_is_selected_and_again_takes_the_star(
    grid: GridView, workspace: Workspace, library: Elsewhere, key: Qt.Key, qtbot: QtBot
) -> None:
    click(grid, 0)
    click(grid, 2, CTRL)
    qtbot.keyClick(grid, key)
    wait_for(workspace, "Starred 2 images.", qtbot)
    assert starred(library) == [1, 3]
    qtbot.waitUntil(grid.current_is_starred)
    qtbot.keyClick(grid, key)
    wait_for(workspace, "Took the star from 2 images.", qtbot)
    assert starred(library) == []


def test_a_star_can_be_seen_on_its_tile(grid: GridView, workspace: Workspace, qtbot: QtBot) -> None:
    click(grid, 1)
    corner = grid.visualRect(grid.model().index(1, 0)).adjusted(60, 6, -6, -90)
    before = grid.viewport().grab(corner).toImage()
    qtbot.keyClick(grid, Qt.Key.Key_S)
    qtbot.waitUntil(grid.current_is_starred)
    assert grid.viewport().grab(corner).toImage() != before
    assert "Starred" in str(grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert workspace.work.bench.stack.count() == 1


def test_undo_and_redo_say_what_they_did(
    grid: GridView, window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_S)
    wait_for(workspace, "Starred 1 image.", qtbot)
    undo(window, qtbot)
    wait_for(workspace, "Undone: Starred 1 image.", qtbot)
    assert starred(library) == []
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL_SHIFT)
    wait_for(workspace, "Starred 1 image.", qtbot)
    assert starred(library) == [3]


def test_the_message_has_a_button_that_undoes_it(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_S)
    wait_for(workspace, "Starred 1 image.", qtbot)
    (undo,) = [each for each in workspace.centre.messages.findChildren(QPushButton) if each.text() == "Undo"]
    qtbot.mouseClick(undo, LEFT)
    wait_for(workspace, "Undone: Starred 1 image.", qtbot)
    assert starred(library) == []


def test_a_letter_typed_into_the_search_is_no_command(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    click(grid, 0)
    workspace.centre.search.line.setFocus()
    qtbot.keyClicks(workspace.centre.search.line, "sl*")
    assert workspace.centre.search.line.text() == "sl*"
    assert starred(library) == []
    assert not workspace.work.bench.busy


def test_deleting_takes_the_rows_away_and_leaves_the_files_and_undo_brings_them_back(
    grid: GridView, window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    grid.selectAll()
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    wait_for(workspace, "Deleted 3 images.", qtbot)
    wait_for_rows(workspace, 0, qtbot)
    assert (tmp_path / "cat-1.jpg").exists()
    undo(window, qtbot)
    wait_for(workspace, "Undone: Deleted 3 images.", qtbot)
    wait_for_rows(workspace, 3, qtbot)


def test_what_can_not_come_back_is_told(
    grid: GridView, window: MainWindow, workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    click(grid, 2)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    wait_for(workspace, "Deleted 1 image.", qtbot)
    library.add_file(tmp_path / "cat-1.jpg")
    wait_for_rows(workspace, 3, qtbot)
    undo(window, qtbot)
    wait_for(workspace, "Undone: Deleted 1 image.", qtbot)
    (message,) = [each for each in workspace.centre.messages.messages() if each.topic == "work"]
    assert message.details == ("1 image are still in the bin, or in the library again",)
    assert rows(workspace) == 3


def editor_of(workspace: Workspace, qtbot: QtBot) -> LabelEditor:
    qtbot.waitUntil(lambda: bool(workspace.window().findChildren(LabelEditor)))
    (editor,) = workspace.window().findChildren(LabelEditor)
    assert isinstance(editor, LabelEditor)
    return editor


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_L])
def test_labels_of_a_selection_are_corrected_and_undone(
    grid: GridView, window: MainWindow, workspace: Workspace, library: Elsewhere, key: Qt.Key, qtbot: QtBot
) -> None:
    grid.selectAll()
    qtbot.keyClick(grid, key)
    editor = editor_of(workspace, qtbot)
    assert "Labels of 3 images" in texts(editor)
    listed = {editor.list.item(row).text(): editor.list.item(row).checkState() for row in range(editor.list.count())}
    some = Qt.CheckState.PartiallyChecked
    assert listed == {"cat (2 of them)": some, "dog (1 of them)": some}
    assert editor.name.completer().model().rowCount() == 2
    qtbot.keyClicks(editor.name, "fox")
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    assert editor.isVisible()
    editor.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    wait_for(workspace, "Corrected the labels of 3 images: +fox, −cat.", qtbot)
    assert (found(library, "fox"), found(library, "cat"), found(library, "dog")) == ([1, 2, 3], [], [3])
    undo(window, qtbot)
    wait_for(workspace, "Undone: Corrected the labels of 3 images: +fox, −cat.", qtbot)
    assert (found(library, "fox"), found(library, "cat")) == ([], [1, 2])


def test_one_image_is_corrected_with_one_key_and_one_word(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_L)
    editor = editor_of(workspace, qtbot)
    assert "Labels of this image" in texts(editor)
    qtbot.keyClicks(editor.name, "  Arctic   fox ")
    qtbot.mouseClick(editor.buttons.button(editor.buttons.StandardButton.Ok), LEFT)
    wait_for(workspace, "Corrected the labels of 1 image: +Arctic fox.", qtbot)
    assert found(library, '"arctic fox"') == [3]
    qtbot.waitUntil(lambda: "Corrected by you" in str(grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)))


def test_an_editor_that_changes_nothing_does_nothing(grid: GridView, workspace: Workspace, qtbot: QtBot) -> None:
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_L)
    editor = editor_of(workspace, qtbot)
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not workspace.window().findChildren(LabelEditor))
    assert workspace.work.bench.stack.count() == 0
    assert not workspace.work.bench.busy


def test_after_add_was_clicked_enter_still_means_ok(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_L)
    editor = editor_of(workspace, qtbot)
    qtbot.keyClicks(editor.name, "fox")
    qtbot.mouseClick(editor.add_button, LEFT)
    assert editor.isVisible()
    qtbot.keyClick(editor.focusWidget(), Qt.Key.Key_Return)
    wait_for(workspace, "Corrected the labels of 1 image: +fox.", qtbot)
    assert found(library, "fox") == [3]


def test_the_selection_is_relabelled_with_a_chosen_labeller(
    grid: GridView, window: MainWindow, workspace: Workspace, library: Elsewhere, engine, qtbot: QtBot
) -> None:
    engine.pause()
    click(grid, 0)
    click(grid, 1, CTRL)
    relabel = workspace.work.actions.relabel
    named = ["As set", "", "basic", "google", "on-device"]
    qtbot.waitUntil(lambda: [action.text() for action in relabel.actions()] == named)
    workspace.work.actions.relabel.actions()[2].trigger()
    wait_for(workspace, "Asked basic for labels of 2 images.", qtbot)
    assert {(each.image_id, each.wanted) for each in library.lease("test", 5, 60.0)} == {(2, "basic"), (3, "basic")}
    answer = Annotation(labels=(Label("blank"),))
    library.complete("test", "basic", [LabelResult(image_id=3, outcome=answer)])
    assert found(library, "blank") == [3]
    undo(window, qtbot)
    wait_for(workspace, "Undone: Asked basic for labels of 2 images.", qtbot)
    assert (found(library, "blank"), found(library, "dog"), library.waiting()) == ([], [3], 0)
    assert set(library.annotations(3)) == {"naming", "basic"}


def test_copying_puts_files_and_the_picture_on_the_clipboard(
    grid: GridView, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_C, CTRL)
    wait_for(workspace, "Copied 1 image.", qtbot)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.urls() == [QUrl.fromLocalFile(str(tmp_path / "dog-1.jpg"))]
    assert mime.hasImage()
    grid.selectAll()
    qtbot.keyClick(grid, Qt.Key.Key_C, CTRL)
    wait_for(workspace, "Copied 3 images.", qtbot)
    mime = QGuiApplication.clipboard().mimeData()
    assert len(mime.urls()) == 3
    assert not mime.hasImage()


def test_selected_tiles_are_dragged_out_as_files(
    grid: GridView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    dragged: list[list[QUrl]] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData().urls()))
    click(grid, 0)
    click(grid, 2, CTRL)
    start = middle(grid, 0)
    QTest.mousePress(grid.viewport(), LEFT, NO_MODIFIER, start)
    for step in (5, 20, 40):
        QTest.mouseMove(grid.viewport(), start + QPoint(step, step))
    qtbot.waitUntil(lambda: bool(dragged))
    QTest.mouseRelease(grid.viewport(), LEFT, NO_MODIFIER, start + QPoint(40, 40))
    assert dragged == [[QUrl.fromLocalFile(str(tmp_path / name)) for name in ("dog-1.jpg", "cat-1.jpg")]]
    assert grid.selected_count() == 2
    click(grid, 0)
    assert grid.selected_count() == 1


class _Places(QWidget):
    """Opens nothing, and notes what was to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url)


@pytest.fixture
def places() -> Iterator[_Places]:
    places = _Places()
    QDesktopServices.setUrlHandler("file", places, "open")
    yield places
    QDesktopServices.unsetUrlHandler("file")


def test_an_image_is_revealed_in_its_folder(grid: GridView, places: _Places, tmp_path: Path, qtbot: QtBot) -> None:
    click(grid, 1)
    qtbot.keyClick(grid, Qt.Key.Key_E, CTRL_SHIFT)
    qtbot.waitUntil(lambda: places.opened == [QUrl.fromLocalFile(str(tmp_path))])


def test_the_context_menu_offers_all_of_it(grid: GridView, workspace: Workspace, qtbot: QtBot) -> None:
    QTest.mousePress(grid.viewport(), Qt.MouseButton.RightButton, NO_MODIFIER, middle(grid, 1))
    grid.customContextMenuRequested.emit(middle(grid, 1))
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in grid.findChildren(QMenu)))
    (menu,) = [each for each in grid.findChildren(QMenu) if each.isVisible()]
    named = [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]
    assert named == [
        "View full screen",
        "Star",
        "Correct labels…",
        "Relabel with",
        "Copy",
        "Save copies…",
        "Reveal in folder",
        "Delete from library",
    ]
    assert workspace.work.chosen() == [2]
    menu.close()


def test_without_an_image_nothing_is_offered(workspace: Workspace) -> None:
    assert not any(action.isEnabled() for action in workspace.work.actions.of_images())
    assert not workspace.work.actions.undo.isEnabled()


def test_the_sheet_of_shortcuts_names_the_actions(grid: GridView, window: MainWindow, qtbot: QtBot) -> None:  # noqa: ARG001
    window.menus.shortcuts.trigger()
    (sheet,) = window.findChildren(ShortcutSheet)
    assert {"Star", "Delete from library", "Undo", "Ctrl+Z"} <= set(texts(sheet))
    sheet.reject()


def test_what_fails_is_told_and_can_not_be_undone(
    grid: GridView, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    class Broken:
        def star(self, *_: object) -> list[int]:
            raise OSError("the disk is gone")

    workspace.work.bench.do(Star(Broken(), [1]))  # type: ignore[arg-type]
    wait_for(workspace, "the disk is gone", qtbot)
    assert workspace.work.bench.stack.count() == 0
    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_S)
    wait_for(workspace, "Starred 1 image.", qtbot)
    assert starred(library) == [3]


def test_an_undo_that_fails_leaves_the_deed_to_be_undone(
    grid: GridView, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(*_: object) -> int:
        raise OSError("the disk is gone")

    click(grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    wait_for(workspace, "Deleted 1 image.", qtbot)
    with monkeypatch.context() as patch:
        patch.setattr(Delete, "revert", refuse)
        undo(window, qtbot)
        wait_for(workspace, "the disk is gone", qtbot)
    assert workspace.work.bench.stack.canUndo()
    undo(window, qtbot)
    wait_for(workspace, "Undone: Deleted 1 image.", qtbot)
    wait_for_rows(workspace, 3, qtbot)


def test_what_is_hidden_on_a_camera_is_listed_and_lifted(
    window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    library.lease("test", 1, 60.0)
    library.complete("test", "model", [LabelResult(image_id=1, outcome=Annotation(labels=(Label("cat", 0.8),)))])
    wait_for_rows(workspace, 1, qtbot)
    workspace.work.suppress(1, Place(FindingKind.LABEL, "cat"))
    wait_for(workspace, "“cat” is hidden from now on: porch · front.", qtbot)
    assert found(library, "cat") == []
    workspace.work.actions.hidden.trigger()
    qtbot.waitUntil(lambda: bool(workspace.findChildren(HiddenDialog)))
    (dialog,) = workspace.findChildren(HiddenDialog)
    assert dialog.list.count() == 1
    qtbot.mouseClick(dialog.take_button, LEFT)
    wait_for(workspace, "“cat” is shown again: porch · front.", qtbot)
    assert dialog.list.count() == 0
    assert not dialog.take_button.isEnabled()
    dialog.reject()
    assert found(library, "cat") == [1]
    for text, hits in (
        ("Undone: “cat” is shown again: porch · front.", []),
        ("Undone: “cat” is hidden from now on: porch · front.", [1]),
    ):
        undo(window, qtbot)
        wait_for(workspace, text, qtbot)
        assert found(library, "cat") == hits


@pytest.mark.usefixtures("grid")
def test_what_was_deleted_is_restored_from_the_bin_also_when_it_can_no_longer_be_undone(
    window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    library.star([1])
    library.delete([1, 2])  # by another process, or before the last start
    wait_for_rows(workspace, 1, qtbot)
    workspace.work.actions.bin.trigger()
    qtbot.waitUntil(lambda: bool(workspace.findChildren(BinDialog)))
    (dialog,) = workspace.findChildren(BinDialog)
    assert dialog.list.item(0).text().startswith("2 images, ")
    qtbot.mouseClick(dialog.take_button, LEFT)
    wait_for(workspace, "Restored 2 images.", qtbot)
    assert dialog.list.count() == 0
    assert dialog.words.text() == "Nothing is in the bin. What you delete from the library stays here for 30 days."
    dialog.reject()
    wait_for_rows(workspace, 3, qtbot)
    assert found(library, "is:starred") == [1]
    undo(window, qtbot)
    wait_for(workspace, "Undone: Restored 2 images.", qtbot)
    assert found(library, "") == [3]


def test_what_was_done_before_it_failed_is_told_and_can_be_undone(
    grid: GridView,
    window: MainWindow,
    workspace: Workspace,
    library: Elsewhere,
    opened: Library,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """Of three parts the last one fails."""
    delete, asked = opened.delete, []

    def delete_until_it_fails(part: list[int]) -> Deletion:
        asked.extend(part)
        if len(asked) == 3:
            raise LibraryFullError("the disk is full")
        return delete(part)

    monkeypatch.setattr(deeds, "_PART", 1)
    monkeypatch.setattr(opened, "delete", delete_until_it_fails)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    wait_for(workspace, "Deleted 2 images.", qtbot)
    (message,) = (each for each in workspace.centre.messages.messages() if each.topic == "work")
    assert (message.severity, message.details) == (Severity.WARNING, ("the disk is full",))
    assert library.stats().images == 1
    undo(window, qtbot)
    wait_for(workspace, "Undone: Deleted 2 images.", qtbot)
    wait_for_rows(workspace, 3, qtbot)


@pytest.mark.usefixtures("grid")
def test_a_deed_can_be_cancelled_half_way_and_what_was_done_undone(
    window: MainWindow,
    workspace: Workspace,
    library: Elsewhere,
    opened: Library,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    star, go_on = opened.star, threading.Event()

    def star_and_wait(part: list[int]) -> list[int]:
        done = star(part)
        go_on.wait(10)
        return done

    monkeypatch.setattr(deeds, "_PART", 1)
    monkeypatch.setattr(opened, "star", star_and_wait)
    workspace.work.bench.do(Star(opened, [1, 2, 3]))
    lines = workspace.centre.progress
    qtbot.waitUntil(lambda: any(line.isVisible() for line in lines.lines()))
    (line,) = lines.lines()
    assert "Giving stars" in " ".join(texts(line))
    qtbot.mouseClick(line.findChild(QPushButton), LEFT)
    go_on.set()
    wait_for(workspace, "Starred 1 image, then it was cancelled.", qtbot)
    assert starred(library) == [1]
    undo(window, qtbot)
    wait_for(workspace, "Undone: Starred 1 image.", qtbot)
    assert starred(library) == []


class _Work:
    """Work one image at a time, which can be held after each of them and then cancelled by its button."""

    def __init__(self, workspace: Workspace, qtbot: QtBot) -> None:
        self.go_on = threading.Event()
        self.go_on.set()
        self._lines = workspace.centre.progress
        self._qtbot = qtbot

    def cancel(self) -> None:
        self._qtbot.waitUntil(lambda: any(line.isVisible() for line in self._lines.lines()))
        (line,) = self._lines.lines()
        QTest.mouseClick(line.cancel_button, LEFT)
        self.go_on.set()


@pytest.fixture
def held(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[_Work]:
    work = _Work(workspace, qtbot)
    go_on = Progress.go_on
    monkeypatch.setattr(deeds, "_PART", 1)
    monkeypatch.setattr(batches, "BATCH_IMAGES", 1)
    monkeypatch.setattr(
        Progress, "go_on", lambda self, done, total: work.go_on.wait(DEADLINE_S) and go_on(self, done, total)
    )
    yield work
    work.go_on.set()


def test_an_undo_can_be_cancelled_half_way_and_finished_later(
    grid: GridView, window: MainWindow, workspace: Workspace, library: Elsewhere, held: _Work, qtbot: QtBot
) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_S)
    wait_for(workspace, "Starred 3 images.", qtbot)
    held.go_on.clear()
    undo(window, qtbot)
    held.cancel()
    wait_for(workspace, "Not all could be undone: Starred 3 images.", qtbot)
    assert len(starred(library)) == 2
    undo(window, qtbot)
    wait_for(workspace, "Undone: Starred 3 images.", qtbot)
    assert starred(library) == []


def test_a_redo_can_be_cancelled_half_way_and_undone_again(
    grid: GridView, window: MainWindow, workspace: Workspace, library: Elsewhere, held: _Work, qtbot: QtBot
) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_S)
    wait_for(workspace, "Starred 3 images.", qtbot)
    undo(window, qtbot)
    wait_for(workspace, "Undone: Starred 3 images.", qtbot)
    held.go_on.clear()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL_SHIFT)
    held.cancel()
    wait_for(workspace, "Starred 1 image, then it was cancelled.", qtbot)
    assert len(starred(library)) == 1
    undo(window, qtbot)
    qtbot.waitUntil(lambda: starred(library) == [])
