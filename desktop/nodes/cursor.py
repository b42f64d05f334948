"""How far one stream has come."""

from __future__ import annotations

from itertools import islice

from desktop.core.records import StreamPosition
from desktop.nodes.ranges import RangeSet
from node_agent.wire.messages import Ack, SeqRange

MAX_RANGES = 256
"""The most ranges that one message of the wire may name."""


class StreamCursor:
    """One stream as a link sees it: what the device holds, what is settled here, what is on its way.

    Each number up to the device's last one is settled (stored here, or known to be gone), in flight to the
    library, given up (the device sends it damaged), or missing. Those missing that the device no longer holds are
    asked for too: its answer says what became of them.

    Attributes:
        last: the highest number that the device is known to have given; 0 before the first.
    """

    def __init__(self, stream: str, position: StreamPosition) -> None:
        self.stream = stream
        self._first_held = 1
        self.last = 0
        self._settled = RangeSet(position.settled)
        self._spoken_for = RangeSet(position.settled)
        self._in_flight: set[int] = set()

    def device_holds(self, first_seq: int, last_seq: int) -> None:
        """Notes what the device says of its spool; ``first_seq`` is past ``last_seq`` while it holds nothing."""
        self._first_held = first_seq
        self.last = max(self.last, last_seq)

    def device_has_sent(self, seq: int) -> None:
        self.last = max(self.last, seq)

    def begin(self, seq: int) -> bool:
        """Claims an image that arrived; False when it is settled or on its way already."""
        if self._spoken_for.covers(seq, seq):
            return False
        self._spoken_for.add(seq, seq)
        self._in_flight.add(seq)
        return True

    def settle(self, seq: int) -> None:
        """An image is stored, durably."""
        self._settled.add(seq, seq)
        self._spoken_for.add(seq, seq)
        self._in_flight.discard(seq)

    def settle_gone(self, first: int, last: int) -> None:
        """A range that was missing is known to be gone, durably."""
        self._settled.add(first, last)
        self._spoken_for.add(first, last)

    def abandon(self, seq: int) -> None:
        """Could not be stored this time: it is missing again."""
        self._in_flight.discard(seq)
        self._spoken_for.discard(seq, seq)

    def give_up(self, seq: int) -> None:
        """The device has no good copy: neither asked for again nor acknowledged."""
        self._in_flight.discard(seq)

    def lacks_any(self) -> bool:
        return not self._spoken_for.covers(1, self.last)

    def missing(self) -> tuple[SeqRange, ...]:
        """What to ask for, oldest first, as many ranges as one message may name."""
        return tuple(islice(self._spoken_for.gaps(1, self.last), MAX_RANGES))

    def waiting(self) -> int:
        """How many images the device holds that are neither settled here nor given up."""
        gaps = self._spoken_for.gaps(max(1, self._first_held), self.last)
        return sum(last - first + 1 for first, last in gaps) + len(self._in_flight)

    def acknowledgement(self) -> Ack | None:
        """All that is settled, as far as one message can name it; None while nothing is."""
        first, *others = tuple(islice(self._settled, MAX_RANGES)) or (None,)
        if first is None:
            return None
        if first[0] > 1:
            return Ack(stream=self.stream, up_to=0, ranges=(first, *others))
        return Ack(stream=self.stream, up_to=first[1], ranges=tuple(others))
