from __future__ import annotations

import pytest

from desktop.panels import words

S = 1_000_000_000


def test_large_numbers_have_their_thousands_apart() -> None:
    assert words.count(10342) == "10,342"


@pytest.mark.parametrize(
    ("per_s", "text"), [(0.0, "0"), (-1.0, "0"), (0.52, "0.52"), (4.21, "4.2"), (30.4, "30"), (1234.0, "1,234")]
)
def test_a_rate_is_as_exact_as_it_is_useful(per_s: float, text: str) -> None:
    assert words.rate(per_s) == text


@pytest.mark.parametrize(
    ("past_s", "text"),
    [
        (-5, "just now"),
        (1, "just now"),
        (4, "4 s ago"),
        (59, "59 s ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (7200, "2 h ago"),
        (200_000, "2 d ago"),
    ],
)
def test_a_past_moment_is_told_in_its_largest_unit(past_s: int, text: str) -> None:
    assert words.ago(1_000_000 * S, (1_000_000 + past_s) * S) == text


@pytest.mark.parametrize(("size_bytes", "text"), [(812, "812 bytes"), (98_304, "98 kB"), (1_240_000, "1.2 MB")])
def test_sizes_are_in_decimal_units(size_bytes: int, text: str) -> None:
    assert words.byte_size(size_bytes) == text
