"""Looks at a running hub for those who have no window."""

from __future__ import annotations

import logging
import threading
import time

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import LibraryError
from desktop.core.events import LibraryEvent
from desktop.core.records import NodeState
from desktop.hub import Hub

LOOK_INTERVAL_S = 0.25
STATUS_INTERVAL_S = 10.0

log = logging.getLogger(__name__)


class HubWatch(QObject):
    """Sees from a thread of its own when a hub has nothing to do, as that asks the library.

    Signals:
        idled: for ``idle_after_s`` nothing has arrived, changed or waited.
        status_changed: a line for people, now and then.
    """

    idled = Signal()
    status_changed = Signal(str)

    def __init__(self, hub: Hub, idle_after_s: float | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._idle_after_s = idle_after_s
        self._stopping = threading.Event()
        self._something_happened = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-watch")

    def start(self) -> None:
        self._unsubscribe = self._hub.library.feed.subscribe(self._on_library_event)
        self._thread.start()

    def stop(self) -> None:
        if self._thread.ident is not None:
            self._stopping.set()
            self._thread.join()
            self._unsubscribe()

    def _on_library_event(self, _event: LibraryEvent) -> None:
        self._something_happened.set()

    def _run(self) -> None:
        busy_s = said_s = time.monotonic()
        line = ""
        while not self._stopping.wait(LOOK_INTERVAL_S):
            now_s = time.monotonic()
            if self._busy():
                busy_s = now_s
            elif self._idle_after_s is not None and now_s - busy_s >= self._idle_after_s:
                self.idled.emit()
                return
            if now_s - said_s >= STATUS_INTERVAL_S:
                said_s, before, line = now_s, line, self._status()
                if line != before:
                    self.status_changed.emit(line)

    def _busy(self) -> bool:
        happened = self._something_happened.is_set()
        self._something_happened.clear()
        try:
            return not self._hub.idle() or happened
        except LibraryError as error:
            log.warning("%s", error)
            return True

    def _status(self) -> str:
        nodes = self._hub.receiver.statuses()
        online = sum(node.state is NodeState.ONLINE for node in nodes)
        return (
            f"{online} of {len(nodes)} nodes online, {sum(node.rate_per_s for node in nodes):.1f} images/s stored, "
            f"{self._hub.engine.labelled_per_s():.1f} labelled, {self._hub.receiver.pending()} on devices"
        )
