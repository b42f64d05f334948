"""Logging of what a peer can cause at will."""

from __future__ import annotations

import logging
import time

EVERY_S = 10.0


class LogLimit:
    """Passes on one warning every :data:`EVERY_S` seconds and says how many it kept back. For one thread."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._due_s = float("-inf")
        self._kept_back = 0

    def warning(self, text: str, *arguments: object) -> None:
        now_s = time.monotonic()
        if now_s < self._due_s:
            self._kept_back += 1
            return
        if self._kept_back:
            text, arguments = f"{text} (and %d more like it)", (*arguments, self._kept_back)
        self._log.warning(text, *arguments)
        self._due_s, self._kept_back = now_s + EVERY_S, 0
