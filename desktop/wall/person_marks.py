"""What a tile shows of a person's work on its image: a star, and a pencil where labels were corrected."""

from __future__ import annotations

import functools
import math

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from desktop.core.records import Tile

_RADIUS_PX = 10
_INSET_PX = 16
_STEP_PX = 24
_GROUND = QColor(12, 18, 24, 190)
_STAR = QColor("#ffc857")
_PENCIL = QColor("#ffffff")


def paint_person_marks(painter: QPainter, place: QRect, tile: Tile) -> None:
    """Paints them into the upper right corner of the picture at ``place``; they look the same on light and dark."""
    centre = QPointF(place.right() - _INSET_PX, place.top() + _INSET_PX)
    for shown, path, colour, brush in (
        (tile.starred, _star(), _STAR, QBrush(_STAR)),
        (tile.corrected, _pencil(), _PENCIL, QBrush(Qt.BrushStyle.NoBrush)),
    ):
        if shown:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_GROUND)
            painter.drawEllipse(centre, _RADIUS_PX, _RADIUS_PX)
            painter.setPen(QPen(colour, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(brush)
            painter.drawPath(path.translated(centre))
            centre -= QPointF(_STEP_PX, 0)


@functools.cache
def _star() -> QPainterPath:
    path = QPainterPath()
    for corner in range(10):
        radius = 5.6 if corner % 2 == 0 else 2.5
        angle = -math.pi / 2 + corner * math.pi / 5
        point = QPointF(radius * math.cos(angle), radius * math.sin(angle))
        if corner:
            path.lineTo(point)
        else:
            path.moveTo(point)
    path.closeSubpath()
    return path


@functools.cache
def _pencil() -> QPainterPath:
    path = QPainterPath(QPointF(-4.5, 4.5))
    path.lineTo(-3.6, 1.4)
    path.lineTo(2.2, -4.4)
    path.lineTo(4.4, -2.2)
    path.lineTo(-1.4, 3.6)
    path.closeSubpath()
    return path
