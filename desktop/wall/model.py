"""The images that are shown, as a Qt model: ids first, tiles lazily."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from desktop.core.keys import ImageKeys
from desktop.core.library import Gallery
from desktop.core.query import Query
from desktop.core.records import ImageKey, Tile
from desktop.wall import words
from desktop.wall.background import Background, Task
from desktop.wall.mailbox import Mailbox
from desktop.wall.matching import Matcher, Matches
from desktop.wall.rows import Ids, Rows
from desktop.wall.supply import RETRY_MS, Supply

PAGE_ROWS = 128
_TILES_KEPT = 32 * PAGE_ROWS
FIRST_ROWS = 4 * PAGE_ROWS
"""So many are shown before all keys are read: more than a screen of the smallest tiles."""
_PLACES_AT_ONCE = 8
"""Changes at more places than this are made as one reset: Qt's bookkeeping costs a walk for each place."""

_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractListModel):
    """Images that fit a query, newest first, kept up to date by the mailbox.

    Empty until the first :meth:`set_query`. Everything is read in the background: rows are there as soon as their
    keys are, their tiles arrive by page with ``dataChanged`` once :meth:`want` has asked for them.
    """

    loading = Signal()
    """A new query is being read; the old content stays until ``loaded``."""
    loaded = Signal(int)
    """The content is that of the query; how many images fit."""
    failed = Signal(str)
    """Something could not be read, in words for the user; what is shown stays, and it is tried again."""

    def __init__(
        self, gallery: Gallery, background: Background, mailbox: Mailbox, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._rows = Rows.none()
        self._query: Query | None = None
        self._wanted: Query | None = None
        self._failing = False
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._on_retry)
        self._loading: Task | None = None
        self._missed: list[Callable[[], None]] = []
        self._redated: set[int] = set()
        self._tiles: Supply[Tile] = Supply(
            self._fetch_tiles, background, batch=PAGE_ROWS, capacity=_TILES_KEPT, parent=self
        )
        self._tiles.arrived.connect(self._on_tiles_arrived)
        self._tiles.failed.connect(self.failed)
        self._matcher = Matcher(gallery, background, self)
        self._matcher.matched.connect(self._on_matched)
        self._matcher.failed.connect(self.failed)
        mailbox.images_added.connect(self._on_images_added)
        mailbox.images_changed.connect(self._on_images_changed)
        mailbox.images_redated.connect(self._on_images_redated)
        mailbox.images_removed.connect(self._on_images_removed)

    def set_query(self, query: Query) -> None:
        """Shows what fits ``query`` once it is read; the content stays as it is until then.

        Where there is no content, the newest images come first and the rest follows under them.
        """
        self._wanted = query
        self._retry.stop()
        if self._loading is not None:
            self._loading.cancel()
        self._missed.clear()
        self.loading.emit()
        if len(self._rows):
            self._read_all(query)
        else:
            newest = functools.partial(self._gallery.newest_keys, query, FIRST_ROWS)
            done = functools.partial(self._on_newest_loaded, query)
            self._loading = self._background.run(newest, done, self._on_load_failed)

    @property
    def query(self) -> Query | None:
        """The query whose images are shown; None before the first is loaded."""
        return self._query

    @property
    def loaded_all(self) -> bool:
        """Whether there are rows for all that fits, not only for the newest."""
        return self._query is not None and self._query == self._wanted and not self._is_reading

    def key(self, row: int) -> ImageKey:
        return self._rows.key(row)

    def row(self, key: ImageKey) -> int:
        """The row of ``key``; if it isn't shown, the row of the next older image (``rowCount`` after the oldest)."""
        return self._rows.row(key)

    def row_of(self, image_id: int) -> int | None:
        """The row of this image, whenever it was taken; None if it isn't shown."""
        runs = self._rows.runs_of([image_id])
        return runs[0].start if runs else None

    def taken_before(self, moments_ns: Ids) -> Ids:
        """How many of the images were taken before each of these moments (Unix time in ns, ascending)."""
        return self._rows.taken_before(moments_ns)

    def image_ids(self) -> Ids:
        """The ids of all rows (int64): a view that must not outlive the next change."""
        return self._rows.image_ids()

    def tile(self, row: int) -> Tile | None:
        """What is shown of an image; None until its page has arrived. Ask for it with :meth:`want`."""
        return self._tiles.get(self._rows.key(row).image_id)

    def want(self, rows: range) -> None:
        """The screen shows ``rows``: their pages are fetched, these rows first."""
        page = self._rows.page(rows, PAGE_ROWS)
        ids = self._rows.image_ids()
        around = [*range(page.start, rows.start), *range(rows.stop, page.stop)]
        self._tiles.want([int(ids[row]) for row in (*rows, *around)])

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        key = self._rows.key(index.row())
        tile = self._tiles.get(key.image_id)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return words.in_full(tile) if tile else words.date_and_time(key.taken_ns)
        return None

    def _fetch_tiles(self, image_ids: Sequence[int]) -> dict[int, Tile]:
        return {tile.image_id: tile for tile in self._gallery.tiles(image_ids)}

    def _read_all(self, query: Query) -> None:
        work = functools.partial(self._gallery.keys, query)
        self._loading = self._background.run(work, functools.partial(self._on_loaded, query), self._on_load_failed)

    def _on_newest_loaded(self, query: Query, keys: ImageKeys) -> None:
        if len(keys) < FIRST_ROWS:
            self._on_loaded(query, keys)
        else:
            self._show(query, keys)
            self._read_all(query)

    def _show(self, query: Query, keys: ImageKeys) -> None:
        self.beginResetModel()
        self._rows = Rows(keys)
        self._query = query
        self.endResetModel()
        self._matcher.set_query(query)
        self._redated.clear()

    def _on_loaded(self, query: Query, keys: ImageKeys) -> None:
        self._loading = None
        self._failing = False
        self._show(query, keys)
        missed, self._missed = self._missed, []
        for change in missed:
            change()
        self.loaded.emit(len(self._rows))

    @property
    def _is_reading(self) -> bool:
        return self._loading is not None or self._retry.isActive()

    def _on_load_failed(self, error: Exception) -> None:
        self._loading = None
        self._missed.clear()
        self._retry.start()
        if not self._failing:
            self._failing = True
            self.failed.emit(str(error))

    @Slot()
    def _on_retry(self) -> None:
        if self._wanted is not None:
            self.set_query(self._wanted)

    @Slot(object)
    def _on_images_added(self, keys: list[ImageKey]) -> None:
        self._note_while_loading(functools.partial(self._on_images_added, keys))
        if self._query == Query():
            self._insert(keys)
        elif self._query is not None:
            self._matcher.ask(key.image_id for key in keys)

    @Slot(object)
    def _on_images_changed(self, image_ids: list[int]) -> None:
        self._note_while_loading(functools.partial(self._on_images_changed, image_ids))
        self._tiles.refresh(image_ids)
        if self._query not in (None, Query()):
            self._matcher.ask(image_ids)

    @Slot(object)
    def _on_images_redated(self, keys: list[ImageKey]) -> None:
        self._note_while_loading(functools.partial(self._on_images_redated, keys))
        if self._query == Query():
            self._move(keys)
        elif self._query is not None:
            self._redated.update(key.image_id for key in keys)
            self._matcher.ask(key.image_id for key in keys)

    @Slot(object)
    def _on_images_removed(self, image_ids: list[int]) -> None:
        self._note_while_loading(functools.partial(self._on_images_removed, image_ids))
        self._remove(image_ids)
        self._tiles.forget(image_ids)

    def _note_while_loading(self, change: Callable[[], None]) -> None:
        # The library may have been read before this change; it is made again on what was read.
        if self._loading is not None:
            self._missed.append(change)

    @Slot(object)
    def _on_matched(self, matches: Matches) -> None:
        self._remove(matches.others)
        self._move([key for key in matches.fitting if key.image_id in self._redated])
        self._insert(matches.fitting)

    @Slot(object)
    def _on_tiles_arrived(self, image_ids: list[int]) -> None:
        tiles = [tile for tile in map(self._tiles.get, image_ids) if tile is not None]
        keys = [ImageKey(tile.taken_ns, tile.image_id) for tile in tiles]
        rows = [self._rows.row(key) for key in keys if self._rows.holds(key)]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def _move(self, keys: Iterable[ImageKey]) -> None:
        """Puts images where they belong now: by a reset, as removed rows take selection and focus along."""
        moved = [key for key in keys if not self._rows.holds(key)]
        if moved:
            self.beginResetModel()
            self._rows.remove_all(self._rows.runs_of([key.image_id for key in moved]))
            self._rows.merge(self._rows.insertions(moved))
            self.endResetModel()

    def _insert(self, keys: Iterable[ImageKey]) -> None:
        insertions = self._rows.insertions(keys)
        if len(insertions) > _PLACES_AT_ONCE:
            self.beginResetModel()
            self._rows.merge(insertions)
            self.endResetModel()
            return
        for insertion in reversed(insertions):  # the newest first, so that the other places stay right
            first_row = len(self._rows) - insertion.place
            self.beginInsertRows(_NO_PARENT, first_row, first_row + len(insertion.keys) - 1)
            self._rows.insert(insertion)
            self.endInsertRows()

    def _remove(self, image_ids: Collection[int]) -> None:
        runs = self._rows.runs_of(image_ids) if image_ids else []
        if len(runs) > _PLACES_AT_ONCE:
            self.beginResetModel()
            self._rows.remove_all(runs)
            self.endResetModel()
            return
        for run in runs:
            self.beginRemoveRows(_NO_PARENT, run.start, run.stop - 1)
            self._rows.remove(run)
            self.endRemoveRows()
