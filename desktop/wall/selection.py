"""Which rows are selected: a flag a row, so that a million cost no more than a few array operations."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]


class Selection:
    """The selected rows. It follows what happens to the rows, and by image id what happens to the whole content.

    Images that were selected and are no longer shown are not part of it, but are again when they come back, unless
    something else was selected meanwhile.
    """

    def __init__(self) -> None:
        self._flags = np.zeros(0, bool)
        self._before_band = self._flags.copy()
        self._away: Ids = np.zeros(0, np.int64)

    def __contains__(self, row: int) -> bool:
        return bool(self._flags[row])

    @property
    def count(self) -> int:
        return int(np.count_nonzero(self._flags))

    def ids(self, all_ids: Ids) -> Ids:
        """Those of ``all_ids`` (one a row) that are selected."""
        return all_ids[self._flags]

    def clear(self) -> None:
        self._flags[:] = False
        self._away = self._away[:0]

    def only(self, row: int) -> None:
        self.clear()
        self._flags[row] = True

    def everything(self) -> None:
        self.clear()
        self._flags[:] = True

    def toggle(self, row: int) -> None:
        self._flags[row] ^= True

    def span(self, one: int, other: int, keep: bool) -> None:
        """Selects all from row ``one`` to row ``other``, beside what is selected already if ``keep``."""
        if not keep:
            self.clear()
        self._flags[min(one, other) : max(one, other) + 1] = True

    def begin_band(self, keep: bool) -> None:
        """A rubber band starts; it adds to what is selected already if ``keep``."""
        if not keep:
            self.clear()
        self._before_band = self._flags.copy()

    def band(self, rows: npt.NDArray[np.int64]) -> None:
        """The rubber band holds ``rows`` now."""
        self._flags = self._before_band.copy()
        self._flags[rows] = True

    def insert(self, first: int, count: int) -> None:
        """Rows came in, none of them selected."""
        none = np.zeros(count, bool)
        self._flags = np.insert(self._flags, first, none)
        self._before_band = np.insert(self._before_band, first, none)

    def remove(self, first: int, count: int) -> None:
        gone = slice(first, first + count)
        self._flags = np.delete(self._flags, gone)
        self._before_band = np.delete(self._before_band, gone)

    def put_away(self, all_ids: Ids) -> None:
        """The content is about to be replaced: remembers the selected ones of ``all_ids`` (one a row)."""
        self._away = np.concatenate((self._away, self.ids(all_ids)))
        self._flags = np.zeros(0, bool)

    def bring_back(self, all_ids: Ids) -> None:
        """The content was replaced: what was put away and is one of ``all_ids`` (one a row) is selected again."""
        self._flags = np.isin(all_ids, self._away)
        self._before_band = self._flags.copy()
        self._away = self._away[np.isin(self._away, all_ids, invert=True)]
