"""Labellers that do what a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from desktop.core.errors import LabellerUnavailableError
from desktop.core.records import Annotation, Label, LabelError, Picture

Outcome = Annotation | LabelError
CAT = Annotation(labels=(Label("cat", 0.9),))


class ScriptedLabeller:
    """Gives each picture what ``judge`` says (a cat, if nothing else), and notes who it was asked about."""

    name = "scripted"
    version = "1"

    def __init__(self, judge: Callable[[Picture], Outcome] | None = None, batch_size: int = 4) -> None:
        self.batch_size = batch_size
        self.seen: list[list[int]] = []
        self.closed = threading.Event()
        self._judge = judge or (lambda _picture: CAT)

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        self.seen.append([picture.image_id for picture in batch])
        return [self._judge(picture) for picture in batch]

    def close(self) -> None:
        self.closed.set()


class WaitingLabeller(ScriptedLabeller):
    """Answers after ``latency_s``, or when told to go on; closing cancels what waits."""

    def __init__(self, latency_s: float, batch_size: int = 4) -> None:
        super().__init__(batch_size=batch_size)
        self.latency_s = latency_s
        self.go_on = threading.Event()
        self.in_flight = threading.Semaphore(0)
        """Released once a call, when it has begun."""
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        self.in_flight.release()
        self.go_on.wait(self.latency_s)
        with self._lock:
            self._at_once -= 1
        if self.closed.is_set():
            raise LabellerUnavailableError("Labelling was stopped")
        return super().label(batch)

    def close(self) -> None:
        super().close()
        self.go_on.set()
