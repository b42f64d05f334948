"""What of each stream is settled, kept as ranges that neither overlap nor touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import apsw

from desktop.store.connections import fetch
from node_agent.wire.messages import DropReason, SeqRange


def stream_row(connection: apsw.Connection, stream: str, node: int) -> int:
    """The id of a stream's row, made when missing; ``node`` is the row of its node."""
    known = fetch(connection, "SELECT id FROM stream WHERE stream = ?", (stream,))
    if not known:
        known = fetch(connection, "INSERT INTO stream (stream, node) VALUES (?, ?) RETURNING id", (stream, node))
    row: int = known[0][0]
    return row


def settle(connection: apsw.Connection, stream: int, first: int, last: int) -> int:
    """Notes a range as settled and returns how many of its numbers were not so before."""
    # The last range that begins at or before first is the only one of those that can reach it.
    reached = fetch(
        connection,
        """DELETE FROM settled WHERE stream = ?1 AND first <= ?3 + 1 AND last >= ?2 - 1
           AND first >= coalesce((SELECT max(first) FROM settled WHERE stream = ?1 AND first <= ?2), 0)
           RETURNING first, last""",
        (stream, first, last),
    )
    merged_first: int = min([first, *(begin for begin, _ in reached)])
    merged_last: int = max([last, *(end for _, end in reached)])
    connection.execute("INSERT INTO settled VALUES (?, ?, ?)", (stream, merged_first, merged_last))
    known: int = sum(end - begin + 1 for begin, end in reached)
    return merged_last - merged_first + 1 - known


def runs(numbers: Iterable[int]) -> Iterator[SeqRange]:
    """The fewest ranges that make up ``numbers``, in order."""
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        first, *rest = (number for _, number in run)
        yield first, rest[-1] if rest else first


def count_gone(connection: apsw.Connection, stream: int, reason: DropReason, images: int) -> None:
    """Adds to what is gone of a stream for that reason."""
    connection.execute(
        "INSERT INTO gone VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET images = images + excluded.images",
        (stream, reason, images),
    )


def settled_ranges(connection: apsw.Connection, stream: str) -> tuple[SeqRange, ...]:
    """All settled ranges of ``stream``, in order."""
    sql = "SELECT first, last FROM settled WHERE stream = (SELECT id FROM stream WHERE stream = ?) ORDER BY first"
    return tuple((first, last) for first, last in fetch(connection, sql, (stream,)))
