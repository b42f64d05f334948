"""How a camera is doing, in a word and a colour: from its node's state, its newest image and its usual rate."""

from __future__ import annotations

import enum
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.core.records import Camera, Condition, NodeStatus, Trust
from desktop.wall import words

MINUTES = 60
"""So many minutes of its rate are shown of a camera."""
_NS_PER_S = 1_000_000_000
_HOUR_S = 3600
_LEAST_SILENCE_S = 60
_USUAL_INTERVALS = 4
"""Silent is who has not sent an image in so many of its usual intervals."""
_AWAY = (Condition.NO_NETWORK, Condition.AGENT_STOPPED, Condition.KEY_REFUSED, Condition.KEY_CHANGED)
_OF_ONE_CAMERA = (Condition.CAMERA_STUCK, Condition.FROZEN, Condition.BLACK)


class Mood(enum.Enum):
    """What the colour of a state says."""

    GOOD = enum.auto()
    QUIET = enum.auto()
    BAD = enum.auto()


class Seen(NamedTuple):
    """A tile of the wall: a camera, or a node that has sent nothing yet.

    ``rates`` are its images in each of the last :data:`MINUTES` minutes, the latest last; ``status`` is None
    where nothing is heard of its node; ``alone`` when its node has no other camera.
    """

    camera: Camera | None
    status: NodeStatus | None
    rates: tuple[int, ...] = ()
    alone: bool = True

    @property
    def identity(self) -> tuple[str, int]:
        """What stays the same while everything else changes."""
        return ("camera", self.camera.camera_id) if self.camera else (self.node, 0)

    @property
    def node(self) -> str:
        """The name of the node."""
        if self.status is not None:
            return self.status.name
        return self.camera.node if self.camera else ""

    @property
    def name(self) -> str:
        """Node and camera, as they are shown."""
        return " · ".join(filter(None, [self.node, self.camera.name if self.camera else ""]))


class State(NamedTuple):
    """What is said of a tile. ``stale``: its picture is not what is to be seen there now."""

    words: str
    mood: Mood
    stale: bool


def state_of(seen: Seen, now_ns: int) -> State:
    """How it is at ``now_ns`` (Unix time)."""
    condition = None if seen.status is None else seen.status.condition
    if seen.camera is None:
        if condition in (None, Condition.LIVE, Condition.NO_MOTION):
            return State(_tr("Waiting for the first image"), Mood.QUIET, stale=False)
        return State(words.condition(condition), Mood.BAD, stale=False)
    since = words.clock(seen.camera.newest.taken_ns, date.fromtimestamp(now_ns / _NS_PER_S))
    silent = _silent(seen, now_ns)
    if seen.status is None or seen.status.trust is Trust.UNPAIRED:
        return State(_tr("Not connected since {time}").format(time=since), Mood.BAD, stale=True)
    if condition in _OF_ONE_CAMERA and not silent and not seen.alone:
        condition = Condition.LIVE  # it is said of another camera of the node
    if condition is Condition.NO_MOTION:
        return State(_tr("No motion since {time}").format(time=since), Mood.QUIET, stale=False)
    if condition in (None, Condition.LIVE):
        if silent:
            return State(_tr("No image since {time}").format(time=since), Mood.BAD, stale=True)
        return State(words.condition(Condition.LIVE), Mood.GOOD, stale=False)
    stale = condition in _AWAY or silent
    if not stale:
        return State(words.condition(condition), Mood.BAD, stale=False)
    said = _tr("{state} since {time}").format(state=words.condition(condition), time=since)
    return State(said, Mood.BAD, stale=True)


def in_full(seen: Seen, now_ns: int) -> str:
    """One line that says all the tile shows: what a screen reader reads."""
    age = words.ago(seen.camera.newest.taken_ns, now_ns) if seen.camera else ""
    return ". ".join(filter(None, [seen.name, state_of(seen, now_ns).words, age]))


def _silent(seen: Seen, now_ns: int) -> bool:
    assert seen.camera is not None
    usual_s = _HOUR_S / seen.camera.hourly
    return now_ns - seen.camera.newest.taken_ns > max(_LEAST_SILENCE_S, _USUAL_INTERVALS * usual_s) * _NS_PER_S


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
