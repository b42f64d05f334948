"""Wakes a thread that waits for sockets, so that it can end."""

from __future__ import annotations

import socket


class StopSignal:
    """Becomes readable, for good, once it is sent; register it with a poller as if it were a socket."""

    def __init__(self) -> None:
        self._waiting_end, self._sending_end = socket.socketpair()

    def fileno(self) -> int:
        return self._waiting_end.fileno()

    def send(self) -> None:
        """May be called from any thread."""
        self._sending_end.send(b"s")

    def close(self) -> None:
        """Call it when the waiting thread has ended."""
        self._waiting_end.close()
        self._sending_end.close()
