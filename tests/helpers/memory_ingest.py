"""The way into a library, kept in memory, that a test can make full, slow or broken."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from desktop.core.errors import ForeignStreamError, LibraryFullError
from desktop.core.ledger import balance
from desktop.core.records import DeviceCount, NodeIdentity, NodeLedger, StreamPosition
from node_agent.wire.codec import check_hash
from node_agent.wire.messages import DropReason, Frame, SeqRange

WAIT_S = 15.0


class MemoryIngest:
    """Commits on a thread of its own, as a library does.

    Attributes:
        frames: what is stored, by stream and number.
        order: the same numbers in the order of their commits.
        gone: ranges that are settled as gone, with the reason.
        repeats: how often an image came that was there already.
        full: whether the disk is full.
        committing: cleared, nothing is committed until it is set again.
        handed_over_bytes: image bytes handed over and not committed yet.
        owners: the id of the node that each stream belongs to.
        boots: when each boot of each node began, by node id and boot id.
        names: the name under which each node's last image came.
    """

    def __init__(self) -> None:
        self.frames: dict[tuple[str, int], Frame] = {}
        self.order: list[tuple[str, int]] = []
        self.gone: list[tuple[str, SeqRange, DropReason]] = []
        self.repeats = 0
        self.full = False
        self.committing = threading.Event()
        self.committing.set()
        self.handed_over_bytes = 0
        self.most_handed_over_bytes = 0
        self.owners: dict[str, str] = {}
        self.boots: dict[tuple[str, str], int] = {}
        self.names: dict[str, str] = {}
        self.broken_position: Callable[[str], None] = lambda _stream: None
        self._changed = threading.Condition()
        self._writer = ThreadPoolExecutor(1, "memory-ingest")

    def store_frame(self, node: NodeIdentity, frame: Frame) -> Future[bool]:
        with self._changed:
            self.handed_over_bytes += len(frame.image)
            self.most_handed_over_bytes = max(self.most_handed_over_bytes, self.handed_over_bytes)
            self._changed.notify_all()
        return self._writer.submit(self._commit, node, frame)

    def position(self, node: NodeIdentity, stream: str) -> StreamPosition:
        self.broken_position(stream)
        if self.owners.get(stream, node.node_id) != node.node_id:
            raise ForeignStreamError(f"stream {stream} belongs to another node")
        seqs = sorted(seq for one, seq in self.frames if one == stream)
        return StreamPosition(settled=tuple(_as_ranges(seqs)))

    def settle_gone(self, _node: NodeIdentity, stream: str, seq_range: SeqRange, reason: DropReason) -> None:
        with self._changed:
            self.gone.append((stream, seq_range, reason))
            self._changed.notify_all()

    def note_clock(self, node: NodeIdentity, boot_id: str, began_ns: int) -> None:
        with self._changed:
            self.boots[node.node_id, boot_id] = began_ns
            self._changed.notify_all()

    def balance(self, node: NodeIdentity, count: DeviceCount) -> NodeLedger:
        with self._changed:
            stored = Counter(frame.header.camera for (one, _), frame in self.frames.items() if one == count.stream)
            later = Counter(
                frame.header.camera
                for (one, seq), frame in self.frames.items()
                if one == count.stream and seq > count.last_seq
            )
            gone = [(seqs, reason) for one, seqs, reason in self.gone if one == count.stream]
            dropped: Counter[str] = Counter()
            for (first, last), reason in gone:
                dropped[reason] += last - first + 1
            seqs = {seq for one, seq in self.frames if one == count.stream}
            seqs |= {seq for (first, last), _ in gone for seq in range(first, last + 1)}
        return balance(node, count, _as_ranges(sorted(seqs)), stored, later, dropped, counted_ns=time.time_ns())

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits until ``condition`` holds; it is looked at whenever something was handed over or committed."""
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S), f"in vain; {len(self.frames)} images so far"

    def wait_for(self, stream: str, *seqs: int) -> None:
        self.wait_until(lambda: all((stream, seq) in self.frames for seq in seqs))

    def close(self) -> None:
        self.committing.set()
        self._writer.shutdown()

    def _commit(self, node: NodeIdentity, frame: Frame) -> bool:
        self.committing.wait(WAIT_S)
        key = (frame.header.stream, frame.header.seq)
        with self._changed:
            self.handed_over_bytes -= len(frame.image)
            self._changed.notify_all()
            if self.full:
                raise LibraryFullError("the disk under the library is full")
            check_hash(frame)
            if key in self.frames:
                self.repeats += 1
                return False
            self.frames[key] = frame
            self.order.append(key)
            self.names[node.node_id] = node.name
            self.owners.setdefault(frame.header.stream, node.node_id)
            return True


def _as_ranges(seqs: list[int]) -> list[SeqRange]:
    ranges: list[SeqRange] = []
    for seq in seqs:
        if ranges and ranges[-1][1] == seq - 1:
            ranges[-1] = (ranges[-1][0], seq)
        else:
            ranges.append((seq, seq))
    return ranges
