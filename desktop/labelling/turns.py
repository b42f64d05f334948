"""Which worker may look for work, and which may call the labeller, and when."""

from __future__ import annotations

import threading
import time
from math import inf

FIRST_RETRY_S = 5.0
LONGEST_RETRY_S = 300.0


class Turns:
    """Lets workers sleep until there may be something to do. Each method may be called from any thread.

    A hint, not a count, says that work may be waiting: the worker that takes it looks, and gives a new hint when it
    found plenty. So one event wakes one worker and not all of them. In an outage nobody has a turn until a pause
    is over; then one worker tries, and the others wait for how it fares. Each pause is twice the one before.

    There is one worker more than calls may run at once: it leases and commits while the others wait for answers.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn_is_near = threading.Condition(self._lock)
        self._call_is_near = threading.Condition(self._lock)
        self._calls_at_once = 0
        self._calls = 0
        self._present: set[int] = set()
        self._ended = False
        self._paused: set[str] = set()
        self._hint = True
        self._look_again_at = inf
        self._retry_s = 0.0
        self._retry_at = 0.0
        self._trying = False

    def wait(self, worker: int) -> bool:
        """Sleeps until it is this worker's turn to look for work; False when it should leave instead."""
        with self._lock:
            while not self._ended and worker <= self._calls_at_once:
                wait_s = self._wait_s()
                if wait_s == 0:
                    self._hint = False
                    self._look_again_at = inf
                    self._trying = self._in_outage
                    return True
                self._turn_is_near.wait(wait_s)
            self._present.discard(worker)
            return False

    def wait_for_end_of_outage(self) -> bool:
        """Sleeps until the outage is over, or until it is time for this worker to try; False when it ended for good.

        For work in hand, which must not wait for a hint or be given up in a pause.
        """
        with self._lock:
            while not self._ended:
                wait_s = None if self._trying else max(0.0, self._retry_at - time.monotonic())
                if wait_s == 0 or not self._in_outage:
                    self._trying = self._in_outage
                    return True
                self._turn_is_near.wait(wait_s)
            return False

    def begin_call(self) -> bool:
        """Waits until one more call may run; False when the work that was found should be put back instead."""
        with self._lock:
            while not (self._ended or self._paused or (self._in_outage and not self._trying)):
                if self._calls < self._calls_at_once:
                    self._calls += 1
                    return True
                self._call_is_near.wait()
            self._trying = False
            self._turn_is_near.notify_all()  # work in hand may be waiting for how the try fares
            return False

    def end_call(self) -> None:
        """The call that :meth:`begin_call` allowed is over."""
        with self._lock:
            self._calls -= 1
            self._call_is_near.notify()

    def hint(self) -> None:
        """There may be work."""
        with self._lock:
            self._hint = True
            self._turn_is_near.notify()

    def hint_in(self, delay_s: float) -> None:
        """There may be work then, though nothing will tell (a lease of another process runs out)."""
        with self._lock:
            self._look_again_at = time.monotonic() + delay_s
            self._turn_is_near.notify()

    def allow_calls(self, calls_at_once: int) -> list[int]:
        """Sets how many calls may run at once; returns the numbers of the workers that have to be started for it."""
        with self._lock:
            self._calls_at_once = calls_at_once
            missing = sorted(set(range(calls_at_once + 1)) - self._present)
            self._present.update(missing)
            self._wake_all()
            return missing

    def pause(self, reason: str) -> None:
        """Gives no more turns and calls; what is under way goes on."""
        with self._lock:
            self._paused.add(reason)
            self._wake_all()

    def resume(self, reason: str) -> None:
        """Ends the pause for that reason; those for others go on."""
        with self._lock:
            self._paused.discard(reason)
            self._wake_all()

    def end(self) -> None:
        """Sends all workers away."""
        with self._lock:
            self._ended = True
            self._wake_all()

    @property
    def ended(self) -> bool:
        return self._ended

    def begin_outage(self) -> bool:
        """Nothing works for now; True when that is news."""
        with self._lock:
            is_news = not self._in_outage
            if is_news or self._trying:
                self._retry_s = FIRST_RETRY_S if is_news else min(LONGEST_RETRY_S, 2 * self._retry_s)
                self._retry_at = time.monotonic() + self._retry_s
            self._trying = False
            self._hint = True
            self._wake_all()
            return is_news

    def end_outage(self) -> bool:
        """It works; True when that is news."""
        with self._lock:
            is_news = self._in_outage
            self._retry_s = 0.0
            self._trying = False
            if is_news:
                self._wake_all()
            return is_news

    def retry_now(self) -> None:
        """Ends an outage's waiting time."""
        with self._lock:
            self._retry_at = 0.0
            self._wake_all()

    @property
    def _in_outage(self) -> bool:
        return self._retry_s > 0

    def _wait_s(self) -> float | None:
        """For how long there will be no turn; None when only an event can tell."""
        if self._paused or self._trying:
            return None
        work_at = 0.0 if self._hint else self._look_again_at
        start = max(work_at, self._retry_at if self._in_outage else 0.0)
        return None if start == inf else max(0.0, start - time.monotonic())

    def _wake_all(self) -> None:
        self._turn_is_near.notify_all()
        self._call_is_near.notify_all()
