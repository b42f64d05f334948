"""Image keys in two arrays behave like a list of keys."""

from __future__ import annotations

from array import array
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.keys import ImageKeys
from desktop.core.records import ImageKey

KEYS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), unique=True).map(sorted)


def as_image_keys(pairs: list[tuple[int, int]]) -> ImageKeys:
    return ImageKeys(array("q", [taken for taken, _ in pairs]), array("q", [image_id for _, image_id in pairs]))


@given(KEYS, st.integers(-1, 6), st.integers(-1, 10))
def test_keys_are_found_as_in_a_sorted_list(pairs: list[tuple[int, int]], taken_ns: int, image_id: int) -> None:
    keys = as_image_keys(pairs)
    assert list(keys) == [ImageKey(*pair) for pair in pairs]
    assert list(keys[1:4]) == list(keys)[1:4]
    assert keys.place(ImageKey(taken_ns, image_id)) == bisect_left(pairs, (taken_ns, image_id))


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 times for 1 ids"):
        ImageKeys(array("q", [1, 2]), array("q", [1]))
