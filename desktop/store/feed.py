"""The change feed within one process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop.core.events import LibraryEvent, Listener

log = logging.getLogger(__name__)


class Feed:
    """Hands every event to every listener, in the order in which they subscribed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[object, Listener] = {}

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` for every event from now on; the returned function ends that."""
        token = object()
        with self._lock:
            self._listeners[token] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(token, None)

        return unsubscribe

    def publish(self, event: LibraryEvent) -> None:
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(event)
            except Exception:  # one listener's fault must not keep the event from the others
                log.exception("a listener failed on %s", type(event).__name__)
