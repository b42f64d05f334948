"""Which messages the spool holds, in memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from node_agent.wire.messages import SeqRange


class HeldMessages:
    """Sequence numbers in order, each with its size on the disk."""

    def __init__(self, sizes: Mapping[int, int]) -> None:
        """``sizes`` are in bytes, by sequence number, in order."""
        self._sizes = dict(sizes)
        self._seqs = list(sizes)
        self.total_bytes = sum(sizes.values())

    def __contains__(self, seq: int) -> bool:
        return seq in self._sizes

    def __len__(self) -> int:
        return len(self._seqs)

    def add(self, seq: int, size_bytes: int) -> None:
        """Adds a message that is newer than all others."""
        self._seqs.append(seq)
        self._sizes[seq] = size_bytes
        self.total_bytes += size_bytes

    def remove(self, seqs: Iterable[int]) -> None:
        gone = frozenset(seqs)
        self.total_bytes -= sum(self._sizes.pop(seq) for seq in gone)
        self._seqs = [seq for seq in self._seqs if seq not in gone] if gone else self._seqs

    def bytes_of(self, seqs: Iterable[int]) -> int:
        return sum(self._sizes[seq] for seq in seqs)

    def newest(self, count: int) -> list[int]:
        return self._seqs[-count:] if count else []

    def next_from(self, seq: int) -> int | None:
        """The first held number that is not below ``seq``."""
        index = bisect_left(self._seqs, seq)
        return self._seqs[index] if index < len(self._seqs) else None

    def oldest(self, wanted_bytes: int) -> list[int]:
        """As many of the oldest as hold ``wanted_bytes`` together, or all but the newest."""
        seqs, total_bytes = [], 0
        for seq in self._seqs[:-1]:
            if total_bytes >= wanted_bytes:
                break
            seqs.append(seq)
            total_bytes += self._sizes[seq]
        return seqs

    def within(self, ranges: Iterable[SeqRange]) -> list[int]:
        """Those within ``ranges``, which do not overlap, but never the newest."""
        old = self._seqs[:-1]
        return [seq for first, last in ranges for seq in old[bisect_left(old, first) : bisect_left(old, last + 1)]]
