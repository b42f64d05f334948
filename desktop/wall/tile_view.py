"""Where the grid's tiles are and how they come onto the screen. What hands do to them is in ``grid.py``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.core.library import Gallery
from desktop.core.records import ImageKey
from desktop.wall.background import Background
from desktop.wall.captions import Captions, caption_height_px
from desktop.wall.geometry import Geometry, TileSize, picture_rect
from desktop.wall.look import PICTURE_RADIUS_PX, Look
from desktop.wall.model import GridModel
from desktop.wall.person_marks import paint_person_marks
from desktop.wall.pictures import PictureShape
from desktop.wall.pill import Pill
from desktop.wall.scrolling import SmoothScroll
from desktop.wall.thumbnails import Thumbnails
from desktop.wall.tile import Mark, TilePainter, no_picture
from desktop.wall.typeface import Typeface

_SCREENS_KEPT = 4
_CAPTION_BUDGET_S = 0.003
"""For captions in one frame; what is left over comes with the next."""
_LOOK_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange)
_Hint = QAbstractItemView.ScrollHint
_NO_INDEX = QModelIndex()
_AFTER_ALL_IDS = 2**63 - 1
Index = QModelIndex | QPersistentModelIndex


class _Anchor(NamedTuple):
    """A tile that stays where it is while others come and go; ``y_px`` is its top in the viewport."""

    key: ImageKey
    row: int
    column: int
    y_px: int


class TileView(QAbstractItemView):
    """Paints the tiles of a :class:`GridModel` at computed places and keeps them in place when rows come and go.

    At the top the newest images push the others down. Anywhere else what is seen stays where it is, and a pill
    says how many images came in above.
    """

    view_moved = Signal(object)
    """Other rows may be in view: :meth:`span_in_view`."""

    def __init__(self, model: GridModel, gallery: Gallery, background: Background, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._model = model
        self._look = Look.of(self.palette())
        self._typeface = Typeface(self.font())
        self._geometry = Geometry(1, 0, TileSize.MEDIUM, caption_height_px(self._typeface))
        self._shape = self._picture_shape()
        self._prepare_looks()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._prepare)
        self._thumbnails = Thumbnails(gallery, background, self._shape, self)
        self._thumbnails.arrived.connect(self._on_pictures_arrived)
        self._thumbnails.failed.connect(model.failed)
        self._anchor: _Anchor | None = None
        self._scroll = SmoothScroll(self.verticalScrollBar())
        self._pill = Pill(self.viewport())
        self._pill.clicked.connect(self.go_to_top)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Tiles grow with the width: a bar that comes and goes could change whether it is needed, for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelAboutToBeReset.connect(self._anchor_current)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.loaded.connect(self._on_loaded)

    @property
    def tile_size(self) -> TileSize:
        return self._geometry.tile_size

    def set_tile_size(self, size: TileSize) -> None:
        """Shows larger or smaller tiles; the current tile, if in view, or else the top one stays where it is."""
        self._anchor_current()
        self._lay_out(replace(self._geometry, tile_size=size))

    @property
    def complete(self) -> bool:
        """Whether there are tiles in view, and each has its picture, or is known to have none, and its caption."""
        ids = [self._model.key(row).image_id for row in self._rows_in_view()]
        pictures = all(self._thumbnails.get(each) or self._thumbnails.lacks(each) for each in ids)
        return bool(ids) and pictures and all(map(self._captions.get, ids))

    def span_in_view(self) -> tuple[int, int] | None:
        """When the newest and the oldest image in view were taken (Unix time in ns); None when there is none."""
        rows = self._rows_in_view()
        return (self._model.key(rows[0]).taken_ns, self._model.key(rows[-1]).taken_ns) if rows else None

    @Slot()
    def go_to_top(self) -> None:
        """Shows the newest images."""
        self._scroll.jump(0)

    @Slot(object)
    def go_to_moment(self, moment_ns: int) -> None:
        """Shows what was taken up to a moment (Unix time in ns), the newest of it in the top line."""
        row = self._model.row(ImageKey(moment_ns, _AFTER_ALL_IDS))
        if self._geometry.count:
            last = self._geometry.count - 1
            self.scrollTo(self._model.index(min(row, last)), _Hint.PositionAtTop)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self._geometry.rect(index.row()).translated(0, -self._top_px)

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._geometry.row_at(point + QPoint(0, self._top_px))
        return _NO_INDEX if row is None else self._model.index(row)

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        top, bottom = self._geometry.line_span(index.row())
        lowest, highest = bottom - self.viewport().height(), top
        goals = {
            _Hint.PositionAtTop: highest,
            _Hint.PositionAtBottom: lowest,
            _Hint.PositionAtCenter: (lowest + highest) // 2,
        }
        self._scroll.jump(goals.get(hint, min(max(self._top_px, lowest), highest)))

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self._top_px

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def visualRegionForSelection(self, _selection: object) -> QRegion:
        return QRegion()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._pill.place()
        self._lay_out(replace(self._geometry, width_px=self.viewport().width(), count=self._model.rowCount()))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._settle()
        self._prepare()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self.updateGeometries()

    def reset(self) -> None:
        super().reset()
        self.updateGeometries()

    def dataChanged(self, _first: Index, _last: Index, _roles: object = ()) -> None:
        self._prepare()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOK_CHANGES:
            self._dress()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._dress()
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        exposed = event.rect().translated(0, self._top_px)
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for row in self._geometry.rows_between(exposed.top(), exposed.bottom() + 1):
                self._paint_tile(painter, row)
            self._paint_over(painter)

    def _paint_tile(self, painter: QPainter, row: int) -> None:
        rect = self._geometry.rect(row).translated(0, -self._top_px)
        image_id = self._model.key(row).image_id
        self._painter.paint(painter, rect, self._mark(row), self._picture(image_id), self._captions.get(image_id))
        if (tile := self._model.tile(row)) is not None:
            paint_person_marks(painter, picture_rect(rect), tile)

    def _mark(self, _row: int) -> Mark:
        """How a row is pointed at."""
        return Mark.NONE

    def _paint_over(self, painter: QPainter) -> None:
        """Paints what lies over the tiles."""

    @property
    def _top_px(self) -> int:
        return self.verticalScrollBar().value()

    def _rows_in_view(self) -> range:
        return self._geometry.rows_between(self._top_px, self._top_px + self.viewport().height())

    def _anchor_at(self, row: int) -> _Anchor:
        y_px = self._geometry.rect(row).top() - self._top_px
        return _Anchor(self._model.key(row), row, self._geometry.column(row), y_px)

    def _anchor_at_top(self) -> _Anchor | None:
        rows = self._rows_in_view()
        return self._anchor_at(rows.start) if rows and self._top_px > 0 else None

    def _lay_out(self, geometry: Geometry) -> None:
        """Takes on a new geometry with the anchor where it was; without one, at the top."""
        anchor = self._anchor if geometry.count else None
        lead = top_px = 0
        if anchor is not None:
            row = min(self._model.row(anchor.key), geometry.count - 1)
            lead = (anchor.column - row) % geometry.columns if geometry.columns == self._geometry.columns else 0
            top_px = replace(geometry, lead=lead).rect(row).top() - anchor.y_px
            self._pill.show_count(self._pill.count + row - anchor.row)
        self._geometry = replace(geometry, lead=lead)
        with QSignalBlocker(self.verticalScrollBar()):  # scrollContentsBy would take what is half done for a scroll
            self._set_scroll_range()
            self._scroll.shift(top_px)
            self._settle()
        self._reshape()
        self._prepare()

    def _set_scroll_range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._geometry.height_px - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._geometry.line_pitch_px // 4)

    def _settle(self) -> None:
        """Takes note of where the view is now. At the top the lines are full, and nothing is new above."""
        if self._top_px == 0:
            self._pill.show_count(0)
            if self._geometry.lead:
                self._geometry = replace(self._geometry, lead=0)
                self._set_scroll_range()
        self._anchor = self._anchor_at_top()

    @Slot()
    def _prepare(self) -> None:
        """Asks for what is in view, then for a screen below and above; shapes the captions that are in view."""
        rows = self._rows_in_view()
        if rows:
            if self._captions.day != date.today():
                self._prepare_looks()
            self._model.want(rows)
            ids = self._model.image_ids()
            below = range(rows.stop, min(rows.stop + len(rows), len(ids)))
            above = range(max(0, rows.start - len(rows)), rows.start)
            kept = _SCREENS_KEPT * len(rows)
            self._thumbnails.set_capacity(kept)
            self._thumbnails.want([int(ids[row]) for part in (rows, below, above) for row in part])
            tiles = [tile for tile in map(self._model.tile, rows) if tile is not None]
            if not self._captions.prepare(tiles, kept, _CAPTION_BUDGET_S):
                self._later.start()
        self.view_moved.emit(self.span_in_view())
        self.viewport().update()

    def _picture(self, image_id: int) -> QPixmap | None:
        return self._no_picture if self._thumbnails.lacks(image_id) else self._thumbnails.get(image_id)

    def _dress(self) -> None:
        """Palette, font, language or screen are others now."""
        self._look = Look.of(self.palette())
        self._typeface = Typeface(self.font())
        self._prepare_looks()
        self._lay_out(replace(self._geometry, caption_height_px=caption_height_px(self._typeface)))

    def _picture_shape(self) -> PictureShape:
        size = self._geometry.picture_size
        return PictureShape(size.width(), size.height(), PICTURE_RADIUS_PX, self.devicePixelRatioF())

    def _reshape(self) -> None:
        shape = self._picture_shape()
        if shape != self._shape:
            self._shape = shape
            self._prepare_looks()
            self._thumbnails.set_shape(shape)

    def _prepare_looks(self) -> None:
        """Makes anew what depends on look, type, size and day."""
        ratio = self._shape.device_pixel_ratio
        self._painter = TilePainter(self._look)
        self._captions = Captions(self._look, self._typeface, self._shape.width_px, ratio)
        self._no_picture = no_picture(self._geometry.picture_size, ratio, self._look)

    @Slot(object)
    def _on_pictures_arrived(self, _image_ids: list[int]) -> None:
        self.viewport().update()

    @Slot()
    def _anchor_current(self) -> None:
        """Keeps the current tile in its place, if it is in view, rather than the top one."""
        current = self.currentIndex()
        if self._anchor is not None and current.isValid() and current.row() in self._rows_in_view():
            self._anchor = self._anchor_at(current.row())

    @Slot()
    def _on_rows_removed(self) -> None:
        self.updateGeometries()

    @Slot()
    def _on_loaded(self) -> None:
        self._pill.show_count(0)
