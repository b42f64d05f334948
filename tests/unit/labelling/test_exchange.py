"""The labeller is exchanged while the engine runs: nothing paid for is thrown away, nothing stays open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import LabellerUnavailableError
from desktop.core.library import Library
from desktop.core.records import Annotation, Label
from desktop.labelling.current import CurrentLabeller
from desktop.labelling.engine import LabellingEngine
from tests.helpers.labellers import ScriptedLabeller, WaitingLabeller
from tests.helpers.memory_queue import MemoryQueue

DOG = Annotation(labels=(Label("dog", 0.8),))


@pytest.fixture
def queue() -> MemoryQueue:
    return MemoryQueue(images=8)


@pytest.fixture
def engine(queue: MemoryQueue) -> Iterator[LabellingEngine]:
    """An engine without a labeller, started."""
    engine = LabellingEngine(cast(Library, queue), None, workers=1)
    engine.start()
    yield engine
    engine.stop()


def test_without_a_labeller_all_wait_until_there_is_one(queue: MemoryQueue, engine: LabellingEngine) -> None:
    assert engine.labeller_name == ""
    assert queue.leases == []
    engine.set_labeller(ScriptedLabeller)
    queue.wait_until(lambda: len(queue.results) == 8)
    assert engine.labeller_name == "scripted"


def test_a_call_under_way_is_finished_by_the_old_one(queue: MemoryQueue, engine: LabellingEngine) -> None:
    old, new = WaitingLabeller(60.0), ScriptedLabeller(lambda _picture: DOG)
    engine.set_labeller(lambda: old)
    assert old.in_flight.acquire(timeout=10)
    engine.set_labeller(lambda: new)
    assert not old.closed.is_set()
    old.go_on.set()
    queue.wait_until(lambda: len(queue.results) == 8)
    assert (len(old.seen), len(new.seen)) == (1, 1)
    assert old.closed.wait(10)
    assert not new.closed.is_set()


def test_taking_the_labeller_away_lets_the_rest_wait(queue: MemoryQueue, engine: LabellingEngine) -> None:
    labeller = WaitingLabeller(60.0)
    engine.set_labeller(lambda: labeller)
    assert labeller.in_flight.acquire(timeout=10)
    engine.set_labeller(None)
    labeller.go_on.set()
    assert labeller.closed.wait(10)
    assert len(labeller.seen) == 1
    assert queue.waiting() >= 4


def test_a_persons_pause_outlasts_an_exchange(queue: MemoryQueue, engine: LabellingEngine) -> None:
    engine.pause()
    engine.set_labeller(ScriptedLabeller)
    engine.set_workers(2)
    assert queue.leases == []
    engine.resume()
    queue.wait_until(lambda: len(queue.results) == 8)


def test_an_exchange_ends_the_waiting_time_of_an_outage(
    queue: MemoryQueue, engine: LabellingEngine, qtbot: QtBot
) -> None:
    def broken() -> ScriptedLabeller:
        raise LabellerUnavailableError("no credentials")

    with qtbot.waitSignal(engine.unavailable):
        engine.set_labeller(broken)
    engine.set_labeller(ScriptedLabeller)
    queue.wait_until(lambda: len(queue.results) == 8)  # the next try would come after five seconds


def test_one_that_was_exchanged_while_it_was_made_is_closed_unused() -> None:
    slow, quick, making, go_on = ScriptedLabeller(), ScriptedLabeller(), threading.Event(), threading.Event()

    def make_slowly() -> ScriptedLabeller:
        making.set()
        assert go_on.wait(20)
        return slow

    current = CurrentLabeller(make_slowly)
    lent: list[object] = []

    def borrow() -> None:
        with current.lent() as labeller:
            lent.append(labeller)

    borrower = threading.Thread(target=borrow)
    borrower.start()
    assert making.wait(10)
    current.exchange(lambda: quick)
    go_on.set()
    borrower.join(10)
    assert lent == [quick]
    assert slow.closed.is_set()
    current.close()
    assert quick.closed.is_set()
