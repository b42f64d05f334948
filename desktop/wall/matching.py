"""Which new and changed images belong to what is shown."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.core.library import Gallery
from desktop.core.query import Query
from desktop.core.records import ImageKey
from desktop.wall.background import Background, Task
from desktop.wall.supply import RETRY_MS


class Matches(NamedTuple):
    """The answer for some images: the keys of those that fit the query, and the ids of those that don't."""

    fitting: list[ImageKey]
    others: list[int]


class Matcher(QObject):
    """Asks the library which images fit a query, one question at a time.

    What comes in meanwhile is asked together afterwards, so that a late answer never undoes a newer one.
    """

    matched = Signal(object)
    """:class:`Matches`"""
    failed = Signal(str)
    """It could not be asked, in words for the user: told once until it can be again. It is tried on."""

    def __init__(self, gallery: Gallery, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._query = Query()
        self._waiting: dict[int, None] = {}
        self._asked: list[int] = []
        self._failing = False
        self._task: Task | None = None
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._ask_next)

    def set_query(self, query: Query) -> None:
        """Asks for ``query`` from now on; open questions of the one before are dropped."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._retry.stop()
        self._waiting.clear()
        self._query = query

    def ask(self, image_ids: Iterable[int]) -> None:
        self._waiting.update(dict.fromkeys(image_ids))
        self._ask_next()

    @Slot()
    def _ask_next(self) -> None:
        if self._task is None and self._waiting:
            self._asked = list(self._waiting)
            self._waiting.clear()
            work = functools.partial(_match, self._gallery, self._query, self._asked)
            self._task = self._background.run(work, self._on_matched, self._on_failed)

    def _on_matched(self, matches: Matches) -> None:
        self._task = None
        self._failing = False
        self._retry.stop()
        self.matched.emit(matches)
        self._ask_next()

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._waiting = dict.fromkeys([*self._asked, *self._waiting])
        self._retry.start()
        if not self._failing:
            self._failing = True
            self.failed.emit(str(error))


def _match(gallery: Gallery, query: Query, image_ids: list[int]) -> Matches:
    fitting = gallery.matching(query, image_ids)
    tiles = gallery.tiles([each for each in image_ids if each in fitting])
    return Matches(
        [ImageKey(tile.taken_ns, tile.image_id) for tile in tiles], [each for each in image_ids if each not in fitting]
    )
