"""How many a second, lately."""

from __future__ import annotations

import threading
import time
from collections import deque

WINDOW_S = 10.0


class Rate:
    """Counts over the last :data:`WINDOW_S` seconds; for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: deque[tuple[float, int]] = deque()

    def add(self, count: int) -> None:
        with self._lock:
            self._counts.append((time.monotonic(), count))

    def per_s(self) -> float:
        with self._lock:
            oldest = time.monotonic() - WINDOW_S
            while self._counts and self._counts[0][0] < oldest:
                self._counts.popleft()
            return sum(count for _, count in self._counts) / WINDOW_S
