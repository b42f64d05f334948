"""An outage is probed ever more rarely, and by one worker at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from desktop.labelling import turns as turns_module
from desktop.labelling.turns import Turns

FIRST_S = 0.05


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    monkeypatch.setattr(turns_module, "FIRST_RETRY_S", FIRST_S)
    monkeypatch.setattr(turns_module, "LONGEST_RETRY_S", 4 * FIRST_S)
    made = Turns()
    made.allow_calls(2)
    yield made
    made.end()


def test_each_pause_of_an_outage_is_twice_the_one_before_up_to_a_limit(turns: Turns) -> None:
    assert turns.wait(0)
    assert turns.begin_outage()
    pauses = []
    for _ in range(4):
        start = time.monotonic()
        assert turns.wait(0)
        pauses.append(time.monotonic() - start)
        assert not turns.begin_outage()
    assert all(pause >= least for pause, least in zip(pauses, (1 * FIRST_S, 2 * FIRST_S, 4 * FIRST_S), strict=False))
    assert pauses[3] < 8 * FIRST_S


def test_late_failures_of_calls_from_before_do_not_prolong_an_outage(turns: Turns) -> None:
    turns.begin_outage()
    start = time.monotonic()
    for _ in range(20):
        turns.begin_outage()
    assert turns.wait(0)
    assert time.monotonic() - start < 3 * FIRST_S


def test_only_one_worker_tries_during_an_outage(turns: Turns) -> None:
    turns.begin_outage()
    turns.retry_now()
    assert turns.wait(0)
    turns.hint()
    other_has_turn = threading.Event()
    other = threading.Thread(target=lambda: turns.wait(1) and other_has_turn.set())
    other.start()
    assert not other_has_turn.wait(3 * FIRST_S)
    assert turns.end_outage()
    assert other_has_turn.wait(5)
    other.join()


def test_a_try_that_may_not_call_after_all_leaves_the_turn_to_others(turns: Turns) -> None:
    turns.begin_outage()
    turns.retry_now()
    assert turns.wait(0)
    turns.pause("lunch")
    assert not turns.begin_call()
    turns.hint()
    turns.resume("lunch")
    assert turns.wait(1)


def test_work_found_before_an_outage_is_put_back(turns: Turns) -> None:
    assert turns.begin_call()
    assert turns.begin_call()
    allowed: list[bool] = []
    waiting = threading.Thread(target=lambda: allowed.append(turns.begin_call()))
    waiting.start()
    turns.begin_outage()
    waiting.join(5)
    assert allowed == [False]


def test_work_in_hand_goes_on_after_an_outage_without_a_hint_and_in_a_pause(turns: Turns) -> None:
    assert turns.wait(0)
    turns.begin_outage()
    assert turns.wait(0)  # takes the hint
    turns.pause("lunch")
    went_on: list[bool] = []
    in_hand = threading.Thread(target=lambda: went_on.append(turns.wait_for_end_of_outage()))
    in_hand.start()
    turns.end_outage()
    in_hand.join(5)
    assert went_on == [True]


def test_work_in_hand_is_what_is_tried_during_an_outage(turns: Turns) -> None:
    turns.begin_outage()
    start = time.monotonic()
    assert turns.wait_for_end_of_outage()
    assert time.monotonic() - start >= FIRST_S
    turns.begin_outage()
    turns.end()
    assert not turns.wait_for_end_of_outage()


def test_a_surplus_worker_leaves_and_is_started_again_when_it_is_wanted(turns: Turns) -> None:
    assert turns.allow_calls(1) == []
    assert not turns.wait(2)
    assert turns.allow_calls(2) == [2]
