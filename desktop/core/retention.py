"""Which images make room for new ones: the oldest that Miharu itself wrote and nobody wants kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from desktop.core.settings import RetentionSettings


class NodeShare(Struct, frozen=True, kw_only=True):
    """The images of one node that go; ``oldest_ns`` and ``newest_ns`` are when they were taken (Unix time)."""

    node: str
    images: int
    bytes: int
    oldest_ns: int
    newest_ns: int


class RetentionReport(Struct, frozen=True, kw_only=True):
    """What goes, or went. ``own_bytes`` is the size of all images that Miharu wrote and ``free_bytes`` what the disk
    had free, both before; ``short_bytes`` is what would have to go as well, but everything else is kept.
    """

    own_bytes: int
    free_bytes: int
    shares: tuple[NodeShare, ...] = ()
    short_bytes: int = 0

    @property
    def images(self) -> int:
        return sum(share.images for share in self.shares)

    @property
    def bytes(self) -> int:
        return sum(share.bytes for share in self.shares)

    @property
    def oldest_ns(self) -> int | None:
        return min((share.oldest_ns for share in self.shares), default=None)

    @property
    def newest_ns(self) -> int | None:
        return max((share.newest_ns for share in self.shares), default=None)


GoOn = Callable[[], bool]
"""Asked between batches; False ends the work there."""


class Retention(Protocol):
    """Keeps a library within a quota, and the disk from filling up. Files that lie elsewhere, or that a person gave to
    Miharu, are neither counted nor removed; images with a star or a name of ``keep_labels`` stay."""

    def plan_retention(self, settings: RetentionSettings) -> RetentionReport:
        """What :meth:`retain` would remove now; nothing is changed. It may read the whole catalogue."""

    def retain(self, settings: RetentionSettings, go_on: GoOn) -> RetentionReport:
        """Removes for good what is too much, the oldest first, in small batches. Where the disk lacks space, what a
        person has deleted before goes first."""
