"""The way from the library's and the receiver's threads to the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.core.events import (
    ImagesAdded,
    ImagesChanged,
    ImagesRedated,
    ImagesRemoved,
    IngestPaused,
    IngestResumed,
    LibraryEvent,
)
from desktop.core.library import ChangeFeed
from desktop.core.records import ImageKey, NodeStatus

FLUSH_MS = 50
"""Signals come at most this often: 20 times a second."""
_MS_PER_S = 1000


class Mailbox(QObject):
    """Gathers what happens on other threads and says it on the GUI thread, at most 20 times a second.

    Many events make one signal. The first after a quiet time comes at once; nothing polls. Create and close it on
    the GUI thread.
    """

    images_added = Signal(object)
    """``list[ImageKey]``, in the order of their commits."""
    images_changed = Signal(object)
    """``list[int]``: ids of images whose state or labels are new; each once."""
    images_redated = Signal(object)
    """``list[ImageKey]``: the new keys of images that were taken at another time than was thought; their ids are in
    ``images_changed`` before it."""
    images_removed = Signal(object)
    """``list[int]``: ids of images that are gone."""
    ingest_paused = Signal(str)
    """Nothing can be stored for now; the reason is for the user."""
    ingest_resumed = Signal()
    nodes_changed = Signal(object)
    """``tuple[NodeStatus, ...]``: how every node is doing now."""

    _filled = Signal()

    def __init__(self, feed: ChangeFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._letters = _Letters()
        self._flushed_s = 0.0
        self._closed = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._flush)
        self._filled.connect(self._on_filled, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = feed.subscribe(self.put)

    def put(self, event: LibraryEvent) -> None:
        """Takes a library's event, on any thread; returns at once."""
        with self._lock:
            was_empty = self._letters.empty
            self._letters.add(event)
        if was_empty:
            self._filled.emit()

    def put_nodes(self, statuses: Sequence[NodeStatus]) -> None:
        """Takes the state of all nodes, on any thread; the latest replaces what was not flushed yet."""
        with self._lock:
            was_empty = self._letters.empty
            self._letters.nodes = tuple(statuses)
        if was_empty:
            self._filled.emit()

    def close(self) -> None:
        """Ends the subscription; what was not flushed yet is dropped, and so is what still comes."""
        self._unsubscribe()
        self._timer.stop()
        self._closed = True

    @Slot()
    def _on_filled(self) -> None:
        since_ms = (time.monotonic() - self._flushed_s) * _MS_PER_S
        if since_ms >= FLUSH_MS:
            self._flush()
        elif not self._timer.isActive():
            self._timer.start(int(FLUSH_MS - since_ms) + 1)

    @Slot()
    def _flush(self) -> None:
        with self._lock:
            letters, self._letters = self._letters, _Letters()
        if self._closed:
            return
        self._flushed_s = time.monotonic()
        if letters.added:
            self.images_added.emit(letters.added)
        if letters.changed:
            self.images_changed.emit(list(letters.changed))
        if letters.redated:
            self.images_redated.emit(list(letters.redated.values()))
        if letters.removed:
            self.images_removed.emit(list(letters.removed))
        if letters.nodes is not None:
            self.nodes_changed.emit(letters.nodes)
        if isinstance(letters.ingest, IngestPaused):
            self.ingest_paused.emit(letters.ingest.reason)
        elif letters.ingest is not None:
            self.ingest_resumed.emit()


class _Letters:
    """What has come in since the last flush, told in the order added, changed, redated, removed.

    An image that was removed and comes back meanwhile is told as one that was changed, too: it may have been shown all
    the time.
    """

    def __init__(self) -> None:
        self.added: list[ImageKey] = []
        self.changed: dict[int, None] = {}
        self.redated: dict[int, ImageKey] = {}
        self.removed: dict[int, None] = {}
        self.ingest: IngestPaused | IngestResumed | None = None
        self.nodes: tuple[NodeStatus, ...] | None = None

    @property
    def empty(self) -> bool:
        return not (self.added or self.changed or self.removed or self.ingest or self.nodes is not None)

    def add(self, event: LibraryEvent) -> None:
        match event:
            case ImagesAdded(keys):
                self.added.extend(keys)
                back = self.removed.keys() & {key.image_id for key in keys} if self.removed else ()
                for image_id in back:
                    del self.removed[image_id]
                    self.changed[image_id] = None
            case ImagesChanged(image_ids):
                self.changed.update(dict.fromkeys(image_ids))
            case ImagesRedated(keys):
                self.changed.update(dict.fromkeys(key.image_id for key in keys))
                self.redated.update({key.image_id: key for key in keys})
            case ImagesRemoved(image_ids):
                self.removed.update(dict.fromkeys(image_ids))
            case IngestPaused() | IngestResumed():
                self.ingest = event
