"""What can go wrong with a library, in words for the user."""

from __future__ import annotations

import errno
from pathlib import Path

import apsw

from desktop.core.errors import LibraryError, LibraryFullError

_FULL = (errno.ENOSPC, errno.EDQUOT)


def from_system(error: OSError, folder: Path) -> LibraryError:
    """``error`` of a file in the library ``folder``."""
    if error.errno in _FULL:
        return _disk_full(folder)
    return LibraryError(f"can't write to {folder}: {error.strerror}")


def from_database(error: apsw.Error, path: Path, system_errno: int = 0) -> LibraryError:
    """``error`` of the database at ``path``; ``system_errno`` is what caused an I/O error."""
    if isinstance(error, apsw.FullError) or (isinstance(error, apsw.IOError) and system_errno in _FULL):
        return _disk_full(path.parent)
    if isinstance(error, apsw.NotADBError | apsw.CorruptError):
        return LibraryError(f"{path} is damaged; move it away, and Miharu makes a new one from the images")
    if isinstance(error, apsw.BusyError):
        return LibraryError(f"{path} is held by another program; try again when that has finished")
    return LibraryError(f"{path}: {error}")


def closed(folder: Path) -> LibraryError:
    return LibraryError(f"the library {folder} is closed")


def _disk_full(folder: Path) -> LibraryFullError:
    return LibraryFullError(f"the disk of {folder} is full; free some space there, then storing goes on by itself")
