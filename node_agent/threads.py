"""Threads whose failure does not go unnoticed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


def start(name: str, work: Callable[[], None], on_crash: Callable[[], None]) -> threading.Thread:
    """Runs ``work`` in a thread of its own; should it raise, that is logged and ``on_crash`` is called there."""

    def run() -> None:
        try:
            work()
        except Exception:
            log.critical("The thread %r has failed; this is a defect in Miharu", name, exc_info=True)
            on_crash()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread
