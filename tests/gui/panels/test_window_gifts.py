"""Images that come into the window by drop, paste or dialog."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragLeaveEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.records import ImageState
from desktop.labelling.engine import LabellingEngine
from desktop.panels.drop_target import DropTarget
from desktop.panels.main_window import MainWindow
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import CTRL, drag_over, drop, files, search, texts, wait_for_rows
from tests.helpers.window_parts import Elsewhere, make_jpeg


def test_dropped_files_and_folders_become_labelled_tiles(
    window: MainWindow, workspace: Workspace, engine: LabellingEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    engine.start()
    one = make_jpeg(tmp_path / "cat-1.jpg")
    for number in range(5):
        make_jpeg(tmp_path / "album" / f"dog-{number}.jpg", grey=number)
    drop(window, files(one, tmp_path / "album"))
    wait_for_rows(workspace, 6, qtbot)
    model = workspace.centre.model
    model.want(range(6))
    tiles = lambda: [model.tile(row) for row in range(6)]  # noqa: E731
    qtbot.waitUntil(lambda: all(tile and tile.state is ImageState.LABELLED for tile in tiles()), timeout=20_000)
    assert sorted(tile.labels[0].name for tile in tiles()) == ["cat", *["dog"] * 5]


def test_unreadable_files_are_named_and_the_others_come_in(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "words.png").write_text("no image")
    drop(window, files(tmp_path / "empty.jpg", make_jpeg(tmp_path / "good.jpg"), tmp_path / "words.png"))
    wait_for_rows(workspace, 1, qtbot)
    qtbot.waitUntil(lambda: any(text.startswith("2 files could not be added: ") for text in texts(workspace)))
    (message,) = workspace.centre.messages.messages()
    assert "empty.jpg" in message.text
    assert "words.png" in message.text
    assert any("empty.jpg is empty" in reason for reason in message.details)
    assert any("words.png is no JPEG" in reason for reason in message.details)


def test_an_overlay_says_what_a_drop_will_do_while_it_hovers(window: MainWindow, tmp_path: Path) -> None:
    overlay = window.findChild(DropTarget).overlay
    assert drag_over(window, files(tmp_path / "a.jpg"))
    assert overlay.isVisible()
    assert overlay.geometry() == window.rect()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not overlay.isVisible()


def test_a_drag_without_images_is_not_taken(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("just words")
    assert not drag_over(window, mime)
    assert not window.findChild(DropTarget).overlay.isVisible()


def test_a_web_picture_that_brings_its_data_becomes_a_tile(
    window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "olive").save(buffer, "JPEG")
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/zoo/owl.jpg")])
    mime.setData("image/jpeg", QByteArray(buffer.getvalue()))
    drop(window, mime)
    wait_for_rows(workspace, 1, qtbot)
    details = library.details(workspace.centre.model.key(0).image_id)
    assert details is not None
    assert details.file_name == "owl.jpg"
    assert details.path.is_relative_to(library.folder)


def test_what_holds_no_image_is_told(window: MainWindow, workspace: Workspace) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("ftp://example.org/a.jpg")])
    drop(window, mime)
    assert "There is no image in what was dropped or pasted." in texts(workspace)


def test_images_that_the_search_may_hide_are_announced(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    search(workspace, "zebra", qtbot)
    drop(window, files(make_jpeg(tmp_path / "a.jpg")))
    assert "Images are being added. The present search may hide them." in texts(workspace)


def test_pixels_are_pasted_even_from_the_search_line(workspace: Workspace, qtbot: QtBot) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    workspace.centre.search.line.setFocus()
    qtbot.keyClick(workspace.centre.search.line, Qt.Key.Key_V, CTRL)
    wait_for_rows(workspace, 1, qtbot)


def test_copied_files_are_pasted(window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setMimeData(files(make_jpeg(tmp_path / "a.jpg"), make_jpeg(tmp_path / "b.jpg", grey=1)))
    qtbot.keyClick(window, Qt.Key.Key_V, CTRL)
    wait_for_rows(workspace, 2, qtbot)


def test_words_are_still_pasted_into_the_search_line(workspace: Workspace, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("node:porch")
    line = workspace.centre.search.line
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_V, CTRL)
    assert line.text() == "node:porch"


@pytest.mark.parametrize("what", ["files", "folder"])
def test_files_and_folders_are_chosen_in_a_dialog(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot, what: str
) -> None:
    path = make_jpeg(tmp_path / "album" / "a.jpg")
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    action = window.menus.add_files if what == "files" else window.menus.add_folder
    action.trigger()
    dialog = workspace.findChild(QFileDialog)
    assert dialog.isVisible()
    edit = dialog.findChild(QLineEdit)
    edit.setText(str(path if what == "files" else path.parent))
    dialog.accept()
    wait_for_rows(workspace, 1, qtbot)


def test_many_files_at_once_leave_the_window_alive_and_show_how_far_it_is(
    window: MainWindow, workspace: Workspace, engine: LabellingEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    engine.start()
    first = make_jpeg(tmp_path / "many" / "cat-0.jpg", 640, 360).read_bytes()
    for number in range(1, 300):
        (tmp_path / "many" / f"cat-{number}.jpg").write_bytes(first + str(number).encode())
    drop(window, files(tmp_path / "many"))
    qtbot.waitUntil(
        lambda: any("Adding images: " in text and "of 300" in text for text in texts(workspace)), timeout=9000
    )
    wait_for_rows(workspace, 300, qtbot)
    qtbot.waitUntil(lambda: "300 images were added." in texts(workspace), timeout=20_000)


def test_where_no_file_manager_opens_the_place_of_the_library_is_told(
    window: MainWindow, workspace: Workspace, opened: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.menus.show_library.trigger()
    assert f"No file manager could be opened. This is the folder: {opened.folder}" in texts(workspace)
