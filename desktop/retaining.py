"""Retention in the background: makes room now and then, and at once when the disk is full."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import LibraryError
from desktop.core.events import IngestPaused, LibraryEvent
from desktop.core.library import Library
from desktop.core.retention import RetentionReport
from desktop.core.settings import RetentionSettings

log = logging.getLogger(__name__)

INTERVAL_S = 60.0
WHEN_SHORT_S = 1800.0
"""Where all the rest is kept, looking through it again soon would be in vain."""
STOP_WAIT_S = 5.0


class Retaining(QObject):
    """Runs a library's retention on a thread of its own.

    ``retained(RetentionReport)`` says what a run removed, or that it could not remove enough; ``failed(str)`` why one
    came to nothing. Both come from that thread.
    """

    retained = Signal(object)
    failed = Signal(str)

    def __init__(self, library: Library, settings: RetentionSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._settings = settings
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._unsubscribe = library.feed.subscribe(self._on_event)
        self._thread = threading.Thread(target=self._run, name="miharu-retention", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def apply(self, settings: RetentionSettings) -> None:
        """Goes on with these settings."""
        if settings != self._settings:
            self._settings = settings
            self._woken.set()

    def stop(self) -> None:
        """Ends after the batch that is under way."""
        self._unsubscribe()
        self._ended.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WAIT_S)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._woken.wait(self._retain())
            self._woken.clear()

    def _retain(self) -> float:
        """One run; returns how long to wait until the next one."""
        if not self._settings.enabled:
            return WHEN_SHORT_S
        try:
            report = self._library.retain(self._settings, self._goes_on)
        except (LibraryError, OSError) as error:
            if not self._ended.is_set():
                log.warning("retention failed: %s", error)
                self.failed.emit(str(error))
            return INTERVAL_S
        if self._ended.is_set() or not (report.images or report.short_bytes):
            return INTERVAL_S
        _log(report)
        self.retained.emit(report)
        return WHEN_SHORT_S if report.short_bytes else INTERVAL_S

    def _goes_on(self) -> bool:
        return not self._ended.is_set()

    def _on_event(self, event: LibraryEvent) -> None:
        if isinstance(event, IngestPaused):
            self._woken.set()


def _log(report: RetentionReport) -> None:
    log.info("retention removed %d images, %.1f MB", report.images, report.bytes / 1e6)
    if report.short_bytes:
        log.warning("%.1f MB are too much, but all other images are kept", report.short_bytes / 1e6)
