from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from node_agent.tombstones import MAX_TOMBSTONES, GoneRange, Tombstones


def test_neighbours_with_one_reason_become_one_range() -> None:
    tombstones = Tombstones()
    tombstones.add([5, 6, 9, 7], "quota")
    tombstones.add([8], "disk_error")
    assert list(tombstones) == [GoneRange(5, 7, "quota"), GoneRange(8, 8, "disk_error"), GoneRange(9, 9, "quota")]


@given(seqs=st.lists(st.integers(1, 400), unique=True, max_size=120), wanted=st.integers(1, 420))
def test_every_buried_number_is_found_and_no_other(seqs: list[int], wanted: int) -> None:
    tombstones = Tombstones()
    tombstones.add(seqs, "quota")
    found = tombstones.next_from(wanted)
    following = min((seq for seq in seqs if seq >= wanted), default=None)
    if following is None:
        assert found is None
    else:
        assert found is not None
        assert found.first <= following <= found.last
        assert all(seq in seqs for seq in range(found.first, found.last + 1))


def test_there_are_never_more_than_the_document_can_hold() -> None:
    tombstones = Tombstones()
    tombstones.add(range(1, 4 * MAX_TOMBSTONES, 2), "quota")
    assert len(list(tombstones)) == MAX_TOMBSTONES
    assert next(iter(tombstones)).first == 1
