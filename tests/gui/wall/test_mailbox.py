"""What happens on other threads is said on the GUI thread: gathered, in order, at most 20 times a second."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.events import ImagesAdded, ImagesChanged, ImagesRedated, ImagesRemoved, IngestPaused, IngestResumed
from desktop.core.records import ImageKey, NodeState, NodeStatus
from desktop.wall.mailbox import FLUSH_MS, Mailbox
from tests.helpers.galleries import MemoryFeed


@pytest.fixture
def feed() -> MemoryFeed:
    return MemoryFeed()


@pytest.fixture
def mailbox(qapp: object, feed: MemoryFeed) -> Iterator[Mailbox]:  # noqa: ARG001
    mailbox = Mailbox(feed)
    yield mailbox
    mailbox.close()


def test_an_event_of_another_thread_comes_on_the_gui_thread(qtbot: QtBot, feed: MemoryFeed, mailbox: Mailbox) -> None:
    heard_on = []
    mailbox.images_added.connect(lambda _keys: heard_on.append(threading.current_thread()))
    with qtbot.waitSignal(mailbox.images_added) as added:
        _on_a_thread(lambda: feed.send(ImagesAdded((ImageKey(5, 1),))))
    assert added.args == [[ImageKey(5, 1)]]
    assert heard_on == [threading.main_thread()]


def test_many_events_make_one_signal_each_kind_in_order(qtbot: QtBot, feed: MemoryFeed, mailbox: Mailbox) -> None:
    heard: list[tuple[str, object]] = []
    for name in ("images_added", "images_changed", "images_removed"):
        getattr(mailbox, name).connect(lambda what, name=name: heard.append((name, what)))

    def send() -> None:
        for image_id in range(1, 501):
            feed.send(ImagesAdded((ImageKey(image_id, image_id),)))
            feed.send(ImagesChanged((image_id, 1)))
        feed.send(ImagesRemoved((7, 8)))

    _on_a_thread(send)  # ended before the GUI thread comes to look
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert [name for name, _ in heard] == ["images_added", "images_changed", "images_removed"]
    assert heard[0][1] == [ImageKey(each, each) for each in range(1, 501)]
    assert heard[1][1] == list(range(1, 501))
    assert heard[2][1] == [7, 8]


def test_a_redated_image_is_changed_and_has_its_last_key(qtbot: QtBot, feed: MemoryFeed, mailbox: Mailbox) -> None:
    heard = []
    for name in ("images_added", "images_changed", "images_redated", "images_removed"):
        getattr(mailbox, name).connect(lambda value, name=name: heard.append((name, value)))

    def send() -> None:
        feed.send(ImagesAdded((ImageKey(1, 1),)))
        feed.send(ImagesRedated((ImageKey(5, 1),)))
        feed.send(ImagesRedated((ImageKey(7, 1),)))

    _on_a_thread(send)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [
        ("images_added", [ImageKey(1, 1)]), ("images_changed", [1]), ("images_redated", [ImageKey(7, 1)]),
    ]  # fmt: skip


def test_a_steady_stream_is_flushed_at_most_twenty_times_a_second(
    qtbot: QtBot, feed: MemoryFeed, mailbox: Mailbox
) -> None:
    moments: list[float] = []
    ids: list[int] = []
    mailbox.images_changed.connect(lambda changed: (moments.append(time.monotonic()), ids.extend(changed)))
    count = 300
    stop = threading.Event()

    def send() -> None:
        for image_id in range(count):
            feed.send(ImagesChanged((image_id,)))
            stop.wait(0.001)

    sender = threading.Thread(target=send)
    sender.start()
    qtbot.waitUntil(lambda: len(ids) == count)
    sender.join()
    assert ids == list(range(count))
    gaps_ms = [(after - before) * 1000 for before, after in itertools.pairwise(moments)]
    assert gaps_ms
    assert min(gaps_ms) >= FLUSH_MS - 5
    assert len(moments) < count / 10


def test_the_first_event_after_a_quiet_time_comes_at_once(
    qapp: QApplication, feed: MemoryFeed, mailbox: Mailbox
) -> None:
    heard = []
    mailbox.images_changed.connect(heard.append)
    feed.send(ImagesChanged((1,)))
    qapp.processEvents()
    assert heard == [[1]]


def test_only_the_latest_state_of_storing_is_told(qtbot: QtBot, feed: MemoryFeed, mailbox: Mailbox) -> None:
    heard = []
    mailbox.ingest_paused.connect(heard.append)
    mailbox.ingest_resumed.connect(lambda: heard.append("resumed"))
    feed.send(IngestPaused("the disk is full"))
    qtbot.waitUntil(lambda: heard == ["the disk is full"])
    feed.send(IngestPaused("still full"))
    feed.send(IngestResumed())
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == "resumed"


def test_the_latest_state_of_the_nodes_is_told(qtbot: QtBot, mailbox: Mailbox) -> None:
    porch = NodeStatus(node_id="a" * 16, name="porch", address="10.0.0.2:5555", state=NodeState.FOUND)
    online = NodeStatus(node_id="a" * 16, name="porch", address="10.0.0.2:5555", state=NodeState.ONLINE)
    with qtbot.waitSignal(mailbox.nodes_changed) as changed:
        mailbox.put_nodes((porch,))
        mailbox.put_nodes((online,))
    assert changed.args == [(online,)]


def test_a_closed_mailbox_says_nothing(qtbot: QtBot, feed: MemoryFeed) -> None:
    mailbox = Mailbox(feed)
    heard = []
    mailbox.images_changed.connect(heard.append)
    feed.send(ImagesChanged((1,)))
    mailbox.close()
    mailbox.put(ImagesChanged((2,)))
    witness = Mailbox(feed)
    with qtbot.waitSignal(witness.images_changed):
        feed.send(ImagesChanged((3,)))
    witness.close()
    assert heard == []


def _on_a_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
