"""Work in turns of the event loop: what comes between, after and instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.panels.turns import Turns


@pytest.fixture
def parent() -> Iterator[QObject]:
    parent = QObject()
    yield parent
    parent.deleteLater()


def steps(log: list[str], number: int = 3) -> Iterator[None]:
    for step in range(number):
        log.append(f"step {step}")
        yield
    log.append("last")


def test_other_events_come_between_the_steps(parent: QObject, qtbot: QtBot) -> None:
    log: list[str] = []
    other = QTimer(interval=0)
    other.timeout.connect(lambda: log.append("other"))
    other.start()
    Turns(steps(log), lambda: log.append("done"), parent)
    assert not log
    qtbot.waitUntil(lambda: "done" in log)
    other.stop()
    assert [entry for entry in log if entry != "other"] == ["step 0", "step 1", "step 2", "last", "done"]
    assert "other" in log[log.index("step 0") : log.index("step 1")]
    assert "other" in log[log.index("step 1") : log.index("step 2")]


def test_what_is_left_can_be_finished_at_once(parent: QObject, qtbot: QtBot) -> None:
    log: list[str] = []
    turns = Turns(steps(log), lambda: log.append("done"), parent)
    qtbot.waitUntil(lambda: "step 0" in log)
    turns.finish()
    assert log[-2:] == ["last", "done"]
    turns.finish()
    assert log.count("done") == 1


def test_a_step_that_raises_is_the_last(parent: QObject) -> None:
    log: list[str] = []

    def failing() -> Iterator[None]:
        yield
        raise ValueError("broken")

    turns = Turns(failing(), lambda: log.append("done"), parent)
    with pytest.raises(ValueError, match="broken"):
        turns.finish()
    turns.finish()
    assert not log
