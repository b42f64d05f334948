"""What each desktop has safe on its own disk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import reduce
from typing import Annotated

from msgspec import Meta, Struct

from node_agent.wire.messages import Ack, Count, NodeId, SeqRange


class DesktopAck(Struct, frozen=True, kw_only=True):
    """The latest word of one desktop: all up to ``up_to``, and ``ranges`` beyond it."""

    up_to: Count = 0
    ranges: Annotated[tuple[SeqRange, ...], Meta(max_length=256)] = ()

    def settled(self) -> tuple[SeqRange, ...]:
        """Sorted, and free of overlaps, which a desktop may well have named."""
        first, last = 1, self.up_to
        settled: list[SeqRange] = []
        for next_first, next_last in sorted(self.ranges):
            if next_first > last + 1:
                settled.append((first, last))
                first = next_first
            last = max(last, next_last)
        settled.append((first, last))
        return tuple(pair for pair in settled if pair[0] <= pair[1])


class Acknowledgements:
    """The desktops that the spool waits for, each with what it has."""

    def __init__(self, desktops: dict[NodeId, DesktopAck]) -> None:
        self._desktops = dict(desktops)

    @property
    def by_desktop(self) -> dict[NodeId, DesktopAck]:
        return dict(self._desktops)

    def wait_for(self, desktop_ids: Collection[str]) -> bool:
        """Waits for these desktops and no other from now on; returns whether that is new."""
        new = set(desktop_ids) != self._desktops.keys()
        if new:
            self._desktops = {each: self._desktops.get(each, DesktopAck()) for each in desktop_ids}
        return new

    def note(self, desktop_id: str, ack: Ack) -> None:
        """Replaces what a desktop said before; ``up_to`` never goes back."""
        before = self._desktops.get(desktop_id, DesktopAck())
        self._desktops[desktop_id] = DesktopAck(up_to=max(before.up_to, ack.up_to), ranges=ack.ranges)

    def settled_by_all(self) -> tuple[SeqRange, ...]:
        """What every desktop has; nothing while no desktop is known."""
        if not self._desktops:
            return ()
        return reduce(_common, (desktop.settled() for desktop in self._desktops.values()))


def _common(left: tuple[SeqRange, ...], right: tuple[SeqRange, ...]) -> tuple[SeqRange, ...]:
    return tuple(_overlaps(left, right))


def _overlaps(left: tuple[SeqRange, ...], right: tuple[SeqRange, ...]) -> Iterator[SeqRange]:
    for first, last in left:
        for other_first, other_last in right[bisect_left(right, first, key=lambda pair: pair[1]) :]:
            if other_first > last:
                break
            yield max(first, other_first), min(last, other_last)
