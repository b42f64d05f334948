"""Positions of streams: ranges that behave like sets of numbers."""

from __future__ import annotations

import apsw
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.connections import fetch
from desktop.store.streams import runs, settle

RANGES = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))))


@given(RANGES)
def test_settled_ranges_are_those_of_a_set_of_numbers(ranges: list[tuple[int, int]]) -> None:
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE TABLE settled (stream, first, last, PRIMARY KEY (stream, first))")
    settle(connection, 2, 1, 100)
    numbers: set[int] = set()
    for first, last in ranges:
        new = set(range(first, last + 1)) - numbers
        assert settle(connection, 1, first, last) == len(new)
        numbers |= new
    rows = fetch(connection, "SELECT first, last FROM settled WHERE stream = 1 ORDER BY first")
    assert {number for first, last in rows for number in range(first, last + 1)} == numbers
    assert all(rows[i][1] + 1 < rows[i + 1][0] for i in range(len(rows) - 1))
    assert fetch(connection, "SELECT first, last FROM settled WHERE stream = 2") == [(1, 100)]


@given(st.sets(st.integers(1, 60)))
def test_runs_are_the_numbers_in_the_fewest_ranges(numbers: set[int]) -> None:
    found = list(runs(numbers))
    assert {number for first, last in found for number in range(first, last + 1)} == numbers
    assert all(found[i][1] + 1 < found[i + 1][0] for i in range(len(found) - 1))
