"""A folder that an agent watches, and of each photo in it the SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np


class PhotoFolder:
    """Photos that differ from each other; use ``source`` as an agent's ``--source``."""

    def __init__(self, path: Path, size_px: tuple[int, int] = (64, 48)) -> None:
        path.mkdir(parents=True)
        self._path = path
        self._size_px = size_px
        self._chance = np.random.default_rng()
        self.sha256s: list[bytes] = []

    @property
    def source(self) -> str:
        return f"folder:{self._path}"

    def add(self, count: int) -> None:
        """Puts ``count`` more photos there, each whole from the moment at which it has its name."""
        for _ in range(count):
            data = self._new_photo()
            name = f"{len(self.sha256s):06}.jpg"
            hidden = self._path / f".{name}"
            hidden.write_bytes(data)
            hidden.rename(self._path / name)
            self.sha256s.append(hashlib.sha256(data).digest())

    def all_in(self, sha256s: Iterable[bytes]) -> bool:
        """Whether each photo is among those images."""
        return set(self.sha256s) <= set(sha256s)

    def _new_photo(self) -> bytes:
        width, height = self._size_px
        pixels = self._chance.integers(0, 256, (height, width, 3), dtype=np.uint8)
        _, data = cv2.imencode(".jpg", pixels)
        return data.tobytes()
