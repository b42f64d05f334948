"""What is wanted is fetched in the background, the most urgent first, and what is no longer wanted is not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from pytestqt.qtbot import QtBot

from desktop.wall import supply as supply_module
from desktop.wall.background import Background
from desktop.wall.supply import Supply


class Source:
    """Gives ``id -> text``; can be held shut, can break, and has some ids that have no value."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.text = "first"
        self.none_for: set[int] = set()
        self.error: Exception | None = None
        self.open = threading.Event()
        self.open.set()

    def fetch(self, ids: Sequence[int]) -> dict[int, str]:
        self.asked.append(list(ids))
        text = self.text
        self.open.wait()
        if self.error is not None:
            raise self.error
        return {each: f"{text} {each}" for each in ids if each not in self.none_for}


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def supply(source: Source, background: Background) -> Supply[str]:
    return Supply(source.fetch, background, batch=4, capacity=8)


def arrives(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition)


def test_what_is_wanted_arrives_in_order_a_batch_at_a_time(qtbot: QtBot, supply: Supply[str], source: Source) -> None:
    signals: list[list[int]] = []
    supply.arrived.connect(signals.append)
    supply.want([9, 1, 8, 2, 7, 3])
    arrives(qtbot, lambda: supply.get(3) is not None)
    assert signals == source.asked == [[9, 1, 8, 2], [7, 3]]
    assert [supply.get(each) for each in (9, 3)] == ["first 9", "first 3"]


def test_what_was_wanted_before_and_had_not_begun_is_never_fetched(
    qtbot: QtBot, supply: Supply[str], source: Source
) -> None:
    source.open.clear()
    supply.want([1, 2, 3, 4, 5, 6])
    supply.want([101, 102])
    supply.want([201, 202])
    source.open.set()
    arrives(qtbot, lambda: supply.get(202) is not None)
    assert source.asked == [[1, 2, 3, 4], [201, 202]]


def test_what_is_there_is_not_fetched_again(qtbot: QtBot, supply: Supply[str], source: Source) -> None:
    supply.want([1, 2])
    arrives(qtbot, lambda: supply.get(2) is not None)
    supply.want([2, 1, 3])
    arrives(qtbot, lambda: supply.get(3) is not None)
    assert source.asked == [[1, 2], [3]]


def test_an_outdated_value_is_shown_until_the_new_one_is_there(
    qtbot: QtBot, supply: Supply[str], source: Source
) -> None:
    supply.want([1])
    arrives(qtbot, lambda: supply.get(1) == "first 1")
    source.text = "second"
    source.open.clear()
    supply.refresh([1, 77])
    assert supply.get(1) == "first 1"
    source.open.set()
    arrives(qtbot, lambda: supply.get(1) == "second 1")
    assert source.asked == [[1], [1]]


def test_a_change_while_its_value_is_on_the_way_is_not_lost(qtbot: QtBot, supply: Supply[str], source: Source) -> None:
    source.open.clear()
    supply.want([1])
    arrives(qtbot, lambda: len(source.asked) == 1)
    source.text = "second"
    supply.refresh([1])
    source.open.set()
    arrives(qtbot, lambda: supply.get(1) == "second 1")


def test_an_id_without_a_value_is_not_asked_for_again_until_it_changes(
    qtbot: QtBot, supply: Supply[str], source: Source
) -> None:
    source.none_for = {1}
    supply.want([1, 2])
    arrives(qtbot, lambda: supply.lacks(1))
    assert not supply.lacks(2)
    assert not supply.lacks(3)
    supply.want([1, 2])
    assert source.asked == [[1, 2]]
    source.none_for = set()
    supply.refresh([1])
    arrives(qtbot, lambda: supply.get(1) == "first 1")
    assert not supply.lacks(1)


def test_the_longest_unused_values_are_dropped_beyond_the_capacity(
    qtbot: QtBot, supply: Supply[str], source: Source
) -> None:
    supply.want([1, 2, 3, 4, 5, 6, 7, 8])
    arrives(qtbot, lambda: supply.get(8) is not None)
    supply.want([1, 2])
    supply.want([11, 12])
    arrives(qtbot, lambda: supply.get(12) is not None)
    kept = [each for each in range(1, 13) if supply.get(each) is not None]
    assert kept == [1, 2, 5, 6, 7, 8, 11, 12]
    assert len(source.asked) == 3


def test_more_is_kept_than_the_capacity_when_more_is_wanted(qtbot: QtBot, supply: Supply[str], source: Source) -> None:
    supply.want(range(1, 21))
    arrives(qtbot, lambda: supply.get(20) is not None)
    assert all(supply.get(each) for each in range(1, 21))
    assert len(source.asked) == 5


def test_what_is_gone_is_forgotten(qtbot: QtBot, supply: Supply[str]) -> None:
    supply.want([1])
    arrives(qtbot, lambda: supply.get(1) is not None)
    supply.want([])
    supply.forget([1, 2])
    assert supply.get(1) is None
    assert not supply.lacks(1)


def test_a_failure_is_told_in_words_and_tried_again(
    qtbot: QtBot, supply: Supply[str], source: Source, caplog: pytest.LogCaptureFixture
) -> None:
    source.error = OSError("the disk went away")
    with qtbot.waitSignal(supply.failed) as failed:
        supply.want([1])
    assert failed.args == ["the disk went away"]
    assert "the disk went away" in caplog.text
    source.error = None
    supply.want([1])
    assert source.asked == [[1]], "not at once: a paint asks every time, and would make a busy loop"
    qtbot.waitUntil(lambda: supply.get(1) is not None, timeout=supply_module.RETRY_MS + 3000)
