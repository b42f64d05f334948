"""Whether a thread still gets around to its work."""

from __future__ import annotations

import time


class Pulse:
    """Beaten by a thread once a turn; any other may ask how long ago that was."""

    def __init__(self) -> None:
        self._last_s = time.monotonic()

    def beat(self) -> None:
        self._last_s = time.monotonic()

    def silent_s(self) -> float:
        return time.monotonic() - self._last_s
