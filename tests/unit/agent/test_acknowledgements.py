from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from node_agent.acknowledgements import Acknowledgements, DesktopAck
from node_agent.wire.messages import Ack, SeqRange

STREAM = "ab" * 16
DESK, LAPTOP = "1" * 16, "2" * 16


def _numbers(ranges: tuple[SeqRange, ...]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


def test_nothing_is_settled_while_no_desktop_is_known() -> None:
    assert Acknowledgements({}).settled_by_all() == ()


def test_a_new_desktop_holds_everything_back() -> None:
    acks = Acknowledgements({DESK: DesktopAck(up_to=9)})
    assert acks.wait_for([DESK, LAPTOP])
    assert acks.settled_by_all() == ()
    assert not acks.wait_for([LAPTOP, DESK])


def test_an_acknowledgement_never_goes_back() -> None:
    acks = Acknowledgements({})
    acks.note(DESK, Ack(stream=STREAM, up_to=9))
    acks.note(DESK, Ack(stream=STREAM, up_to=4, ranges=((12, 13),)))
    assert acks.settled_by_all() == ((1, 9), (12, 13))


_ack = st.tuples(
    st.integers(0, 30),
    st.lists(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(n, n + 5))), max_size=6),
)


@given(desk=_ack, laptop=_ack)
def test_settled_is_what_all_desktops_have(
    desk: tuple[int, list[SeqRange]], laptop: tuple[int, list[SeqRange]]
) -> None:
    acks = Acknowledgements({})
    held = []
    for desktop, (up_to, ranges) in ((DESK, desk), (LAPTOP, laptop)):
        acks.note(desktop, Ack(stream=STREAM, up_to=up_to, ranges=tuple(ranges)))
        held.append(set(range(1, up_to + 1)) | _numbers(tuple(ranges)))
    assert _numbers(acks.settled_by_all()) == held[0] & held[1]


def test_a_desktop_that_is_waited_for_no_more_is_forgotten() -> None:
    acks = Acknowledgements({DESK: DesktopAck(up_to=9), LAPTOP: DesktopAck(up_to=2)})
    assert acks.wait_for([DESK])
    assert acks.settled_by_all() == ((1, 9),)
    assert acks.wait_for([DESK, LAPTOP])
    assert acks.settled_by_all() == ()
