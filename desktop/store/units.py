"""Units of paid services, counted before they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import apsw

from desktop.core.records import UnitCount
from desktop.store.connections import Readers, fetch
from desktop.store.writer import Transaction, Writer

_SUMS = "SELECT billed_as, sum(spent), sum(saved) FROM unit WHERE hour >= ? GROUP BY billed_as"
_SPEND = """
INSERT INTO unit (hour, billed_as, spent) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET spent = spent + excluded.spent
"""
_SAVE = """
INSERT INTO unit (hour, billed_as, saved) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET saved = saved + excluded.saved
"""


class FolderUnitLedger:
    """Implements :class:`desktop.core.library.UnitLedger`.

    The writer's transactions begin with the database's only write lock, so that between reading the sum and adding
    to it no other process can add.
    """

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def reserve(
        self, hour: int, since: int, units: Mapping[str, int], allows: Callable[[Mapping[str, int]], bool]
    ) -> bool:
        """See :class:`desktop.core.library.UnitLedger`; ``allows`` runs on the writer thread."""

        def job(transaction: Transaction) -> bool:
            total = _count(fetch(transaction.connection, _SUMS, (since,))).spent
            for billed_as, count in units.items():
                total[billed_as] = total.get(billed_as, 0) + count
            if not allows(total):
                return False
            _add(transaction.connection, _SPEND, hour, units)
            return True

        return self._writer.run(job)

    def note_saved(self, hour: int, units: Mapping[str, int]) -> None:
        """Counts units that were not spent, though they would have been."""
        self._writer.run(lambda transaction: _add(transaction.connection, _SAVE, hour, units))

    def units(self, since: int) -> UnitCount:
        """The units from the hour ``since`` on."""
        return _count(self._readers.fetch(_SUMS, (since,)))

    def first_spent(self, since: int) -> int | None:
        """The first hour from ``since`` on in which units were spent, None without any."""
        ((first,),) = self._readers.fetch("SELECT min(hour) FROM unit WHERE hour >= ? AND spent > 0", (since,))
        return cast("int | None", first)


def _count(rows: list[tuple[str, int, int]]) -> UnitCount:
    return UnitCount(
        spent={billed_as: spent for billed_as, spent, _ in rows if spent},
        saved={billed_as: saved for billed_as, _, saved in rows if saved},
    )


def _add(connection: apsw.Connection, sql: str, hour: int, units: Mapping[str, int]) -> None:
    connection.executemany(sql, [(hour, billed_as, count) for billed_as, count in units.items()])
