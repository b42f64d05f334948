"""How a new catalogue gets its tables, and an older one becomes a present one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import apsw

from desktop.core.errors import LibraryError
from desktop.store.connections import connect, fetch
from desktop.store.migrations import MIGRATIONS
from desktop.store.terms import terms_as_json

log = logging.getLogger(__name__)

APPLICATION_ID = 0x4D494841
"""``MIHA``: by this the catalogue is told from any other SQLite file (https://sqlite.org/fileformat2.html, 1.3.11)."""


def prepare(path: Path, fill: Callable[[apsw.Connection], None], migrations: Sequence[str] = MIGRATIONS) -> None:
    """Makes the catalogue at ``path`` a present one. A new one is given to ``fill`` within its first transaction.

    Before an older one is changed, it is copied to ``catalogue.vN.backup.db`` beside it.

    Raises:
        LibraryError: the file is no catalogue, is damaged, or was made by a newer Miharu.
        apsw.Error: it can't be read or written.
    """
    connection = connect(path)
    connection.create_scalar_function("terms_of", terms_as_json, 1, deterministic=True)
    try:
        if connection.pragma("journal_mode", "wal") != "wal":
            raise LibraryError(f"{path.parent} lies on a file system without shared memory; use a local disk")
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection, path, len(migrations))
        if version == 0:
            connection.pragma("application_id", APPLICATION_ID)
            _migrate(connection, migrations, version)
            fill(connection)
        elif version < len(migrations):
            _back_up(path, path.with_name(f"{path.stem}.v{version}.backup.db"))
            _migrate(connection, migrations, version)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _version(connection: apsw.Connection, path: Path, newest: int) -> int:
    application_id, version = connection.pragma("application_id"), connection.pragma("user_version")
    if application_id == 0 and not fetch(connection, "SELECT 1 FROM sqlite_schema"):
        return 0
    if application_id != APPLICATION_ID:
        raise LibraryError(f"{path} is another program's database; choose another folder for the library")
    if version > newest:
        raise LibraryError(f"{path} was made by a newer Miharu; update this one to open it")
    assert isinstance(version, int)
    return version


def _migrate(connection: apsw.Connection, migrations: Sequence[str], version: int) -> None:
    for statements in migrations[version:]:
        connection.execute(statements)
    connection.pragma("user_version", len(migrations))


def _back_up(path: Path, copy: Path) -> None:
    log.info("copying %s to %s before it is brought up to date", path, copy)
    source, target = connect(path), connect(copy)
    try:
        with target.backup("main", source, "main") as backup:
            backup.step()
    finally:
        target.close()
        source.close()
