from __future__ import annotations

from desktop.core.records import StreamPosition
from desktop.nodes.cursor import MAX_RANGES, StreamCursor
from node_agent.wire.messages import Ack


def _cursor(*settled: tuple[int, int], last: int = 10) -> StreamCursor:
    cursor = StreamCursor("a" * 32, StreamPosition(settled=settled))
    cursor.device_holds(1, last)
    return cursor


def test_what_the_device_holds_and_the_library_has_not_is_missing() -> None:
    assert _cursor((1, 3), (6, 7)).missing() == ((4, 5), (8, 10))


def test_what_the_device_no_longer_holds_is_asked_for_but_does_not_wait() -> None:
    cursor = StreamCursor("a" * 32, StreamPosition())
    cursor.device_holds(8, 10)
    assert cursor.missing() == ((1, 10),)
    assert cursor.waiting() == 3


def test_an_image_on_its_way_is_neither_missing_nor_begun_twice_but_still_waits() -> None:
    cursor = _cursor((1, 9))
    assert cursor.begin(10)
    assert not cursor.begin(10)
    assert not cursor.lacks_any()
    assert cursor.waiting() == 1
    assert cursor.acknowledgement() == Ack(stream="a" * 32, up_to=9)


def test_an_abandoned_image_is_missing_again() -> None:
    cursor = _cursor((1, 9))
    cursor.begin(10)
    cursor.abandon(10)
    assert cursor.missing() == ((10, 10),)


def test_a_given_up_image_is_neither_asked_for_nor_waited_for_nor_acknowledged() -> None:
    cursor = _cursor((1, 9))
    cursor.begin(10)
    cursor.give_up(10)
    assert not cursor.lacks_any()
    assert cursor.waiting() == 0
    assert cursor.acknowledgement() == Ack(stream="a" * 32, up_to=9)


def test_an_ack_names_what_is_settled_beyond_a_gap() -> None:
    cursor = _cursor((1, 3), (6, 7))
    cursor.begin(9)
    cursor.settle(9)
    assert cursor.acknowledgement() == Ack(stream="a" * 32, up_to=3, ranges=((6, 7), (9, 9)))


def test_an_ack_promises_nothing_when_the_first_image_is_missing() -> None:
    assert _cursor((2, 3)).acknowledgement() == Ack(stream="a" * 32, up_to=0, ranges=((2, 3),))
    assert _cursor().acknowledgement() is None


def test_messages_name_no_more_ranges_than_the_wire_allows() -> None:
    cursor = _cursor(*((seq, seq) for seq in range(2, 2000, 2)), last=2000)
    assert len(cursor.missing()) == MAX_RANGES
    assert (ack := cursor.acknowledgement()) is not None
    assert len(ack.ranges) == MAX_RANGES


def test_a_gone_range_is_settled() -> None:
    cursor = _cursor()
    cursor.settle_gone(1, 4)
    assert cursor.missing() == ((5, 10),)
    assert cursor.acknowledgement() == Ack(stream="a" * 32, up_to=4)
