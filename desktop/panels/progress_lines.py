"""The lines at the foot of the centre: one for each piece of work that lasts, with a button that ends it."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.panels.progress import NOTICED_AFTER_S, Progress
from desktop.panels.words import count
from desktop.wall.background import Background, exists

T = TypeVar("T")

AT_ONCE = 3
"""So many pieces of work go on at the same time; others wait their turn, with a line that says so."""
REFRESH_MS = 100
BAR_STEPS = 1000
"""A bar counts in C ints, which a number of bytes may exceed."""


class ProgressLines(QWidget):
    """Shows every :class:`Progress` that it is given, from when it has lasted a second until it has ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Work under way"))
        # Workers of its own: the pictures on screen must not wait behind an export.
        self._background = Background(AT_ONCE, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        amount: Callable[[int], str] = count,
    ) -> Progress:
        """Calls ``work(progress)`` on a worker, then ``done(result)`` or ``failed(error)`` on the GUI thread.

        ``work`` reports to the progress and ends early, with what it came to, once that is cancelled. ``done`` and
        ``failed`` are plain functions or bound methods, as for :meth:`Background.run`.
        """
        progress = Progress(title, amount, self)
        self.add(progress)
        self._background.run(
            functools.partial(work, progress),
            functools.partial(_settle, progress, done),
            functools.partial(_settle, progress, failed),
        )
        return progress

    def add(self, progress: Progress) -> None:
        """Shows ``progress``, which somebody else works at and ends."""
        line = ProgressLine(progress)
        self._layout.addWidget(line)
        progress.ended.connect(line.finish)

    def lines(self) -> list[ProgressLine]:
        """Those whose work has not ended, also the ones that are not shown yet."""
        return self.findChildren(ProgressLine)

    def close_down(self) -> None:
        """Cancels everything and waits for it, for a moment."""
        for line in self.lines():
            line.progress.cancel()
            line.finish()
        self._background.close()


class ProgressLine(QWidget):
    """One piece of work: what, how far, how long, and the button that ends it."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress
        self.text = QLabel()
        self.left = QLabel()
        self.left.setProperty("quiet", True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(progress.title)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAccessibleDescription(progress.title)
        self.cancel_button.clicked.connect(progress.cancel)
        progress.cancel_requested.connect(self._on_cancel_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(14)
        layout.addWidget(self.text)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.left)
        layout.addWidget(self.cancel_button)
        self._appear = QTimer(self, singleShot=True, interval=round(1000 * NOTICED_AFTER_S))
        self._appear.timeout.connect(self._on_noticed)
        self._refresh = QTimer(self, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._show_state)
        self.hide()
        self._appear.start()

    @Slot()
    def finish(self) -> None:
        """Goes away: the work has ended."""
        self._appear.stop()
        self._refresh.stop()
        self.setParent(None)
        self.deleteLater()

    @Slot()
    def _on_noticed(self) -> None:
        self._show_state()
        self._refresh.start()
        self.show()

    @Slot()
    def _on_cancel_requested(self) -> None:
        self.cancel_button.setEnabled(False)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        progress = self.progress
        done, total = progress.done, progress.total
        if total:
            self.bar.setRange(0, BAR_STEPS)
            self.bar.setValue(min(BAR_STEPS, done * BAR_STEPS // total))
        else:
            self.bar.setRange(0, 0)
        self.text.setText(self._how_far(done, total))
        left_s = progress.left_s()
        self.left.setText("" if left_s is None or progress.cancelled else time_left(left_s))

    def _how_far(self, done: int, total: int | None) -> str:
        title, amount = self.progress.title, self.progress.amount
        if self.progress.cancelled:
            return self.tr("{what}: ending…").format(what=title)
        if total is not None:
            return self.tr("{what}: {n} of {total}").format(what=title, n=amount(done), total=amount(total))
        return self.tr("{what}: {n}").format(what=title, n=amount(done)) if done else f"{title}…"


def time_left(left_s: float) -> str:
    """A time in words, no more exact than it can be known."""
    if left_s < 60:
        text = QCoreApplication.translate("ProgressLine", "about {n} s left")
        return text.format(n=max(1, math.ceil(left_s)))
    if left_s < 3600:
        return QCoreApplication.translate("ProgressLine", "about {n} min left").format(n=math.ceil(left_s / 60))
    return QCoreApplication.translate("ProgressLine", "about {n} h left").format(n=count(math.ceil(left_s / 3600)))


def _settle(progress: Progress, tell: Callable[[T], object], outcome: T) -> None:
    progress.end()
    progress.deleteLater()
    if exists(tell):
        tell(outcome)
