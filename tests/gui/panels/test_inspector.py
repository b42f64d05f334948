from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.records import (
    Annotation,
    Box,
    Colour,
    DetectedObject,
    Face,
    Label,
    LabelError,
    LabelResult,
    NodeIdentity,
    Text,
)
from desktop.panels.findings_list import Bar
from desktop.panels.inspector import Inspector
from desktop.panels.main_window import MainWindow
from desktop.panels.workspace import Workspace
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox
from tests.helpers.libraries import START_NS, frame
from tests.helpers.window_parts import Elsewhere, make_jpeg

FOUND = Annotation(
    labels=(Label("cat", 0.92, detail="Egyptian cat"), Label("blurred")),
    objects=(DetectedObject("cat", Box(0.1, 0.2, 0.6, 0.9), 0.88),),
    faces=(Face(Box(0.3, 0.3, 0.4, 0.45), None, "joy"),),
    texts=(Text("https://example.org", "qr", Box(0.7, 0.1, 0.9, 0.3)), Text("exit")),
    colours=(Colour("brown", 120, 80, 50, 0.43),),
    safe_search={"violence": "unlikely"},
    crop_hints=(Box(0.0, 0.5, 0.5, 1.0),),
)


@pytest.fixture
def mailbox(opened: Library) -> Iterator[Mailbox]:
    mailbox = Mailbox(opened.feed)
    yield mailbox
    mailbox.close()


@pytest.fixture
def inspector(opened: Library, mailbox: Mailbox, show) -> Iterator[Inspector]:
    background = Background(2)
    inspector = Inspector(opened, background, mailbox)
    show(inspector, 380, 800)
    yield inspector
    background.close()


@pytest.fixture
def picture(library: Elsewhere, tmp_path: Path) -> Callable[..., int]:
    """Adds a picture and labels it; returns its id."""

    def add(
        name: str, outcome: Annotation | LabelError | None = None, width_px: int = 640, height_px: int = 360
    ) -> int:
        image_id = library.add_file(make_jpeg(tmp_path / name, width_px, height_px))
        if outcome is not None:
            label(library, image_id, outcome)
        return image_id

    return add


def label(library: Elsewhere, image_id: int, outcome: Annotation | LabelError) -> None:
    (leased,) = library.lease("test", 1, 60.0)
    assert leased.image_id == image_id
    assert library.complete("test", "naming", [LabelResult(image_id=image_id, outcome=outcome)]) == 1


def texts(inspector: Inspector) -> list[str]:
    return [label.text() for label in inspector.findChildren(QLabel) if label.isVisible() and label.text()]


def shown(inspector: Inspector, image_id: int, qtbot: QtBot) -> None:
    inspector.show_image(image_id)
    qtbot.waitUntil(lambda: inspector.page.isVisible() and inspector.page.picture.has_picture())


