"""The engine labels what waits, once, whatever labeller and library do to it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.core.errors import LabellerUnavailableError
from desktop.core.library import Library
from desktop.core.priority import LOWEST
from desktop.core.records import LabelError, Picture
from desktop.labelling import engine as engine_module
from desktop.labelling import turns
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.labeller import Labeller
from tests.helpers.labellers import CAT, Outcome, ScriptedLabeller, WaitingLabeller
from tests.helpers.memory_queue import MAX_ATTEMPTS, MemoryQueue

FOR_EVER_S = 60.0
Make = Callable[..., LabellingEngine]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes an engine that is not started yet: ``make(queue, labeller or factory, workers)``."""
    made: list[LabellingEngine] = []

    def engine(queue: MemoryQueue, labeller: Labeller | Callable[[], Labeller], workers: int = 3) -> LabellingEngine:
        factory = labeller if callable(labeller) else lambda: labeller
        made.append(LabellingEngine(cast(Library, queue), factory, workers))
        return made[-1]

    yield engine
    for one in made:
        one.stop()


@pytest.fixture
def start(make: Make) -> Make:
    """Makes an engine and starts it."""

    def started(queue: MemoryQueue, labeller: Labeller | Callable[[], Labeller], workers: int = 3) -> LabellingEngine:
        engine = make(queue, labeller, workers)
        engine.start()
        return engine

    return started


class Switch:
    """A labelling service that can be off."""

    def __init__(self) -> None:
        self.off = True
        self.tries = threading.Semaphore(0)

    def __call__(self, _picture: Picture) -> Outcome:
        self.tries.release()
        if self.off:
            raise LabellerUnavailableError("the service is off")
        return CAT


def test_each_waiting_image_is_labelled_once(start: Make) -> None:
    queue = MemoryQueue(images=50)
    start(queue, ScriptedLabeller())
    queue.wait_until(lambda: len(queue.results) == 50)
    assert list(queue.results.values()) == [CAT] * 50
    assert set(queue.labellers.values()) == {"scripted"}
    assert set(queue.attempts.values()) == {1}


def test_an_image_that_comes_later_is_labelled_without_polling(start: Make) -> None:
    queue = MemoryQueue()
    start(queue, ScriptedLabeller())
    queue.wait_until(lambda: 0 in queue.leases)
    queue.add(1)
    queue.wait_until(lambda: 1 in queue.results)
    queue.add(1)
    queue.wait_until(lambda: 2 in queue.results)
    assert len(queue.leases) < 10


def test_images_that_trickle_in_are_never_left_lying(start: Make) -> None:
    queue = MemoryQueue()
    start(queue, ScriptedLabeller(batch_size=2), workers=4)
    for _ in range(1000):
        queue.add(1)
    queue.wait_until(lambda: len(queue.results) == 1000)
    assert set(queue.attempts.values()) == {1}


def test_images_that_another_process_gives_back_are_labelled(start: Make) -> None:
    queue = MemoryQueue(images=2)
    queue.lease_to_another(2)
    start(queue, ScriptedLabeller())
    queue.wait_until(lambda: 0 in queue.leases)
    queue.end_lease_of_another(quietly=False)
    queue.wait_until(lambda: len(queue.results) == 2)


