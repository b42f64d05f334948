"""What goes on in a folder, told as it happens."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

log = logging.getLogger(__name__)

_TOLD = (EVENT_TYPE_CREATED, EVENT_TYPE_MODIFIED, EVENT_TYPE_CLOSED, EVENT_TYPE_MOVED)
_COMPLETE = (EVENT_TYPE_CLOSED, EVENT_TYPE_MOVED)


class FolderWatch(FileSystemEventHandler):
    """Watches a folder and all below it, and finds it again when it was away, as a disk that is plugged in.

    ``on_file`` is called, in a thread of its own, with a path that was written, and whether its writer is through
    with it; ``on_folder`` when a whole folder came.
    """

    def __init__(self, folder: Path, on_file: Callable[[Path, bool], None], on_folder: Callable[[], None]) -> None:
        self._folder = folder
        self._on_file = on_file
        self._on_folder = on_folder
        self._lock = threading.Lock()
        self._observer: BaseObserver | None = None
        self._watched: tuple[int, int] | None = None
        self._closed = False

    def renew(self) -> None:
        """Begins to watch, or begins anew when another folder is at the place now.

        A folder that can't be watched is logged: it is only scanned then.

        Raises:
            OSError: there is no folder.
        """
        status = self._folder.stat()
        identity = (status.st_dev, status.st_ino)
        with self._lock:
            if identity != self._watched and not self._closed:
                self._end()
                self._watched = identity
                self._begin()

    def close(self) -> None:
        """Ends watching."""
        with self._lock:
            self._closed = True
            self._end()

    def _begin(self) -> None:
        observer = Observer()
        observer.schedule(self, str(self._folder), recursive=True)
        try:
            observer.start()
            self._observer = observer
        except OSError as error:
            log.warning("%s can't be watched (%s); it is looked through now and then", self._folder, error)

    def _end(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type == EVENT_TYPE_DELETED and os.fsdecode(event.src_path) == str(self._folder):
            # A new folder at this place may have the old one's inode.
            self._watched = None
            self._on_folder()
            return
        if event.event_type not in _TOLD:
            return
        if event.is_directory:
            if event.event_type != EVENT_TYPE_MODIFIED:
                self._on_folder()
            return
        path = event.dest_path if event.event_type == EVENT_TYPE_MOVED else event.src_path
        self._on_file(Path(os.fsdecode(path)), event.event_type in _COMPLETE)
