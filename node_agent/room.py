"""How much of the disk the spool may take."""

from __future__ import annotations

from collections.abc import Callable

from node_agent.encode import EncodedImage

DISK_FLOOR_BYTES = 200_000_000
_OVERHEAD_BYTES = 4096
"""At most what header, totals and file system add to an image and its thumbnail."""
_DROP_SHARE = 64
"""A full spool drops this part of its quota at once, so that not every image costs a write of the document."""


def cost_bytes(encoded: EncodedImage) -> int:
    """What an image takes of the spool, at most."""
    return len(encoded.image) + len(encoded.thumbnail) + _OVERHEAD_BYTES


class Room:
    """A quota for what is used, and a floor below which the disk's free space never falls."""

    def __init__(self, quota_bytes: int, floor_bytes: int, free_bytes: Callable[[], int]) -> None:
        """``free_bytes`` tells what the disk has left; it raises OSError when it can't be asked."""
        self.quota_bytes = quota_bytes
        self._floor_bytes = floor_bytes
        self._free_bytes = free_bytes

    def shortage(self, used_bytes: int, cost: int) -> int:
        """By how many bytes an image of this cost would exceed the quota or the floor. Raises OSError, see there."""
        over_quota = used_bytes + cost - self.quota_bytes
        below_floor = cost + self._floor_bytes - self._free_bytes()
        return max(over_quota, below_floor)

    def worth_dropping(self, shortage: int) -> int:
        """How many bytes to drop at once where so many are short."""
        return max(shortage, self.quota_bytes // _DROP_SHARE)

    def is_full(self, used_bytes: int, free_bytes: int) -> bool:
        """Whether the spool drops images, give or take what it has dropped at once."""
        margin_bytes = 2 * self.quota_bytes // _DROP_SHARE
        over_quota = used_bytes + margin_bytes > self.quota_bytes
        return over_quota or free_bytes < self._floor_bytes + margin_bytes
