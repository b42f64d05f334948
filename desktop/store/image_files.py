"""The image files of a library: written once and for good, never changed.

A file is written under ``.incoming`` and only gets its name when all of it is on the disk, so that a name in the
library always stands for a whole image, whatever moment the power fails.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import logging
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop.store import errors

log = logging.getLogger(__name__)

INCOMING = ".incoming"
BIN = ".bin"
LEFTOVER_AFTER_S = 3600
"""A write takes seconds; what has lain in ``.incoming`` for that long was left by a crash."""
_BINARY = getattr(os, "O_BINARY", 0)  # of Windows alone
_NO_LINKS = frozenset((errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES, errno.EINVAL))
"""What file systems answer that know no second name for a file, as FAT; there a rename comes as near as can be."""
_YEAR = re.compile(r"\d{4}")


class ImageFiles:
    """The folder of a library as a place for files. Paths of rows are relative to it, or absolute if elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / INCOMING
        self._mark = uuid.uuid4().hex  # tells whose a file in .incoming is: others write to this library, too
        self._numbers = itertools.count()
        self._safe_folders: set[Path] = set()

    def prepare(self) -> None:
        """Makes the folder, and clears away what a crash left half-written.

        Raises:
            LibraryError: the folder can't be made or written to.
        """
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            for leftover in self._incoming.iterdir():
                with suppress(FileNotFoundError):  # it is another process's, and has got its name by now
                    if leftover.stat().st_mtime < time.time() - LEFTOVER_AFTER_S:
                        leftover.unlink()
        except OSError as error:
            raise errors.from_system(error, self.folder) from error

    def absolute(self, row_path: str) -> Path:
        return self.folder / row_path

    def row_path(self, path: Path) -> str:
        """``path`` (absolute) as a row holds it."""
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)

    def write(self, data: bytes) -> Path:
        """Writes ``data`` durably to a file that has no name in the library yet; :meth:`give_name` is next.

        Raises:
            OSError: it could not be written whole; nothing is left of it.
        """
        temporary = self._incoming / f"{self._mark}-{next(self._numbers)}"
        try:
            _write_durably(temporary, data)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        return temporary

    def give_name(self, temporary: Path, row_path: str) -> bool:
        """Moves what was written to its place; :meth:`sync_folder` then makes the name durable.

        False, and nothing is moved, where something lies there already: nothing is ever written over. Not for many
        threads at once: a file system lets only one move files between folders, and the others spin.

        Raises:
            OSError: that could not be done; nothing is left of it.
        """
        target = self.absolute(row_path)
        try:
            try:
                _move(temporary, target)
            except FileNotFoundError:
                self._safe_folders.discard(target.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
                _move(temporary, target)
        except FileExistsError:
            return False
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        return True

    def sync(self, row_path: str) -> None:
        """Syncs a file of which it isn't known whether whoever wrote it came that far.

        Raises:
            OSError: the sync failed.
        """
        with self.absolute(row_path).open("rb+") as file:
            os.fsync(file.fileno())

    def sync_folder(self, folder: Path) -> None:
        """Makes names in ``folder`` durable, and the folder itself when it is new.

        Raises:
            OSError: a sync failed; what was written there must not count as stored.
        """
        _sync_folder(folder)
        if folder not in self._safe_folders:
            for parent in itertools.takewhile(lambda parent: parent != self.folder.parent, folder.parents):
                _sync_folder(parent)
            self._safe_folders.add(folder)

    def remove(self, row_path: str) -> None:
        """Takes back a file that has no row."""
        try:
            self.absolute(row_path).unlink(missing_ok=True)
        except OSError as error:  # a disk that fails altogether; verify will name the file
            log.warning("left without a row: %s", error)

    def move(self, row_path: str, target_path: str) -> bool:
        """Gives a file another name; True when it has that name, also if it had it already, False when it is gone.

        Nothing is ever written over. :meth:`sync_folder` then makes both folders durable.

        Raises:
            OSError: it could not be moved, or something else lies there.
        """
        source, target = self.absolute(row_path), self.absolute(target_path)
        if not source.exists():
            return target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(source, target)
        return True

    def own_files(self) -> Iterator[list[str]]:
        """All files below the library's own folders (one a year), one list a folder, in order of their paths."""
        years = (entry for entry in self.folder.iterdir() if _YEAR.fullmatch(entry.name) and entry.is_dir())
        for year in sorted(years):
            for parent, folders, names in os.walk(year):
                folders.sort()
                yield [self.row_path(Path(parent, name)) for name in sorted(names)]


def sha256_of(path: Path) -> bytes:
    """The SHA-256 of a file's content.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        _sync_bytes(descriptor)
        written = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if written != len(data):
        raise OSError(errno.EIO, f"{written} of {len(data)} bytes were written")


def _move(source: Path, target: Path) -> None:
    """Raises FileExistsError where there is a file at ``target`` already."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        source.rename(target)
    else:
        source.unlink()


def _sync_bytes(descriptor: int) -> None:
    getattr(os, "fdatasync", os.fsync)(descriptor)  # macOS and Windows have no fdatasync


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no such call; NTFS logs names by itself
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
