from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.nodes.ranges import RangeSet

LIMIT = 30
ends = st.tuples(st.integers(1, LIMIT), st.integers(1, LIMIT)).map(sorted)
changes = st.lists(st.tuples(st.sampled_from(["add", "discard"]), ends), max_size=25)


def _apply(steps: list[tuple[str, list[int]]]) -> tuple[RangeSet, set[int]]:
    ranges, numbers = RangeSet(), set()
    for step, (first, last) in steps:
        if step == "add":
            ranges.add(first, last)
            numbers |= set(range(first, last + 1))
        else:
            ranges.discard(first, last)
            numbers -= set(range(first, last + 1))
    return ranges, numbers


def _numbers(ranges: list[tuple[int, int]]) -> list[int]:
    return [number for first, last in ranges for number in range(first, last + 1)]


@given(changes)
def test_holds_what_a_set_of_numbers_would_hold_in_order(steps: list[tuple[str, list[int]]]) -> None:
    ranges, numbers = _apply(steps)
    assert _numbers(list(ranges)) == sorted(numbers)


@given(changes)
def test_its_ranges_never_touch(steps: list[tuple[str, list[int]]]) -> None:
    ranges = list(_apply(steps)[0])
    assert all(left[1] + 1 < right[0] for left, right in pairwise(ranges))


@given(changes, ends)
def test_gaps_are_all_that_is_not_in_it(steps: list[tuple[str, list[int]]], asked: list[int]) -> None:
    ranges, numbers = _apply(steps)
    first, last = asked
    expected = [number for number in range(first, last + 1) if number not in numbers]
    assert _numbers(list(ranges.gaps(first, last))) == expected
    assert ranges.covers(first, last) == (not expected)
