"""Which nodes there are, where, and whether they are there."""

from __future__ import annotations

import logging
import queue
import socket
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from zeroconf import DNSOutgoing, DNSPointer, Zeroconf
from zeroconf import ServiceInfo as MdnsRecord
from zeroconf.const import _CLASS_IN, _FLAGS_AA, _FLAGS_QR_RESPONSE, _TYPE_PTR

from desktop.core.records import NodeState, NodeStatus
from desktop.nodes import discovery, health, intake, probe, session
from desktop.nodes.errors import NodeAddressError
from desktop.nodes.known_nodes import KnownNodes, PairedNode
from desktop.nodes.receiver import NEWS_INTERVAL_S, Receiver
from node_agent.wire.messages import Ack, CameraHealth, Fetch
from node_agent.wire.service import SERVICE_TYPE, ServiceInfo, txt_fields
from tests.helpers.keys import new_keys
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import ScriptedNode, scripted_node
from tests.unit.nodes.conftest import DESKTOP, WAIT_S, Desk


@pytest.fixture
def short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "OFFLINE_AFTER_S", 1.0)
    monkeypatch.setattr(probe, "OFFLINE_AFTER_S", 1.0)


def _record(node: ScriptedNode, name: str | None = None, **changes: str) -> MdnsRecord:
    service = ServiceInfo(
        node_id=node.node_id,
        name=name or node.name,
        data_port=node.data_port,
        control_port=node.control_port,
        public_key=node.keys.public,
    )
    return MdnsRecord(
        SERVICE_TYPE,
        service.instance_name,
        port=node.data_port,
        properties=txt_fields(service) | changes,
        addresses=[socket.inet_aton("127.0.0.1")],
        server=f"{node.node_id}.local.",
    )


@pytest.fixture
def mdns() -> Iterator[Zeroconf]:
    zeroconf = Zeroconf()
    yield zeroconf
    zeroconf.close()


@pytest.fixture
def said() -> Iterator[queue.SimpleQueue[str]]:
    """What discovery logs."""
    messages: queue.SimpleQueue[str] = queue.SimpleQueue()
    handler = logging.Handler()
    handler.emit = lambda record: messages.put(record.getMessage())  # type: ignore[method-assign]
    discovery.log.addHandler(handler)
    yield messages
    discovery.log.removeHandler(handler)


@pytest.fixture
def finding_desk(ingest: MemoryIngest, known: KnownNodes) -> Iterator[Desk]:
    receiver = Receiver(ingest, DESKTOP, known)
    receiver.start()
    yield Desk(receiver, ingest, known)
    receiver.stop()


def _of(desk: Desk, node: ScriptedNode) -> list[NodeStatus]:
    """All that the desk says of this node; other nodes may be in the same network."""
    return [status for status in desk.receiver.statuses() if status.node_id == node.node_id]


def test_a_node_is_found_by_mdns_and_followed_to_other_ports(
    finding_desk: Desk, mdns: Zeroconf, ingest: MemoryIngest
) -> None:
    with scripted_node() as before:
        finding_desk.trust(before)
        mdns.register_service(_record(before))
        before.capture(publish=False)
        before.wait_for_acknowledgement(1)
    with scripted_node(keys=before.keys) as after:
        after.stream, after.spool = before.stream, before.spool
        after.capture(publish=False)
        mdns.update_service(_record(after))
        after.wait_for_acknowledgement(1, 2)
        assert [status.address for status in _of(finding_desk, after)] == [f"127.0.0.1:{after.data_port}"]
    assert len(ingest.order) == 2


def test_a_record_of_another_version_is_ignored_and_said_once(
    finding_desk: Desk, mdns: Zeroconf, node: ScriptedNode, said: queue.SimpleQueue[str]
) -> None:
    record = _record(node, v="2")
    mdns.register_service(record)
    assert "wire version '2'" in said.get(timeout=WAIT_S)
    mdns.update_service(_record(node, v="2", more="1"))
    mdns.update_service(_record(node, v="3"))
    assert "wire version '3'" in said.get(timeout=WAIT_S)
    assert _of(finding_desk, node) == []


def test_an_impossible_record_ends_the_search_for_nobody(
    finding_desk: Desk, mdns: Zeroconf, node: ScriptedNode, said: queue.SimpleQueue[str]
) -> None:
    mdns.register_service(_record(node))  # else the answer is no answer to a question
    finding_desk.wait_until(lambda: bool(_of(finding_desk, node)))
    packet = DNSOutgoing(_FLAGS_QR_RESPONSE | _FLAGS_AA)
    pointer = DNSPointer(SERVICE_TYPE, _TYPE_PTR, _CLASS_IN, 4500, f"a\x01b.{SERVICE_TYPE}")
    packet.add_answer_at_time(pointer, 0)
    mdns.send(packet)
    assert "can't be used" in said.get(timeout=WAIT_S)
    with scripted_node() as later:
        mdns.register_service(_record(later))
        finding_desk.wait_until(lambda: bool(_of(finding_desk, later)))


