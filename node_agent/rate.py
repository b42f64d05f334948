"""How often something happened lately."""

from __future__ import annotations

import threading
from collections import deque

WINDOW_S = 10


class Rate:
    """Counts events of the last :data:`WINDOW_S` seconds; any thread may count and ask."""

    def __init__(self) -> None:
        self._seconds: deque[tuple[int, int]] = deque(maxlen=WINDOW_S)
        self._lock = threading.Lock()

    def count(self, now_s: float) -> None:
        second = int(now_s)
        with self._lock:
            if self._seconds and self._seconds[-1][0] == second:
                self._seconds[-1] = (second, self._seconds[-1][1] + 1)
            else:
                self._seconds.append((second, 1))

    def per_s(self, now_s: float) -> float:
        with self._lock:
            return sum(count for second, count in self._seconds if now_s - second <= WINDOW_S) / WINDOW_S
