"""Work that lasts: how far it is, how long it will take, and the wish to end it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from desktop.panels.words import count

NOTICED_AFTER_S = 1.0
"""Work that is done by then needs no line and no word of its own."""
FORETOLD_AFTER_S = 2.0
"""Before that, the pace says too little of what is left."""


class Progress(QObject):
    """One piece of work that may last longer than a second.

    Whoever works calls :meth:`report`, from any thread and as often as it likes, and looks at :attr:`cancelled`
    between two steps. What was done up to then stays done. All else belongs to the GUI thread, on which the one who
    began the work calls :meth:`end` when it is over, cancelled or not. ``ProgressLines.run`` in
    ``panels/progress_lines.py`` does all that around a function:

        lines.run(self.tr("Exporting images"), functools.partial(export, image_ids), self._on_exported, self._on_failed)

    where ``export(image_ids, progress)`` is called on a worker.

    ``title`` says what is being done; ``amount`` puts a number of what is counted (images, bytes) into words.

    Signals:
        cancel_requested: the user wants it to end.
        ended: it is over.
    """

    cancel_requested = Signal()
    ended = Signal()

    def __init__(self, title: str, amount: Callable[[int], str] = count, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.amount = amount
        self._state: tuple[int, int | None] = (0, None)
        self._cancelled = False
        self._began_s = time.monotonic()

    def report(self, done: int, total: int | None) -> None:
        """So many of ``total`` are done, None while nobody knows how many there are. From any thread."""
        self._state = (done, total)

    def go_on(self, done: int, total: int) -> bool:
        """As :meth:`report`; false when the work is to end. From any thread: a ``Report`` for the library."""
        self.report(done, total)
        return not self._cancelled

    @property
    def done(self) -> int:
        return self._state[0]

    @property
    def total(self) -> int | None:
        return self._state[1]

    @property
    def cancelled(self) -> bool:
        """Whether the work is to end as soon as it can. From any thread."""
        return self._cancelled

    @property
    def lasted(self) -> bool:
        """Whether it has gone on long enough for a person to notice."""
        return self._elapsed_s() >= NOTICED_AFTER_S

    def left_s(self) -> float | None:
        """How long it will take from now on at its pace so far; None while that can't be said."""
        done, total = self._state
        elapsed_s = self._elapsed_s()
        if total is None or done <= 0 or elapsed_s < FORETOLD_AFTER_S:
            return None
        return max(0, total - done) * elapsed_s / done

    @Slot()
    def cancel(self) -> None:
        """Asks the work to end. Once is enough."""
        if not self._cancelled:
            self._cancelled = True
            self.cancel_requested.emit()

    def end(self) -> None:
        """The work is over."""
        self.ended.emit()

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._began_s
