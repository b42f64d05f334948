"""The selection follows rows and ids, and does what a set of ids would do."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.wall.selection import Selection


class SelectionAgainstASet(RuleBasedStateMachine):
    """Does the same to a Selection and to a plain set of ids."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = Selection()
        self.ids: list[int] = []
        self.selected: set[int] = set()
        self.next_id = 1
        self.insert(0, 5)

    @rule(where=st.integers(0, 100), count=st.integers(1, 5))
    def insert(self, where: int, count: int) -> None:
        first = where % (len(self.ids) + 1)
        self.ids[first:first] = range(self.next_id, self.next_id + count)
        self.next_id += count
        self.selection.insert(first, count)

    @rule(where=st.integers(0, 100), count=st.integers(1, 3))
    def remove(self, where: int, count: int) -> None:
        first = where % (len(self.ids) + 1)
        gone = self.ids[first : first + count]
        del self.ids[first : first + count]
        self.selected.difference_update(gone)
        self.selection.remove(first, len(gone))

    @rule(seed=st.randoms())
    def replace_content(self, seed: object) -> None:
        self.selection.put_away(np.array(self.ids, np.int64))
        everything = list(range(1, self.next_id))
        seed.shuffle(everything)
        self.ids = everything[: seed.randint(0, len(everything))]
        self.selection.bring_back(np.array(self.ids, np.int64))

    @rule(where=st.integers(0, 100))
    def toggle(self, where: int) -> None:
        if self.ids:
            row = where % len(self.ids)
            self.selected ^= {self.ids[row]}
            self.selection.toggle(row)

    @rule(one=st.integers(0, 100), other=st.integers(0, 100), keep=st.booleans())
    def span(self, one: int, other: int, keep: bool) -> None:
        if self.ids:
            one, other = one % len(self.ids), other % len(self.ids)
            spanned = set(self.ids[min(one, other) : max(one, other) + 1])
            self.selected = self.selected | spanned if keep else spanned
            self.selection.span(one, other, keep)

    @rule(rows=st.lists(st.sets(st.integers(0, 100)), min_size=1, max_size=3), keep=st.booleans())
    def rubber_band(self, rows: list[set[int]], keep: bool) -> None:
        before = self.selected if keep else set()
        self.selection.begin_band(keep)
        for held in rows:
            there = sorted({row for row in held if row < len(self.ids)})
            self.selection.band(np.array(there, np.int64))
            self.selected = before | {self.ids[row] for row in there}

    @rule()
    def everything(self) -> None:
        self.selected = set(self.ids)
        self.selection.everything()

    @rule()
    def clear(self) -> None:
        self.selected = set()
        self.selection.clear()

    @invariant()
    def the_same_ids_are_selected(self) -> None:
        shown = [each for each in self.ids if each in self.selected]
        assert self.selection.ids(np.array(self.ids, np.int64)).tolist() == shown
        assert self.selection.count == len(shown)


TestSelectionAgainstASet = SelectionAgainstASet.TestCase


@given(st.integers(1, 30), st.integers(0, 29))
def test_only_one_is_selected_after_only(count: int, row: int) -> None:
    selection = Selection()
    selection.insert(0, count)
    selection.everything()
    selection.only(row % count)
    assert [each for each in range(count) if each in selection] == [row % count]
