"""The durable spool: every image is on the device's disk before anyone hears of it.

A folder of message files named by sequence number, and one small document beside it (stream, tombstones, what
desktops have acknowledged, totals). The newest message file is never deleted, so no crash makes a sequence number
come again. What exceeds the quota goes oldest first and leaves a tombstone, which is durable before the files go.
"""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from node_agent.capture import Capture
from node_agent.errors import DamagedMessageError, SpoolFullError
from node_agent.held import HeldMessages
from node_agent.message_file import Message, Tally, pack
from node_agent.message_folder import MessageFolder
from node_agent.room import DISK_FLOOR_BYTES, Room, cost_bytes
from node_agent.spool_record import SpoolRecord
from node_agent.wire.messages import Ack, DropReason, Frame, FrameHeader, SeqRange

log = logging.getLogger(__name__)

STATE_FILE = "spool.json"
MESSAGES_FOLDER = "messages"


class SpoolStatus(NamedTuple):
    """What a heartbeat says of the spool; ``first_seq`` is past ``last_seq`` while nothing is held.

    ``full``: the oldest images have to go for new ones. ``tally`` and ``last_seq`` are of one moment.
    """

    first_seq: int
    last_seq: int
    held_bytes: int
    quota_bytes: int
    disk_free_bytes: int
    full: bool
    tally: Tally


class Gone(NamedTuple):
    """A range that is held no more, and why."""

    seq_range: SeqRange
    reason: DropReason


class _Written(NamedTuple):
    """A message that is not durable yet."""

    camera: str
    size_bytes: int


