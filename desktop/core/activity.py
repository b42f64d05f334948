"""What a library counts over time: for charts, however many images there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct


class NodeActivity(Struct, frozen=True, kw_only=True):
    """One node's images by when they were taken, how many of those have labels by now, one number a period.

    ``bytes`` is the size of all its images, of whatever time. ``node`` is empty for files that a person gave.
    """

    node: str
    images: tuple[int, ...]
    labelled: tuple[int, ...]
    bytes: int


class LabelCount(Struct, frozen=True):
    """A label, and how many images taken in the whole time have it."""

    name: str
    images: int


class ActivityCounts(Struct, frozen=True, kw_only=True):
    """What came of the periods between ``bounds_h``: Unix hours (seconds / 3600), one more than there are periods.

    Nodes are in the order of their names, labels the most frequent first.
    """

    bounds_h: tuple[int, ...]
    nodes: tuple[NodeActivity, ...] = ()
    top_labels: tuple[LabelCount, ...] = ()

    @property
    def images(self) -> int:
        return sum(sum(node.images) for node in self.nodes)

    @property
    def labelled(self) -> int:
        return sum(sum(node.labelled) for node in self.nodes)

    @property
    def bytes(self) -> int:
        return sum(node.bytes for node in self.nodes)


class Activity(Protocol):
    """Counts over time, kept as roll-ups: reading them costs the same at a thousand images and at a million."""

    def activity(self, bounds_h: Sequence[int], labels: int) -> ActivityCounts:
        """Counts for the periods between ``bounds_h`` (rising Unix hours, at least two), and so many top labels."""
