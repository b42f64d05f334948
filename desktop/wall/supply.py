"""What the screen shows of images, brought from the background as far as it is wanted."""

from __future__ import annotations

import functools
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.wall.background import Background

logger = logging.getLogger(__name__)

T = TypeVar("T")

RETRY_MS = 2000


class Supply(QObject, Generic[T]):
    """Values by image id, fetched on a worker, a batch at a time, and kept for a while.

    Only the latest wish counts: what was wanted before and has not begun is never fetched, so a fast scroll leaves
    no queue behind. The longest unused values are dropped beyond ``capacity``.
    """

    arrived = Signal(object)
    """``list[int]``: ids that have a new value; one signal a batch."""
    failed = Signal(str)
    """A batch could not be fetched, in words for the user: told once until one can be again. It is tried on."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Mapping[int, Any]],
        background: Background,
        *,
        batch: int,
        capacity: int,
        parent: QObject | None = None,
    ) -> None:
        """``fetch`` is called on a worker with up to ``batch`` ids; an id that it leaves out has no value."""
        super().__init__(parent)
        self._fetch = fetch
        self._background = background
        self._batch = batch
        self._capacity = capacity
        self._values: OrderedDict[int, T | None] = OrderedDict()
        self._outdated: set[int] = set()
        self._fetching: list[int] = []
        self._failing = False
        self._wanted: Sequence[int] = ()
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._fetch_next)

    def get(self, image_id: int) -> T | None:
        """The value, perhaps an outdated one until the new one has arrived; None if there is none (yet)."""
        return self._values.get(image_id)

    def lacks(self, image_id: int) -> bool:
        """Whether it is known that this image has no value."""
        return image_id in self._values and self._values[image_id] is None

    def want(self, image_ids: Sequence[int]) -> None:
        """From now on these are wanted, the most urgent first, and nothing else."""
        self._wanted = image_ids
        for image_id in image_ids:
            if image_id in self._values:
                self._values.move_to_end(image_id)
        self._fetch_next()

    def refresh(self, image_ids: Iterable[int]) -> None:
        """The values of these have changed: fetched anew when wanted, the old ones shown until then."""
        self._outdated.update(each for each in image_ids if each in self._values or each in self._fetching)
        self._fetch_next()

    def refresh_all(self) -> None:
        """As :meth:`refresh`, for all there are."""
        self.refresh([*self._values, *self._fetching])

    def forget(self, image_ids: Iterable[int]) -> None:
        """These are gone."""
        for image_id in image_ids:
            self._values.pop(image_id, None)
            self._outdated.discard(image_id)

    def set_capacity(self, capacity: int) -> None:
        self._capacity = capacity
        self._evict()

    @Slot()
    def _fetch_next(self) -> None:
        if self._fetching or self._retry.isActive():
            return
        needed = [each for each in self._wanted if each not in self._values or each in self._outdated]
        if needed:
            self._fetching = needed[: self._batch]
            self._outdated.difference_update(self._fetching)  # what changes from now on is outdated again
            self._background.run(functools.partial(self._fetch, self._fetching), self._on_fetched, self._on_failed)

    def _on_fetched(self, found: Mapping[int, Any]) -> None:
        fetched, self._fetching = self._fetching, []
        self._failing = False
        for image_id in fetched:
            self._values[image_id] = self._accept(found[image_id]) if image_id in found else None
            self._values.move_to_end(image_id)
        self._evict()
        self.arrived.emit(fetched)
        self._fetch_next()

    def _on_failed(self, error: Exception) -> None:
        self._outdated.update(each for each in self._fetching if each in self._values)
        self._fetching = []
        self._retry.start()
        if not self._failing:
            self._failing = True
            logger.warning("could not read what is in view", exc_info=error)
            self.failed.emit(str(error))

    def _accept(self, value: Any) -> T:
        """Turns what ``fetch`` gave into what is kept, on the GUI thread. Here they are the same."""
        return cast(T, value)

    def _evict(self) -> None:
        # Never less than is wanted: what is dropped while wanted would be fetched again at once, for ever.
        for _ in range(len(self._values) - max(self._capacity, len(self._wanted))):
            image_id, _value = self._values.popitem(last=False)
            self._outdated.discard(image_id)
