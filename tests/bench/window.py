"""The real window, offscreen, and what stands behind it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import Session, make_application, window_memory
from desktop.core.settings import Settings

SIZE_PX = (1400, 900)
TIMEOUT_S = 600.0
LOOK_MS = 50


def application() -> QApplication:
    """The one of this process, made by the first call."""
    there = QApplication.instance() or make_application(Settings())
    assert isinstance(there, QApplication)
    return there


@contextmanager
def open_window(folder: Path, settings: Settings, nodes: Sequence[str] = ()) -> Iterator[Session]:
    """Shows the library in ``folder``; it is open when the block begins, and all is stopped when it has ended."""
    application()
    session = Session(settings, window_memory(), nodes, discover=False)
    session.window.resize(*SIZE_PX)
    session.open(folder)
    until(lambda: session.window.workspace is not None)
    try:
        yield session
    finally:
        session.window.close()
        application().processEvents()


def until(condition: Callable[[], bool]) -> None:
    """Runs the event loop until ``condition`` holds. A worker looks at it, so that it may read the library.

    Raises:
        TimeoutError: it never did.
    """
    deadline_s = time.monotonic() + TIMEOUT_S
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(condition)
        timer = QTimer(interval=LOOK_MS)

        def look() -> None:
            nonlocal looking
            if looking.done():
                if looking.exception() or looking.result() or time.monotonic() > deadline_s:
                    application().exit()
                else:
                    looking = pool.submit(condition)

        timer.timeout.connect(look)
        timer.start()
        application().exec()
        timer.stop()
    if not looking.result():
        raise TimeoutError("the window did not get there")
