"""The library's totals, kept fresh while something moves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core.library import Gallery
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox

INTERVAL_MS = 1000
QUIET_TICKS = 12
"""Rates are over ten seconds: after so many without any change, every rate is zero."""


class Totals(QObject):
    """Reads the totals when something changes, then once a second until all has come to rest.

    ``ticked(LibraryStats)`` brings them; ``failed(str)`` says why they could not be read.
    """

    ticked = Signal(object)
    failed = Signal(str)

    def __init__(
        self, gallery: Gallery, background: Background, mailbox: Mailbox, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._quiet_ticks = 0
        self._reading = False
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        for moved in (mailbox.images_added, mailbox.images_changed, mailbox.images_removed):
            moved.connect(self.wake)

    @Slot()
    def wake(self) -> None:
        """Something has changed, or may have."""
        self._quiet_ticks = 0
        if not self.is_awake():
            self._timer.start()
            self._read()

    def is_awake(self) -> bool:
        """Whether something moved in the last seconds."""
        return self._timer.isActive()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _on_timeout(self) -> None:
        self._quiet_ticks += 1
        if self._quiet_ticks >= QUIET_TICKS:
            self._timer.stop()
        self._read()

    def _read(self) -> None:
        if not self._reading:
            self._reading = True
            self._background.run(self._gallery.stats, self._on_read, self._on_failed)

    def _on_read(self, stats: object) -> None:
        self._reading = False
        self.ticked.emit(stats)

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self.failed.emit(str(error))
