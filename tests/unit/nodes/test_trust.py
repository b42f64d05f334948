"""Whom the receiver listens to, and what it says of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.records import NodeState, Trust
from desktop.nodes import link
from desktop.nodes.endpoint import parse_address
from desktop.nodes.known_nodes import KnownNodes, KnownNodesError, PairedNode, UnknownNodeError
from desktop.nodes.receiver import Receiver
from tests.helpers.announced import announced
from tests.helpers.keys import new_keys
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import ScriptedNode, scripted_node
from tests.unit.nodes.conftest import DESKTOP, Desk


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "RETRY_AFTER_S", 0.1)
    monkeypatch.setattr(link, "LONGEST_RETRY_S", 0.2)


def test_an_address_where_no_paired_node_is_says_what_to_do_and_gives_nothing(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    desk.known.add(PairedNode(key=new_keys().public, name="barn"))
    node.capture()
    desk.receiver.add_node(node.address)
    status = desk.wait_for(lambda status: status.trust is Trust.UNPAIRED)
    assert f"miharu nodes add {node.address} --key KEY" in status.detail
    assert ingest.frames == {}


def test_a_node_that_another_process_pairs_with_is_followed(desk: Desk, node: ScriptedNode) -> None:
    node.capture()
    desk.receiver.add_node(node.address)
    desk.wait_for(lambda status: status.trust is Trust.UNPAIRED)
    desk.trust(node)
    node.wait_for_acknowledgement(1)
    assert desk.wait_for(lambda status: status.state is NodeState.ONLINE).trust is Trust.PAIRED


def test_a_node_with_a_pinned_address_needs_no_other_word(desk: Desk, node: ScriptedNode) -> None:
    node.capture()
    desk.known.add(PairedNode(key=node.keys.public, name="porch", address=parse_address(node.address)))
    node.wait_for_acknowledgement(1)


def test_a_forgotten_node_is_heard_no_more(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    desk.known.add(PairedNode(key=node.keys.public, name="porch", address=parse_address(node.address)))
    node.capture()
    node.wait_for_acknowledgement(1)
    desk.receiver.forget(node.node_id)
    desk.wait_until(lambda: desk.receiver.statuses() == ())
    node.capture()
    assert len(ingest.frames) == 1
    with pytest.raises(UnknownNodeError):
        desk.receiver.forget(node.node_id)


def test_the_address_of_a_forgotten_node_says_that_it_is_not_paired(desk: Desk, node: ScriptedNode) -> None:
    desk.follow(node)
    desk.wait_for(lambda status: status.state is NodeState.ONLINE)
    desk.receiver.forget(node.node_id)
    status = desk.wait_for(lambda status: status.trust is Trust.UNPAIRED)
    assert status.name == node.address


def test_a_paired_node_that_is_nowhere_is_shown_all_the_same(desk: Desk) -> None:
    keys = new_keys()
    desk.known.add(PairedNode(key=keys.public, name="barn"))
    status = desk.wait_for(lambda status: status.node_id == keys.identity)
    assert (status.name, status.state) == ("barn", NodeState.OFFLINE)
    assert "not found in this network" in status.detail


def test_a_node_that_lets_this_desktop_in_no_more_says_so_until_it_does_again(desk: Desk, node: ScriptedNode) -> None:
    node.admits = lambda _key: False
    desk.trust(node)
    desk.receiver.add_node(node.address)
    status = desk.wait_for(lambda status: status.trust is Trust.KEY_REFUSED)
    assert status.detail.startswith("key refused")
    node.admits = lambda key: key == DESKTOP.keys.public
    assert desk.wait_for(lambda status: status.state is NodeState.ONLINE).trust is Trust.PAIRED


def test_a_pinned_address_where_another_key_is_held_is_an_alarm(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    pinned = new_keys()
    node.capture()
    desk.known.add(PairedNode(key=pinned.public, name="porch", address=parse_address(node.address)))
    status = desk.wait_for(lambda status: status.trust is Trust.KEY_CHANGED)
    assert (status.node_id, status.name) == (pinned.identity, "porch")
    assert status.detail.startswith("key changed")
    assert ingest.frames == {}


def test_a_false_announcement_of_a_paired_node_is_an_alarm_and_the_true_node_is_still_heard(
    ingest: MemoryIngest, known: KnownNodes, node: ScriptedNode
) -> None:
    """It names the true id and key, but another address, where nobody can prove that key."""
    receiver = Receiver(ingest, DESKTOP, known)
    desk = Desk(receiver, ingest, known)
    desk.trust(node)
    receiver.start()
    with (
        scripted_node("mallory") as mallory,
        announced(node.keys, node.name, None, mallory.data_port, mallory.control_port),
    ):
        mallory.capture()
        desk.wait_for(lambda status: status.node_id == node.node_id and status.trust is Trust.KEY_CHANGED)
        node.capture()
        receiver.add_node(node.address)
        node.wait_for_acknowledgement(1)
    receiver.stop()
    assert {stream for stream, _ in ingest.frames} == {node.stream}


def test_a_damaged_list_of_nodes_is_told_at_the_start(ingest: MemoryIngest, known: KnownNodes, tmp_path: Path) -> None:
    (tmp_path / "nodes.json").write_text("nonsense")
    receiver = Receiver(ingest, DESKTOP, known)
    with pytest.raises(KnownNodesError, match="is damaged"):
        receiver.start()
    receiver.stop()


def test_a_paired_node_can_not_claim_the_stream_of_another(
    desk: Desk, node: ScriptedNode, ingest: MemoryIngest
) -> None:
    node.capture()
    desk.follow(node)
    ingest.wait_for(node.stream, 1)
    with scripted_node("thief") as thief:
        thief.stream = node.stream
        thief.capture(3, publish=False)
        thief.gone[4] = "quota"
        desk.trust(thief)
        desk.receiver.add_node(thief.address)
        status = desk.wait_for(lambda status: status.name == "thief" and "belongs to another" in status.detail)
        assert status.state is NodeState.ONLINE
        node.capture(2)
        ingest.wait_for(node.stream, 1, 2, 3)
    assert ingest.gone == []
    assert {frame.image for frame in ingest.frames.values()} == {frame.image for frame in node.spool.values()}
