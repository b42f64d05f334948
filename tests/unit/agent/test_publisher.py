"""The publisher over real sockets, as a desktop sees it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import zmq

from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.control import ControlDesk
from node_agent.publisher import Publisher
from node_agent.sockets import PortError
from node_agent.spool import Spool
from node_agent.wire.curve import DATA_DOMAIN
from node_agent.wire.messages import (
    HEARTBEAT_S,
    MAX_CONTROL_BYTES,
    Command,
    Done,
    Failed,
    Fetch,
    Frame,
    Heartbeat,
    Hello,
    Welcome,
)
from node_agent.zap import ZapHandler
from tests.helpers.keys import new_keys
from tests.unit.agent.desk import Desk
from tests.unit.agent.making import DEADLINE_S, capture, spooled

NODE_KEYS, DESK_KEYS = new_keys(), new_keys()
NODE = NODE_KEYS.identity
DESK = DESK_KEYS.identity


@pytest.fixture
def context() -> Iterator[zmq.Context[zmq.Socket[bytes]]]:
    """One in which the desk is let in."""
    with zmq.Context() as context, ZapHandler(context, DATA_DOMAIN, lambda key: key == DESK_KEYS.public):
        yield context


@pytest.fixture
def allow_list(tmp_path: Path) -> AllowList:
    allow_list = AllowList(tmp_path / ALLOW_LIST_FILE)
    allow_list.add(DESK_KEYS.public, "desk")
    return allow_list


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path, 2**28)) as spool:
        yield spool


@pytest.fixture
def publisher(context: zmq.Context[zmq.Socket[bytes]], spool: Spool, allow_list: AllowList) -> Iterator[Publisher]:
    publisher = Publisher(context, NODE_KEYS, allow_list, 0, 0)
    desk = ControlDesk(NODE, "barn", publisher.data_port, spool, lambda _desktop, _command: None)

    def heartbeat() -> Heartbeat:
        status = spool.status()
        return Heartbeat(
            node_id=NODE,
            name="barn",
            control_port=publisher.control_port,
            stream=spool.stream,
            first_seq=status.first_seq,
            last_seq=status.last_seq,
            spool_bytes=status.held_bytes,
            spool_quota_bytes=status.quota_bytes,
            disk_free_bytes=status.disk_free_bytes,
        )

    publisher.start(NODE, desk, heartbeat, on_crash=lambda: pytest.fail("the publisher failed"))
    yield publisher
    publisher.close()


def connect(context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher, receive_queue: int = 1000) -> Desk:
    return Desk(context, DESK_KEYS, NODE_KEYS.public, publisher.data_port, publisher.control_port, receive_queue)


@pytest.fixture
def desk(context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher) -> Iterator[Desk]:
    desk = connect(context, publisher)
    yield desk
    desk.close()


def test_heartbeats_come_by_themselves(desk: Desk, publisher: Publisher, spool: Spool) -> None:
    first = desk.published()
    assert isinstance(first, Heartbeat)
    assert (first.node_id, first.control_port, first.stream) == (NODE, publisher.control_port, spool.stream)
    desk.data.rcvtimeo = round(2 * HEARTBEAT_S * 1000)
    assert isinstance(desk.published(), Heartbeat)


def test_a_published_frame_arrives_as_it_was(desk: Desk, publisher: Publisher, spool: Spool) -> None:
    desk.heartbeat()
    frames = spooled(spool, 3)
    publisher.publish(frames)
    assert [desk.frame() for _ in frames] == frames


def test_hello_fetch_and_command_are_answered(desk: Desk, spool: Spool) -> None:
    frames = spooled(spool, 3)
    desk.say(Hello(desktop_id=DESK, desktop_name="desk"))
    assert isinstance(desk.answer(), Welcome)
    desk.say(
        Fetch(stream=spool.stream, ranges=((1, 3),), credit_bytes=2**20), Command(request_id=5, name="capture_now")
    )
    answers = [desk.answer() for _ in range(4)]
    assert Done(request_id=5) in answers
    assert [answer for answer in answers if isinstance(answer, Frame)] == frames


def test_rubbish_is_answered_and_the_next_message_is_understood(desk: Desk) -> None:
    desk.control.send(b"rubbish")
    desk.control.send_multipart([b"a", b"b"])
    assert isinstance(desk.answer(), Failed)
    assert isinstance(desk.answer(), Failed)
    desk.say(Hello(desktop_id=DESK, desktop_name="desk"))
    assert isinstance(desk.answer(), Welcome)


def test_an_oversized_message_harms_only_who_sent_it(
    desk: Desk, context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher
) -> None:
    hostile = connect(context, publisher)
    hostile.control.send(bytes(MAX_CONTROL_BYTES + 1))
    desk.say(Hello(desktop_id=DESK, desktop_name="desk"))
    assert isinstance(desk.answer(), Welcome)
    hostile.control.rcvtimeo = 200
    with pytest.raises(zmq.Again):
        hostile.answer()
    hostile.close()


def test_bytes_that_are_no_zeromq_harm_nobody(desk: Desk, publisher: Publisher) -> None:
    for port in (publisher.data_port, publisher.control_port):
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(b"GET / HTTP/1.0\r\n\r\n")
    desk.say(Hello(desktop_id=DESK, desktop_name="desk"))
    assert isinstance(desk.answer(), Welcome)


def test_live_images_overtake_a_backlog(desk: Desk, publisher: Publisher, spool: Spool) -> None:
    backlog = spooled(spool, 150)
    desk.heartbeat()
    desk.say(Fetch(stream=spool.stream, ranges=((1, 150),), credit_bytes=2**30))
    first = desk.answer()
    (live,) = spool.append([capture(seed=999)])
    assert isinstance(live, Frame)
    publisher.publish([live])
    assert desk.frame() == live
    replayed = [first, *(desk.answer() for _ in range(149))]
    assert replayed == backlog


def test_a_desktop_that_does_not_read_holds_nobody_up(
    desk: Desk, context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher, spool: Spool
) -> None:
    # More than sockets and queues on the way to the lazy one can hold.
    frames = spooled(spool, 120, width_px=640)
    lazy = connect(context, publisher, receive_queue=1)
    lazy.say(Fetch(stream=spool.stream, ranges=((1, 120),), credit_bytes=2**30))
    assert lazy.answer() == frames[0]
    desk.say(Fetch(stream=spool.stream, ranges=((1, 120),), credit_bytes=2**30))
    assert [desk.answer() for _ in frames] == frames
    publisher.publish(frames[:1])
    assert desk.frame() == frames[0]
    lazy.close()


def test_a_desktop_that_leaves_in_the_middle_is_forgotten(
    desk: Desk, context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher, spool: Spool
) -> None:
    spooled(spool, 60)
    leaver = connect(context, publisher)
    leaver.say(Fetch(stream=spool.stream, ranges=((1, 60),), credit_bytes=2**30))
    leaver.answer()
    leaver.close()
    desk.say(Hello(desktop_id=DESK, desktop_name="desk"))
    assert isinstance(desk.answer(), Welcome)


def test_a_taken_port_is_named(
    context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher, allow_list: AllowList
) -> None:
    for ports in ((publisher.data_port, 0), (0, publisher.control_port)):
        with pytest.raises(PortError, match=f"port {max(ports)} "):
            Publisher(context, NODE_KEYS, allow_list, *ports)


def test_publishing_never_waits_for_a_publisher_that_has_ended(
    context: zmq.Context[zmq.Socket[bytes]], spool: Spool, allow_list: AllowList
) -> None:
    frames = spooled(spool, 1) * 200
    publisher = Publisher(context, NODE_KEYS, allow_list, 0, 0)
    sender = threading.Thread(target=publisher.publish, args=[frames])
    sender.start()
    publisher._closing = True
    sender.join(DEADLINE_S)
    assert not sender.is_alive()
    publisher.close()


def test_the_last_words_are_that_it_stops(desk: Desk, publisher: Publisher) -> None:
    assert not desk.heartbeat().stopping
    publisher.say_good_bye()
    publisher.close()
    while not desk.heartbeat().stopping:
        pass
