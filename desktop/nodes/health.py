"""What is known of a node's well-being, and why it may be quiet."""

from __future__ import annotations

import logging
import time
from collections import deque

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
    """

    def __init__(self) -> None:
        self.heartbeat: Heartbeat | None = None
        self.last_seen_ns: int | None = None
        self._last_seen_s = time.monotonic()
        self._stored: deque[float] = deque()
        self._faults = 0
        self._last_fault = ""
        self._last_fault_s = self._complained_s = float("-inf")

    def heard(self) -> None:
        self.last_seen_ns = time.time_ns()
        self._last_seen_s = time.monotonic()

    def expect(self) -> None:
        """Starts the clock of silence anew."""
        self._last_seen_s = time.monotonic()

    def silent_in_s(self) -> float:
        """How long until the node counts as offline if nothing comes; not above 0 when it does already."""
        return self._last_seen_s + OFFLINE_AFTER_S - time.monotonic()

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
            if camera.state in ("stuck", "failed"):
                return f"{camera.name}: {camera.detail or camera.state}"
        return ""
