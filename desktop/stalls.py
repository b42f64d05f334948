"""Notices when the GUI thread does not come back to its event loop in time, and what it was doing."""

from __future__ import annotations

import faulthandler
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Slot

LIMIT_S = 0.1
_SAMPLE_S = 0.01
_BEAT_MS = 20
_NS_PER_S = 1e9


class Stall(NamedTuple):
    """The GUI thread was away for longer than the limit. ``stack`` is where it was then, the innermost call first,
    a line each: file, line number and function. ``others`` are the innermost calls of the other threads: one of them
    may have held Python's lock."""

    limit_s: float
    stack: Sequence[str]
    others: Sequence[str] = ()

    def __str__(self) -> str:
        lines = [f"the GUI thread was busy for more than {self.limit_s * 1000:.0f} ms in", *self.stack]
        return "\n".join([*lines, "while other threads were in", *self.others] if self.others else lines)


class StallWatch(QObject):
    """Watches the GUI thread from a thread of its own. Create, start and stop it on the GUI thread.

    ``on_stall`` is called on the watching thread, once a stall. Only time in which ``counts(stack)`` holds, see
    :class:`Stall`, is taken for a stall, and none in which others had the processor, see :func:`kept_waiting_s`.
    """

    def __init__(
        self,
        on_stall: Callable[[Stall], None],
        counts: Callable[[Sequence[str]], bool] = lambda _stack: True,
        limit_s: float = LIMIT_S,
    ) -> None:
        super().__init__()
        self._on_stall = on_stall
        self._counts = counts
        self._limit_s = limit_s
        self._beats = 0
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._gui_thread = threading.current_thread()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="stall-watch", daemon=True)

    def start(self) -> None:
        self._timer.start()
        self._watcher.start()

    def stop(self) -> None:
        self._timer.stop()
        self._ended.set()
        self._watcher.join()

    @Slot()
    def _on_beat(self) -> None:
        self._beats += 1

    def _watch(self) -> None:
        beats, since_s, told = -1, 0.0, False
        while not self._ended.wait(_SAMPLE_S):
            busy_s = time.monotonic() - kept_waiting_s(self._gui_thread)
            if beats != self._beats:
                beats, since_s, told = self._beats, busy_s, False
            elif not told and busy_s - since_s > 2 * _SAMPLE_S:  # else the next beat is not even due
                stack, others = _stacks(self._gui_thread)
                if not self._counts(stack):
                    since_s = busy_s
                elif busy_s - since_s >= self._limit_s:
                    told = True
                    self._on_stall(Stall(self._limit_s, stack, others))


def kept_waiting_s(thread: threading.Thread) -> float:
    """For how long in all a running thread was ready and had to wait for a processor; 0 where no one tells (only
    Linux does, in /proc/self/task/*/schedstat)."""
    try:
        _running_ns, waiting_ns, _slices = Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text().split()
    except OSError:
        return 0.0
    return int(waiting_ns) / _NS_PER_S


def _stacks(thread: threading.Thread) -> tuple[list[str], list[str]]:
    """The calls that ``thread`` is in, and the innermost one of each other thread but this one."""
    # Not by sys._current_frames: whoever holds a frame keeps its locals alive, and a QPainter that is destroyed late
    # and on another thread ends the next one's work with a crash.
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        blocks = file.read().split("\n\n")
    calls = {block.partition("\n")[0]: [line.strip() for line in block.splitlines()[1:]] for block in blocks}
    mine = next((calls.pop(head) for head in list(calls) if f"0x{thread.ident:016x}" in head), [])
    others = [lines[0] for head, lines in calls.items() if lines and not head.startswith("Current thread")]
    return mine, others
