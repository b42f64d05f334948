"""The guards of the GUI tests can fail, and the watch over the GUI thread sees what it is for."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.stalls import Stall, StallWatch

pytest_plugins = ["pytester"]

CULPRITS = """
    import time
    from PySide6.QtCore import QThreadPool, QTimer
    from PySide6.QtWidgets import QWidget
    from desktop.wall.background import Background

    kept = []

    def test_leaves_a_window():
        kept.append(QWidget())
        kept[0].show()

    def test_leaves_a_timer():
        kept.append(QTimer())
        kept[-1].start(1000)

    def test_stalls(qtbot):
        background = Background()
        background.run(lambda: 1, lambda _: time.sleep(0.25))
        qtbot.waitUntil(lambda: not background.busy())
        background.close()

    def test_is_slow_itself(qtbot):
        time.sleep(0.25)

    def test_is_good(qtbot):
        widget = QWidget()
        qtbot.addWidget(widget)
        widget.show()
        timer = QTimer(widget)
        timer.start(10)
"""


def test_a_test_that_leaves_something_behind_or_stalls_is_failed_and_a_good_one_is_not(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(CULPRITS)
    outcome = pytester.runpytest_subprocess("-p", "tests.gui.conftest", "-p", "no:cacheprovider")
    outcome.assert_outcomes(passed=5, errors=3)
    outcome.stdout.fnmatch_lines(["*windows left behind*QWidget*"])
    outcome.stdout.fnmatch_lines(["*running timers left behind*QTimer*"])
    outcome.stdout.fnmatch_lines(["*the GUI thread was busy for more than * ms in*"])
    outcome.stdout.fnmatch_lines(["*in <lambda>*"])


@pytest.fixture
def stalls(qapp: QApplication):  # noqa: ARG001
    """What a watch with a limit of 50 ms has seen."""
    seen: list[Stall] = []
    watch = StallWatch(seen.append, limit_s=0.05)
    watch.start()
    yield seen
    watch.stop()


@pytest.mark.may_stall
def test_a_stall_is_told_once_with_the_stack_it_was_caught_in(qtbot: QtBot, stalls: list[Stall]) -> None:
    def dawdle() -> None:
        time.sleep(0.3)

    dawdle()
    qtbot.waitUntil(lambda: len(stalls) == 1)
    assert "in dawdle" in stalls[0].stack[0]
    assert "busy for more than 50 ms" in str(stalls[0])


def test_waiting_for_events_is_no_stall(qtbot: QtBot, stalls: list[Stall]) -> None:
    done = threading.Event()
    timer = threading.Timer(0.3, done.set)
    timer.start()
    qtbot.waitUntil(done.is_set)
    timer.join()
    assert stalls == []
