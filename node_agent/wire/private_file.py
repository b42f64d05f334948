"""Small documents on disk that only their owner may read, replaced as a whole and never half written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from filelock import BaseFileLock, FileLock
from msgspec import Struct

from node_agent.wire.errors import DamagedFileError

LOCK_TIMEOUT_S = 10.0

Document = TypeVar("Document", bound=Struct)
_Fingerprint = tuple[int, int, int]


class PrivateFile(Generic[Document]):
    """One document, kept as JSON with mode 0600. A missing file reads as ``document_type()``.

    Any thread may call any method.
    """

    def __init__(self, path: Path, document_type: type[Document]) -> None:
        self._path = path
        self._document_type = document_type
        self._last_read: tuple[_Fingerprint | None, Document] = (None, document_type())

    def read(self) -> Document:
        """The document as it is now; the file is only opened when it has changed since the last call.

        Raises:
            DamagedFileError: the file holds something else.
            OSError: the file can't be read.
        """
        fingerprint = self._fingerprint()
        if fingerprint != self._last_read[0]:
            document = self._document_type() if fingerprint is None else self._parse(self._path.read_bytes())
            self._last_read = (fingerprint, document)
        return self._last_read[1]

    def write(self, document: Document) -> None:
        """Replaces the document durably; readers see the old or the new one, whole.

        Raises:
            OSError: the file can't be written; the old one is untouched.
        """
        write_whole(self._path, msgspec.json.format(msgspec.json.encode(document)) + b"\n")

    def remove(self) -> None:
        """Removes the file; it may be gone already."""
        self._path.unlink(missing_ok=True)

    def locked(self) -> BaseFileLock:
        """A context manager: read, change and write within it, and no other process's change is lost.

        Raises on entering:
            filelock.Timeout (an OSError): another process held it for :data:`LOCK_TIMEOUT_S` seconds.
        """
        return lock_beside(self._path)

    def _fingerprint(self) -> _Fingerprint | None:
        # Every write makes a new file beside the old one, so the inode differs even within one clock tick.
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def _parse(self, content: bytes) -> Document:
        try:
            return msgspec.json.decode(content, type=self._document_type)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DamagedFileError(f"{self._path} is damaged ({error}); mend it, or move it away") from error


def write_whole(path: Path, content: bytes) -> None:
    """Makes a file, or replaces it, durably and with mode 0600; readers see the old or the new one, whole.

    Raises:
        OSError: it can't be written; the old one is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes files of mode 0600 whatever the umask.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def lock_beside(path: Path) -> BaseFileLock:
    """The lock that processes hold which read, change and write a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(f".{path.name}.lock"), timeout=LOCK_TIMEOUT_S, mode=0o600)


def sync_folder(folder: Path) -> None:
    """Makes the names of the files in a folder durable. Raises OSError when that fails."""
    # Without this a power cut may undo the rename. Windows can't open folders and needs no such call.
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
