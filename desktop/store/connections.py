"""Connections to a database: what all have in common, and a pool of readers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from desktop.store import errors

BUSY_TIMEOUT_MS = 10_000

Bindings = Sequence[Any] | Mapping[str, Any]


def connect(path: Path) -> apsw.Connection:
    """Opens the database at ``path`` (made when missing) with what all connections have in common."""
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    connection.pragma("synchronous", "FULL")
    connection.pragma("foreign_keys", True)
    connection.pragma("temp_store", "MEMORY")
    return connection


def fetch(connection: apsw.Connection, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
    """All rows at once: a statement left open would keep the write-ahead log from being folded back."""
    return connection.execute(sql, bindings).fetchall()


def id_list(image_ids: Iterable[int]) -> str:
    """Ids as one binding, for ``json_each``."""
    return json.dumps([int(image_id) for image_id in image_ids])


class Readers:
    """Connections that can only read, each used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._closed = False

    @contextmanager
    def borrow(self) -> Iterator[apsw.Connection]:
        """A connection for the length of the block.

        Raises:
            LibraryError: the library is closed, or the database failed within the block.
        """
        connection = self._take()
        try:
            yield connection
        except apsw.Error as error:
            raise errors.from_database(error, self._path, connection.system_errno) from error
        finally:
            self._give_back(connection)

    @contextmanager
    def snapshot(self) -> Iterator[apsw.Connection]:
        """As :meth:`borrow`; all statements of the block see the same state."""
        with self.borrow() as connection, connection:
            yield connection

    def fetch(self, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
        """All rows of one statement."""
        with self.borrow() as connection:
            return fetch(connection, sql, bindings)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> apsw.Connection:
        with self._lock:
            if self._closed:
                raise errors.closed(self._path.parent)
            if self._idle:
                return self._idle.pop()
        try:
            connection = connect(self._path)
            connection.pragma("query_only", True)
        except apsw.Error as error:
            raise errors.from_database(error, self._path) from error
        return connection

    def _give_back(self, connection: apsw.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