def test_images_of_a_process_that_died_are_labelled_after_their_lease(
    start: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEASE_S", 0.3)
    queue = MemoryQueue(images=2)
    queue.lease_to_another(2)
    start(queue, ScriptedLabeller())
    queue.wait_until(lambda: 0 in queue.leases)
    queue.end_lease_of_another()
    queue.wait_until(lambda: len(queue.results) == 2)


def test_the_labeller_is_made_once_and_not_in_the_callers_thread(start: Make) -> None:
    made_in: list[threading.Thread] = []

    def factory() -> Labeller:
        made_in.append(threading.current_thread())
        return ScriptedLabeller()

    queue = MemoryQueue(images=20)
    start(queue, factory)
    queue.wait_until(lambda: len(queue.results) == 20)
    assert len(made_in) == 1
    assert made_in[0] is not threading.current_thread()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_labelling_lets_all_other_threads_go_first(start: Make) -> None:
    nice: list[int] = []

    def look(_picture: Picture) -> Outcome:
        nice.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return CAT

    queue = MemoryQueue(images=1)
    start(queue, ScriptedLabeller(look))
    queue.wait_until(lambda: len(queue.results) == 1)
    assert nice == [LOWEST]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < LOWEST


def test_a_bug_in_a_labeller_costs_a_bounded_number_of_tries_and_stops_nothing(
    start: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def judge(picture: Picture) -> Outcome:
        if picture.image_id == 2:
            raise ZeroDivisionError("oh")
        return CAT

    queue = MemoryQueue(images=4)
    start(queue, ScriptedLabeller(judge, batch_size=1))
    queue.wait_until(lambda: len(queue.results) == 4 and queue.attempts[2] == MAX_ATTEMPTS and not queue.leased())
    assert queue.results[2] == LabelError("The labeller scripted failed: ZeroDivisionError('oh')", retry=True)
    assert [queue.results[image_id] for image_id in (1, 3, 4)] == [CAT] * 3
    assert "ZeroDivisionError" in caplog.text


def test_a_labeller_that_forgets_an_image_is_not_trusted(start: Make) -> None:
    class Forgetful(ScriptedLabeller):
        def label(self, batch):  # type: ignore[no-untyped-def]
            return super().label(batch)[1:]

    queue = MemoryQueue(images=4)
    start(queue, Forgetful())
    queue.wait_until(lambda: len(queue.results) == 4)
    assert all("3 results for 4 images" in cast(LabelError, queue.results[image_id]).message for image_id in (1, 4))


def test_an_image_that_can_not_be_labelled_is_not_tried_again(start: Make) -> None:
    error = LabelError("no image")
    queue = MemoryQueue(images=4)
    start(queue, ScriptedLabeller(lambda picture: error if picture.image_id == 3 else CAT))
    queue.wait_until(lambda: len(queue.results) == 4)
    assert queue.results[3] == error
    assert queue.attempts[3] == 1


def test_an_outage_is_told_once_and_costs_no_image_a_try(make: Make, qtbot: QtBot) -> None:
    queue, service = MemoryQueue(images=12), Switch()
    engine = make(queue, ScriptedLabeller(service))
    told = QSignalSpy(engine.unavailable)
    engine.start()
    qtbot.waitUntil(lambda: told.count() == 1)
    queue.wait_until(lambda: queue.leased() == 0)
    assert told.at(0) == ["the service is off"]
    engine.resume()
    for _ in range(2):
        assert service.tries.acquire(timeout=10)
    queue.wait_until(lambda: queue.leased() == 0)
    assert set(queue.attempts.values()) == {0}
    service.off = False
    with qtbot.waitSignal(engine.available):
        engine.resume()
    queue.wait_until(lambda: len(queue.results) == 12)
    assert told.count() == 1


def test_an_outage_ends_by_itself(start: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "FIRST_RETRY_S", 0.05)
    queue, service = MemoryQueue(images=12), Switch()
    start(queue, ScriptedLabeller(service))
    for _ in range(4):
        assert service.tries.acquire(timeout=10)
    service.off = False
    queue.wait_until(lambda: len(queue.results) == 12)


def test_a_labeller_that_can_not_be_made_is_an_outage_too(make: Make, qtbot: QtBot) -> None:
    ready = threading.Event()

    def factory() -> Labeller:
        if not ready.is_set():
            raise LabellerUnavailableError("no model is installed")
        return ScriptedLabeller()

    queue = MemoryQueue(images=4)
    engine = make(queue, factory)
    with qtbot.waitSignal(engine.unavailable) as told:
        engine.start()
    assert told.args == ["no model is installed"]
    ready.set()
    with qtbot.waitSignal(engine.available):
        engine.resume()
    queue.wait_until(lambda: len(queue.results) == 4)


def test_labels_wait_for_a_library_that_can_not_store_them(start: Make, qtbot: QtBot) -> None:
    queue, labeller = MemoryQueue(images=4), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller, workers=1)
    assert labeller.in_flight.acquire(timeout=10)
    with qtbot.waitSignal(engine.unavailable) as told:
        queue.broken.set()
        labeller.go_on.set()
    assert told.args == ["the disk is gone"]
    with qtbot.waitSignal(engine.available):
        queue.broken.clear()
        engine.resume()
    queue.wait_until(lambda: len(queue.results) == 4)
    assert len(labeller.seen) == 1


def test_an_answer_that_can_not_be_stored_does_not_end_an_outage_of_the_library(start: Make, qtbot: QtBot) -> None:
    queue, labeller = MemoryQueue(images=4), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller, workers=1)
    begun, ended = QSignalSpy(engine.unavailable), QSignalSpy(engine.available)
    assert labeller.in_flight.acquire(timeout=10)
    queue.broken.set()
    queue.add(4)  # the other worker looks for them
    assert queue.refused.acquire(timeout=10)
    labeller.go_on.set()
    assert queue.refused.acquire(timeout=10)
    queue.broken.clear()
    engine.resume()
    queue.wait_until(lambda: len(queue.results) == 8, timeout_s=30)
    qtbot.waitUntil(lambda: ended.count() > 0)
    assert (begun.count(), ended.count()) == (1, 1)


