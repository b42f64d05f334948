"""Paths to look at, each at its time."""

from __future__ import annotations

import heapq
import itertools
from pathlib import Path


class DuePaths:
    """A queue of paths by the time at which they are due; those due together come in the order of their coming."""

    def __init__(self) -> None:
        self._due_s: dict[Path, float] = {}
        self._heap: list[tuple[float, int, Path]] = []
        self._order = itertools.count()

    def __len__(self) -> int:
        return len(self._due_s)

    def __contains__(self, path: Path) -> bool:
        return path in self._due_s

    @property
    def next_s(self) -> float | None:
        """When the next path is due; None when there is none."""
        self._drop_outdated()
        return self._heap[0][0] if self._heap else None

    def put(self, path: Path, due_s: float) -> None:
        """Adds a path, or moves one that is there to an earlier time."""
        if self._due_s.get(path, float("inf")) > due_s:
            self._due_s[path] = due_s
            heapq.heappush(self._heap, (due_s, next(self._order), path))

    def pop(self, now_s: float) -> Path | None:
        """Takes the first path that is due."""
        next_s = self.next_s
        if next_s is None or next_s > now_s:
            return None
        path = heapq.heappop(self._heap)[2]
        del self._due_s[path]
        return path

    def _drop_outdated(self) -> None:
        while self._heap and self._due_s.get(self._heap[0][2]) != self._heap[0][0]:
            heapq.heappop(self._heap)
