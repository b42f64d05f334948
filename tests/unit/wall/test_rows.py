"""Rows stay sorted and follow every change, however many images come and go at once."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.keys import ImageKeys
from desktop.core.records import ImageKey
from desktop.wall.rows import Rows

# Few different times, so that many images share one and the id decides.
keys = st.builds(ImageKey, st.integers(0, 20), st.integers(1, 60))
key_sets = st.sets(keys, max_size=40)


def rows_of(some: set[ImageKey]) -> Rows:
    ordered = sorted(some)
    return Rows(ImageKeys(array("q", [k.taken_ns for k in ordered]), array("q", [k.image_id for k in ordered])))


def content(rows: Rows) -> list[ImageKey]:
    return [rows.key(row) for row in range(len(rows))]


@given(key_sets)
def test_row_zero_is_the_newest(some: set[ImageKey]) -> None:
    rows = rows_of(some)
    assert content(rows) == sorted(some, reverse=True)
    assert [rows.row(key) for key in content(rows)] == list(range(len(some)))
    assert rows.image_ids().tolist() == [key.image_id for key in content(rows)]


@given(key_sets, keys)
def test_a_key_is_found_in_its_row_and_a_missing_one_at_the_next_older(some: set[ImageKey], key: ImageKey) -> None:
    rows = rows_of(some)
    newer = [each for each in some if each > key]
    assert rows.row(key) == len(newer)
    assert rows.holds(key) == (key in some)


@given(key_sets, st.lists(keys, max_size=30))
def test_inserting_one_by_one_and_merging_in_one_go_give_the_same(some: set[ImageKey], more: list[ImageKey]) -> None:
    expected = sorted(some | set(more), reverse=True)
    one_by_one, merged = rows_of(some), rows_of(some)
    for insertion in reversed(one_by_one.insertions(more)):
        one_by_one.insert(insertion)
    merged.merge(merged.insertions(more))
    assert content(one_by_one) == expected
    assert content(merged) == expected


@given(key_sets, st.lists(keys, max_size=30))
def test_what_is_there_already_is_not_inserted_again(some: set[ImageKey], more: list[ImageKey]) -> None:
    inserted = [key for insertion in rows_of(some).insertions(more) for key in insertion.keys]
    assert sorted(inserted) == sorted(set(more) - some)


@given(st.dictionaries(st.integers(1, 60), st.integers(0, 20), max_size=40), st.sets(st.integers(1, 80), max_size=30))
def test_removing_by_runs_and_in_one_go_give_the_same(taken_by_id: dict[int, int], gone: set[int]) -> None:
    some = {ImageKey(taken_ns, image_id) for image_id, taken_ns in taken_by_id.items()}
    expected = sorted((key for key in some if key.image_id not in gone), reverse=True)
    by_runs, at_once = rows_of(some), rows_of(some)
    for run in by_runs.runs_of(gone):
        by_runs.remove(run)
    at_once.remove_all(at_once.runs_of(gone))
    assert content(by_runs) == expected
    assert content(at_once) == expected


@given(st.integers(1, 500), st.data())
def test_pages_hold_the_rows_and_do_not_shift_when_newer_images_come(count: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, count - 1))
    wanted = range(first, data.draw(st.integers(first + 1, count)))
    some = {ImageKey(each, each) for each in range(count)}
    rows = rows_of(some)
    page = rows.page(wanted, 128)
    assert page.start <= wanted.start
    assert wanted.stop <= page.stop <= count
    before = {rows.key(row) for row in page}
    newer = data.draw(st.integers(1, 300))
    rows.merge(rows.insertions(ImageKey(count + each, count + each) for each in range(newer)))
    shifted = rows.page(range(wanted.start + newer, wanted.stop + newer), 128)
    assert before <= {rows.key(row) for row in shifted}
