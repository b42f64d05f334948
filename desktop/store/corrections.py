"""Stars and corrections: what a person says of images, one by one or many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import apsw

from desktop.core.curation import Corrections, Report
from desktop.core.events import ImagesChanged
from desktop.core.records import ImageKey
from desktop.store.annotations import clear_names, corrections_of, names_in_effect, write_names
from desktop.store.batches import batches, in_batches
from desktop.store.connections import Readers, fetch, id_list
from desktop.store.writer import Transaction, Writer

_AMONG = "id IN (SELECT value FROM json_each(?))"


class FolderCorrections:
    """Implements the part of :class:`desktop.core.curation.Curation` that is about stars and corrections."""

    def __init__(self, writer: Writer, readers: Readers, clock_ns: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._clock_ns = clock_ns

    def star(self, image_ids: Sequence[int], progress: Report | None = None) -> list[int]:
        return self._set_star(1, image_ids, progress)

    def unstar(self, image_ids: Sequence[int], progress: Report | None = None) -> list[int]:
        return self._set_star(0, image_ids, progress)

    def correct(
        self, image_ids: Sequence[int], add: Sequence[str], remove: Sequence[str], progress: Report | None = None
    ) -> dict[int, Corrections]:
        before: dict[int, Corrections] = {}

        def work(batch: Sequence[int], transaction: Transaction) -> None:
            connection = transaction.connection
            changed = {}
            for key in _keys(connection, batch):
                was = corrections_of(connection, key.image_id)
                now = _corrected(was, add, [name for name in remove if _has_name(connection, key, name)])
                if now != was:
                    self._put(connection, key, now)
                    changed[key.image_id] = was
            before.update(changed)
            _announce(transaction, list(changed))

        in_batches(self._writer, image_ids, work, progress)
        return before

    def put_corrections(self, corrections: Mapping[int, Corrections], progress: Report | None = None) -> None:
        def work(batch: Sequence[int], transaction: Transaction) -> None:
            keys = _keys(transaction.connection, batch)
            for key in keys:
                self._put(transaction.connection, key, corrections[key.image_id])
            _announce(transaction, [key.image_id for key in keys])

        in_batches(self._writer, list(corrections), work, progress)

    def name_counts(self, image_ids: Sequence[int]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        written: dict[str, str] = {}
        for batch in batches(image_ids, None):
            with self._readers.borrow() as connection, connection:
                for image_id in batch:
                    names = names_in_effect(connection, image_id)
                    written |= names
                    counts.update(names.keys())
        return {written[folded]: count for folded, count in counts.most_common()}

    def _set_star(self, starred: int, image_ids: Sequence[int], progress: Report | None) -> list[int]:
        changed: list[int] = []

        def work(batch: Sequence[int], transaction: Transaction) -> None:
            sql = f"UPDATE image SET starred = ? WHERE {_AMONG} AND starred <> ? RETURNING id"
            rows = fetch(transaction.connection, sql, (starred, id_list(batch), starred))
            ids = [image_id for (image_id,) in rows]
            changed.extend(ids)
            _announce(transaction, ids)

        in_batches(self._writer, image_ids, work, progress)
        return changed

    def _put(self, connection: apsw.Connection, key: ImageKey, corrections: Corrections) -> None:
        clear_names(connection, key)
        connection.execute("DELETE FROM correction WHERE image = ?", (key.image_id,))
        said = [(name, 1) for name in corrections.added] + [(name, 0) for name in corrections.removed]
        connection.executemany(
            "INSERT INTO correction VALUES (?, ?, ?, ?, ?)",
            [(key.image_id, name.casefold(), name, added, self._clock_ns()) for name, added in said],
        )
        connection.execute("UPDATE image SET corrected = ? WHERE id = ?", (bool(corrections), key.image_id))
        write_names(connection, key)


def _corrected(was: Corrections, add: Sequence[str], remove: Sequence[str]) -> Corrections:
    """The latest word on a name is the one that counts."""
    latest = {name.casefold(): (name, True) for name in was.added}
    latest |= {name.casefold(): (name, False) for name in was.removed}
    latest |= {name.casefold(): (name, False) for name in remove}
    latest |= {name.casefold(): (name, True) for name in add}
    return Corrections(
        tuple(name for _, (name, has) in sorted(latest.items()) if has),
        tuple(name for _, (name, has) in sorted(latest.items()) if not has),
    )


def _keys(connection: apsw.Connection, image_ids: Sequence[int]) -> list[ImageKey]:
    sql = f"SELECT taken_ns, id FROM image WHERE {_AMONG}"
    return [ImageKey(*row) for row in fetch(connection, sql, (id_list(image_ids),))]


def _has_name(connection: apsw.Connection, key: ImageKey, name: str) -> bool:
    sql = """SELECT 1 FROM image_label WHERE label = (SELECT id FROM label WHERE key = ?)
             AND taken_ns = ? AND image = ?"""
    return bool(fetch(connection, sql, (name.casefold(), *key)))


def _announce(transaction: Transaction, image_ids: Sequence[int]) -> None:
    if image_ids:
        transaction.announce(ImagesChanged(tuple(image_ids)))
