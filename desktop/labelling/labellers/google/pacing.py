"""How fast and how often to ask: the quota of a minute, and patience with a service that is in trouble."""

from __future__ import annotations

import threading
import time

from google.api_core.retry import exponential_sleep_generator

TRIES = 5
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 16.0


class Pacer:
    """Spreads images evenly so that no minute has more than ``per_minute``; shared by all threads of a labeller."""

    def __init__(self, per_minute: int) -> None:
        self._interval_s = 60 / per_minute
        self._lock = threading.Lock()
        self._free_at = 0.0

    def take(self, images: int, cancelled: threading.Event) -> bool:
        """Waits until ``images`` may be sent; False when ``cancelled`` was set instead."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free_at)
            self._free_at = start + images * self._interval_s
        return not cancelled.wait(start - now)


class Patience:
    """Bounds one request in tries and in time.

    Google's own ``Retry`` is not used: its pauses can't be cancelled, its tries can't be counted, it doesn't hear
    what pause the server wishes for, and it would repeat a whole batch for the sake of one image.
    """

    def __init__(self, timeout_s: float, cancelled: threading.Event) -> None:
        self._deadline = time.monotonic() + timeout_s
        self._cancelled = cancelled
        self._tries_left = TRIES
        self._pauses = exponential_sleep_generator(FIRST_PAUSE_S, LONGEST_PAUSE_S)

    @property
    def left_s(self) -> float:
        return max(0.0, self._deadline - time.monotonic())

    def pause(self, wished_s: float) -> bool:
        """Waits with jitter before another try, at least ``wished_s``; False when there should be none."""
        self._tries_left -= 1
        pause_s = max(next(self._pauses), wished_s)
        if self._tries_left == 0 or pause_s >= self.left_s:
            return False
        return not self._cancelled.wait(pause_s)
