"""The way in for files and pasted images that a person gives to Miharu."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from desktop.core.errors import ImageFileError
from desktop.core.events import ImagesAdded, ImagesRemoved
from desktop.core.records import ImageKey
from desktop.store.annotations import clear_names
from desktop.store.connections import Readers, fetch
from desktop.store.decoding import decode
from desktop.store.file_names import pasted_path
from desktop.store.group_commit import GroupCommit
from desktop.store.image_files import ImageFiles
from desktop.store.rows import PERSON, NewImage, insert_image
from desktop.store.thumbnails import Thumbnails
from desktop.store.writer import Transaction, Writer

_KNOWN = "SELECT id FROM image WHERE path = ? AND sha256 = ?"
_AT_PATH = "SELECT id, taken_ns, sha256 FROM image WHERE path = ?"


class FolderImporter:
    """Takes in what a person drops or pastes; many threads may call it at once, each decodes for itself."""

    def __init__(
        self,
        files: ImageFiles,
        arrivals: GroupCommit,
        writer: Writer,
        readers: Readers,
        thumbnails: Thumbnails,
        clock_ns: Callable[[], int],
    ) -> None:
        self._files = files
        self._arrivals = arrivals
        self._writer = writer
        self._readers = readers
        self._thumbnails = thumbnails
        self._clock_ns = clock_ns

    def add_file(self, path: Path) -> int:
        """See :class:`desktop.core.library.Importer`."""
        return self.begin_file(path).result()

    def begin_file(self, path: Path) -> Future[int]:
        """See :class:`desktop.core.library.Importer`. A file that has changed since it was indexed becomes a new
        image in the place of the old one."""
        path = path.absolute()
        status = _status(path)
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").digest()
                known = self._readers.fetch(_KNOWN, (self._row_path(path), sha256))
                if known:
                    return _done(int(known[0][0]))
                file.seek(0)
                facts, thumbnail = decode(file, str(path))
        except OSError as error:
            raise ImageFileError(_cause(path, error)) from error
        image = NewImage(
            origin=PERSON,
            taken_ns=self._clock_ns(),
            path=self._row_path(path),
            file_name=path.name,
            sha256=sha256,
            size_bytes=status.st_size,
            mtime_ns=status.st_mtime_ns,
            width_px=facts.width_px,
            height_px=facts.height_px,
            image_format=facts.image_format,
        )
        return self._writer.submit(partial(self._insert, image, thumbnail))

    def add_bytes(self, data: bytes, name: str) -> int:
        """See :class:`desktop.core.library.Importer`.

        Raises:
            LibraryError: it could not be stored.
        """
        facts, thumbnail = decode(io.BytesIO(data), name)
        now_ns = self._clock_ns()
        image = NewImage(
            origin=PERSON,
            taken_ns=now_ns,
            path=pasted_path(now_ns, name, facts.image_format),
            file_name=name,
            sha256=hashlib.sha256(data).digest(),
            size_bytes=len(data),
            width_px=facts.width_px,
            height_px=facts.height_px,
            image_format=facts.image_format,
        )
        return self._arrivals.submit(image, data, thumbnail, _nothing_to_check).result().image_id

    def _row_path(self, path: Path) -> str:
        return self._files.row_path(path.resolve())

    def _insert(self, image: NewImage, thumbnail: bytes, transaction: Transaction) -> int:
        connection = transaction.connection
        for image_id, taken_ns, sha256 in fetch(connection, _AT_PATH, (image.path,)):
            if sha256 == image.sha256:
                return int(image_id)  # another thread was faster
            clear_names(connection, ImageKey(taken_ns, image_id))
            connection.execute("DELETE FROM image WHERE id = ?", (image_id,))
            transaction.announce(ImagesRemoved((image_id,)))
            transaction.after_commit.append(partial(self._thumbnails.remove, [image_id]))
        key = insert_image(connection, image, self._clock_ns())
        assert key is not None  # only an image of a stream can be a repeat
        transaction.announce(ImagesAdded((key,)))
        transaction.after_commit.append(partial(self._thumbnails.put, {key.image_id: thumbnail}))
        return key.image_id


def _done(image_id: int) -> Future[int]:
    future: Future[int] = Future()
    future.set_result(image_id)
    return future


def _status(path: Path) -> os.stat_result:
    try:
        str(path).encode()
        status = path.stat()
    except UnicodeEncodeError as error:
        raise ImageFileError(f"the name of {str(path)!a} is not UTF-8; rename the file") from error
    except (OSError, ValueError) as error:
        raise ImageFileError(_cause(path, error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise ImageFileError(f"{path} is a folder, not an image")
    if not stat.S_ISREG(status.st_mode):
        raise ImageFileError(f"{path} is no ordinary file")
    return status


def _cause(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{path} does not exist"
    if isinstance(error, PermissionError):
        return f"there is no permission to read {path}"
    return f"{path} can't be read: {error}"


def _nothing_to_check() -> None:
    """The bytes were decoded already."""
