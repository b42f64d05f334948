"""The cameras of the wall: what the library has of each, beside how its node is doing."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from desktop.core.library import Gallery
from desktop.core.records import Camera, ImageKey, NodeStatus, Trust
from desktop.wall.background import Background
from desktop.wall.camera_state import MINUTES, Seen, in_full
from desktop.wall.mailbox import Mailbox
from desktop.wall.supply import RETRY_MS
from desktop.wall.tooltip import as_it_is

_MINUTE_NS = 60 * 10**9
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class _Read(NamedTuple):
    """What the library answered; ``minutes`` are those from ``since`` on."""

    cameras: Sequence[Camera]
    since: int
    minutes: Mapping[int, Mapping[int, int]]


class CamerasModel(QAbstractListModel):
    """Every camera that has sent an image, in the order in which they came to the library, then the paired nodes that
    have sent none.

    Follows the mailbox while :meth:`follow` was called, one question at a time: images that come in meanwhile are
    asked for together afterwards. A question costs a few index reads a camera, and the minutes since the oldest image
    that came in.
    """

    loaded = Signal()
    """The cameras of the library are known now."""
    failed = Signal(str)
    """They could not be read, in words for the user: told once until they can be again. It is tried on."""

    def __init__(
        self, gallery: Gallery, background: Background, mailbox: Mailbox, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self._background = background
        self._cameras: Sequence[Camera] = ()
        self._minutes: dict[int, dict[int, int]] = {}
        self._nodes: Sequence[NodeStatus] = ()
        self._seen: list[Seen] = []
        self._following = False
        self._asking = False
        self._ask_since: int | None = None
        self._asked_since = 0
        self._failing = False
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._ask_next)
        self.is_loaded = False
        mailbox.images_added.connect(self._on_images_added)
        mailbox.images_removed.connect(self._on_images_moved)
        mailbox.images_redated.connect(self._on_images_moved)
        mailbox.nodes_changed.connect(self._on_nodes_changed)

    def follow(self) -> None:
        """Somebody looks: reads everything, and what comes from now on."""
        self._following = True
        self._ask(_this_minute() - MINUTES)

    def rest(self) -> None:
        """Nobody looks: nothing is read until the next :meth:`follow`."""
        self._following = False
        self._retry.stop()

    def age(self) -> None:
        """Time has gone on: the rates of the last minutes are others, also where no image came in."""
        self._put_together()

    def seen(self, row: int) -> Seen:
        return self._seen[row]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._seen)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        said = in_full(self._seen[index.row()], time.time_ns())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return said
            case Qt.ItemDataRole.ToolTipRole:
                return as_it_is(said)
        return None

    @Slot(object)
    def _on_images_added(self, keys: Sequence[ImageKey]) -> None:
        self._ask(min(key.taken_ns for key in keys) // _MINUTE_NS)

    @Slot(object)
    def _on_images_moved(self, _moved: Sequence[object]) -> None:
        self._ask(_this_minute() - MINUTES)

    @Slot(object)
    def _on_nodes_changed(self, nodes: Sequence[NodeStatus]) -> None:
        self._nodes = nodes
        self._put_together()

    def _ask(self, since: int) -> None:
        """``since`` is a minute of Unix time."""
        since = max(since, _this_minute() - MINUTES)
        self._ask_since = since if self._ask_since is None else min(since, self._ask_since)
        self._ask_next()

    @Slot()
    def _ask_next(self) -> None:
        if self._following and not self._asking and self._ask_since is not None:
            self._asking = True
            since, self._ask_since = self._ask_since, None
            self._asked_since = since
            self._background.run(functools.partial(_read, self._gallery, since), self._on_read, self._on_failed)

    def _on_read(self, read: _Read) -> None:
        self._asking = self._failing = False
        self._retry.stop()
        self._cameras = read.cameras
        oldest = _this_minute() - MINUTES
        for camera in read.cameras:
            before = self._minutes.get(camera.camera_id, {})
            kept = {minute: images for minute, images in before.items() if oldest <= minute < read.since}
            self._minutes[camera.camera_id] = {**kept, **read.minutes.get(camera.camera_id, {})}
        self._put_together()
        if not self.is_loaded:
            self.is_loaded = True
            self.loaded.emit()
        self._ask_next()

    def _on_failed(self, error: Exception) -> None:
        self._asking = False
        self._ask_since = min(self._asked_since, self._ask_since or self._asked_since)
        if self._following:
            self._retry.start()
        if not self._failing:
            self._failing = True
            self.failed.emit(str(error))

    def _put_together(self) -> None:
        seen = [self._seen_of(camera) for camera in self._cameras]
        heard = {each.status.node_id for each in seen if each.status is not None}
        silent = [node for node in self._nodes if node.node_id and node.node_id not in heard]
        seen += [Seen(None, node) for node in silent if node.trust is not Trust.UNPAIRED]
        if [each.identity for each in seen] == [each.identity for each in self._seen]:
            self._seen = seen
            if seen:
                self.dataChanged.emit(self.index(0), self.index(len(seen) - 1))
            return
        self.beginResetModel()
        self._seen = seen
        self.endResetModel()

    def _seen_of(self, camera: Camera) -> Seen:
        of_node = Counter((each.node_id, each.node) for each in self._cameras)
        minutes = self._minutes.get(camera.camera_id, {})
        now = _this_minute()
        rates = tuple(minutes.get(now - MINUTES + 1 + each, 0) for each in range(MINUTES))
        return Seen(camera, self._status_of(camera), rates, of_node[camera.node_id, camera.node] == 1)

    def _status_of(self, camera: Camera) -> NodeStatus | None:
        for node in self._nodes:
            if node.node_id == camera.node_id if camera.node_id else node.name == camera.node:
                return node
        return None


def _read(gallery: Gallery, since: int) -> _Read:
    return _Read(gallery.cameras(), since, gallery.images_by_minute(since * _MINUTE_NS))


def _this_minute() -> int:
    return time.time_ns() // _MINUTE_NS
