"""The window as a whole: what a person does with mouse, keys, drops and the clipboard, and what they see then."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.core.events import IngestPaused, IngestResumed
from desktop.core.library import Library
from desktop.core.records import ImageState, NodeState, NodeStatus
from desktop.labelling.engine import LabellingEngine
from desktop.panels.drop_target import DropTarget
from desktop.panels.main_window import MainWindow
from desktop.panels.workspace import Workspace
from desktop.wall.geometry import TileSize
from tests.helpers.window_parts import Elsewhere, ScriptedNodes, make_jpeg

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
MIDDLE = QPointF(700, 400)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag_over(window: QWidget, mime: QMimeData) -> bool:
    """Drags ``mime`` into the window and over it; whether the window would take it."""
    actions = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(MIDDLE.toPoint(), actions, mime, LEFT, NO_MODIFIER)
    QApplication.sendEvent(window, enter)
    move = QDragMoveEvent(MIDDLE.toPoint() + QPoint(5, 5), actions, mime, LEFT, NO_MODIFIER)
    QApplication.sendEvent(window, move)
    return enter.isAccepted() and move.isAccepted()


def drop(window: QWidget, mime: QMimeData) -> None:
    assert drag_over(window, mime)
    QApplication.sendEvent(window, QDropEvent(MIDDLE, Qt.DropAction.CopyAction, mime, LEFT, NO_MODIFIER))


def rows(workspace: Workspace) -> int:
    return workspace.centre.model.rowCount()


def wait_for_rows(workspace: Workspace, count: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: rows(workspace) == count, timeout=20_000)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def search(workspace: Workspace, line: str, qtbot: QtBot) -> None:
    workspace.centre.search.line.setText(line)
    with qtbot.waitSignal(workspace.centre.model.loaded):
        qtbot.keyClick(workspace.centre.search.line, Qt.Key.Key_Return)


# Empty and filled


def test_an_empty_library_shows_three_ways_to_begin(workspace: Workspace) -> None:
    assert workspace.centre.page() is workspace.centre.empty
    said = texts(workspace.centre.empty)
    assert "miharu-agent run" in said
    assert "miharu demo" in said
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


# Drops and pastes


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
    assert f"No file manager could be opened. The library lies in {opened.folder}." in texts(workspace)


# Search and nodes


@pytest.fixture
def three(workspace: Workspace, library: Elsewhere, engine: LabellingEngine, tmp_path: Path, qtbot: QtBot) -> None:
    """Two cats and a dog, labelled."""
    engine.start()
    for name in ("cat-1.jpg", "cat-2.jpg", "dog-1.jpg"):
        library.add_file(make_jpeg(tmp_path / name, grey=sum(name.encode()) % 250))
    qtbot.waitUntil(lambda: library.stats().labelled == 3, timeout=20_000)
    wait_for_rows(workspace, 3, qtbot)


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
    assert workspace.centre.search.line.text() == ""


@pytest.mark.usefixtures("three")
def test_the_search_line_completes_from_the_library_and_the_nodes(
    workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    nodes.say(NodeStatus(node_id="a" * 16, name="porch", address="10.0.0.2:5551", state=NodeState.ONLINE))
    qtbot.waitUntil(lambda: workspace.nodes_panel.model.rowCount() == 1)
    line = workspace.centre.search.line
    workspace.centre.grid.setFocus()
    line.setFocus()
    qtbot.waitUntil(lambda: set(line.words.stringList()) == {"cat", "dog", "node:porch"})


def test_a_click_on_a_node_filters_by_it_and_another_ends_it(
    workspace: Workspace, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    nodes.say(NodeStatus(node_id="a" * 16, name="Back porch", address="10.0.0.2:5551", state=NodeState.ONLINE))
    listed = workspace.nodes_panel.list
    qtbot.waitUntil(listed.isVisible)
    place = listed.visualRect(listed.model().index(0, 0)).center()
    qtbot.mouseClick(listed.viewport(), LEFT, pos=place)
    assert workspace.centre.search.line.text() == 'node:"Back porch"'
    qtbot.waitUntil(lambda: workspace.centre.page() is workspace.centre.nothing)
    qtbot.mouseClick(listed.viewport(), LEFT, pos=place)
    assert workspace.centre.search.line.text() == ""


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


# Inspector


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
def test_enter_opens_the_inspector_where_it_was_hidden(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window.menus.inspector.trigger()
    assert not workspace.inspector.isVisible()
    grid = workspace.centre.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert workspace.inspector.isVisible()
    assert window.menus.inspector.isChecked()


# Status, labelling, messages


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


# Keyboard, menus, accessibility


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
    keys = [action.shortcut().toString() for action in window.menus.all() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys)) >= 12
    for key in keys:
        assert key in said
    sheet.reject()


def test_about_says_the_version(window: MainWindow) -> None:
    window.menus.about.trigger()
    box = window.findChild(QMessageBox)
    assert box.text().startswith("Miharu 0.")
    box.close()


# Opening, remembering, closing


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
    opened: Library, nodes: ScriptedNodes, engine: LabellingEngine, memory: QSettings, show
) -> None:
    first = MainWindow(memory)
    show(first, 900, 640)
    first.show_library(opened, nodes, engine)
    first.menus.nodes_panel.trigger()
    first.menus.tile_sizes[TileSize.SMALL].trigger()
    first.close()
    second = MainWindow(memory)
    workspace = second.show_library(opened, nodes, engine)
    second.show()
    assert second.height() == 640  # the width is more than this screen's
    assert not workspace.nodes_panel.isVisible()
    assert workspace.inspector.isVisible()
    assert workspace.centre.grid.tile_size is TileSize.SMALL
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
