"""Why a node is quiet: what counts more, and what is no reason."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.conditions import CLOCK_TOLERANCE_S, condition_of
from desktop.core.records import Condition, Trust
from node_agent.wire.messages import CameraHealth, Heartbeat

GOOD = CameraHealth(name="good", state="live")
STILL = CameraHealth(name="still", state="live", cause="no_motion")
STUCK = CameraHealth(name="stuck", state="stuck")
FROZEN = CameraHealth(name="frozen", state="stuck", cause="frozen")
BLACK = CameraHealth(name="black", state="stuck", cause="black")
FULL = CameraHealth(name="full", state="failed", cause="full")


def beat(*cameras: CameraHealth, **fields: Any) -> Heartbeat:
    return Heartbeat(
        node_id="a" * 16,
        name="porch",
        control_port=1,
        stream="5" * 32,
        first_seq=1,
        last_seq=0,
        spool_bytes=0,
        spool_quota_bytes=0,
        disk_free_bytes=0,
        cameras=cameras,
        **fields,
    )


def of(heartbeat: Heartbeat | None = None, **facts: Any) -> Condition:
    usual = {"online": True, "trust": Trust.PAIRED, "stopped": False, "clock_ahead_s": 0.0}
    return condition_of(heartbeat=heartbeat, **(usual | facts))


@pytest.mark.parametrize(
    ("heartbeat", "condition"),
    [
        (beat(GOOD), Condition.LIVE),
        (beat(), Condition.LIVE),
        (None, Condition.LIVE),
        (beat(STILL, STILL), Condition.NO_MOTION),
        (beat(STILL, GOOD), Condition.LIVE),
        (beat(GOOD, STUCK), Condition.CAMERA_STUCK),
        (beat(CameraHealth(name="lost", state="failed")), Condition.CAMERA_STUCK),
        (beat(STILL, FROZEN), Condition.FROZEN),
        (beat(GOOD, BLACK), Condition.BLACK),
        (beat(STUCK, FULL), Condition.DEVICE_FULL),
        (beat(GOOD, spool_full=True), Condition.DEVICE_FULL),
        (beat(CameraHealth(name="new", state="live", cause="on fire")), Condition.LIVE),
    ],
)
def test_the_worst_camera_counts(heartbeat: Heartbeat | None, condition: Condition) -> None:
    assert of(heartbeat) is condition


@pytest.mark.parametrize("ahead_s", [2 * CLOCK_TOLERANCE_S, -56 * 365 * 86_400.0])
def test_a_clock_that_is_far_off_is_wrong_but_not_the_worst(ahead_s: float) -> None:
    assert of(beat(STILL), clock_ahead_s=ahead_s) is Condition.CLOCK_WRONG
    assert of(beat(BLACK), clock_ahead_s=ahead_s) is Condition.BLACK


@pytest.mark.parametrize("ahead_s", [None, 0.5 * CLOCK_TOLERANCE_S])
def test_a_clock_that_is_nearly_right_or_unknown_is_not_wrong(ahead_s: float | None) -> None:
    assert of(beat(GOOD), clock_ahead_s=ahead_s) is Condition.LIVE


def test_a_node_that_is_not_there_says_whether_its_agent_ended() -> None:
    assert of(beat(GOOD), online=False) is Condition.NO_NETWORK
    assert of(beat(GOOD), online=False, stopped=True) is Condition.AGENT_STOPPED


@pytest.mark.parametrize("stopped", [True, False])
def test_keys_count_more_than_all_else(stopped: bool) -> None:
    assert of(online=False, stopped=stopped, trust=Trust.KEY_REFUSED) is Condition.KEY_REFUSED
    assert of(online=False, stopped=stopped, trust=Trust.KEY_CHANGED) is Condition.KEY_CHANGED