class Spool:
    """Any thread may ask and acknowledge; :meth:`append` and :meth:`checkpoint` belong to one thread."""

    def __init__(self, folder: Path, quota_bytes: int, disk_floor_bytes: int = DISK_FLOOR_BYTES) -> None:
        """Opens the spool in ``folder`` or makes one there.

        Raises:
            SpoolError: it is damaged.
            OSError: it can't be read or written.
        """
        self._changed = threading.Condition()
        self._folder = MessageFolder(folder / MESSAGES_FOLDER)
        self._room = Room(quota_bytes, disk_floor_bytes, self._folder.free_bytes)
        self._held = HeldMessages(self._folder.sizes())
        self._unsynced: dict[int, _Written] = {}
        self._record = SpoolRecord(folder / STATE_FILE)
        self._restore()

    def _restore(self) -> None:
        last_seq = max(self._held.newest(1), default=0)
        newest, torn = self._newest_whole()
        self._record.catch_up(last_seq, newest, torn)
        self._held.remove(torn)
        self._folder.delete(torn)

    def _newest_whole(self) -> tuple[Message | None, list[int]]:
        """The newest whole message and the torn ones after it.

        A power cut tears only what was not yet published, so nobody misses it. Its number is spent all the same:
        a failing disk may have torn it later.
        """
        torn: list[int] = []
        for seq in reversed(self._held.newest(len(self._held))):
            try:
                return self._folder.read(seq), torn
            except DamagedMessageError as error:
                log.warning("A capture was cut short: %s", error)
                torn.append(seq)
        return None, torn

    def append(self, captures: Sequence[Capture]) -> list[Frame | OSError]:
        """Numbers captures and makes them durable; gives for each in turn its frame, or why it is not in the spool.

        Where the quota demands it the oldest images go, but not for a capture that can wait: that one gets a
        :class:`SpoolFullError`.
        """
        outcomes: list[Frame | OSError] = []
        while len(outcomes) < len(captures):
            outcomes += self._sync(self._write_some(captures[len(outcomes) :]))
        return outcomes

    def close(self) -> None:
        """Ends its threads; nothing is appended after it."""
        self._folder.close()

    def checkpoint(self) -> None:
        """Makes acknowledgements and totals durable that are new since the last time.

        Raises:
            OSError: they could not be written; they are tried again next time.
        """
        with self._changed:
            if self._record.unsaved:
                self._record.save()

    @property
    def stream(self) -> str:
        """The run of sequence numbers that was born with this spool."""
        return self._record.stream

    @property
    def last_seq(self) -> int:
        """The newest sequence number that may be published; 0 before the first."""
        return self._record.last_seq

    def status(self) -> SpoolStatus:
        with self._changed:
            try:
                free_bytes = self._folder.free_bytes()
            except OSError as error:
                log.warning("The disk under the spool does not answer: %s", error)
                free_bytes = 0
            first_seq = self._held.next_from(1) or self._record.last_seq + 1
            return SpoolStatus(
                first_seq=first_seq,
                last_seq=self._record.last_seq,
                held_bytes=self._used_bytes(),
                quota_bytes=self._room.quota_bytes,
                disk_free_bytes=free_bytes,
                full=self._room.is_full(self._used_bytes(), free_bytes),
                tally=self._record.tally.copy(),
            )

    def count_refused(self, camera: str, reason: DropReason) -> None:
        """Counts a capture that never got into the spool and never will."""
        with self._changed:
            self._record.tally.count_refused(camera, reason)
            self._record.unsaved = True

    def wait_for_room(self, cost: int, timeout_s: float) -> bool:
        """Whether, within ``timeout_s``, images of this :func:`cost_bytes` fit without others having to go."""
        try:
            with self._changed:
                return self._changed.wait_for(lambda: self._shortage(cost) <= 0, timeout_s)
        except OSError:
            return True  # the disk does not answer, and writing will say so

    def look(self, first: int, last: int) -> int | Gone:
        """What begins at ``first``: that number itself when it is held, else what is gone from there to ``last``."""
        with self._changed:
            held = self._held.next_from(first)
            if held == first:
                return first
            last = last if held is None else min(last, held - 1)
            buried = self._record.tombstones.next_from(first)
        if buried is None or buried.first > last:
            return Gone((first, last), "delivered")
        if buried.first > first:
            return Gone((first, buried.first - 1), "delivered")
        return Gone((first, min(last, buried.last)), buried.reason)

    def read(self, seq: int) -> Frame | None:
        """Reads an image back; None when it is gone, then :meth:`look` says why.

        Raises:
            OSError: the disk can't be read or written.
        """
        try:
            return self._folder.read(seq).frame
        except (DamagedMessageError, FileNotFoundError) as error:
            with self._changed:
                if seq not in self._held:
                    return None
                log.error("Image %d is lost: %s", seq, error)
                self._bury([seq], "disk_error")
            self._folder.delete([seq])
            return None

    def newest(self, count: int) -> list[FrameHeader]:
        """Headers of the newest images that are held. Raises OSError as :meth:`read` does."""
        with self._changed:
            seqs = self._held.newest(count)
        return [frame.header for seq in seqs if (frame := self.read(seq)) is not None]

    def wait_for(self, desktop_ids: Collection[str]) -> None:
        """Keeps images from now on until each of these desktops, and no other, has them; durable on return.

        Raises:
            OSError: that could not be written.
        """
        with self._changed:
            if not self._record.acks.wait_for(desktop_ids):
                return
            self._record.save()
        self._trim()

    def acknowledge(self, desktop_id: str, ack: Ack) -> None:
        """Notes what a desktop has, and deletes what all desktops have; durable at the next checkpoint."""
        with self._changed:
            self._record.acks.note(desktop_id, ack)
            self._record.unsaved = True
        self._trim()

    def _trim(self) -> None:
        with self._changed:
            delivered = self._held.within(self._record.acks.settled_by_all())
            self._held.remove(delivered)
            self._changed.notify_all()
        self._folder.delete(delivered)

    def _write_some(self, captures: Sequence[Capture]) -> list[Frame | OSError]:
        """Writes at least the first, and those after it until one has no room beside what is not durable yet."""
        outcomes: list[Frame | OSError] = []
        for capture in captures:
            try:
                outcomes.append(self._write(capture))
            except SpoolFullError as error:
                # Only what is durable may make way: once the others are, there may be room.
                if self._unsynced:
                    break
                outcomes.append(error)
            except OSError as error:
                outcomes.append(error)
        return outcomes

    def _write(self, capture: Capture) -> Frame:
        self._make_room(cost_bytes(capture.encoded), capture.can_wait)
        seq = self._record.last_seq + len(self._unsynced) + 1
        frame = Frame(capture.header(self.stream, seq), capture.encoded.thumbnail, capture.encoded.image)
        with self._changed:
            pieces = pack(frame, self._tally_with(capture.camera))
            self._unsynced[seq] = _Written(capture.camera, sum(len(piece) for piece in pieces))
        try:
            self._folder.write(seq, pieces)
        except OSError:
            self._take_back([seq])
            raise
        return frame

    def _sync(self, outcomes: list[Frame | OSError]) -> list[Frame | OSError]:
        """Makes durable what was written and gives its ``outcomes``, or the error in place of what was not."""
        if not self._unsynced:
            return outcomes
        try:
            self._folder.sync()
        except OSError as error:
            self._take_back(list(self._unsynced))
            return [outcome if isinstance(outcome, OSError) else error for outcome in outcomes]
        with self._changed:
            for seq, written in self._unsynced.items():
                self._held.add(seq, written.size_bytes)
                self._record.tally.count_captured(written.camera, 1)
            self._record.last_seq += len(self._unsynced)
            self._unsynced.clear()
            self._record.unsaved = True
        return outcomes

    def _tally_with(self, camera: str) -> Tally:
        """The totals as they will be once what is written, and an image of this camera after it, is durable."""
        tally = self._record.tally.copy()
        for each in (*(written.camera for written in self._unsynced.values()), camera):
            tally.count_captured(each, 1)
        return tally

    def _take_back(self, seqs: Sequence[int]) -> None:
        """Undoes what did not become durable; nobody has heard of it, so its numbers are free again."""
        with self._changed:
            for seq in seqs:
                del self._unsynced[seq]
        self._folder.delete(seqs)

    def _make_room(self, cost: int, can_wait: bool) -> None:
        with self._changed:
            shortage = self._shortage(cost)
            if shortage <= 0:
                return
            oldest = [] if can_wait else self._held.oldest(self._room.worth_dropping(shortage))
            if self._held.bytes_of(oldest) < shortage:
                raise SpoolFullError(errno.ENOSPC, "the spool is at its quota, or the disk is nearly full")
            self._bury(oldest, "quota")
        log.warning("The spool is full: %d images that no desktop fetched in time are gone", len(oldest))
        self._folder.delete(oldest)

    def _used_bytes(self) -> int:
        return self._held.total_bytes + sum(written.size_bytes for written in self._unsynced.values())

    def _shortage(self, cost: int) -> int:
        return self._room.shortage(self._used_bytes(), cost)

    def _bury(self, seqs: Sequence[int], reason: DropReason) -> None:
        """Marks held images as gone, durably; their files may go after that."""
        self._record.bury(seqs, reason)
        self._held.remove(seqs)
