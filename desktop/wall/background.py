"""Work off the GUI thread, and the way back onto it."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Task:
    """One piece of work given to :class:`Background`.

    Attributes:
        cancelled: true once :meth:`cancel` was called; long work may look at it from its own thread.
    """

    def __init__(
        self,
        background: Background,
        work: Callable[[], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        self.cancelled = False
        self._background = background
        self._work = work
        self._done = done
        self._failed = failed
        self._result: Any = None
        self._error: Exception | None = None

    def cancel(self) -> None:
        """Nothing of this task is delivered after this call; work that has not begun never begins."""
        self.cancelled = True

    def run(self) -> None:
        """Does the work, on a worker, unless the task was cancelled."""
        try:
            self._result = None if self.cancelled else self._work()
        except Exception as error:  # handed to the caller on the GUI thread
            self._error = error
        self._background.report(self)

    def deliver(self) -> None:
        """Calls ``done`` or ``failed`` with the outcome, unless the task was cancelled."""
        if self.cancelled:
            return
        if self._error is None:
            if self._done is not None and exists(self._done):
                self._done(self._result)
        elif self._failed is None:
            raise self._error
        elif exists(self._failed):
            self._failed(self._error)

    def __str__(self) -> str:
        work = self._work.func if isinstance(self._work, functools.partial) else self._work
        return getattr(work, "__qualname__", repr(work))


class Background(QObject):
    """The window's one owner of worker threads.

    :meth:`run` calls a function on a worker and hands its result, or the exception it raised, to a callable on the
    GUI thread. Create, use and close it on the GUI thread.
    """

    _ended = Signal(object)

    def __init__(self, threads: int = 4, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # No parent: a pool's destructor waits for ever, and close() decides how long to wait.
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        self._tasks: set[Task] = set()
        self._closed = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Calls ``work`` on a worker, then ``done(result)`` or ``failed(error)`` on the GUI thread.

        Without ``failed`` the error is raised on the GUI thread, where the application's exception hook sees it.
        A bound method of a QObject that no longer exists is not called. After :meth:`close` nothing begins any more.
        """
        task = Task(self, work, done, failed)
        if self._closed:
            task.cancelled = True
        else:
            self._tasks.add(task)
            self._pool.start(task.run)  # a function: PySide never lets go of a QRunnable that it was given
        return task

    def busy(self) -> bool:
        """Whether some work has not been delivered yet."""
        return bool(self._tasks)

    def close(self, wait_ms: int = 2000) -> bool:
        """Cancels everything, then waits up to ``wait_ms`` for what is running. False when some work hangs."""
        self._closed = True
        self._pool.clear()
        for task in self._tasks:
            task.cancel()
        if self._pool.waitForDone(wait_ms):
            self._tasks.clear()
            return True
        logger.error("work still running at the end: %s", ", ".join(map(str, self._tasks)))
        self.setParent(None)
        _abandoned.append((self, self._pool))
        return False

    def finish(self, wait_ms: int = 2000) -> bool:
        """Lets all work that was given be done, for up to ``wait_ms``, then closes. False when some work hangs."""
        self._closed = True
        self._pool.waitForDone(wait_ms)
        return self.close(0)

    def report(self, task: Task) -> None:
        """Called by a task on its worker when it has ended."""
        self._ended.emit(task)

    @Slot(object)
    def _on_ended(self, task: Task) -> None:
        self._tasks.discard(task)
        task.deliver()


# Work that hangs still refers to its Background and pool; destroying either under it would crash or hang the exit.
_abandoned: list[tuple[Background, QThreadPool]] = []


def exists(callback: Callable[..., object]) -> bool:
    """Whether the QObject still exists that ``callback`` is a method of, if it is one."""
    function = callback.func if isinstance(callback, functools.partial) else callback
    receiver = getattr(function, "__self__", None)
    return not isinstance(receiver, QObject) or shiboken6.isValid(receiver)
