"""The live grid: tiles that are looked through, picked and opened by mouse and keys."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop.core.library import Gallery
from desktop.wall.background import Background
from desktop.wall.band import Band
from desktop.wall.geometry import TileSize
from desktop.wall.keyboard import row_for
from desktop.wall.model import GridModel
from desktop.wall.picking import Picking
from desktop.wall.tile import Mark
from desktop.wall.tile_view import Index, TileView
from desktop.wall.tooltip import LabelTip

_NOTCH = 120
"""One notch of a wheel, in eighths of a degree (QWheelEvent)."""
_LINES_A_NOTCH = 0.5
_CTRL = Qt.KeyboardModifier.ControlModifier
_LEFT = Qt.MouseButton.LeftButton
_ACTIVATE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate


class GridView(TileView):
    """The grid as a user works it: one current tile with a focus ring, any number of selected ones.

    Both follow their images when others come and go and when the query changes; those that the query leaves out
    are current and selected again when they come back.
    """

    image_activated = Signal(int)
    """Image id; by double click, Enter or Space."""
    current_image_changed = Signal(int)
    """Id of the current tile; 0 when there is none."""
    selection_changed = Signal()
    """See :meth:`selected_image_ids`."""
    tile_size_changed = Signal(object)
    """:class:`TileSize`"""
    drag_requested = Signal()
    """The selected images are dragged away."""

    def __init__(
        self, model: GridModel, gallery: Gallery, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, gallery, background, parent)
        self._current_id = 0
        self._announced_id = 0
        self._press: QPoint | None = None
        self._pressed_id = 0
        self._drags = False
        self._held = False
        self._pointer: QPoint | None = None
        self._zoom = 0
        self._picking = Picking(model, self)
        self._picking.changed.connect(self._on_picking_changed)
        self._band = Band(self.viewport(), self.verticalScrollBar())
        self._band.moved.connect(self._on_band_moved)
        self._tip = LabelTip(gallery, background, self.viewport())
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Images"))
        self.setModel(model)
        model.modelReset.connect(self._on_model_reset)  # after the selection model's own slot, which clears

    def selected_image_ids(self) -> array[int]:
        """Ids of the selected images that are shown, newest first."""
        return self._picking.image_ids()

    def selected_count(self) -> int:
        return self._picking.count

    def current_image_id(self) -> int:
        """Id of the current tile; 0 when there is none."""
        current = self.currentIndex()
        return self._model.key(current.row()).image_id if current.isValid() else 0

    def step(self, by: int) -> None:
        """Makes the next image (1) or the one before (-1) the current and only selected one."""
        current = self.currentIndex()
        row = current.row() + by if current.isValid() else 0
        if 0 <= row < self._model.rowCount():
            self._go(row)
            self._picking.step(row, Qt.KeyboardModifier.NoModifier)
            self.scrollTo(self._model.index(row))

    def neighbour_ids(self) -> tuple[int, ...]:
        """Ids of the images right after and before the current one."""
        row = self.currentIndex().row()
        rows = [each for each in (row + 1, row - 1) if row >= 0 and 0 <= each < self._model.rowCount()]
        return tuple(self._model.key(each).image_id for each in rows)

    @property
    def held(self) -> bool:
        """Whether the mouse still holds what a drag was requested for."""
        return self._held

    def current_is_starred(self) -> bool:
        """Whether the current tile shows a star."""
        current = self.currentIndex()
        tile = self._model.tile(current.row()) if current.isValid() else None
        return tile is not None and tile.starred

    def set_tile_size(self, size: TileSize) -> None:
        if size != self.tile_size:
            super().set_tile_size(size)
            self.tile_size_changed.emit(size)

    @Slot()
    def enlarge(self) -> None:
        self.set_tile_size(self.tile_size.stepped(1))

    @Slot()
    def shrink(self) -> None:
        self.set_tile_size(self.tile_size.stepped(-1))

    def selectAll(self) -> None:
        self._picking.everything()

    def clearSelection(self) -> None:
        self._picking.nothing()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = self._row_at(point)
        if event.button() == _LEFT:
            self._press = self._in_content(point)
            self._pressed_id = 0 if row is None else self._model.key(row).image_id
            self._drags = row is not None and not event.modifiers()
            if row is not None:
                self._go(row)
                if not (self._drags and row in self._picking):  # perhaps all that is selected is dragged away
                    self._picking.click(row, event.modifiers())
            elif not event.modifiers():
                self._picking.nothing()
        elif row is not None and row not in self._picking:  # a context menu is for what it was opened on
            self._go(row)
            self._picking.click(row, Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._point_at(point)
        if self._press is None or not event.buttons() & _LEFT:
            return
        far = (self._in_content(point) - self._press).manhattanLength() >= QApplication.startDragDistance()
        if far and self._drags:
            self._press = None
            self._held = True
            self.drag_requested.emit()
        elif far and not self._band.active:
            self._picking.begin_band(event.modifiers())
            self._band.begin(self._press)
        if self._band.active:
            self._band.extend(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == _LEFT:
            row = self._row_at(event.position().toPoint())
            if self._press is not None and self._drags and row is not None and self._picking.count > 1:
                self._picking.click(row, event.modifiers())  # it was a click after all
            self._press = None
            self._held = False
            self._band.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The image of the first click, which may have moved on since: new ones come in at any time.
        if event.button() == _LEFT and self._pressed_id:
            self.image_activated.emit(self._pressed_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & _CTRL:
            self._zoom += event.angleDelta().y()
            steps = int(self._zoom / _NOTCH)
            self._zoom -= steps * _NOTCH
            self.set_tile_size(self.tile_size.stepped(steps))
        elif event.pixelDelta().y():  # a touchpad is smooth by itself
            self._scroll.jump(self._top_px - event.pixelDelta().y())
        else:
            line_px = self._geometry.line_pitch_px
            self._scroll.glide(-round(event.angleDelta().y() / _NOTCH * _LINES_A_NOTCH * line_px))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._point_at(None)
        return super().viewportEvent(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.matches(QKeySequence.StandardKey.ZoomIn) or _is_ctrl(event, Qt.Key.Key_Equal):
            self.enlarge()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.shrink()
        elif event.key() == Qt.Key.Key_Escape and self._picking.count:
            self.clearSelection()
        elif event.key() in _ACTIVATE and self.currentIndex().isValid():
            self._work_current(event.modifiers())
        elif not self._step(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def moveCursor(self, _action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self.currentIndex()  # keyPressEvent knows the keys itself

    def setSelection(self, _rect: QRect, _command: object) -> None:
        """Nothing: Picking selects, at a speed that does not depend on the number of rows."""

    def keyboardSearch(self, _text: str) -> None:
        """Nothing: Qt would read through all rows for what is typed."""

    # What follows the model

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._current_id = self._model.key(current.row()).image_id
            self._tell_current()
        self._announce_current()
        self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: object = ()) -> None:
        super().dataChanged(first, last, roles)
        if first.row() <= self.currentIndex().row() <= last.row():
            self._tell_current()

    def _tell_current(self) -> None:
        # Qt has no accessible children for item views of one's own; screen readers read the description instead.
        self.setAccessibleDescription(self._model.data(self.currentIndex()))

    @Slot()
    def _on_model_reset(self) -> None:
        row = self._model.row_of(self._current_id)
        if row is not None:
            self._go(row)
        self._announce_current()

    def _announce_current(self) -> None:
        if self.current_image_id() != self._announced_id:
            self._announced_id = self.current_image_id()
            self.current_image_changed.emit(self._announced_id)

    def _mark(self, row: int) -> Mark:
        mark = Mark.SELECTED if row in self._picking else Mark.NONE
        if row == self.currentIndex().row():
            mark |= Mark.FOCUSED if self.hasFocus() else Mark.CURRENT
        if self._pointer is not None and row == self._row_at(self._pointer):
            mark |= Mark.HOVERED
        return mark

    def _paint_over(self, painter: QPainter) -> None:
        if self._band.active:
            self._painter.paint_band(painter, self._band.rect.translated(0, -self._top_px))

    def _row_at(self, point: QPoint) -> int | None:
        return self._geometry.row_at(self._in_content(point))

    def _in_content(self, point: QPoint) -> QPoint:
        return point + QPoint(0, self._top_px)

    def _go(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(self._model.index(row), _NO_UPDATE)

    def _step(self, event: QKeyEvent) -> bool:
        """Moves the current tile by a key; False for keys that don't move it."""
        if not self._geometry.count:
            return False
        current = self.currentIndex()
        start = current.row() if current.isValid() else self._rows_in_view().start
        page_lines = self._geometry.lines_in(self.viewport().height())
        row = row_for(event.key(), start, self._geometry, page_lines)
        if row is None:
            return False
        if not current.isValid() and event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            row = start
        self._go(row)
        self._picking.step(row, event.modifiers())
        self.scrollTo(self._model.index(row))
        return True

    def _work_current(self, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & _CTRL:
            self._picking.click(self.currentIndex().row(), _CTRL)
        else:
            self.image_activated.emit(self.current_image_id())

    def _point_at(self, point: QPoint | None) -> None:
        before = None if self._pointer is None else self._row_at(self._pointer)
        after = None if point is None else self._row_at(point)
        self._pointer = point
        if before != after:
            self._tip.drop()
            self.viewport().update()

    def _show_tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            known = index.data(Qt.ItemDataRole.ToolTipRole)
            image_id = self._model.key(index.row()).image_id
            self._tip.show(image_id, known, event.globalPos(), self.visualRect(index))

    @Slot()
    def _on_picking_changed(self) -> None:
        self.viewport().update()
        self.selection_changed.emit()

    @Slot()
    def _on_band_moved(self) -> None:
        if self._band.active:
            self._picking.band(self._geometry.rows_touched(self._band.rect))
        self.viewport().update()


def _is_ctrl(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.key() == key and bool(event.modifiers() & _CTRL)
