"""What is left to send of one Fetch."""

from __future__ import annotations

from collections import deque

from node_agent.spool import Gone, Spool
from node_agent.wire.codec import data_parts, encode
from node_agent.wire.messages import Fetch, Tombstone


class Replay:
    """Gives spooled images one by one, oldest first, until ranges or credit are used up.

    The last image may exceed the credit, so that one larger than it is sent at all.
    """

    def __init__(self, spool: Spool, fetch: Fetch) -> None:
        self._spool = spool
        self._stream = fetch.stream
        self._credit_bytes = fetch.credit_bytes
        last_seq = spool.last_seq
        self._ranges = deque(
            (first, min(last, last_seq)) for first, last in sorted(fetch.ranges) if first <= min(last, last_seq)
        )
        self._message: list[bytes] | None = None

    def message(self) -> list[bytes] | None:
        """The parts to send now, the same until :meth:`advance`; None at the end.

        Raises:
            OSError: the spool can't be read.
        """
        while self._message is None and self._ranges and self._credit_bytes > 0:
            first, last = self._ranges.popleft()
            found = self._spool.look(first, last)
            if isinstance(found, Gone):
                self._message = [encode(Tombstone(stream=self._stream, seq_range=found.seq_range, reason=found.reason))]
                first = found.seq_range[1] + 1
            elif (frame := self._spool.read(found)) is not None:
                self._message = data_parts(frame)
                self._credit_bytes -= frame.header.size_bytes
                first = found + 1
            if first <= last:
                self._ranges.appendleft((first, last))
        return self._message

    def advance(self) -> None:
        """The message was sent."""
        self._message = None
