"""The order of the grid as pure arithmetic: rows newest first over columns that are oldest first."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from desktop.core.keys import ImageKeys
from desktop.core.records import ImageKey

Ids = npt.NDArray[np.int64]


class Insertion(NamedTuple):
    """Keys that go to one place: ``place`` is the index, oldest first, before anything was inserted."""

    place: int
    keys: list[ImageKey]


class Rows:
    """Image keys by row. Row 0 is the newest: new images are appended to the columns, no row number is stored."""

    def __init__(self, keys: ImageKeys) -> None:
        self._keys = keys

    @classmethod
    def none(cls) -> Rows:
        return cls(ImageKeys(array("q"), array("q")))

    def __len__(self) -> int:
        return len(self._keys)

    def key(self, row: int) -> ImageKey:
        return self._keys[len(self._keys) - 1 - row]

    def row(self, key: ImageKey) -> int:
        """The row of ``key``; if it isn't there, the row of the next older image (``len`` after the oldest)."""
        place = self._keys.place(key)
        there = place < len(self._keys) and self._keys[place] == key
        return len(self._keys) - place - there

    def holds(self, key: ImageKey) -> bool:
        place = self._keys.place(key)
        return place < len(self._keys) and self._keys[place] == key

    def taken_before(self, moments_ns: Ids) -> Ids:
        """How many images were taken before each of these moments (Unix time in ns, ascending)."""
        return np.searchsorted(np.asarray(self._keys.taken_ns), moments_ns).astype(np.int64, copy=False)

    def image_ids(self) -> Ids:
        """All ids, newest first: a view that must not outlive the next change."""
        return np.asarray(self._keys.image_ids)[::-1]

    def page(self, rows: range, page_rows: int) -> range:
        """``rows`` widened to whole pages. Pages are counted from the oldest, so that new images shift none."""
        count = len(self._keys)
        first_index, end_index = count - rows.stop, count - rows.start
        first_index -= first_index % page_rows
        end_index += -end_index % page_rows
        return range(count - min(end_index, count), count - max(first_index, 0))

    def insertions(self, keys: Iterable[ImageKey]) -> list[Insertion]:
        """Where each of ``keys`` that isn't there yet goes, oldest first, neighbours together."""
        found: list[Insertion] = []
        for key in sorted(set(keys)):
            place = self._keys.place(key)
            if place < len(self._keys) and self._keys[place] == key:
                continue
            if found and found[-1].place == place:
                found[-1].keys.append(key)
            else:
                found.append(Insertion(place, [key]))
        return found

    def insert(self, insertion: Insertion) -> None:
        place = insertion.place
        self._keys.taken_ns[place:place] = array("q", [key.taken_ns for key in insertion.keys])
        self._keys.image_ids[place:place] = array("q", [key.image_id for key in insertion.keys])

    def merge(self, insertions: Sequence[Insertion]) -> None:
        """Inserts at many places in one go."""
        places = [insertion.place for insertion in insertions for _ in insertion.keys]
        keys = [key for insertion in insertions for key in insertion.keys]
        self._keys = ImageKeys(
            _column(np.insert(np.asarray(self._keys.taken_ns), places, [key.taken_ns for key in keys])),
            _column(np.insert(np.asarray(self._keys.image_ids), places, [key.image_id for key in keys])),
        )

    def runs_of(self, image_ids: Collection[int]) -> list[range]:
        """The rows of those ids that are there, as runs of neighbours, the highest rows first."""
        rows = np.flatnonzero(np.isin(self.image_ids(), np.fromiter(image_ids, np.int64)))
        breaks = np.flatnonzero(np.diff(rows) != 1) + 1
        return [range(int(run[0]), int(run[-1]) + 1) for run in np.split(rows, breaks) if len(run)][::-1]

    def remove(self, rows: range) -> None:
        first, end = len(self._keys) - rows.stop, len(self._keys) - rows.start
        del self._keys.taken_ns[first:end]
        del self._keys.image_ids[first:end]

    def remove_all(self, runs: Iterable[range]) -> None:
        """Removes many runs in one go."""
        kept = np.ones(len(self._keys), bool)
        for run in runs:
            kept[len(self._keys) - run.stop : len(self._keys) - run.start] = False
        self._keys = ImageKeys(
            _column(np.asarray(self._keys.taken_ns)[kept]), _column(np.asarray(self._keys.image_ids)[kept])
        )


def _column(values: Ids) -> array[int]:
    return array("q", values.astype(np.int64, copy=False).tobytes())
