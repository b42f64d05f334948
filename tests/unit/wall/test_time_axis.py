"""Time in slots: by calendar, as fine as there is room, long stretches without anything as one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.wall import time_axis
from desktop.wall.time_axis import Axis, Moments, Unit, axis_of

S = 1_000_000_000
MINUTE = 60 * S
NOON = int(datetime(2026, 11, 23, 12).timestamp()) * S


@pytest.fixture(autouse=True)
def somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place with summer time."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    time_axis._midnight_ns.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()
    time_axis._midnight_ns.cache_clear()


def before(taken_ns: list[int]) -> Callable[[Moments], Moments]:
    return lambda moments_ns: np.searchsorted(np.array(sorted(taken_ns), np.int64), moments_ns)


def axis(taken_ns: list[int], most_slots: int = 300) -> Axis:
    return axis_of(before(taken_ns), min(taken_ns), max(taken_ns), most_slots)


def at(*date: int) -> int:
    return int(datetime(*date).timestamp()) * S


def test_an_hour_is_cut_into_minutes() -> None:
    found = axis([NOON + each * MINUTE for each in range(60)])
    assert found.unit is Unit.MINUTE
    assert list(found.counts) == [1] * 60


def test_one_image_has_one_slot() -> None:
    assert len(axis([NOON])) == 1


def test_days_begin_at_local_midnight_whatever_the_clocks_do() -> None:
    day = datetime(2026, 3, 1, 12)
    taken = [int((day + timedelta(days=each)).timestamp()) * S for each in range(60)]  # summer time begins on the 29th
    found = axis(taken, most_slots=60)
    assert found.unit is Unit.DAY
    assert list(found.counts) == [1] * 60
    assert {datetime.fromtimestamp(int(start) / S).hour for start in found.starts_ns} == {0}


def test_a_long_stretch_without_images_is_one_slot_and_hides_no_detail() -> None:
    recent = [NOON + each * MINUTE for each in range(30)]
    found = axis([at(2009, 5, 1), *recent])
    assert found.unit is Unit.MINUTE
    assert list(np.flatnonzero(found.gaps)) == [1]
    assert list(found.counts) == [1, 0] + [1] * 30


def test_ten_years_fit() -> None:
    taken = [at(2016, 1, 1) + each * 7 * 86_400 * S for each in range(521)]
    found = axis(taken)
    assert found.unit is Unit.MONTH
    assert len(found) <= 300
    assert found.counts.sum() == 521


def test_steps_lead_from_one_slot_with_images_to_the_next() -> None:
    found = axis([NOON, NOON + 2 * MINUTE, NOON + 90 * MINUTE])
    last = len(found) - 1
    assert found.occupied(last, -1) == 2
    assert found.occupied(2, -1) == 0
    assert found.occupied(0, -1) == 0
    assert found.occupied(0, 1) == 2
    assert found.occupied(2, 10) == last
    assert found.occupied(1, 1) == 2
    assert found.occupied(1, -1) == 0


@given(st.lists(st.integers(at(2015, 1, 1) // S, at(2026, 11, 1) // S), min_size=1, max_size=40), st.integers(12, 400))
@settings(max_examples=60, deadline=None)
def test_every_image_is_in_its_slot(taken_s: list[int], most_slots: int) -> None:
    taken = [each * S for each in taken_s]
    found = axis(taken, most_slots)
    assert found.counts.sum() == len(taken)
    assert (found.ends_ns[:-1] == found.starts_ns[1:]).all()
    for moment_ns in taken:
        slot = found.slot(moment_ns)
        assert found.starts_ns[slot] <= moment_ns < found.ends_ns[slot]
        assert found.counts[slot]
        there_and_back = found.moment_ns(found.depth(moment_ns))
        assert abs(there_and_back - moment_ns) <= (found.ends_ns[slot] - found.starts_ns[slot]) * 1e-6 + S
