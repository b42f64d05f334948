"""What is wrong with pictures that come: all the same, or all dark."""

from __future__ import annotations

import zlib

import numpy as np

from node_agent.encode import Pixels

FROZEN_AFTER_S = 30.0
"""A real camera's noise makes every picture another one; so long the same one means that it hangs."""
BLACK_AFTER_S = 30.0
LEAST_PICTURES = 3
"""However far apart the pictures are, fewer of them prove nothing."""
_STEP_PX = 4
_DARK_LEVEL = 24
"""Grey levels of 255; black is 16 where a camera sends video levels, and noise lies above it."""
_DARK_PERCENTILE = 99.5


class _Run:
    """Pictures in a row of which something is true."""

    def __init__(self) -> None:
        self._begun_s = 0.0
        self._pictures = 0

    def count(self, goes_on: bool, now_s: float) -> None:
        if not goes_on:
            self._pictures = 0
        if not self._pictures:
            self._begun_s = now_s
        self._pictures += 1

    def end(self) -> None:
        self._pictures = 0

    def lasts(self, least_s: float, now_s: float) -> float:
        """For how long it has lasted, in seconds; 0 when that is less than ``least_s`` or too few pictures."""
        lasted_s = now_s - self._begun_s
        return lasted_s if self._pictures >= LEAST_PICTURES and lasted_s >= least_s else 0.0


class PictureWatch:
    """Looks at each picture of one camera. Times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._checksum: int | None = None
        self._same = _Run()
        self._dark = _Run()
        self._last_s = 0.0

    def look(self, pixels: Pixels, now_s: float) -> None:
        thin = np.ascontiguousarray(pixels[::_STEP_PX, ::_STEP_PX])
        checksum = zlib.crc32(thin.data)
        self._same.count(checksum == self._checksum, now_s)
        self._checksum = checksum
        self._last_s = now_s
        if np.percentile(thin, _DARK_PERCENTILE) < _DARK_LEVEL:
            self._dark.count(True, now_s)
        else:
            self._dark.end()

    def frozen_s(self) -> float:
        """How long the same picture has come again and again; 0 while it does not."""
        return self._same.lasts(FROZEN_AFTER_S, self._last_s)

    def black_s(self) -> float:
        """How long nothing but darkness has come; 0 while it does not."""
        return self._dark.lasts(BLACK_AFTER_S, self._last_s)
