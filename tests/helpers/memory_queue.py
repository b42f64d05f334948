"""A label queue and change feed in memory, that a test can fill, watch and break."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop.core.errors import LibraryError
from desktop.core.events import ImagesAdded, ImagesChanged, LibraryEvent, Listener
from desktop.core.records import Annotation, ImageKey, LabelError, LabelResult, Picture

MAX_ATTEMPTS = 5


class MemoryQueue:
    """As much of a library as the labelling engine uses; leases don't run out by themselves.

    Attributes:
        results: what was committed last for each image, in the order of commits.
        labellers: who labelled each image.
        attempts: how often each image was leased without being released.
        leases: how many images each call of ``lease`` got.
        broken: set, every call raises LibraryError.
        refused: released with every call that raised it.
    """

    def __init__(self, images: int = 0) -> None:
        self.results: dict[int, Annotation | LabelError] = {}
        self.labellers: dict[int, str] = {}
        self.attempts: dict[int, int] = {}
        self.leases: list[int] = []
        self.broken = threading.Event()
        self.refused = threading.Semaphore(0)
        self._changed = threading.Condition(threading.RLock())
        self._waiting: list[int] = []
        self._leased: dict[int, str] = {}
        self._listeners: list[Listener] = []
        self.add(images)

    # What a test does

    def add(self, images: int) -> None:
        with self._changed:
            first = len(self.attempts) + 1
            new = range(first, first + images)
            self.attempts |= dict.fromkeys(new, 0)
            self._waiting.extend(new)
            self._tell(ImagesAdded(tuple(ImageKey(image_id, image_id) for image_id in new)))

    def wait_until(self, condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, timeout_s), "it did not come to that"

    def listeners(self) -> int:
        return len(self._listeners)

    def leased(self) -> int:
        return len(self._leased)

    def lease_to_another(self, images: int) -> None:
        """Another process takes some."""
        with self._changed:
            taken, self._waiting = self._waiting[:images], self._waiting[images:]
            self._leased |= dict.fromkeys(taken, "another")

    def end_lease_of_another(self, quietly: bool = True) -> None:
        """The other process gives them back; ``quietly``, its lease runs out, which no event tells."""
        with self._changed:
            freed = [image_id for image_id, owner in self._leased.items() if owner == "another"]
            for image_id in freed:
                del self._leased[image_id]
            self._waiting.extend(freed)
            if not quietly:
                self._tell(ImagesChanged(tuple(freed)))

    # What a library does

    @property
    def feed(self) -> MemoryQueue:
        return self

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def lease(self, owner: str, limit: int, duration_s: float) -> Sequence[Picture]:
        assert duration_s > 0
        with self._call():
            taken, self._waiting = self._waiting[:limit], self._waiting[limit:]
            self._leased |= dict.fromkeys(taken, owner)
            for image_id in taken:
                self.attempts[image_id] += 1
            self.leases.append(len(taken))
            if taken:
                self._tell(ImagesChanged(tuple(taken)))
            return [Picture(path=Path(f"{image_id}.jpg"), image_id=image_id) for image_id in taken]

    def renew(self, _owner: str, _image_ids: Iterable[int], duration_s: float) -> None:
        assert duration_s > 0
        with self._call():
            pass

    def complete(self, owner: str, labeller: str, results: Sequence[LabelResult]) -> int:
        with self._call():
            held = [result for result in results if self._leased.get(result.image_id) == owner]
            for result in held:
                del self._leased[result.image_id]
                self.results[result.image_id] = result.outcome
                self.labellers[result.image_id] = labeller
                retry = isinstance(result.outcome, LabelError) and result.outcome.retry
                if retry and self.attempts[result.image_id] < MAX_ATTEMPTS:
                    self._waiting.append(result.image_id)
            self._tell(ImagesChanged(tuple(result.image_id for result in held)))
            return len(held)

    def release(self, owner: str, image_ids: Iterable[int]) -> None:
        with self._call():
            for image_id in image_ids:
                assert self._leased.pop(image_id) == owner
                self.attempts[image_id] -= 1
                self._waiting.append(image_id)

    def waiting(self) -> int:
        with self._call():
            return len(self._waiting) + len(self._leased)

    @contextmanager
    def _call(self) -> Iterator[None]:
        if self.broken.is_set():
            self.refused.release()
            raise LibraryError("the disk is gone")
        with self._changed:
            yield
            self._changed.notify_all()

    def _tell(self, event: LibraryEvent) -> None:
        for listener in list(self._listeners):
            listener(event)
        self._changed.notify_all()
