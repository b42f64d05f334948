"""Ctrl+C and SIGTERM in a program whose main thread is in Qt's event loop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QCoreApplication, QMetaObject, QSocketNotifier, Qt


@contextmanager
def quit_on_interrupt(application: QCoreApplication) -> Iterator[None]:
    """Within the block, SIGINT and SIGTERM end the event loop instead of the process.

    Python runs its handlers only when the main thread runs Python code, which it does not inside Qt's loop. The
    wake-up descriptor (see :func:`signal.set_wakeup_fd`) makes Qt call back into Python.
    """
    woken, waker = socket.socketpair()
    for end in (woken, waker):
        end.setblocking(False)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        # Queued: before the loop runs, a direct call would have no effect.
        QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)

    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: woken.recv(64))
    old_wakeup = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    old_handlers = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(old_wakeup)
        notifier.setEnabled(False)
        woken.close()
        waker.close()
