"""Work on the GUI thread that takes longer than a frame may."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Slot


class Turns(QObject):
    """Takes one of ``steps`` in each turn of the event loop, so that the window lives on between them.

    After the last one it calls ``done``. A step that raises is the last.
    """

    def __init__(self, steps: Iterator[None], done: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._done = done
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._take_step)
        self._turn.start()

    def finish(self) -> None:
        """Takes all steps that are left now."""
        while self._turn.isActive():
            self._take_step()

    @Slot()
    def _take_step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._turn.stop()
            self._done()
        except BaseException:
            self._turn.stop()
            raise
