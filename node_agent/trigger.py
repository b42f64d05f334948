"""When a live camera takes an image: at an interval, when something moves, or both."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from node_agent.encode import Pixels
from node_agent.motion import MotionDetector
from node_agent.wire.messages import MotionBox
from node_agent.wire.messages import Trigger as TriggerName

LOOK_EVERY_S = 0.2
"""How often a camera is watched for motion."""
MOTION_PAUSE_S = 1.0
"""Something that keeps moving is taken this often."""


class Firing(NamedTuple):
    """Take this frame, and why."""

    trigger: TriggerName
    motion_boxes: tuple[MotionBox, ...] = ()


class Trigger(Protocol):
    """Decides which frames are taken. Times are seconds of one monotonic clock.

    Attributes:
        needs_motion: it takes frames when something moves; others are but signs of life.
    """

    needs_motion: bool

    def wait_s(self, now_s: float) -> float:
        """How long from now until it wants to see a frame; 0 or less means at once."""

    def look(self, pixels: Pixels, now_s: float) -> Firing | None:
        """Whether to take this frame."""


class IntervalTrigger:
    """Takes a frame at once, then one every ``interval_s``, on a beat that does not drift."""

    needs_motion = False

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._due_s: float | None = None

    def wait_s(self, now_s: float) -> float:
        return 0.0 if self._due_s is None else self._due_s - now_s

    def look(self, pixels: Pixels, now_s: float) -> Firing | None:  # noqa: ARG002 - the time alone decides
        if self.wait_s(now_s) > 0:
            return None
        due_s = now_s if self._due_s is None else self._due_s
        missed = (now_s - due_s) // self._interval_s
        self._due_s = due_s + (missed + 1) * self._interval_s
        return Firing("interval")

    def put_off(self, now_s: float) -> None:
        """Starts the interval anew: a frame was taken for another reason."""
        self._due_s = now_s + self._interval_s


class MotionTrigger:
    """Takes a frame when something moves, at most every :data:`MOTION_PAUSE_S`."""

    needs_motion = True

    def __init__(self) -> None:
        self._detector = MotionDetector()
        self._look_s: float | None = None
        self._quiet_until_s = float("-inf")

    def wait_s(self, now_s: float) -> float:
        return 0.0 if self._look_s is None else self._look_s - now_s

    def look(self, pixels: Pixels, now_s: float) -> Firing | None:
        if self.wait_s(now_s) > 0:
            return None
        self._look_s = now_s + LOOK_EVERY_S
        boxes = self._detector.boxes(pixels)
        if not boxes or now_s < self._quiet_until_s:
            return None
        self._quiet_until_s = now_s + MOTION_PAUSE_S
        return Firing("motion", boxes)


class MotionOrIntervalTrigger:
    """Takes a frame when something moves, and one every ``interval_s`` as a sign of life while nothing does."""

    needs_motion = True

    def __init__(self, interval_s: float) -> None:
        self._motion = MotionTrigger()
        self._interval = IntervalTrigger(interval_s)

    def wait_s(self, now_s: float) -> float:
        return min(self._motion.wait_s(now_s), self._interval.wait_s(now_s))

    def look(self, pixels: Pixels, now_s: float) -> Firing | None:
        motion = self._motion.look(pixels, now_s)
        if motion is not None:
            self._interval.put_off(now_s)
            return motion
        return self._interval.look(pixels, now_s)
