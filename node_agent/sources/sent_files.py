"""Which versions of which files were sent: eight bytes each, appended to one file, and never forgotten."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from pathlib import Path
from typing import NamedTuple

import numpy as np

MOST_NEW = 4096
"""A set takes ten times the memory of an array, and an array takes time to grow."""
_DIGEST_BYTES = 8


class FileVersion(NamedTuple):
    """A file as it was at one time; when it changes it is another version."""

    path: Path
    size_bytes: int
    modified_ns: int

    @classmethod
    def at(cls, path: Path) -> FileVersion | None:
        """The present version of the file at ``path``; None when there is no regular file."""
        try:
            status = path.stat()
        except OSError:
            return None
        return cls(path, status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None

    @property
    def name(self) -> str:
        """The file's name as text, also where it is no valid UTF-8."""
        return os.fsencode(self.path.name).decode(errors="replace")


class SentFiles:
    """A durable set of file versions; any thread may add and ask."""

    def __init__(self, path: Path) -> None:
        """Reads the record at ``path``; no file is an empty one. Raises OSError when it can't be read."""
        self._path = path
        self._lock = threading.Lock()
        content = path.read_bytes() if path.exists() else b""
        # A power cut may leave a part of the last entry.
        self._size_bytes = len(content) // _DIGEST_BYTES * _DIGEST_BYTES
        self._old = np.sort(np.frombuffer(content[: self._size_bytes], "<u8"))
        self._new: set[int] = set()

    def __contains__(self, version: FileVersion) -> bool:
        digest = _digest(version)
        with self._lock:
            if digest in self._new:
                return True
            old = self._old
        index = int(np.searchsorted(old, np.uint64(digest)))
        return index < len(old) and int(old[index]) == digest

    def add(self, version: FileVersion) -> None:
        """Adds a version, durably.

        Raises:
            OSError: that could not be written; it holds until the agent ends all the same.
        """
        digest = _digest(version)
        with self._lock:
            self._note(digest)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.pwrite(descriptor, digest.to_bytes(_DIGEST_BYTES, "little"), self._size_bytes)
                getattr(os, "fdatasync", os.fsync)(descriptor)
            finally:
                os.close(descriptor)
            self._size_bytes += _DIGEST_BYTES

    def _note(self, digest: int) -> None:
        self._new.add(digest)
        if len(self._new) >= MOST_NEW:
            new = np.sort(np.fromiter(self._new, "<u8"))
            # A hundred times as fast as np.union1d.
            self._old = np.insert(self._old, np.searchsorted(self._old, new), new)
            self._new.clear()


def _digest(version: FileVersion) -> int:
    text = b"%s\0%d\0%d" % (os.fsencode(version.path), version.size_bytes, version.modified_ns)
    return int.from_bytes(hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest(), "little")
