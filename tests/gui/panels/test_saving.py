"""Saving copies of images in a folder."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.query import Query
from desktop.panels.main_window import MainWindow
from desktop.panels.progress import Progress
from desktop.panels.work.saving import Saved, copy_file, save_copies
from desktop.panels.workspace import Workspace
from desktop.wall.grid import GridView
from tests.gui.panels.handling import CTRL, texts

CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "for the insurance"
    folder.mkdir()
    return folder


def newest_paths(library: Library) -> list[Path]:
    return [library.details(image_id).path for image_id in library.keys(Query()).image_ids]


def choose(window: MainWindow, folder: Path) -> None:
    dialog = window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(folder))
    dialog.accept()


def test_copies_of_a_selection_are_saved_by_keys(
    grid: GridView, window: MainWindow, workspace: Workspace, opened: Library, target: Path, qtbot: QtBot
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_S, CTRL_SHIFT)
    choose(window, target)
    qtbot.waitUntil(lambda: f"Saved 3 images in {target}." in texts(workspace))
    originals = newest_paths(opened)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        path.name: path.read_bytes() for path in originals
    }


def test_an_image_whose_file_is_gone_is_named_and_the_others_are_saved(
    grid: GridView, window: MainWindow, workspace: Workspace, opened: Library, target: Path, qtbot: QtBot
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    gone = newest_paths(opened)[1]
    gone.unlink()
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_S, CTRL_SHIFT)
    choose(window, target)
    qtbot.waitUntil(lambda: f"Saved 2 images in {target}. 1 image could not be read." in texts(workspace))
    (message,) = workspace.centre.messages.messages()
    assert message.details == (f"{gone}: No such file or directory",)


def test_a_folder_that_takes_nothing_is_told(
    grid: GridView,
    window: MainWindow,
    workspace: Workspace,
    target: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_source: Path, _copy: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    monkeypatch.setattr(shutil, "copy2", full)
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_S, CTRL_SHIFT)
    choose(window, target)
    qtbot.waitUntil(lambda: any("Saving copies stopped" in text and "No space" in text for text in texts(workspace)))
    assert list(target.iterdir()) == []


def test_it_ends_when_it_is_cancelled(three: None, opened: Library, target: Path) -> None:  # noqa: ARG001
    progress = Progress("Saving")
    progress.cancel()
    image_ids = list(opened.keys(Query()).image_ids)
    assert save_copies(opened, image_ids, target, progress) == Saved(target, 1, (), cancelled=True)
    assert (progress.done, progress.total) == (1, 3)


def test_no_file_is_written_over(target: Path, tmp_path: Path) -> None:
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"mine")
    (target / "cat.jpg").write_bytes(b"there before")
    assert [copy_file(source, target).name for _ in range(2)] == ["cat (2).jpg", "cat (3).jpg"]
    assert (target / "cat.jpg").read_bytes() == b"there before"
    assert (target / "cat (3).jpg").read_bytes() == b"mine"
