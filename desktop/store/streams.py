"""What of each stream is settled, kept as ranges that neither overlap nor touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import apsw

from desktop.core.errors import ForeignStreamError
from desktop.store.connections import fetch
from node_agent.wire.messages import DropReason, SeqRange


def stream_row(connection: apsw.Connection, stream: str, node: int) -> int:
    """The id of a stream's row, made when missing; ``node`` is the row of its node.

    Raises:
        ForeignStreamError: it is another node's.
    """
    known = fetch(connection, "SELECT id, node FROM stream WHERE stream = ?", (stream,))
    if not known:
        known = fetch(connection, "INSERT INTO stream (stream, node) VALUES (?, ?) RETURNING id, node", (stream, node))
    row, owner = known[0]
    if owner != node:
        raise ForeignStreamError(f"stream {stream} belongs to another node; nothing of it is taken from this one")
    return int(row)


def check_owner(connection: apsw.Connection, stream: str, node_id: str | None) -> None:
    """Raises ForeignStreamError when ``stream`` is known as that of another node than ``node_id``."""
    sql = "SELECT node.node_id, node.name FROM stream JOIN node ON node.id = stream.node WHERE stream.stream = ?"
    for owner, name in fetch(connection, sql, (stream,)):
        if owner != node_id:
            raise ForeignStreamError(
                f"it sends images of stream {stream}, which belongs to {name} ({owner}), and nothing of it is taken. "
                "If the device has new keys, empty its spool"
            )


def settle(connection: apsw.Connection, stream: int, first: int, last: int) -> int:
    """Notes a range as settled and returns how many of its numbers were not so before."""
    return _join(connection, "settled", stream, first, last)


def note_deleted(connection: apsw.Connection, stream: int, seqs: Iterable[int]) -> None:
    """Notes numbers whose images were deleted here: a repeat of them is not taken in again."""
    for first, last in runs(seqs):
        _join(connection, "deleted", stream, first, last)


def forget_deleted(connection: apsw.Connection, stream: int, seq: int) -> None:
    """A deleted image comes back."""
    around = fetch(
        connection,
        "DELETE FROM deleted WHERE stream = ?1 AND first <= ?2 AND last >= ?2 RETURNING first, last",
        (stream, seq),
    )
    for first, last in around:
        rest = [(begin, end) for begin, end in ((first, seq - 1), (seq + 1, last)) if begin <= end]
        connection.executemany("INSERT INTO deleted VALUES (?, ?, ?)", [(stream, *each) for each in rest])


def _join(connection: apsw.Connection, table: str, stream: int, first: int, last: int) -> int:
    """Adds a range to those of ``table``; returns how many of its numbers were in none before."""
    # The last range that begins at or before first is the only one of those that can reach it.
    reached = fetch(
        connection,
        f"""DELETE FROM {table} WHERE stream = ?1 AND first <= ?3 + 1 AND last >= ?2 - 1
           AND first >= coalesce((SELECT max(first) FROM {table} WHERE stream = ?1 AND first <= ?2), 0)
           RETURNING first, last""",
        (stream, first, last),
    )
    merged_first: int = min([first, *(begin for begin, _ in reached)])
    merged_last: int = max([last, *(end for _, end in reached)])
    connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (stream, merged_first, merged_last))
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
