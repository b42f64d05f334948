"""The wall: one live tile a camera, all in view at once."""

from __future__ import annotations

import time
from collections.abc import Hashable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.core.library import Gallery
from desktop.wall import words
from desktop.wall.background import Background
from desktop.wall.camera_state import Seen, state_of
from desktop.wall.cameras import CamerasModel
from desktop.wall.large_pictures import LargePictures
from desktop.wall.look import CAPTION_GAP_PX, PICTURE_RADIUS_PX, TILE_PADDING_PX, Look
from desktop.wall.pictures import PictureShape
from desktop.wall.tile import Mark, TilePainter, no_picture
from desktop.wall.typeface import Typeface
from desktop.wall.wall_captions import CaptionText, WallCaptions, wall_caption_height_px
from desktop.wall.wall_geometry import WallGeometry

_TICK_MS = 1000
_TICKS_A_MINUTE = 60
_DIMMED = 0.4
"""Opacity of a stale picture."""
_ROOMY = QSize(120, 64)
"""Pictures smaller than this have captions of one line."""
_KEPT = 3
"""Pictures kept for each tile: what it shows, what comes, and what it showed in another size."""
_LOOK_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange)
_ACTIVATE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class WallView(QAbstractItemView):
    """Tiles that fill the view, each with the newest picture of its camera, which stays until the next one is there.

    Ages go on by one timer while it is on the screen; everything else follows the model.
    """

    camera_activated = Signal(str, str)
    """Names of node and camera, the latter empty where the node has sent nothing yet; by double click, Enter, Space."""

    def __init__(
        self, model: CamerasModel, gallery: Gallery, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._look = Look.of(self.palette())
        self._typeface = Typeface(self.font())
        self._geometry = self._fitted_geometry()
        self._shape = self._picture_shape()
        self._prepare_looks()
        self._shown: dict[Hashable, int] = {}
        self._current_identity: Hashable = None
        self._ticks = 0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._pictures = LargePictures(gallery, background, self._shape, self)
        self._pictures.arrived.connect(self._on_pictures_arrived)
        self._pictures.failed.connect(model.failed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Cameras"))
        self.setModel(model)
        model.modelReset.connect(self._on_model_reset)  # after the selection model's own slot, which clears

    def complete(self) -> bool:
        """Whether there are tiles, and each that has a newest picture shows it."""
        seen = self._all_seen()
        newest = [each.camera.newest.image_id for each in seen if each.camera]
        return (
            self._model.is_loaded
            and bool(seen)
            and all(self._pictures.get(each) or self._pictures.lacks(each) for each in newest)
        )

    def visualRect(self, index: Index) -> QRect:
        return self._geometry.rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._geometry.row_at(point)
        return _NO_INDEX if row is None else self._model.index(row)

    def scrollTo(self, _index: Index, _hint: object = None) -> None:
        """Nothing: all tiles are in view."""

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def visualRegionForSelection(self, _selection: object) -> QRegion:
        return QRegion()

    def setSelection(self, _rect: QRect, _command: object) -> None:
        """Nothing: cameras are gone to, not selected."""

    def moveCursor(self, _action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self.currentIndex()  # keyPressEvent knows the keys itself

    # What hands do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.setCurrentIndex(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing is selected or dragged."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is selected or dragged."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._activate(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in _ACTIVATE and current.isValid():
            self._activate(current.row())
            return
        row = self._geometry.row_for(event.key(), max(0, current.row())) if self._geometry.count else None
        if row is None:
            event.ignore()
        else:
            self.setCurrentIndex(self._model.index(row if current.isValid() else 0))

    def _activate(self, row: int) -> None:
        seen = self._model.seen(row)
        self.camera_activated.emit(seen.node, seen.camera.name if seen.camera else "")

    # What follows the model and the screen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._prepare()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._lay_out()

    def reset(self) -> None:
        super().reset()
        self.updateGeometries()

    @Slot()
    def _on_model_reset(self) -> None:
        rows = range(self._model.rowCount())
        again = next((row for row in rows if self._model.seen(row).identity == self._current_identity), None)
        if again is not None:
            self.setCurrentIndex(self._model.index(again))

    def dataChanged(self, first: Index, last: Index, _roles: object = ()) -> None:
        super().dataChanged(first, last)
        self._tell_current()
        self._prepare()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._current_identity = self._model.seen(current.row()).identity
            self._tell_current()
        self.viewport().update()

    def _tell_current(self) -> None:
        # Qt has no accessible children for item views of one's own; screen readers read the description instead.
        current = self.currentIndex()
        self.setAccessibleDescription(self._model.data(current) if current.isValid() else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._geometry.count:
            self.setCurrentIndex(self._model.index(0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES:
            self._dress()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._dress()
        return super().viewportEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now_ns = time.time_ns()
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for row in range(self._geometry.count):
                seen = self._model.seen(row)
                rect = self._geometry.rect(row)
                place = QRect(rect.topLeft() + QPoint(TILE_PADDING_PX, TILE_PADDING_PX), self._geometry.picture_size)
                painter.setOpacity(_DIMMED if state_of(seen, now_ns).stale else 1)
                self._painter.paint_picture(painter, place, self._picture(seen))
                painter.setOpacity(1)
                caption = self._captions.get(seen.identity)
                if caption is not None:
                    painter.drawPixmap(place.left(), place.bottom() + 1 + CAPTION_GAP_PX, caption)
                self._painter.paint_ring(painter, rect, self._mark(row))

    def _mark(self, row: int) -> Mark:
        if row != self.currentIndex().row():
            return Mark.NONE
        return Mark.FOCUSED if self.hasFocus() else Mark.CURRENT

    @Slot()
    def _on_tick(self) -> None:
        self._ticks += 1
        if self._ticks % _TICKS_A_MINUTE == 0:
            self._model.age()
        self._prepare_captions()

    @Slot(object)
    def _on_pictures_arrived(self, _image_ids: list[int]) -> None:
        self._note_shown()
        self.viewport().update()

    def _picture(self, seen: Seen) -> QPixmap | None:
        """The newest picture that is there, or what stands in where it can't be read."""
        if seen.camera is None:
            return None
        newest_id = seen.camera.newest.image_id
        if self._pictures.lacks(newest_id):
            return self._no_picture
        return self._pictures.get(newest_id) or self._pictures.get(self._shown.get(seen.identity, 0))

    def _note_shown(self) -> None:
        for seen in self._all_seen():
            if seen.camera is not None and self._pictures.get(seen.camera.newest.image_id) is not None:
                self._shown[seen.identity] = seen.camera.newest.image_id

    def _lay_out(self) -> None:
        self._geometry = self._fitted_geometry()
        shape = self._picture_shape()
        if shape != self._shape:
            self._shape = shape
            self._prepare_looks()
            self._pictures.set_shape(shape)
        self._prepare()

    def _fitted_geometry(self) -> WallGeometry:
        """With captions of two lines, or where that would leave too little of the pictures, of one."""
        size, count = self.viewport().size(), self._model.rowCount()
        roomy, tight = (
            WallGeometry(size, count, CAPTION_GAP_PX + wall_caption_height_px(self._typeface, lines))
            for lines in (2, 1)
        )
        picture = roomy.picture_size
        return roomy if picture.width() >= _ROOMY.width() and picture.height() >= _ROOMY.height() else tight

    def _prepare(self) -> None:
        """Asks for the newest pictures and keeps those that they will take the place of."""
        if self.isVisible():
            newest = [seen.camera.newest.image_id for seen in self._all_seen() if seen.camera is not None]
            self._pictures.set_capacity(_KEPT * len(newest))
            self._note_shown()
            self._pictures.want(newest)
            self._prepare_captions()

    def _prepare_captions(self) -> None:
        now_ns = time.time_ns()
        for seen in self._all_seen():
            state = state_of(seen, now_ns)
            age = words.ago(seen.camera.newest.taken_ns, now_ns) if seen.camera else ""
            self._captions.prepare(seen.identity, CaptionText(seen.name, age, state.words, state.mood, seen.rates))
        self.viewport().update()

    def _all_seen(self) -> list[Seen]:
        return [self._model.seen(row) for row in range(self._model.rowCount())]

    def _dress(self) -> None:
        """Palette, font, language or screen are others now."""
        self._look = Look.of(self.palette())
        self._typeface = Typeface(self.font())
        self._prepare_looks()
        self._lay_out()

    def _picture_shape(self) -> PictureShape:
        size = self._geometry.picture_size
        return PictureShape(size.width(), size.height(), PICTURE_RADIUS_PX, self.devicePixelRatioF())

    def _prepare_looks(self) -> None:
        """Makes anew what depends on look, type and size."""
        ratio, size = self._shape.device_pixel_ratio, self._geometry.picture_size
        self._painter = TilePainter(self._look)
        self._captions = WallCaptions(
            self._look, self._typeface, QSize(size.width(), self._geometry.caption_height_px - CAPTION_GAP_PX), ratio
        )
        self._no_picture = no_picture(size, ratio, self._look)
