"""A node's books and condition as the receiver tells them, with a node that follows a script."""

from __future__ import annotations

import time
from typing import Any

import pytest

from desktop.core.records import Condition, NodeState
from desktop.nodes import health, ledger
from node_agent.wire.messages import CameraHealth, CameraTally
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import ScriptedNode, scripted_node
from tests.unit.nodes.conftest import Desk


@pytest.fixture(autouse=True)
def quick_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "INTERVAL_S", 0.05)
    monkeypatch.setattr(health, "OFFLINE_AFTER_S", 1.0)


def counted(captured: int, **refused: int) -> dict[str, Any]:
    return {"tally": (CameraTally(camera="front", captured=captured, refused=dict(refused)),)}


def test_the_books_of_a_node_balance(desk: Desk, node: ScriptedNode) -> None:
    node.capture(10, publish=False)
    for seq in (1, 2):
        node.gone[seq] = "quota"
        del node.spool[seq]
    node.says = counted(11, unreadable=1)
    desk.follow(node)
    status = desk.wait_for(lambda status: status.ledger is not None and status.ledger.stored == 8)
    assert status.ledger is not None
    assert (status.ledger.captured, status.ledger.waiting, status.ledger.unexplained) == (11, 0, 0)
    assert status.ledger.dropped == {"quota": 2, "unreadable": 1}
    assert status.unaccounted == 0


def test_what_stays_unexplained_is_an_alarm_and_ends_with_its_reason(desk: Desk, node: ScriptedNode) -> None:
    node.capture(3, publish=False)
    node.says = counted(5)
    desk.follow(node)
    assert desk.wait_for(lambda status: status.unaccounted == 2).ledger is not None
    node.says = counted(3)
    desk.wait_for(lambda status: status.unaccounted == 0 and status.ledger is not None)


def test_a_difference_that_goes_away_is_no_alarm(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    alarms: list[int] = []
    desk.receiver.subscribe(lambda statuses: alarms.extend(status.unaccounted for status in statuses))
    node.says = {"tally": ()}
    desk.follow(node)
    ingest.committing.clear()
    for total in range(1, 30):
        node.capture()
        node.says = counted(total)
    desk.wait_for(lambda status: status.waiting > 0)
    ingest.committing.set()
    node.wait_for_acknowledgement(*range(1, 30))
    status = desk.wait_for(lambda status: status.ledger is not None and status.ledger.stored == 29)
    assert status.ledger is not None
    assert status.ledger.unexplained == 0
    assert set(alarms) <= {0}


def test_a_device_that_does_not_count_has_no_books(desk: Desk, node: ScriptedNode) -> None:
    desk.follow(node)
    node.capture(3)
    node.wait_for_acknowledgement(1, 2, 3)
    assert desk.wait_for(lambda status: status.state is NodeState.ONLINE).ledger is None


@pytest.mark.parametrize(
    ("says", "camera", "condition"),
    [
        ({}, CameraHealth(name="front", state="live"), Condition.LIVE),
        ({}, CameraHealth(name="front", state="live", cause="no_motion"), Condition.NO_MOTION),
        ({}, CameraHealth(name="front", state="failed", detail="gone"), Condition.CAMERA_STUCK),
        ({}, CameraHealth(name="front", state="stuck", cause="frozen"), Condition.FROZEN),
        ({}, CameraHealth(name="front", state="stuck", cause="black"), Condition.BLACK),
        ({"spool_full": True}, CameraHealth(name="front", state="live"), Condition.DEVICE_FULL),
        ({"wall_ns": 1}, CameraHealth(name="front", state="live"), Condition.CLOCK_WRONG),
    ],
)
def test_a_node_that_is_there_says_how_it_is(
    desk: Desk, node: ScriptedNode, says: dict[str, Any], camera: CameraHealth, condition: Condition
) -> None:
    node.cameras, node.says = (camera,), says
    desk.follow(node)
    status = desk.wait_for(lambda status: status.condition is condition and status.state is NodeState.ONLINE)
    assert bool(status.detail) is (condition not in (Condition.LIVE, Condition.NO_MOTION))


def test_a_node_whose_clock_is_right_is_live(desk: Desk, node: ScriptedNode) -> None:
    node.cameras, node.says = (CameraHealth(name="front", state="live"),), {"wall_ns": time.time_ns()}
    desk.follow(node)
    desk.wait_for(lambda status: status.condition is Condition.LIVE and status.state is NodeState.ONLINE)


def test_an_agent_that_says_good_bye_is_stopped_at_once_and_live_when_it_is_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "OFFLINE_AFTER_S", 60.0)
    with scripted_node() as before:
        desk.follow(before)
        before.says = {"stopping": True}
        status = desk.wait_for(lambda status: status.condition is Condition.AGENT_STOPPED)
        assert status.state is NodeState.OFFLINE
        assert "was stopped" in status.detail
        before.says = {}
        desk.wait_for(lambda status: status.condition is Condition.LIVE)


def test_an_agent_that_ends_without_a_word_is_stopped_and_not_the_network(desk: Desk) -> None:
    with scripted_node() as node:
        desk.follow(node)
        desk.wait_for(lambda status: status.condition is Condition.LIVE)
    status = desk.wait_for(lambda status: status.condition is Condition.AGENT_STOPPED)
    assert "without a word" in status.detail


def test_silence_on_a_connection_that_stands_is_the_network(desk: Desk, node: ScriptedNode) -> None:
    desk.follow(node)
    desk.wait_for(lambda status: status.condition is Condition.LIVE)
    node.heartbeats = False
    assert desk.wait_for(lambda status: status.condition is Condition.NO_NETWORK).state is NodeState.OFFLINE


def test_a_node_that_lets_this_desktop_in_no_more_refuses_its_key(desk: Desk, node: ScriptedNode) -> None:
    node.admits = lambda _key: False
    desk.add(node)
    desk.wait_for(lambda status: status.condition is Condition.KEY_REFUSED)


def test_the_library_hears_once_when_a_device_was_booted(desk: Desk, node: ScriptedNode, ingest: MemoryIngest) -> None:
    node.says = {"wall_ns": 100, "monotonic_ns": 30, "boot_id": "first", "clock_synced": False}
    desk.follow(node)
    desk.wait_for(lambda status: status.state is NodeState.ONLINE)
    node.says = {"wall_ns": 1000, "monotonic_ns": 40, "boot_id": "first"}
    ingest.wait_until(lambda: ingest.boots == {(node.node_id, "first"): 960})
    node.says = {"wall_ns": 2000, "monotonic_ns": 41, "boot_id": "first"}
    desk.wait_for(lambda status: status.ledger is None)
    node.says = {"wall_ns": 3000, "monotonic_ns": 5, "boot_id": "second"}
    ingest.wait_until(lambda: (node.node_id, "second") in ingest.boots)
    assert ingest.boots == {(node.node_id, "first"): 960, (node.node_id, "second"): 2995}
