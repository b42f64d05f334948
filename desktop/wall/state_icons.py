"""The icons of the states: an empty ring, a half-filled one, a tick, an exclamation mark. Told apart by shape."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop.core.records import ImageState
from desktop.wall.look import ICON_PX, Look

_STROKE_PX = 1.5
_QUARTER_TURN = 90 * 16
_HALF_TURN = 180 * 16


def state_icon(state: ImageState, look: Look, ratio: float) -> QPixmap:
    """The icon of a state, ``ICON_PX`` square at ``ratio`` device pixels a pixel."""
    pixmap = QPixmap(round(ICON_PX * ratio), round(ICON_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _PAINTERS[state](painter, QPointF(ICON_PX / 2, ICON_PX / 2), look)
    return pixmap


def paint_tick(painter: QPainter, centre: QPointF, reach_px: float, colour: QColor) -> None:
    """Paints a tick that reaches ``reach_px`` to each side of ``centre``."""
    tick = QPainterPath(centre + QPointF(-0.8, 0.05) * reach_px)
    tick.lineTo(centre + QPointF(-0.2, 0.65) * reach_px)
    tick.lineTo(centre + QPointF(0.85, -0.6) * reach_px)
    pen = QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(tick, pen)


def _paint_waiting(painter: QPainter, centre: QPointF, look: Look) -> None:
    _paint_ring(painter, centre, look.states[ImageState.WAITING])


def _paint_labelling(painter: QPainter, centre: QPointF, look: Look) -> None:
    colour = look.states[ImageState.LABELLING]
    _paint_ring(painter, centre, colour)
    inner_px = ICON_PX / 2 - 3
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    square = QRectF(centre.x() - inner_px, centre.y() - inner_px, 2 * inner_px, 2 * inner_px)
    painter.drawPie(square, _QUARTER_TURN, -_HALF_TURN)


def _paint_labelled(painter: QPainter, centre: QPointF, look: Look) -> None:
    paint_tick(painter, centre, ICON_PX / 2 - 1, look.states[ImageState.LABELLED])


def _paint_failed(painter: QPainter, centre: QPointF, look: Look) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.states[ImageState.FAILED])
    painter.drawEllipse(centre, ICON_PX / 2, ICON_PX / 2)
    painter.setPen(QPen(look.ground, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(centre + QPointF(0, -3), centre + QPointF(0, 0.5))
    painter.drawPoint(centre + QPointF(0, 3))


def _paint_ring(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    painter.setPen(QPen(colour, _STROKE_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, ICON_PX / 2 - 1, ICON_PX / 2 - 1)


_PAINTERS: dict[ImageState, Callable[[QPainter, QPointF, Look], None]] = {
    ImageState.WAITING: _paint_waiting,
    ImageState.LABELLING: _paint_labelling,
    ImageState.LABELLED: _paint_labelled,
    ImageState.FAILED: _paint_failed,
}
