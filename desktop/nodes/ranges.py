"""Sets of sequence numbers, kept as ranges: a stream of a million images is a handful of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from node_agent.wire.messages import SeqRange


class RangeSet:
    """A set of whole numbers as sorted ranges that do not touch; both ends of a range belong to it."""

    def __init__(self, ranges: Iterable[SeqRange] = ()) -> None:
        self._ranges: list[SeqRange] = []
        for first, last in ranges:
            self.add(first, last)

    def __iter__(self) -> Iterator[SeqRange]:
        return iter(self._ranges)

    def covers(self, first: int, last: int) -> bool:
        """Whether all numbers from ``first`` to ``last`` are in the set."""
        return next(self.gaps(first, last), None) is None

    def add(self, first: int, last: int) -> None:
        start = end = self._first_ending_from(first - 1)
        while end < len(self._ranges) and self._ranges[end][0] <= last + 1:
            first = min(first, self._ranges[end][0])
            last = max(last, self._ranges[end][1])
            end += 1
        self._ranges[start:end] = [(first, last)]

    def discard(self, first: int, last: int) -> None:
        start = end = self._first_ending_from(first)
        kept: list[SeqRange] = []
        while end < len(self._ranges) and self._ranges[end][0] <= last:
            old_first, old_last = self._ranges[end]
            kept += [(old_first, first - 1)] if old_first < first else []
            kept += [(last + 1, old_last)] if old_last > last else []
            end += 1
        self._ranges[start:end] = kept

    def gaps(self, first: int, last: int) -> Iterator[SeqRange]:
        """The ranges between ``first`` and ``last`` that are not in the set, in order."""
        for taken_first, taken_last in islice(self._ranges, self._first_ending_from(first), None):
            if taken_first > last:
                break
            if first < taken_first:
                yield first, taken_first - 1
            first = taken_last + 1
        if first <= last:
            yield first, last

    def _first_ending_from(self, number: int) -> int:
        return bisect_left(self._ranges, number, key=lambda numbers: numbers[1])
