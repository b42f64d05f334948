"""What each desktop has safe on its own disk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import reduce
from typing import Annotated

from msgspec import Meta, Struct

from node_agent.wire.messages import Ack, Count, NodeId, SeqRange

MAX_DESKTOPS = 64


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
    """The desktops that the spool waits for, each with what it has.

    Beyond :data:`MAX_DESKTOPS` the one that was heard longest ago is forgotten.
    """

    def __init__(self, desktops: dict[NodeId, DesktopAck]) -> None:
        self._desktops = dict(desktops)

    @property
    def by_desktop(self) -> dict[NodeId, DesktopAck]:
        """The one heard longest ago first."""
        return dict(self._desktops)

    def greet(self, desktop_id: str) -> bool:
        """Waits for this desktop from now on; returns whether it is new."""
        new = desktop_id not in self._desktops
        self._put(desktop_id, self._desktops.get(desktop_id, DesktopAck()))
        return new

    def note(self, desktop_id: str, ack: Ack) -> None:
        """Replaces what a desktop said before; ``up_to`` never goes back."""
        before = self._desktops.get(desktop_id, DesktopAck())
        self._put(desktop_id, DesktopAck(up_to=max(before.up_to, ack.up_to), ranges=ack.ranges))

    def _put(self, desktop_id: str, ack: DesktopAck) -> None:
        self._desktops.pop(desktop_id, None)
        self._desktops[desktop_id] = ack
        if len(self._desktops) > MAX_DESKTOPS:
            del self._desktops[next(iter(self._desktops))]

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
