"""What devices have counted, beside what is here: the ledgers."""

from __future__ import annotations

from collections.abc import Callable

import apsw
import msgspec

from desktop.core.ledger import balance
from desktop.core.records import DeviceCount, NodeIdentity, NodeLedger
from desktop.store.connections import Readers, fetch
from desktop.store.rows import node_row
from desktop.store.streams import settled_ranges, stream_row
from desktop.store.writer import Transaction, Writer

_COUNTS = """
SELECT stream.id, node.node_id, node.name, counted_ns, content
FROM device_count JOIN stream ON stream.id = device_count.stream JOIN node ON node.id = stream.node
ORDER BY counted_ns DESC
"""
_STORED = """
SELECT camera.name, stream_camera.stored FROM stream_camera JOIN camera ON camera.id = stream_camera.camera
WHERE stream_camera.stream = ?
"""

_STORED_LATER = """
SELECT camera.name, count(*) FROM image JOIN camera ON camera.id = image.camera
WHERE image.stream = ? AND seq > ? GROUP BY 1
"""

_decoder = msgspec.msgpack.Decoder(DeviceCount)


class FolderLedgers:
    """Notes what devices have counted and balances it with what is here."""

    def __init__(self, writer: Writer, readers: Readers, clock_ns: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._clock_ns = clock_ns

    def balance(self, node: NodeIdentity, count: DeviceCount) -> NodeLedger:
        """See :class:`desktop.core.library.Ingest`."""
        now_ns = self._clock_ns()

        def job(transaction: Transaction) -> NodeLedger:
            connection = transaction.connection
            row = stream_row(connection, count.stream, node_row(connection, node.node_id, node.name))
            connection.execute(
                "INSERT OR REPLACE INTO device_count VALUES (?, ?, ?)", (row, now_ns, msgspec.msgpack.encode(count))
            )
            return _ledger(connection, row, node, count, now_ns)

        return self._writer.run(job)

    def ledgers(self) -> tuple[NodeLedger, ...]:
        """The ledger of every stream whose device has ever counted, the newest count first."""
        ledgers = []
        with self._readers.borrow() as connection, connection:  # all statements see the same state
            for stream, node_id, name, counted_ns, content in fetch(connection, _COUNTS):
                node = NodeIdentity(node_id or "", name)
                ledgers.append(_ledger(connection, stream, node, _decoder.decode(content), counted_ns))
        return tuple(ledgers)


def _ledger(
    connection: apsw.Connection, stream: int, node: NodeIdentity, count: DeviceCount, counted_ns: int
) -> NodeLedger:
    return balance(
        node,
        count,
        settled_ranges(connection, count.stream),
        dict(fetch(connection, _STORED, (stream,))),
        dict(fetch(connection, _STORED_LATER, (stream, count.last_seq))),
        dict(fetch(connection, "SELECT reason, images FROM gone WHERE stream = ?", (stream,))),
        counted_ns,
    )