def test_a_forged_record_of_a_node_takes_it_from_nobody(
    finding_desk: Desk, mdns: Zeroconf, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    finding_desk.trust(node)
    true = _record(node)
    mdns.register_service(true)
    finding_desk.wait_for(lambda status: status.state is NodeState.ONLINE)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        forged = _record(node, name="forged")
        forged.port = nobody.getsockname()[1]
        mdns.register_service(forged)
        assert finding_desk.never(
            lambda status: status.node_id == node.node_id and status.state is not NodeState.ONLINE, for_s=1.0
        )
        mdns.unregister_service(true)
        node.capture()
        ingest.wait_for(node.stream, 1)
    assert [status.address for status in _of(finding_desk, node)] == [f"127.0.0.1:{node.data_port}"]


def test_a_node_never_heard_goes_with_its_record(finding_desk: Desk, mdns: Zeroconf, node: ScriptedNode) -> None:
    node.heartbeats = node.answers_hello = False
    record = _record(node)
    mdns.register_service(record)
    status = finding_desk.wait_for(lambda status: status.node_id == node.node_id)
    assert status.state is NodeState.FOUND
    mdns.unregister_service(record)
    finding_desk.wait_until(lambda: not _of(finding_desk, node))


def test_a_node_found_and_given_by_hand_is_one_link(
    finding_desk: Desk, mdns: Zeroconf, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    finding_desk.follow(node)
    mdns.register_service(_record(node, name="porch, as mDNS has it"))
    finding_desk.receiver.add_node(f"localhost:{node.data_port}")
    node.capture(3)
    node.wait_for_acknowledgement(1, 2, 3)
    assert len(_of(finding_desk, node)) == 1
    assert len({ack.stream for ack in node.said(Ack)}) == 1
    assert ingest.repeats == 0


@pytest.mark.usefixtures("short_silence")
def test_an_address_where_nobody_answers_stands_in_the_list_and_says_so(desk: Desk, known: KnownNodes) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        known.add(PairedNode(key=new_keys().public, name="porch"))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
        desk.receiver.add_node(address)
        status = desk.wait_for(lambda status: "no agent is heard" in status.detail)
    assert (status.node_id, status.name, status.state) == ("", address, NodeState.FOUND)


def test_an_unknown_host_is_named(desk: Desk) -> None:
    desk.receiver.add_node("no-such-host.invalid:5551")
    desk.wait_for(lambda status: "'no-such-host.invalid' can't be found" in status.detail)


@pytest.mark.parametrize("addresses", [["porch"], ["porch:5551", "[x]:1"]])
def test_a_malformed_address_is_refused_before_anything_starts(
    ingest: MemoryIngest, known: KnownNodes, addresses: list[str]
) -> None:
    receiver = Receiver(ingest, DESKTOP, known)
    with pytest.raises(NodeAddressError):
        receiver.start(addresses, discover=False)
    receiver.stop()


def test_a_node_given_by_ipv6_address_is_followed(desk: Desk) -> None:
    with scripted_node(host="[::1]") as node:
        node.capture()
        desk.trust(node)
        desk.receiver.add_node(f"[::1]:{node.data_port}")
        node.wait_for_acknowledgement(1)


@pytest.mark.usefixtures("short_silence")
def test_a_silent_node_is_offline_and_back_with_its_next_word(desk: Desk, node: ScriptedNode) -> None:
    desk.follow(node)
    desk.wait_for(lambda status: status.state is NodeState.ONLINE)
    node.heartbeats = False
    status = desk.wait_for(lambda status: status.state is NodeState.OFFLINE and bool(status.detail))
    assert "nothing comes any more" in status.detail
    node.heartbeats = True
    assert desk.wait_for(lambda status: status.state is NodeState.ONLINE).detail == ""


@pytest.mark.usefixtures("short_silence")
def test_an_image_counts_as_a_heartbeat(desk: Desk, node: ScriptedNode) -> None:
    desk.follow(node)
    before = desk.wait_for(lambda status: status.state is NodeState.ONLINE).last_seen_ns
    node.heartbeats = False
    node.capture()
    after = desk.wait_for(lambda status: status.rate_per_s > 0).last_seen_ns
    assert before is not None
    assert after is not None
    assert after > before


@pytest.mark.usefixtures("short_silence")
def test_a_node_is_not_called_silent_while_the_library_holds_it_up(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LIVE_BYTES", 1)
    desk.follow(node)
    desk.wait_for(lambda status: status.state is NodeState.ONLINE)
    ingest.committing.clear()
    node.capture(3)
    ingest.wait_until(lambda: ingest.handed_over_bytes > 0)
    assert desk.never(lambda status: status.state is not NodeState.ONLINE, for_s=2.0)


@pytest.mark.usefixtures("short_silence")
def test_a_node_that_was_away_on_the_same_ports_goes_on_where_it_was(desk: Desk, ingest: MemoryIngest) -> None:
    with scripted_node() as before:
        desk.follow(before)
        before.capture(2)
        before.wait_for_acknowledgement(1, 2)
    with scripted_node(keys=before.keys, data_port=before.data_port, control_port=before.control_port) as after:
        after.stream, after.spool = before.stream, before.spool
        after.capture(2, publish=False)
        after.wait_for_acknowledgement(1, 2, 3, 4)
    assert len(ingest.order) == 4


@pytest.mark.usefixtures("short_silence")
def test_a_node_given_by_hand_is_followed_to_another_control_port(desk: Desk) -> None:
    with scripted_node() as before:
        desk.follow(before)
    with scripted_node(keys=before.keys, data_port=before.data_port) as after:
        assert after.control_port != before.control_port
        after.capture(publish=False)
        after.wait_for_acknowledgement(1)


@pytest.mark.usefixtures("short_silence")
def test_another_node_at_the_same_address_is_another_node(desk: Desk, ingest: MemoryIngest) -> None:
    with scripted_node("old") as old:
        desk.follow(old)
        old.capture()
        old.wait_for_acknowledgement(1)
    with scripted_node("new", data_port=old.data_port, control_port=old.control_port) as new:
        desk.trust(new)
        new.capture()
        new.wait_for_acknowledgement(1)
        desk.wait_for(lambda status: status.name == "old" and status.state is NodeState.OFFLINE)
        desk.wait_for(lambda status: status.name == "new" and status.state is NodeState.ONLINE)
    assert ingest.names == {old.node_id: "old", new.node_id: "new"}


def test_who_welcomes_under_another_id_is_not_asked_for_anything(desk: Desk, node: ScriptedNode) -> None:
    node.welcomes_as = "0" * 16
    node.capture(publish=False)
    desk.follow(node)
    desk.wait_for(lambda status: "another node" in status.detail)
    assert node.said(Fetch) == []


def test_a_new_name_is_taken_over(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    desk.follow(node)
    node.name = "terrace"
    desk.wait_for(lambda status: status.name == "terrace")
    node.capture()
    node.wait_for_acknowledgement(1)
    assert ingest.names == {node.node_id: "terrace"}


def test_the_status_names_a_camera_that_fails(desk: Desk, node: ScriptedNode) -> None:
    node.cameras = (
        CameraHealth(name="front", state="live"),
        CameraHealth(name="back", state="failed", detail="/dev/video9 can't be opened"),
    )
    desk.follow(node)
    desk.wait_for(lambda status: status.detail == "back: /dev/video9 can't be opened")


def test_hello_is_said_until_it_is_answered(desk: Desk, node: ScriptedNode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "HELLO_INTERVAL_S", 0.1)
    node.answers_hello = False
    node.capture(publish=False)
    desk.add(node)
    node.wait_for_desktop()
    node.answers_hello = True
    node.wait_for_acknowledgement(1)


def test_news_come_no_more_often_than_four_times_a_second(desk: Desk, node: ScriptedNode) -> None:
    times: list[float] = []
    desk.receiver.subscribe(lambda _: times.append(time.monotonic()))
    desk.follow(node)
    for _ in range(5):
        node.capture(20)
        node.wait_for_acknowledgement(node.last_seq)
    assert len(times) >= 2
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.8 * NEWS_INTERVAL_S


def test_stopping_takes_less_than_two_seconds_though_the_library_hangs(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest, known: KnownNodes
) -> None:
    desk.trust(node)
    receiver = Receiver(ingest, DESKTOP, known)
    receiver.start([node.address])
    node.wait_for_desktop()
    ingest.committing.clear()
    node.capture(10)
    ingest.wait_until(lambda: ingest.handed_over_bytes > 0)
    started_s = time.monotonic()
    receiver.stop()
    receiver.stop()
    assert time.monotonic() - started_s < 2


def test_a_receiver_can_start_again(desk: Desk, node: ScriptedNode, ingest: MemoryIngest, known: KnownNodes) -> None:
    desk.trust(node)
    receiver = Receiver(ingest, DESKTOP, known)
    for seq in (1, 2):
        receiver.start([node.address], discover=False)
        node.capture()
        node.wait_for_acknowledgement(seq)
        receiver.stop()
