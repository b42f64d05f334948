"""What the wall says of a camera, and when its picture counts as stale."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.core.records import Camera, Condition, ImageKey, NodeState, NodeStatus, Trust
from desktop.wall.camera_state import MINUTES, Mood, Seen, in_full, state_of

S = 1_000_000_000
NOW = int(datetime(2026, 11, 23, 12).timestamp()) * S


def seen(age_s: int, condition: Condition | None, hourly: int = 60, alone: bool = True) -> Seen:
    newest = ImageKey(NOW - age_s * S, 1)
    camera = Camera(camera_id=1, node_id="a" * 16, node="porch", name="front", newest=newest, hourly=hourly)
    status = NodeStatus(
        node_id="a" * 16, name="porch", address="", state=NodeState.ONLINE, trust=Trust.PAIRED, condition=condition
    )
    return Seen(camera, status, (0,) * MINUTES, alone)


@pytest.mark.parametrize(
    ("shown", "words", "mood", "stale"),
    [
        (seen(4, Condition.LIVE), "Live", Mood.GOOD, False),
        (seen(230, Condition.LIVE), "Live", Mood.GOOD, False),
        (seen(600, Condition.LIVE), "No image since 11:50", Mood.BAD, True),
        (seen(90, Condition.LIVE, 240), "No image since 11:58", Mood.BAD, True),
        (seen(7200, Condition.LIVE, 1), "Live", Mood.GOOD, False),
        (seen(600, Condition.NO_MOTION), "No motion since 11:50", Mood.QUIET, False),
        (seen(4, Condition.NO_NETWORK), "No network since 11:59", Mood.BAD, True),
        (seen(4, Condition.AGENT_STOPPED), "Agent stopped since 11:59", Mood.BAD, True),
        (seen(90_000, Condition.KEY_REFUSED), "Key refused since 22 Nov 11:00", Mood.BAD, True),
        (seen(4, Condition.FROZEN), "Camera frozen", Mood.BAD, False),
        (seen(600, Condition.CAMERA_STUCK), "Camera stuck since 11:50", Mood.BAD, True),
        (seen(4, Condition.CAMERA_STUCK, alone=False), "Live", Mood.GOOD, False),
        (seen(600, Condition.CAMERA_STUCK, alone=False), "Camera stuck since 11:50", Mood.BAD, True),
        (seen(4, Condition.CLOCK_WRONG), "Clock wrong", Mood.BAD, False),
    ],
)
def test_state(shown: Seen, words: str, mood: Mood, stale: bool) -> None:
    assert state_of(shown, NOW) == (words, mood, stale)


@pytest.mark.parametrize("minutes", range(5, 300, 5))
def test_a_camera_that_has_fallen_silent_stays_silent(minutes: int) -> None:
    assert state_of(seen(60 * minutes, Condition.LIVE), NOW).mood is Mood.BAD
    assert state_of(seen(60 * minutes, Condition.CAMERA_STUCK, alone=False), NOW).stale


def test_a_camera_whose_node_is_unknown_is_not_connected() -> None:
    shown = seen(60, Condition.LIVE)._replace(status=None)
    assert state_of(shown, NOW) == ("Not connected since 11:59", Mood.BAD, True)


def test_a_node_that_has_sent_nothing_yet_is_waited_for_or_says_why() -> None:
    live = seen(0, Condition.LIVE)._replace(camera=None)
    assert state_of(live, NOW).words == "Waiting for the first image"
    away = seen(0, Condition.NO_NETWORK)._replace(camera=None)
    assert state_of(away, NOW) == ("No network", Mood.BAD, False)


def test_a_screen_reader_hears_name_state_and_age() -> None:
    assert in_full(seen(4, Condition.LIVE), NOW) == "porch · front. Live. 4 s ago"
