"""What is known of a node's well-being, and why it may be quiet."""

from __future__ import annotations

import logging
import time
from collections import deque
from datetime import timedelta

from desktop.core.conditions import CLOCK_TOLERANCE_S
from node_agent.wire.messages import OFFLINE_AFTER_S, Heartbeat

RATE_WINDOW_S = 10.0
COMPLAINT_INTERVAL_S = 10.0
"""Faults of one node are logged no more often than this, and shown for this long."""

log = logging.getLogger(__name__)


class Health:
    """One node's signs of life.

    Attributes:
        heartbeat: the last one, None before the first.
        last_seen_ns: Unix time of the last message of any kind, None before the first.
        stopped: its agent has said good-bye, or ended its connection, and nothing was heard since.
        clock_ahead_s: by how much the device's clock is ahead of this computer's; None when it does not say.
    """

    def __init__(self) -> None:
        self.heartbeat: Heartbeat | None = None
        self.last_seen_ns: int | None = None
        self.stopped = False
        self.clock_ahead_s: float | None = None
        self._last_seen_s = time.monotonic()
        self._heard_s = float("-inf")
        self._stored: deque[float] = deque()
        self._faults = 0
        self._last_fault = ""
        self._last_fault_s = self._complained_s = float("-inf")

    def heard(self) -> None:
        self.last_seen_ns = time.time_ns()
        self.stopped = False
        self._last_seen_s = self._heard_s = time.monotonic()

    def beat(self, heartbeat: Heartbeat) -> None:
        """Takes over what the device says of itself."""
        self.heartbeat = heartbeat
        self.clock_ahead_s = (heartbeat.wall_ns - time.time_ns()) / 1e9 if heartbeat.wall_ns else None

    def expect(self) -> None:
        """Starts the clock of silence anew."""
        self._last_seen_s = time.monotonic()

    def silent_in_s(self) -> float:
        """How long until the node counts as offline if nothing comes; not above 0 when it does already."""
        return self._last_seen_s + OFFLINE_AFTER_S - time.monotonic()

    def heard_lately(self) -> bool:
        """Whether it is not silent for long, even if the connection changes just now."""
        return time.monotonic() - self._heard_s < OFFLINE_AFTER_S

    def stored(self) -> None:
        """Counts an image towards the rate."""
        self._stored.append(time.monotonic())

    def rate_per_s(self) -> float:
        """Images stored a second, over the last :data:`RATE_WINDOW_S`."""
        oldest = time.monotonic() - RATE_WINDOW_S
        while self._stored and self._stored[0] < oldest:
            self._stored.popleft()
        return len(self._stored) / RATE_WINDOW_S

    def complain(self, node: str, fault: str) -> None:
        """Counts a fault of the node's, and says so in the log now and then."""
        self._faults += 1
        self._last_fault = fault
        self._last_fault_s = time.monotonic()
        if self._last_fault_s - self._complained_s >= COMPLAINT_INTERVAL_S:
            self._complained_s = self._last_fault_s
            log.warning("%s: %s (%d faults so far)", node, fault, self._faults)

    def trouble(self) -> str:
        """What is wrong with a node that is there, in words; empty when nothing is."""
        if time.monotonic() - self._last_fault_s < COMPLAINT_INTERVAL_S:
            return f"{self._faults} faulty messages, the last one: {self._last_fault}"
        for camera in self.heartbeat.cameras if self.heartbeat else ():
            if camera.state in ("stuck", "failed") or camera.cause == "full":
                return f"{camera.name}: {camera.detail or camera.state}"
        if self.heartbeat is not None and self.heartbeat.spool_full:
            return "the device's spool is full: its oldest images go to make room for new ones"
        if self.clock_ahead_s is not None and abs(self.clock_ahead_s) > CLOCK_TOLERANCE_S:
            way = "ahead of" if self.clock_ahead_s > 0 else "behind"
            return f"the device's clock is {timedelta(seconds=round(abs(self.clock_ahead_s)))} {way} this computer's"
        return ""
