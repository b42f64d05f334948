"""Thumbnails in a database of their own: losing it costs only time, so a crash may take the latest of them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import apsw

from desktop.store import errors
from desktop.store.connections import Readers, connect, fetch, id_list
from desktop.store.decoding import format_of

log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024
"""A thumbnail of 320 px has about 15 kB; what a device sends beyond this limit is not one."""

_TABLES = """
CREATE TABLE IF NOT EXISTS library (id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS thumbnail (image INTEGER PRIMARY KEY, jpeg BLOB NOT NULL) STRICT;
"""


class Thumbnails:
    """JPEG thumbnails by image id."""

    def __init__(self, path: Path, library_id: str) -> None:
        """Opens the database at ``path``, or makes it; one that belongs to another ``library_id`` is made anew.

        Raises:
            LibraryError: that is not possible.
        """
        self._path = path
        self._lock = threading.Lock()
        try:
            self._connection = _open(path, library_id)
        except apsw.Error as error:
            raise errors.from_database(error, path) from error
        except OSError as error:
            raise errors.from_system(error, path.parent) from error
        self._readers = Readers(path)

    def get(self, image_ids: Sequence[int]) -> dict[int, bytes]:
        """Those of ``image_ids`` that are here.

        Raises:
            LibraryError: the library is closed, or the database can't be read.
        """
        sql = "SELECT image, jpeg FROM json_each(?) JOIN thumbnail ON image = value"
        return dict(self._readers.fetch(sql, (id_list(image_ids),)))

    def put(self, jpegs: Mapping[int, bytes]) -> None:
        """Keeps these; when that fails, they are made anew as they are wanted."""
        rows = [(image_id, jpeg) for image_id, jpeg in jpegs.items() if _is_thumbnail(jpeg)]
        self._write("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", rows)

    def remove(self, image_ids: Sequence[int]) -> None:
        self._write("DELETE FROM thumbnail WHERE image = ?", [(image_id,) for image_id in image_ids])

    def close(self) -> None:
        self._readers.close()
        with self._lock:
            self._connection.close()

    def _write(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        with self._lock:
            try:
                with self._connection:
                    self._connection.executemany(sql, rows)
            except apsw.Error as error:
                log.warning("thumbnails not written: %s", errors.from_database(error, self._path))


def _is_thumbnail(jpeg: bytes) -> bool:
    return format_of(jpeg) == "jpeg" and len(jpeg) <= MAX_BYTES


def _open(path: Path, library_id: str) -> apsw.Connection:
    try:
        connection = _connect(path)
        known = fetch(connection, "SELECT id FROM library")
        if not known:
            connection.execute("INSERT INTO library VALUES (?)", (library_id,))
        if not known or known == [(library_id,)]:
            return connection
        log.warning("%s belongs to an earlier catalogue and is made anew", path)
        connection.close()
    except (apsw.NotADBError, apsw.CorruptError):
        log.warning("%s is damaged and is made anew", path)
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return _open(path, library_id)


def _connect(path: Path) -> apsw.Connection:
    connection = connect(path)
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "NORMAL")
    connection.execute(_TABLES)
    return connection
