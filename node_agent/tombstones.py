"""Which sequence numbers are gone for good, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from node_agent.wire.messages import DropReason, Seq

MAX_TOMBSTONES = 256


class GoneRange(NamedTuple):
    """First and last sequence number, both included."""

    first: Seq
    last: Seq
    reason: DropReason


class Tombstones:
    """Ranges that are gone, oldest first; neighbours with one reason are one range.

    There are at most :data:`MAX_TOMBSTONES`: past that the two oldest become one with what lies between them, which
    every desktop known then had already.
    """

    def __init__(self, ranges: Iterable[GoneRange] = ()) -> None:
        self._ranges: list[GoneRange] = sorted(ranges)

    def __iter__(self) -> Iterator[GoneRange]:
        return iter(self._ranges)

    def add(self, seqs: Iterable[int], reason: DropReason) -> None:
        """Buries numbers that are in no range yet."""
        for seq in seqs:
            self._add_one(seq, reason)

    def next_from(self, seq: int) -> GoneRange | None:
        """The range that holds ``seq``, or else the first one after it."""
        index = bisect_left(self._ranges, seq, key=lambda gone: gone.last)
        return self._ranges[index] if index < len(self._ranges) else None

    def hold(self, seq: int) -> bool:
        """Whether ``seq`` is in one of the ranges."""
        gone = self.next_from(seq)
        return gone is not None and gone.first <= seq

    def _add_one(self, seq: int, reason: DropReason) -> None:
        index = bisect_left(self._ranges, seq, key=lambda gone: gone.first)
        self._ranges.insert(index, GoneRange(seq, seq, reason))
        self._join(index)
        if index:
            self._join(index - 1)
        if len(self._ranges) > MAX_TOMBSTONES:
            oldest, second = self._ranges[:2]
            self._ranges[:2] = [GoneRange(oldest.first, second.last, second.reason)]

    def _join(self, index: int) -> None:
        if index + 1 < len(self._ranges):
            this, following = self._ranges[index : index + 2]
            if this.last + 1 == following.first and this.reason == following.reason:
                self._ranges[index : index + 2] = [GoneRange(this.first, following.last, this.reason)]
