"""Work goes to a worker thread and its outcome comes back on the GUI thread, or not at all."""

from __future__ import annotations

import functools
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from desktop.wall.background import Background


class Receiver(QObject):
    """Keeps what is delivered to it, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: list[threading.Thread] = []

    @Slot(object)
    def take(self, outcome: object) -> None:
        self.got.append(outcome)
        self.threads.append(threading.current_thread())


def test_work_runs_on_a_worker_and_its_result_comes_on_the_gui_thread(qtbot: QtBot, background: Background) -> None:
    receiver = Receiver()
    background.run(threading.current_thread, receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 1)
    assert receiver.got[0] is not threading.main_thread()
    assert receiver.threads == [threading.main_thread()]
    assert not background.busy()


def test_an_error_comes_to_the_callable_for_errors(qtbot: QtBot, background: Background) -> None:
    receiver = Receiver()
    error = OSError("no such picture")
    background.run(functools.partial(_raise, error), failed=receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 1)
    assert receiver.got == [error]
    assert receiver.threads == [threading.main_thread()]


def test_an_error_that_nobody_takes_reaches_the_exception_hook(qtbot: QtBot, background: Background) -> None:
    with qtbot.captureExceptions() as caught:
        background.run(functools.partial(_raise, OSError("unseen")))
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert str(caught[0][1]) == "unseen"


def test_nothing_of_a_cancelled_task_is_delivered(qtbot: QtBot, background: Background) -> None:
    receiver, release = Receiver(), threading.Event()
    cancelled = background.run(release.wait, receiver.take)
    cancelled.cancel()
    release.set()
    background.run(lambda: "second", receiver.take)
    qtbot.waitUntil(lambda: not background.busy())
    assert receiver.got == ["second"]


def test_a_cancelled_task_that_has_not_begun_never_begins(qtbot: QtBot) -> None:
    background, begun, release = Background(threads=1), threading.Event(), threading.Event()
    background.run(release.wait)
    background.run(begun.set).cancel()
    release.set()
    qtbot.waitUntil(lambda: not background.busy())
    assert background.close()
    assert not begun.is_set()


def test_a_receiver_that_no_longer_exists_gets_nothing(qtbot: QtBot, background: Background) -> None:
    receiver, release = Receiver(), threading.Event()
    background.run(release.wait, functools.partial(receiver.take))
    shiboken6.delete(receiver)
    release.set()
    qtbot.waitUntil(lambda: not background.busy())
    assert receiver.got == []


def test_closing_waits_for_running_work_and_drops_the_rest(qapp: object) -> None:  # noqa: ARG001
    background, receiver, done = Background(threads=1), Receiver(), []
    begun, release = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        release.wait()
        done.append("first")

    background.run(work, receiver.take)
    background.run(lambda: done.append("second"), receiver.take)
    assert begun.wait(5)
    threading.Timer(0.05, release.set).start()
    assert background.close()
    assert done == ["first"]
    assert receiver.got == []


def test_closing_does_not_wait_longer_than_it_was_told(qapp: object, caplog: pytest.LogCaptureFixture) -> None:  # noqa: ARG001
    background, begun, release = Background(), threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        release.wait()

    background.run(hang)
    assert begun.wait(5)
    assert not background.close(wait_ms=50)
    assert "hang" in caplog.text
    release.set()


def test_after_closing_no_new_work_begins(qapp: object) -> None:  # noqa: ARG001
    background, begun = Background(), threading.Event()
    assert background.close()
    assert background.run(begun.set).cancelled
    assert not begun.is_set()


def test_an_outcome_is_let_go_of_once_it_is_delivered(qtbot: QtBot, background: Background) -> None:
    class Outcome:
        pass

    seen: list[weakref.ref] = []
    for _ in range(20):
        background.run(Outcome, lambda outcome: seen.append(weakref.ref(outcome)))
    qtbot.waitUntil(lambda: len(seen) == 20)
    qtbot.waitUntil(lambda: not any(outcome() for outcome in seen))


def _raise(error: Exception) -> None:
    raise error


def test_finishing_lets_what_waits_be_done(background: Background) -> None:
    done: list[int] = []
    for number in range(20):
        background.run(functools.partial(done.append, number))
    assert background.finish()
    assert sorted(done) == list(range(20))
