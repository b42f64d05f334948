"""The folder of spooled messages on the disk, one file a sequence number."""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from node_agent import message_file
from node_agent.errors import DamagedMessageError
from node_agent.message_file import Message

log = logging.getLogger(__name__)

SYNC_THREADS = 8
"""File systems join syncs that come at one time."""
_FILE_NAME = re.compile(r"(\d{12})\.message")


class MessageFolder:
    """Writes, reads and deletes message files; one thread at a time may write and sync."""

    def __init__(self, path: Path) -> None:
        """Makes the folder where there is none. Raises OSError when that fails."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = path
        self._pool = ThreadPoolExecutor(SYNC_THREADS, "spool-sync")  # without a burst it never makes a thread
        self._unsynced: list[int] = []
        """Descriptors of files written since the last sync: an error of their writing is told to these only."""

    def sizes(self) -> dict[int, int]:
        """Size in bytes of each message file by its sequence number, in order."""
        with os.scandir(self._path) as entries:
            found = [(match, entry) for entry in entries if (match := _FILE_NAME.fullmatch(entry.name))]
            return dict(sorted((int(match[1]), entry.stat().st_size) for match, entry in found))

    def free_bytes(self) -> int:
        """What the disk has left for us. Raises OSError when it can't be asked."""
        return shutil.disk_usage(self._path).free

    def write(self, seq: int, pieces: Sequence[bytes]) -> None:
        """Writes a message; it is durable after :meth:`sync`.

        Raises:
            OSError: it could not be written whole; what there is of it is not durable.
        """
        descriptor = os.open(self._file(seq), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            _write_all(descriptor, pieces)
        except OSError:
            os.close(descriptor)
            raise
        self._unsynced.append(descriptor)

    def sync(self) -> None:
        """Waits until all that was written since the last time is on the disk, bytes first, then names.

        Raises:
            OSError: that failed for one of them; none counts as durable.
        """
        written, self._unsynced = self._unsynced, []
        errors = [error for error in self._sync_all(written) if error is not None]
        if errors:
            raise errors[0]
        descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self, seq: int) -> Message:
        """Reads a message back.

        Raises:
            DamagedMessageError: the file is torn; the text names it.
            FileNotFoundError: it is not there any more.
            OSError: the disk can't be read.
        """
        path = self._file(seq)
        try:
            return message_file.unpack(path.read_bytes())
        except DamagedMessageError as error:
            raise DamagedMessageError(f"{path} is damaged: {error}") from error

    def delete(self, seqs: Iterable[int]) -> None:
        """Deletes files; one that can't be deleted is logged, it is found again at the next start."""
        for seq in seqs:
            try:
                self._file(seq).unlink(missing_ok=True)
            except OSError as error:
                log.warning("Can't delete a spool file: %s", error)

    def close(self) -> None:
        """Ends the threads that sync; nothing is written after it."""
        self._pool.shutdown()

    def _sync_all(self, descriptors: Sequence[int]) -> Iterable[OSError | None]:
        one_by_one = len(descriptors) < 2
        return map(_sync_and_close, descriptors) if one_by_one else self._pool.map(_sync_and_close, descriptors)

    def _file(self, seq: int) -> Path:
        return self._path / f"{seq:012}.message"


def _write_all(descriptor: int, pieces: Sequence[bytes]) -> None:
    left = [memoryview(piece) for piece in pieces if piece]
    while left:
        written = os.writev(descriptor, left)
        while left and written >= len(left[0]):
            written -= len(left.pop(0))
        if written:
            left[0] = left[0][written:]


def _sync_and_close(descriptor: int) -> OSError | None:
    try:
        # macOS has no fdatasync.
        getattr(os, "fdatasync", os.fsync)(descriptor)
    except OSError as error:
        return error
    finally:
        os.close(descriptor)
    return None
