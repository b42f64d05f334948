from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.panels import progress as progress_module
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import AT_ONCE, ProgressLines, time_left
from desktop.panels.words import byte_size


@pytest.fixture
def lines(show) -> Iterator[ProgressLines]:
    lines = ProgressLines()
    show(lines, 700, 200)
    yield lines
    lines.close_down()


class Copying:
    """Work of a thousand steps that waits at the first until it may go on."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.may_go_on = threading.Event()
        self.outcomes: list[object] = []

    def __call__(self, progress: Progress) -> int:
        for step in range(1000):
            progress.report(step, 1000)
            if step == 250:
                self.begun.set()
                assert self.may_go_on.wait(20)
            if progress.cancelled:
                return step
        return 1000


@pytest.fixture
def copying() -> Iterator[Copying]:
    copying = Copying()
    yield copying
    copying.may_go_on.set()


def ended(lines: ProgressLines, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not lines.lines(), timeout=20_000)


def test_work_that_lasts_says_what_how_far_and_how_long(
    lines: ProgressLines, copying: Copying, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, "FORETOLD_AFTER_S", 0.0)
    lines.run("Copying", copying, copying.outcomes.append, copying.outcomes.append)
    (line,) = lines.lines()
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible, timeout=3000)
    assert line.text.text() == "Copying: 250 of 1,000"
    assert line.bar.value() == line.bar.maximum() // 4
    assert line.left.text() in ("about 3 s left", "about 4 s left")  # three times as long again
    copying.may_go_on.set()
    ended(lines, qtbot)
    assert copying.outcomes == [1000]


def test_the_button_ends_it_and_what_was_done_is_told(lines: ProgressLines, copying: Copying, qtbot: QtBot) -> None:
    lines.run("Copying", copying, copying.outcomes.append, copying.outcomes.append)
    (line,) = lines.lines()
    qtbot.waitUntil(line.isVisible, timeout=3000)
    line.cancel_button.setFocus()
    qtbot.keyClick(line.cancel_button, Qt.Key.Key_Space)
    assert line.text.text() == "Copying: ending…"
    assert not line.cancel_button.isEnabled()
    copying.may_go_on.set()
    ended(lines, qtbot)
    assert copying.outcomes == [250]


def test_short_work_shows_no_line(lines: ProgressLines, qtbot: QtBot) -> None:
    outcomes: list[int] = []
    lines.run("Counting", lambda _progress: 7, outcomes.append, outcomes.append)
    (line,) = lines.lines()
    ended(lines, qtbot)
    assert outcomes == [7]
    assert not line.progress.lasted


def test_work_that_fails_hands_over_its_error(lines: ProgressLines, qtbot: QtBot) -> None:
    outcomes: list[object] = []

    def fail(_progress: Progress) -> int:
        raise OSError("the stick was pulled out")

    lines.run("Copying", fail, outcomes.append, lambda error: outcomes.append(str(error)))
    ended(lines, qtbot)
    assert outcomes == ["the stick was pulled out"]


def test_bytes_beyond_what_a_bar_can_count(lines: ProgressLines, qtbot: QtBot) -> None:
    progress = Progress("Downloading", byte_size)
    progress.report(5_000_000_000, None)
    lines.add(progress)
    (line,) = lines.lines()
    qtbot.waitUntil(line.isVisible, timeout=3000)
    assert line.text.text() == "Downloading: 5.0 GB"
    assert line.bar.maximum() == 0
    progress.report(5_000_000_000, 10_000_000_000)
    qtbot.waitUntil(lambda: line.bar.value() == line.bar.maximum() // 2)
    assert line.text.text() == "Downloading: 5.0 GB of 10.0 GB"
    progress.end()
    ended(lines, qtbot)


def test_closing_down_ends_what_is_under_way_and_what_waits(lines: ProgressLines, copying: Copying) -> None:
    for _ in range(AT_ONCE + 1):
        lines.run("Copying", copying, copying.outcomes.append, copying.outcomes.append)
    assert copying.begun.wait(20)
    copying.may_go_on.set()
    lines.close_down()
    assert lines.lines() == []
    assert copying.outcomes == []


@pytest.mark.parametrize(
    ("left_s", "words"),
    [
        (0.0, "about 1 s left"),
        (41.2, "about 42 s left"),
        (61, "about 2 min left"),
        (3599, "about 60 min left"),
        (9000, "about 3 h left"),
    ],
)
def test_times_are_told_no_more_exactly_than_they_are_known(left_s: float, words: str) -> None:
    assert time_left(left_s) == words
