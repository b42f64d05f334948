"""Painting a tile: its picture, its caption, and how it is pointed at. Nothing is shaped or decoded here."""

from __future__ import annotations

import enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from desktop.wall.geometry import picture_rect
from desktop.wall.look import CAPTION_GAP_PX, PICTURE_RADIUS_PX, RING_PX, TILE_RADIUS_PX, Look
from desktop.wall.state_icons import paint_tick

_BADGE_RADIUS_PX = 9
_BADGE_INSET_PX = 16


class Mark(enum.Flag):
    """How a tile is pointed at."""

    NONE = 0
    HOVERED = enum.auto()
    SELECTED = enum.auto()
    CURRENT = enum.auto()
    FOCUSED = enum.auto()
    """Current, and keys go to the grid."""


class TilePainter:
    """Paints tiles in one look."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def paint(
        self, painter: QPainter, rect: QRect, mark: Mark, picture: QPixmap | None, caption: QPixmap | None
    ) -> None:
        """Paints a tile into ``rect``; the place of a picture or caption that isn't there yet is left calm."""
        if mark & Mark.SELECTED:
            _fill(painter, rect, TILE_RADIUS_PX, self._look.selected)
        elif mark & Mark.HOVERED:
            _fill(painter, rect, TILE_RADIUS_PX, self._look.hovered)
        place = picture_rect(rect)
        self.paint_picture(painter, place, picture)
        if caption is not None:
            painter.drawPixmap(place.left(), place.bottom() + 1 + CAPTION_GAP_PX, caption)
        if mark & Mark.SELECTED:
            self._paint_badge(painter, place)
        self.paint_ring(painter, rect, mark)

    def paint_picture(self, painter: QPainter, place: QRect, picture: QPixmap | None) -> None:
        """Paints a picture, or for None the calm place of one that isn't there yet."""
        if picture is None:
            _fill(painter, place, PICTURE_RADIUS_PX, self._look.placeholder)
        else:
            painter.drawPixmap(place, picture)

    def paint_ring(self, painter: QPainter, rect: QRect, mark: Mark) -> None:
        """Paints the ring of a tile that is current."""
        if mark & (Mark.CURRENT | Mark.FOCUSED):
            self._paint_ring(painter, rect, self._look.accent if mark & Mark.FOCUSED else self._look.quiet_ring)

    def paint_band(self, painter: QPainter, rect: QRect) -> None:
        """Paints a rubber band."""
        painter.setPen(QPen(self._look.accent, 1))
        painter.setBrush(self._look.selected)
        painter.drawRoundedRect(QRectF(rect), 3, 3)

    def _paint_badge(self, painter: QPainter, place: QRect) -> None:
        centre = QPointF(place.left() + _BADGE_INSET_PX, place.top() + _BADGE_INSET_PX)
        painter.setPen(QPen(self._look.on_accent, 1.5))
        painter.setBrush(self._look.accent)
        painter.drawEllipse(centre, _BADGE_RADIUS_PX, _BADGE_RADIUS_PX)
        paint_tick(painter, centre, _BADGE_RADIUS_PX / 2, self._look.on_accent)

    def _paint_ring(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        inset = RING_PX / 2
        painter.setPen(QPen(colour, RING_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), TILE_RADIUS_PX, TILE_RADIUS_PX)


def no_picture(size: QSize, ratio: float, look: Look) -> QPixmap:
    """What stands in for a picture that can't be read: a crossed-out frame on the colour of a placeholder."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _fill(painter, QRect(QPoint(0, 0), size), PICTURE_RADIUS_PX, look.placeholder)
        painter.setPen(QPen(look.quiet_text, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QPointF(size.width() / 2, size.height() / 2)
        painter.drawRoundedRect(QRectF(middle.x() - 16, middle.y() - 12, 32, 24), 5, 5)
        painter.drawLine(middle + QPointF(-20, 16), middle + QPointF(20, -16))
    return pixmap


def _fill(painter: QPainter, rect: QRect, radius_px: int, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(rect), radius_px, radius_px)
