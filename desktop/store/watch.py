"""Other processes on the same library: their events, brought to this process's listeners."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import msgspec

from desktop.core.events import LibraryEvent
from desktop.store.connections import connect, fetch

log = logging.getLogger(__name__)

INTERVAL_S = 0.25

_decoder: msgspec.msgpack.Decoder[LibraryEvent] = msgspec.msgpack.Decoder(LibraryEvent)


class Watcher:
    """Looks a few times a second whether someone has committed (``PRAGMA data_version``, no file is read for it).

    ``process`` is this process's own mark in the ``change`` table; ``forward`` gets every other one's events.
    """

    def __init__(self, path: Path, process: str, forward: Callable[[LibraryEvent], None]) -> None:
        self._process = process
        self._forward = forward
        self._connection = connect(path)
        self._connection.pragma("query_only", True)
        self._seen: int = fetch(self._connection, "SELECT coalesce(max(id), 0) FROM change")[0][0]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="miharu-watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        version = None
        while not self._stop.wait(INTERVAL_S):
            try:
                now = self._connection.pragma("data_version")
                if now != version:
                    self._catch_up()
                version = now
            except apsw.Error:  # busy, or out of memory: the next look finds the same events
                log.exception("could not look for other processes' changes")

    def _catch_up(self) -> None:
        rows = fetch(self._connection, "SELECT id, process, event FROM change WHERE id > ? ORDER BY id", (self._seen,))
        if rows and rows[0][0] > self._seen + 1:
            log.warning("%d changes by other processes were missed", rows[0][0] - self._seen - 1)
        for change_id, process, event in rows:
            self._seen = change_id
            if process != self._process:
                self._pass_on(event)

    def _pass_on(self, event: bytes) -> None:
        try:
            self._forward(_decoder.decode(event))
        except msgspec.MsgspecError as error:
            log.warning("another version of Miharu works on this library, and told of a change unknown here: %s", error)
