"""The wall under a user's eyes and hands: a tile a camera, live, by mouse and keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.core.records import Condition, NodeState, NodeStatus, Trust
from desktop.wall.background import Background
from desktop.wall.cameras import CamerasModel
from desktop.wall.mailbox import Mailbox
from desktop.wall.wall_view import WallView
from tests.helpers.galleries import STEP_NS, MemoryGallery

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
COUNT = 90


@dataclass
class Watched:
    gallery: MemoryGallery
    mailbox: Mailbox
    model: CamerasModel
    view: WallView

    def names(self) -> list[str]:
        return [self.model.seen(row).name for row in range(self.model.rowCount())]

    def newest_ids(self) -> list[int]:
        seen = [self.model.seen(row) for row in range(self.model.rowCount())]
        return [each.camera.newest.image_id for each in seen if each.camera]

    def picture(self, row: int) -> QImage:
        return self.view.grab(self.view.visualRect(self.model.index(row))).toImage()

    def middle(self, row: int) -> QPoint:
        return self.view.visualRect(self.model.index(row)).center()


def node(name: str, condition: Condition | None = Condition.LIVE, trust: Trust = Trust.PAIRED) -> NodeStatus:
    return NodeStatus(node_id=name, name=name, address="", state=NodeState.ONLINE, trust=trust, condition=condition)


Watch = Callable[..., Watched]


@pytest.fixture
def watch(qtbot: QtBot, background: Background, show: Callable[[QWidget], None]) -> Iterator[Watch]:
    """Shows the wall of three cameras that took an image a second up to now, and waits for their pictures."""
    mailboxes: list[Mailbox] = []

    def make(count: int = COUNT) -> Watched:
        gallery = MemoryGallery(count, start_ns=time.time_ns() - count * STEP_NS)
        mailboxes.append(Mailbox(gallery.feed))
        model = CamerasModel(gallery, background, mailboxes[-1])
        view = WallView(model, gallery, background)
        show(view)
        with qtbot.waitSignal(model.loaded):
            model.follow()
        if count:
            qtbot.waitUntil(view.complete)
        return Watched(gallery, mailboxes[-1], model, view)

    yield make
    for mailbox in mailboxes:
        mailbox.close()


def test_each_camera_has_its_newest_picture(watch: Watch) -> None:
    wall = watch()
    assert wall.names() == ["porch · front", "barn · front", "greenhouse · front"]
    assert sorted(wall.newest_ids()) == [COUNT - 2, COUNT - 1, COUNT]


def test_a_new_image_takes_the_place_of_the_one_before_without_a_blank(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    row = next(row for row, image_id in enumerate(wall.newest_ids()) if image_id == COUNT - 2)
    before = wall.picture(row)
    with wall.gallery.held():
        keys = wall.gallery.add_untold()
        wall.mailbox.images_added.emit(keys)
        assert wall.picture(row) == before
    qtbot.waitUntil(lambda: COUNT + 1 in wall.newest_ids())
    qtbot.waitUntil(wall.view.complete)
    place = wall.view.visualRect(wall.model.index(row))
    middle = QPoint(place.width() // 2, place.height() // 2)
    assert wall.picture(row).pixelColor(middle) != before.pixelColor(middle)


def test_its_rate_counts_the_images_of_each_minute(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    assert sum(wall.model.seen(0).rates) == COUNT // 3
    wall.gallery.add(3)
    qtbot.waitUntil(lambda: sum(wall.model.seen(0).rates) == COUNT // 3 + 1)


def test_nodes_say_how_their_cameras_are(watch: Watch) -> None:
    wall = watch()
    wall.mailbox.nodes_changed.emit((node("porch"), node("barn", Condition.NO_NETWORK)))
    said = [wall.model.data(wall.model.index(row)) for row in range(3)]
    assert "Live" in said[0]
    assert "No network since" in said[1]
    assert "Not connected since" in said[2]


def test_a_stale_picture_is_dimmed(watch: Watch) -> None:
    wall = watch()
    wall.mailbox.nodes_changed.emit((node("porch"), node("barn"), node("greenhouse")))
    bright = wall.picture(1)
    wall.mailbox.nodes_changed.emit((node("porch"), node("barn", Condition.NO_NETWORK), node("greenhouse")))
    dimmed = wall.picture(1)
    place = QPoint(bright.width() // 2, bright.height() // 3)
    assert dimmed.pixelColor(place).saturation() < bright.pixelColor(place).saturation()


def test_a_paired_node_without_an_image_is_waited_for_at_the_end(watch: Watch) -> None:
    wall = watch()
    wall.mailbox.nodes_changed.emit((node("attic"), node("stranger", None, Trust.UNPAIRED), node("porch")))
    assert wall.names()[3:] == ["attic"]
    assert "Waiting for the first image" in wall.model.data(wall.model.index(3))


def test_the_order_stays_when_nodes_come_and_go(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    before = wall.names()
    wall.mailbox.nodes_changed.emit((node("greenhouse"),))
    wall.gallery.add(5)
    qtbot.waitUntil(lambda: COUNT + 5 in wall.newest_ids())
    assert wall.names() == before


def test_keys_go_from_tile_to_tile_and_open_a_camera(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    wall.view.setFocus()
    QTest.keyClick(wall.view, Qt.Key.Key_Home)
    QTest.keyClick(wall.view, Qt.Key.Key_Right)
    assert wall.view.currentIndex().row() == 1
    with qtbot.waitSignal(wall.view.camera_activated) as opened:
        QTest.keyClick(wall.view, Qt.Key.Key_Return)
    assert opened.args == ["barn", "front"]


def test_a_double_click_opens_a_camera(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    with qtbot.waitSignal(wall.view.camera_activated) as opened:
        QTest.mouseDClick(wall.view.viewport(), LEFT, NONE, wall.middle(2))
    assert opened.args == ["greenhouse", "front"]


def test_the_current_camera_stays_current_when_another_comes(watch: Watch) -> None:
    wall = watch()
    wall.view.setCurrentIndex(wall.model.index(2))
    wall.mailbox.nodes_changed.emit((node("attic"),))
    assert wall.model.rowCount() == 4
    assert wall.view.currentIndex().row() == 2


def test_nothing_is_read_while_nobody_looks(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    wall.model.rest()
    wall.gallery.add(3)
    with qtbot.waitSignal(wall.mailbox.images_added):
        wall.gallery.add(1)
    assert COUNT + 1 not in wall.newest_ids()
    wall.model.follow()
    qtbot.waitUntil(lambda: COUNT + 4 in wall.newest_ids())


def test_a_library_that_can_not_be_read_says_so_and_is_read_again(watch: Watch, qtbot: QtBot) -> None:
    wall = watch()
    wall.gallery.broken = "the disk is gone"
    with qtbot.waitSignal(wall.model.failed) as failed:
        wall.gallery.add(1)
    assert "the disk is gone" in failed.args[0]
    wall.gallery.broken = None
    qtbot.waitUntil(lambda: COUNT + 1 in wall.newest_ids())


def test_screen_readers_hear_its_name_and_the_current_camera(watch: Watch) -> None:
    wall = watch()
    wall.view.setCurrentIndex(wall.model.index(1))
    heard = QAccessible.queryAccessibleInterface(wall.view)
    assert heard.text(QAccessible.Text.Name) == "Cameras"
    assert heard.text(QAccessible.Text.Description).startswith("barn · front. Not connected")
    wall.mailbox.nodes_changed.emit((node("barn"),))
    assert heard.text(QAccessible.Text.Description).startswith("barn · front. Live")
