"""What a node and a desktop rely on while images are on their way."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest

from desktop.core.records import NodeIdentity, NodeState
from desktop.nodes import intake, replay, roster
from node_agent.wire.codec import data_parts, encode, frame_parts
from node_agent.wire.messages import Fetch, Hello, Tombstone
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import ScriptedNode, make_frame, scripted_node
from tests.unit.nodes.conftest import DESKTOP, WAIT_S, Desk


def test_images_captured_before_the_desktop_came_are_fetched_in_order(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    node.capture(20, publish=False)
    desk.add(node)
    ingest.wait_for(node.stream, *range(1, 21))
    assert ingest.order == [(node.stream, seq) for seq in range(1, 21)]
    assert Hello(desktop_id=DESKTOP.keys.identity, desktop_name=DESKTOP.name) in node.said(Hello)


def test_a_live_image_is_stored_and_acknowledged_without_a_fetch(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    desk.follow(node)
    node.capture()
    node.wait_for_acknowledgement(1)
    assert (node.stream, 1) in ingest.frames
    assert node.said(Fetch) == []


def test_what_the_library_has_is_not_fetched_again(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    for frame in node.capture(3, publish=False):
        ingest.store_frame(NodeIdentity(node.node_id, node.name), frame).result()
    node.capture(2, publish=False)
    desk.add(node)
    node.wait_for_acknowledgement(1, 2, 3, 4, 5)
    assert [fetch.ranges for fetch in node.said(Fetch)] == [((4, 5),)]


def test_images_lost_between_live_ones_are_fetched(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    desk.follow(node)
    node.heartbeats = False
    node.capture()
    node.capture(3, publish=False)
    node.capture()
    node.wait_for_acknowledgement(1, 2, 3, 4, 5)
    assert node.said(Fetch)[0].ranges == ((2, 4),)
    assert ingest.repeats == 0


def test_a_lost_tail_is_noticed_by_the_heartbeat(desk: Desk, node: ScriptedNode) -> None:
    desk.follow(node)
    node.capture(2, publish=False)
    node.wait_for_acknowledgement(1, 2)


def test_every_image_arrives_once_over_a_line_that_loses_half_of_them(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    chance = random.Random(7)
    desk.follow(node)
    for _ in range(300):
        node.capture(publish=chance.random() < 0.5)
    ingest.wait_for(node.stream, *range(1, 301))
    assert len(ingest.order) == 300


def test_nothing_is_acknowledged_before_its_commit(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    desk.follow(node)
    node.capture()
    node.wait_for_acknowledgement(1)
    ingest.committing.clear()
    node.capture()
    ingest.wait_until(lambda: ingest.handed_over_bytes > 0)
    desk.wait_for(lambda status: status.waiting == 1)
    assert node.acknowledged() == {1}
    ingest.committing.set()
    node.wait_for_acknowledgement(1, 2)


def test_what_is_gone_is_settled_with_its_reason(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    node.capture(4, publish=False)
    del node.spool[2]
    node.gone[2] = "quota"
    desk.add(node)
    node.wait_for_acknowledgement(1, 2, 3, 4)
    assert ingest.gone == [(node.stream, (2, 2), "quota")]
    desk.wait_for(lambda status: status.waiting == 0)
    assert desk.receiver.pending() == 0


def test_a_tombstone_for_what_nobody_asked_for_changes_nothing(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    other = make_frame(node.stream, 7)

    def lie(fetch: Fetch) -> Iterator[list[bytes]]:
        yield [encode(Tombstone(stream=node.stream, seq_range=(1, 2**63 - 1), reason="quota"))]
        yield data_parts(other)
        yield from node.honest_answer(fetch)

    node.answer = lie
    node.capture(2, publish=False)
    desk.add(node)
    node.wait_for_acknowledgement(1, 2)
    assert ingest.gone == []
    assert set(ingest.frames) == {(node.stream, 1), (node.stream, 2)}


def test_answers_out_of_order_and_repeated_are_stored_once(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    node.answer = lambda fetch: [parts for parts in reversed(list(node.honest_answer(fetch))) for _ in range(2)]
    node.capture(10, publish=False)
    desk.add(node)
    node.wait_for_acknowledgement(*range(1, 11))
    assert len(ingest.order) == 10
    assert ingest.repeats == 0


def test_credit_is_asked_for_a_portion_at_a_time(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    ingest.committing.clear()
    node.capture(40, size_bytes=1_000_000, publish=False)
    desk.add(node)
    ingest.wait_until(lambda: ingest.handed_over_bytes >= replay.TURNS * replay.CREDIT_BYTES)
    node.wait_until(lambda: len(node.said(Fetch)) == replay.TURNS)
    ingest.committing.set()
    ingest.wait_for(node.stream, *range(1, 41))
    assert ingest.most_handed_over_bytes <= replay.TURNS * (replay.CREDIT_BYTES + 1_000_000)
    assert len(ingest.order) == 40


def test_a_fetch_without_an_answer_is_repeated(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "PATIENCE_S", 0.2)
    node.answer = lambda fetch: node.honest_answer(fetch) if len(node.said(Fetch)) > 1 else ()
    node.capture(publish=False)
    desk.add(node)
    ingest.wait_for(node.stream, 1)


def test_live_images_do_not_wait_for_a_replay_that_gets_no_answer(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    node.answer = lambda _: ()
    node.capture(5, publish=False)
    desk.follow(node)
    node.wait_until(lambda: len(node.said(Fetch)) == 1)
    node.capture()
    node.wait_for_acknowledgement(6)
    assert set(ingest.frames) == {(node.stream, 6)}


def test_an_image_that_does_not_match_its_hash_is_neither_stored_nor_acknowledged(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    desk.follow(node)
    good = node.capture(publish=False)[0]
    node.spool[1] = good._replace(image=bytes(len(good.image)))
    node.publish(frame_parts(node.node_id, node.spool[1]))
    node.capture()
    node.wait_for_acknowledgement(2)
    assert node.acknowledged() == {2}
    assert set(ingest.frames) == {(node.stream, 2)}
    status = desk.wait_for(lambda status: "SHA-256" in status.detail and status.waiting == 0)
    assert status.state is NodeState.ONLINE


def test_a_frame_damaged_on_its_live_way_is_fetched_whole(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    desk.follow(node)
    good = node.capture(publish=False)[0]
    node.publish(frame_parts(node.node_id, good._replace(image=bytes(len(good.image)))))
    ingest.wait_for(node.stream, 1)
    assert ingest.frames[node.stream, 1].image == good.image


def test_garbage_harms_only_its_sender(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    def nonsense(_: Fetch) -> Iterator[list[bytes]]:
        yield [b"\xc1 not msgpack"]
        yield [b"", b"", b""]
        yield [random.Random(1).randbytes(1000)] * 5

    with scripted_node("garbage") as liar:
        liar.answer = nonsense
        liar.capture(publish=False)
        desk.follow(liar)
        desk.follow(node)
        topic = f"i/{liar.node_id}/front/".encode()
        for rest in ([], [b"x"], [b"x", b"", b""], frame_parts(liar.node_id, make_frame("a" * 32, 1))[1:3], [b""] * 9):
            liar.publish([topic, *rest])
        node.capture(5)
        node.wait_for_acknowledgement(*range(1, 6))
        assert desk.wait_for(lambda status: "faulty" in status.detail).name == "garbage"
    assert {stream for stream, _ in ingest.frames} == {node.stream}
    assert liar.acknowledged() == set()


def test_while_the_library_is_full_nothing_is_acknowledged_and_afterwards_all_is_fetched(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "FIRST_PAUSE_S", 0.1)
    monkeypatch.setattr(intake, "LONGEST_PAUSE_S", 0.2)
    desk.follow(node)
    ingest.full = True
    node.capture(3)
    status = desk.wait_for(lambda status: "full" in status.detail and status.waiting == 3)
    assert status.state is NodeState.ONLINE
    assert node.acknowledged() == set()
    node.capture(3)
    ingest.full = False
    node.wait_for_acknowledgement(*range(1, 7))
    desk.wait_for(lambda status: not status.detail and not status.waiting)


def test_a_library_that_does_not_keep_up_stops_the_reading(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LIVE_BYTES", 1_000_000)
    monkeypatch.setattr(replay, "PATIENCE_S", 0.2)
    desk.follow(node)
    node.capture()
    node.wait_for_acknowledgement(1)
    node.answer = lambda _: ()
    ingest.committing.clear()
    node.capture(50, size_bytes=200_000)
    ingest.wait_until(lambda: ingest.handed_over_bytes == 1_000_000)
    desk.wait_for(lambda status: status.state is NodeState.ONLINE)
    assert ingest.most_handed_over_bytes == 1_000_000
    node.answer = node.honest_answer
    ingest.committing.set()
    ingest.wait_for(node.stream, *range(2, 52))


def test_a_wiped_device_begins_a_new_stream(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    desk.follow(node)
    node.capture(2)
    old = node.stream
    node.wait_for_acknowledgement(1, 2)
    node.wipe()
    node.capture(2, publish=False)
    node.wait_for_acknowledgement(1, 2)
    assert {stream for stream, _ in ingest.frames} == {old, node.stream}


def test_trouble_with_one_node_is_its_own(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "RESTART_AFTER_S", 0.2)
    with scripted_node("unlucky") as unlucky:

        def broken(stream: str) -> None:
            if stream == unlucky.stream:
                raise ZeroDivisionError("a fault of ours")

        ingest.broken_position = broken
        unlucky.capture(publish=False)
        desk.add(unlucky)
        desk.wait_for(lambda status: "a fault of ours" in status.detail)
        desk.follow(node)
        node.capture()
        node.wait_for_acknowledgement(1)
        ingest.broken_position = lambda _: None
        unlucky.wait_for_acknowledgement(1)


def test_a_listener_that_fails_does_not_stop_the_others(desk: Desk, node: ScriptedNode) -> None:
    called = threading.Event()

    def fail(_: object) -> None:
        called.set()
        raise ZeroDivisionError

    unsubscribe = desk.receiver.subscribe(fail)
    desk.follow(node)
    assert called.wait(WAIT_S)
    node.name = "terrace"
    desk.wait_for(lambda status: status.name == "terrace")
    unsubscribe()
