"""The bin: what was deleted from the library and can still be had back.

A library cannot change rows and files in one step. So a row goes first, into the bin's table, then its file into the
folder ``.bin``, under the name that it had before; on the way back the file comes first. Between the two steps the
bin's row knows both places (``moving_ns`` is set), so that no crash leaves a file that nobody knows. The system's own
trash is not used: whether something can be had back from it depends on the desktop and on what else empties it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import PurePath, PurePosixPath
from typing import Any

import apsw
import msgspec

from desktop.core.curation import BinDay, Deletion, Report
from desktop.core.events import ImagesAdded, ImagesRemoved
from desktop.core.records import ImageKey
from desktop.store.annotations import clear_names, write_names
from desktop.store.batches import batches
from desktop.store.connections import Readers, fetch, id_list
from desktop.store.image_files import BIN, ImageFiles
from desktop.store.streams import forget_deleted, note_deleted
from desktop.store.thumbnails import Thumbnails
from desktop.store.writer import Transaction, Writer

log = logging.getLogger(__name__)

STRANDED_AFTER_S = 60
"""Moving a batch takes moments; what is still on its way after that was left by a crash."""

_KEPT_TABLES = ("annotation", "correction")
_DAYS = """
SELECT min(binned_ns), max(binned_ns), count(*), sum(iif(own, size_bytes, 0)) FROM bin
GROUP BY date(binned_ns / 1000000000, 'unixepoch', 'localtime') ORDER BY 1 DESC
"""
_AMONG = "IN (SELECT value FROM json_each(?))"

Rows = list[dict[str, Any]]


class FolderBin:
    """Implements the part of :class:`desktop.core.curation.Curation` that is about deleting."""

    def __init__(
        self,
        files: ImageFiles,
        writer: Writer,
        readers: Readers,
        thumbnails: Thumbnails,
        clock_ns: Callable[[], int],
    ) -> None:
        self._files = files
        self._writer = writer
        self._readers = readers
        self._thumbnails = thumbnails
        self._clock_ns = clock_ns

    def delete(self, image_ids: Sequence[int], progress: Report | None = None) -> Deletion:
        deleted: list[int] = []
        troubles: list[str] = []
        for batch in batches(image_ids, progress):
            binned = self._writer.run(partial(_put_into_bin, batch, self._clock_ns()))
            deleted += binned
            troubles += self._move_away(binned)
        return Deletion(tuple(deleted), tuple(troubles))

    def restore(self, image_ids: Sequence[int], progress: Report | None = None) -> list[int]:
        restored: list[int] = []
        for batch in batches(image_ids, progress):
            paths = self._writer.run(partial(_begin_moving, batch, self._clock_ns()))
            back = [image_id for image_id, path in paths.items() if path is None or self._move_back(image_id, path)]
            self._sync(path for path in paths.values() if path is not None)
            taken_out = self._writer.run(partial(_take_out_of_bin, back))
            self._writer.run(partial(_end_moving, list(paths.keys() - set(taken_out))))
            restored += taken_out
        return restored

    def bin_days(self) -> list[BinDay]:
        return [BinDay(*row) for row in self._readers.fetch(_DAYS)]

    def binned(self, day: BinDay) -> list[int]:
        sql = "SELECT image FROM bin WHERE binned_ns BETWEEN ? AND ?"
        return [image_id for (image_id,) in self._readers.fetch(sql, (day.first_ns, day.last_ns))]

    def empty_bin(self, before_ns: int, progress: Report | None = None) -> int:
        self._move_stranded()
        old = self._readers.fetch(
            "SELECT image, path, own FROM bin WHERE binned_ns < ? AND moving_ns IS NULL ORDER BY binned_ns",
            (before_ns,),
        )
        emptied = 0
        for batch in batches(old, progress):
            for image_id, path, own in batch:
                if own:
                    self._files.remove(bin_path(image_id, path))
            ids = [image_id for image_id, _, _ in batch]
            self._writer.run(partial(_forget, ids))
            self._thumbnails.remove(ids)
            emptied += len(ids)
        return emptied

    def _move_away(self, image_ids: Sequence[int]) -> list[str]:
        """Moves files of rows that are in the bin; returns what went wrong, in words. Those stay where they are."""
        # Where another image has got the name since, the file there is that one's.
        sql = f"""SELECT image, path FROM bin WHERE own = 1 AND image {_AMONG}
                  AND NOT EXISTS (SELECT 1 FROM image WHERE image.path = bin.path)"""
        moved, troubles = [], []
        for image_id, path in self._readers.fetch(sql, (id_list(image_ids),)):
            try:
                self._files.move(path, bin_path(image_id, path))
            except OSError as error:
                troubles.append(f"{self._files.absolute(path)} could not be moved to the bin: {error}")
            else:
                moved.append((image_id, path))
        self._sync(each for image_id, path in moved for each in (path, bin_path(image_id, path)))
        self._writer.run(partial(_end_moving, [image_id for image_id, _ in moved]))
        return troubles

    def _move_back(self, image_id: int, path: str) -> bool:
        try:
            return self._files.move(bin_path(image_id, path), path)
        except OSError as error:
            log.warning("image %d could not be moved out of the bin: %s", image_id, error)
            return False

    def _move_stranded(self) -> None:
        """Finishes what a crash cut off."""
        sql = "SELECT image FROM bin WHERE moving_ns < ?"
        before_ns = self._clock_ns() - STRANDED_AFTER_S * 10**9
        stranded = [image_id for (image_id,) in self._readers.fetch(sql, (before_ns,))]
        for batch in batches(stranded, None):
            for trouble in self._move_away(batch):
                log.warning("%s", trouble)

    def _sync(self, paths: Iterable[str]) -> None:
        for folder in {self._files.absolute(path).parent for path in paths}:
            if folder.exists():
                self._files.sync_folder(folder)


def bin_path(image_id: int, path: str) -> str:
    """Where a deleted file lies, relative to the library; the id tells apart what had the same name one after
    another."""
    place = PurePosixPath(path)
    return f"{BIN}/{place.parent}/{image_id}-{place.name}"


def _put_into_bin(image_ids: Sequence[int], now_ns: int, transaction: Transaction) -> list[int]:
    connection = transaction.connection
    images = _rows(connection, f"SELECT * FROM image WHERE id {_AMONG}", (id_list(image_ids),))
    ids = [row["id"] for row in images]
    kept = {table: _by_image(connection, table, ids) for table in _KEPT_TABLES}
    for row in images:
        content = {"image": [row]} | {table: rows[row["id"]] for table, rows in kept.items()}
        own = _is_own(row)
        connection.execute(
            "INSERT INTO bin VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                row["id"],
                now_ns,
                now_ns if own else None,
                row["path"],
                own,
                row["size_bytes"],
                msgspec.msgpack.encode(content),
            ),
        )
        clear_names(connection, ImageKey(row["taken_ns"], row["id"]))
    seqs: defaultdict[int, list[int]] = defaultdict(list)
    for row in images:
        if row["stream"] is not None:
            seqs[row["stream"]].append(row["seq"])
    for stream, numbers in seqs.items():
        note_deleted(connection, stream, numbers)
    connection.execute(f"DELETE FROM image WHERE id {_AMONG}", (id_list(ids),))
    if ids:
        transaction.announce(ImagesRemoved(tuple(ids)))
    return ids


def _begin_moving(image_ids: Sequence[int], now_ns: int, transaction: Transaction) -> dict[int, str | None]:
    """The paths of those that are in the bin and have a file to move; None for those whose file stays."""
    sql = f"UPDATE bin SET moving_ns = iif(own, ?, NULL) WHERE image {_AMONG} RETURNING image, own, path"
    rows = fetch(transaction.connection, sql, (now_ns, id_list(image_ids)))
    return {image_id: (path if own else None) for image_id, own, path in rows}


def _end_moving(image_ids: Sequence[int], transaction: Transaction) -> None:
    transaction.connection.execute(f"UPDATE bin SET moving_ns = NULL WHERE image {_AMONG}", (id_list(image_ids),))


def _forget(image_ids: Sequence[int], transaction: Transaction) -> None:
    transaction.connection.execute(f"DELETE FROM bin WHERE image {_AMONG}", (id_list(image_ids),))


def _take_out_of_bin(image_ids: Sequence[int], transaction: Transaction) -> list[int]:
    connection = transaction.connection
    sql = f"""SELECT image, content FROM bin WHERE image {_AMONG}
              AND NOT EXISTS (SELECT 1 FROM image WHERE image.path = bin.path)"""
    keys = []
    for image_id, content in fetch(connection, sql, (id_list(image_ids),)):
        keys.append(_put_back(connection, msgspec.msgpack.decode(content)))
        connection.execute("DELETE FROM bin WHERE image = ?", (image_id,))
    if keys:
        transaction.announce(ImagesAdded(tuple(keys)))
    return [key.image_id for key in keys]


def _put_back(connection: apsw.Connection, content: Mapping[str, Rows]) -> ImageKey:
    row = content["image"][0]
    key = ImageKey(row["taken_ns"], row["id"])
    if row["stream"] is not None:
        forget_deleted(connection, row["stream"], row["seq"])
    if row["state"] == "labelling":
        row |= {"state": "waiting", "owner": None, "deadline_ns": None}
    for table in ("image", *_KEPT_TABLES):
        for each in content[table]:
            columns, places = ", ".join(each), ", ".join(f":{name}" for name in each)
            connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", each)
    # It has come in once, and is counted as that already.
    connection.execute("UPDATE camera SET stored = stored - 1 WHERE id = ?", (row["camera"],))
    connection.execute(
        "UPDATE stream_camera SET stored = stored - 1 WHERE stream = ? AND camera = ?", (row["stream"], row["camera"])
    )
    write_names(connection, key)
    return key


def _is_own(row: Mapping[str, Any]) -> bool:
    # Only files that a person gave have a time of change noted.
    return row["mtime_ns"] is None and not PurePath(row["path"]).is_absolute()


def _by_image(connection: apsw.Connection, table: str, image_ids: Sequence[int]) -> defaultdict[int, Rows]:
    rows: defaultdict[int, Rows] = defaultdict(list)
    for row in _rows(connection, f"SELECT * FROM {table} WHERE image {_AMONG}", (id_list(image_ids),)):
        rows[row["image"]].append(row)
    return rows


def _rows(connection: apsw.Connection, sql: str, bindings: tuple[object, ...]) -> Rows:
    cursor = connection.execute(sql, bindings)
    rows: Rows = []
    columns: list[str] = []
    for row in cursor:
        columns = columns or [name for name, _ in cursor.get_description()]  # not known before the first row
        rows.append(dict(zip(columns, row, strict=True)))
    return rows