def test_what_is_not_seen_is_read_when_it_is_seen_again(
    inspector: Inspector,
    mailbox: Mailbox,
    picture,
    opened: Library,
    library: Elsewhere,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    read: list[int] = []
    details = opened.details
    monkeypatch.setattr(opened, "details", lambda image_id: read.append(image_id) or details(image_id))
    first, second = picture("first.jpg", FOUND), picture("second.jpg")
    qtbot.waitUntil(lambda: not inspector._background.busy())
    shown(inspector, first, qtbot)
    read.clear()
    inspector.hide()
    inspector.show_image(second)
    with qtbot.waitSignal(mailbox.images_changed):
        label(library, second, FOUND)
    assert not inspector._background.busy()
    assert read == []
    inspector.show()
    assert "first.jpg" not in texts(inspector)
    qtbot.waitUntil(lambda: "second.jpg" in texts(inspector))
    assert read == [second]


def test_what_was_not_seen_and_is_no_longer_current_is_never_read(inspector: Inspector, picture, qtbot: QtBot) -> None:
    image_id = picture("cat.jpg")
    inspector.hide()
    inspector.show_image(image_id)
    inspector.show_image(0)
    with qtbot.waitExposed(inspector):
        inspector.show()
    assert texts(inspector)[0] == "No image selected"
    assert not inspector._background.busy()


def test_without_an_image_it_says_what_to_do(inspector: Inspector) -> None:
    assert texts(inspector) == ["No image selected", "Select one to see what was found in it."]


def test_it_shows_all_that_was_found(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("cat.jpg", FOUND), qtbot)
    said = texts(inspector)
    for title in ("Labels", "Objects", "Faces", "Text", "Colours", "Safe search", "Crop hints", "Facts"):
        assert title in said
    for word in (
        "cat",
        "92%",
        "Egyptian cat",
        "blurred",
        "88%",
        "joy",
        "https://example.org",
        "QR code",
        "brown",
        "43%",
        "crop 1",
    ):
        assert word in said
    assert "Motion" not in said


def test_a_bar_stands_only_where_a_score_was_measured(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("cat.jpg", FOUND), qtbot)
    bars = {row.accessibleName(): bool(row.findChildren(Bar)) for row in inspector.page.findings.rows()}
    assert bars["cat, 92%, Egyptian cat"]
    assert not bars["blurred"]
    assert not bars["face, joy"]


def test_it_shows_the_facts(inspector: Inspector, picture, library: Elsewhere, qtbot: QtBot) -> None:
    image_id = picture("cat.jpg", FOUND)
    details = library.details(image_id)
    assert details is not None
    shown(inspector, image_id, qtbot)
    said = texts(inspector)
    assert "JPEG" in said
    assert any(text.startswith("640 × 360 px, ") for text in said)
    assert f"{details.sha256[:16]}…" in said
    assert "naming" in said
    assert "Node" not in said
    assert "Trigger" not in said


def test_hash_and_path_are_copied_whole(inspector: Inspector, picture, library: Elsewhere, qtbot: QtBot) -> None:
    image_id = picture("cat.jpg")
    details = library.details(image_id)
    assert details is not None
    shown(inspector, image_id, qtbot)
    facts = inspector.page.facts
    qtbot.mouseClick(facts.copy_hash, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == details.sha256
    qtbot.mouseClick(facts.copy_path, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == str(details.path)


class FileManager(QObject):
    """Takes the place of the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url)


def test_the_folder_of_the_file_is_opened(inspector: Inspector, picture, tmp_path: Path, qtbot: QtBot) -> None:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "open")
    shown(inspector, picture("cat.jpg"), qtbot)
    qtbot.mouseClick(inspector.page.facts.reveal, Qt.MouseButton.LeftButton)
    QDesktopServices.unsetUrlHandler("file")
    assert manager.opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_where_no_file_manager_opens_the_path_is_told(
    inspector: Inspector, picture, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    shown(inspector, picture("cat.jpg"), qtbot)
    with qtbot.waitSignal(inspector.failed) as failed:
        qtbot.mouseClick(inspector.page.facts.reveal, Qt.MouseButton.LeftButton)
    assert str(tmp_path) in failed.args[0]


def test_it_follows_its_image_while_the_labels_come_in(
    inspector: Inspector, picture, library: Elsewhere, qtbot: QtBot
) -> None:
    image_id = picture("cat.jpg")
    shown(inspector, image_id, qtbot)
    assert "Waiting for its labels." in texts(inspector)
    label(library, image_id, FOUND)
    qtbot.waitUntil(lambda: "Egyptian cat" in texts(inspector))
    assert "Waiting for its labels." not in texts(inspector)


def test_a_failed_image_says_why(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("dark.jpg", LabelError("the picture is too dark")), qtbot)
    assert "It could not be labelled: the picture is too dark" in texts(inspector)


def test_an_image_in_which_nothing_was_found_says_so(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("void.jpg", Annotation()), qtbot)
    assert "The labeller found nothing to name." in texts(inspector)


def test_only_the_last_of_many_images_in_a_hurry_is_shown(inspector: Inspector, picture, qtbot: QtBot) -> None:
    ids = [picture(f"{number}.jpg") for number in range(20)]
    for image_id in ids:
        inspector.show_image(image_id)
    shown(inspector, ids[-1], qtbot)
    qtbot.waitUntil(lambda: "19.jpg" in texts(inspector))


def test_the_picture_is_upright_and_no_larger_than_needed(
    inspector: Inspector, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "sideways.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    Image.new("RGB", (4000, 3000), "teal").save(path, exif=exif)
    shown(inspector, library.add_file(path), qtbot)
    qtbot.waitUntil(lambda: inspector.page.picture.picture_size().height() > 320)
    size = inspector.page.picture.picture_size()
    assert size.width() / size.height() == pytest.approx(0.75, abs=0.01)
    assert max(size.toTuple()) <= 1024


def test_a_file_that_is_gone_is_named_and_its_thumbnail_stays(
    inspector: Inspector, picture, tmp_path: Path, qtbot: QtBot
) -> None:
    image_id = picture("cat.jpg", FOUND)
    (tmp_path / "cat.jpg").unlink()
    shown(inspector, image_id, qtbot)
    qtbot.waitUntil(lambda: any("cat.jpg: the file is no longer there" in text for text in texts(inspector)))
    assert inspector.page.picture.picture_size().width() == 320
    assert "Egyptian cat" in texts(inspector)


def test_an_image_that_does_not_exist_is_told(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_image(4711)
    qtbot.waitUntil(lambda: "This image is gone" in texts(inspector))


def test_an_image_that_is_removed_while_it_is_shown_is_told(
    inspector: Inspector, picture, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    shown(inspector, picture("cat.jpg", FOUND), qtbot)
    library.add_file(make_jpeg(tmp_path / "cat.jpg", 100, 100, grey=3))  # the file was written anew: another image
    qtbot.waitUntil(lambda: "This image is gone" in texts(inspector))


def test_boxes_lie_on_the_picture_where_they_were_found(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("cat.jpg", FOUND), qtbot)
    view = inspector.page.picture
    area = view.picture_rect()
    assert area.width() / area.height() == pytest.approx(640 / 360, rel=0.02)
    rect = view.box_rect(Box(0.1, 0.2, 0.6, 0.9))
    assert rect.left() == pytest.approx(area.left() + 0.1 * area.width())
    assert rect.bottom() == pytest.approx(area.top() + 0.9 * area.height())
    edge = view.grab().toImage().pixelColor(round(rect.left()), round(rect.center().y()))
    assert edge.blue() > 150  # the blue of objects, on a picture that has none


def test_pointing_at_a_box_marks_its_row(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("cat.jpg", FOUND), qtbot)
    view, findings = inspector.page.picture, inspector.page.findings
    face = view.box_rect(FOUND.faces[0].box)
    qtbot.mouseMove(view, face.center().toPoint())
    assert [row.accessibleName() for row in findings.rows() if row.property("marked")] == ["face, joy"]
    qtbot.mouseMove(view, view.box_rect(Box(0.55, 0.6, 0.6, 0.9)).center().toPoint())
    assert [row.accessibleName() for row in findings.rows() if row.property("marked")] == ["cat, 88%"]


def test_pointing_at_a_row_fills_its_box(inspector: Inspector, picture, qtbot: QtBot) -> None:
    shown(inspector, picture("cat.jpg", FOUND), qtbot)
    view = inspector.page.picture
    inside = view.box_rect(Box(0.15, 0.7, 0.2, 0.8)).center().toPoint()
    before = view.grab().toImage().pixelColor(inside)
    row = next(row for row in inspector.page.findings.rows() if row.accessibleName() == "cat, 88%")
    enter = QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5))
    QGuiApplication.sendEvent(row, enter)
    assert view.grab().toImage().pixelColor(inside) != before
    QGuiApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert view.grab().toImage().pixelColor(inside) == before


def test_an_image_that_was_dated_later_says_so(inspector: Inspector, library: Elsewhere, qtbot: QtBot) -> None:
    porch, unset = NodeIdentity("a" * 16, "porch"), frame(1, taken_ns=7 * 10**9)
    unset = unset._replace(header=replace(unset.header, clock_synced=False))
    library.store_frame(porch, unset).result()
    shown(inspector, 1, qtbot)
    assert "was not set on the device" in texts(inspector)
    library.note_clock(porch, unset.header.boot_id, START_NS)
    qtbot.waitUntil(lambda: any("said" in text and "1970" in text for text in _whole_texts(inspector)))


def _whole_texts(inspector: Inspector) -> list[str]:
    """Also what is cut off on the screen."""
    return [part for label in inspector.findChildren(QLabel) for part in (label.text(), label.toolTip())]


def test_text_that_was_read_can_be_selected_and_copied(
    window: MainWindow, workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    label(library, library.add_file(make_jpeg(tmp_path / "sign.jpg")), FOUND)
    qtbot.waitUntil(lambda: workspace.centre.model.rowCount() == 1)
    workspace.centre.grid.setCurrentIndex(workspace.centre.model.index(0, 0))
    qtbot.waitUntil(lambda: workspace.inspector.page.isVisible() and "exit" in texts(workspace.inspector))
    (sign,) = (each for each in workspace.inspector.findChildren(QLabel) if each.text() == "exit")
    window.activateWindow()
    sign.setFocus()
    QGuiApplication.clipboard().setText("before")
    sign.setSelection(0, 4)
    qtbot.keyClick(sign, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "exit"
    assert not workspace.work.bench.busy


def test_motion_and_where_an_image_is_from_are_shown(inspector: Inspector, library: Elsewhere, qtbot: QtBot) -> None:
    moved = frame(1, camera="front")
    assert library.store_frame(NodeIdentity("a" * 16, "porch"), moved).result(10)
    inspector.show_image(1)
    qtbot.waitUntil(inspector.page.isVisible)
    said = texts(inspector)
    for word in ("Motion", "motion", "Node", "porch", "Camera", "front", "Trigger"):
        assert word in said
    (row,) = inspector.page.findings.rows()
    assert row.accessibleName() == "motion"
    view = inspector.page.picture
    qtbot.mouseMove(view, view.box_rect(Box(*moved.header.motion_boxes[0])).center().toPoint())
    assert row.property("marked")
