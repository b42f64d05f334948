"""Many image keys in little room: a million in 16 MB, where a million tuples take ten times that."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import overload

from desktop.core.records import ImageKey


class ImageKeys(Sequence[ImageKey]):
    """A sequence of :class:`ImageKey`, oldest first, kept as two ``array('q')`` of one length.

    Whoever works with all of them reads ``taken_ns`` and ``image_ids``; single keys are made when asked for.
    """

    def __init__(self, taken_ns: array[int], image_ids: array[int]) -> None:
        if len(taken_ns) != len(image_ids):
            raise ValueError(f"{len(taken_ns)} times for {len(image_ids)} ids")
        self.taken_ns = taken_ns
        self.image_ids = image_ids

    def place(self, key: ImageKey) -> int:
        """The index of ``key``, or where it would go."""
        first = bisect_left(self.taken_ns, key.taken_ns)
        end = bisect_right(self.taken_ns, key.taken_ns, lo=first)
        return bisect_left(self.image_ids, key.image_id, lo=first, hi=end)

    def __len__(self) -> int:
        return len(self.image_ids)

    @overload
    def __getitem__(self, index: int) -> ImageKey: ...
    @overload
    def __getitem__(self, index: slice) -> ImageKeys: ...
    def __getitem__(self, index: int | slice) -> ImageKey | ImageKeys:
        if isinstance(index, slice):
            return ImageKeys(self.taken_ns[index], self.image_ids[index])
        return ImageKey(self.taken_ns[index], self.image_ids[index])

    def __repr__(self) -> str:
        return f"<ImageKeys: {len(self)} images>"