def test_a_pause_finishes_the_batch_and_begins_no_other(start: Make) -> None:
    queue, labeller = MemoryQueue(images=8), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller, workers=1)
    assert labeller.in_flight.acquire(timeout=10)
    engine.pause()
    labeller.go_on.set()
    queue.wait_until(lambda: len(queue.results) == 4 and queue.leased() == 0)
    assert len(labeller.seen) == 1
    assert [queue.attempts[image_id] for image_id in queue.attempts if image_id not in queue.results] == [0] * 4


def test_after_a_pause_it_goes_on(start: Make) -> None:
    queue = MemoryQueue()
    engine = start(queue, ScriptedLabeller())
    engine.pause()
    queue.add(8)
    engine.resume()
    queue.wait_until(lambda: len(queue.results) == 8)


def test_the_number_of_workers_can_change_while_they_work(start: Make) -> None:
    queue, labeller = MemoryQueue(images=100), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller, workers=1)
    assert labeller.in_flight.acquire(timeout=10)
    engine.set_workers(3)
    for _ in range(2):
        assert labeller.in_flight.acquire(timeout=10)
    engine.set_workers(1)
    engine.set_workers(2)
    labeller.go_on.set()
    queue.wait_until(lambda: len(queue.results) == 100)
    assert set(queue.attempts.values()) == {1}


def test_fewer_workers_means_fewer_calls_at_once(start: Make) -> None:
    queue, labeller = MemoryQueue(images=100), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller, workers=3)
    for _ in range(3):
        assert labeller.in_flight.acquire(timeout=10)
    engine.set_workers(1)
    labeller.go_on.set()
    queue.wait_until(lambda: len(queue.results) == 100)
    labeller.go_on.clear()
    most_before = labeller.most_at_once
    labeller.most_at_once = 0
    queue.add(40)
    assert labeller.in_flight.acquire(timeout=10)
    labeller.go_on.set()
    queue.wait_until(lambda: len(queue.results) == 140)
    assert (most_before, labeller.most_at_once) == (3, 1)


def test_stopping_takes_less_than_two_seconds_and_puts_the_images_back(start: Make) -> None:
    queue, labeller = MemoryQueue(images=12), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller)
    for _ in range(3):
        assert labeller.in_flight.acquire(timeout=10)
    assert engine.busy()
    begin = time.monotonic()
    engine.stop()
    assert time.monotonic() - begin < 2
    assert not engine.busy()
    assert queue.leased() == 0
    assert queue.waiting() == 12
    assert set(queue.attempts.values()) == {0}
    assert queue.listeners() == 0


def test_a_stop_during_the_making_of_the_labeller_closes_it_all_the_same(start: Make) -> None:
    labeller, making, go_on = ScriptedLabeller(), threading.Event(), threading.Event()

    def factory() -> Labeller:
        making.set()
        go_on.wait(FOR_EVER_S)
        return labeller

    queue = MemoryQueue(images=4)
    engine = start(queue, factory)
    assert making.wait(10)
    threading.Timer(0.2, go_on.set).start()
    engine.stop()
    assert labeller.closed.is_set()
    assert queue.leases == []


def test_a_stop_is_no_outage(start: Make) -> None:
    queue, labeller = MemoryQueue(images=4), WaitingLabeller(FOR_EVER_S)
    engine = start(queue, labeller, workers=1)
    told = QSignalSpy(engine.unavailable)
    assert labeller.in_flight.acquire(timeout=10)
    engine.stop()
    assert told.count() == 0


def test_an_engine_that_nobody_stops_does_not_keep_the_process_from_ending() -> None:
    program = """
from PySide6.QtCore import QCoreApplication
from desktop.labelling.engine import LabellingEngine
from tests.helpers.labellers import ScriptedLabeller
from tests.helpers.memory_queue import MemoryQueue
application = QCoreApplication([])
queue = MemoryQueue(images=4)
engine = LabellingEngine(queue, ScriptedLabeller)
engine.start()
queue.wait_until(lambda: len(queue.results) == 4)
"""
    assert subprocess.run([sys.executable, "-c", program], timeout=20, check=False).returncode == 0


def test_the_rate_is_that_of_the_last_ten_seconds(start: Make) -> None:
    queue = MemoryQueue(images=20)
    engine = start(queue, ScriptedLabeller())
    queue.wait_until(lambda: len(queue.results) == 20 and not engine.busy())
    assert engine.labelled_per_s() == 2.0
