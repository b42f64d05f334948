"""The library's count of paid units, for commands that otherwise need no library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.core.errors import LibraryError
from desktop.core.library import Library
from desktop.core.records import UnitCount
from desktop.store import open_library
from desktop.store.library import CATALOGUE


class LedgerOf:
    """Opens the library in ``folder`` when units are first asked about, so that labels that cost nothing need none.

    Every method raises LibraryError where there is no library: uncounted units would escape the cap.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._library: Library | None = None

    def reserve(
        self, hour: int, since: int, units: Mapping[str, int], allows: Callable[[Mapping[str, int]], bool]
    ) -> bool:
        return self._opened().reserve(hour, since, units, allows)

    def note_saved(self, hour: int, units: Mapping[str, int]) -> None:
        self._opened().note_saved(hour, units)

    def units(self, since: int) -> UnitCount:
        return self._opened().units(since)

    def first_spent(self, since: int) -> int | None:
        return self._opened().first_spent(since)

    def close(self) -> None:
        if self._library is not None:
            self._library.close()

    def _opened(self) -> Library:
        if self._library is None:
            if not (self._folder / CATALOGUE).is_file():
                raise LibraryError(
                    f"{self._folder} is no library, and paid labels are counted in one. "
                    "Name one with --library DIR or MIHARU_LIBRARY, or choose a --labeller that costs nothing"
                )
            self._library = open_library(self._folder)
        return self._library
