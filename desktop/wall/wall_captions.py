"""The captions of the wall's tiles: name and age, state and rate; painted when they change, and kept as pixmaps."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPolygonF

from desktop.core.records import ImageState
from desktop.wall.camera_state import Mood
from desktop.wall.look import LINE_GAP_PX, Look
from desktop.wall.typeface import Face, Typeface

_DOT_PX = 8
_AFTER_DOT_PX = 6
_BETWEEN_PX = 10
_MOST_SPARK_PX = 180
_LEAST_SPARK_PX = 36
_SPARK_INSET_PX = 1


class CaptionText(NamedTuple):
    """What a caption says."""

    name: str
    age: str
    state: str
    mood: Mood
    rates: tuple[int, ...]


class WallCaptions:
    """Caption pixmaps by tile, in one look, type and size; one is painted anew when what it says has changed."""

    def __init__(self, look: Look, typeface: Typeface, size: QSize, ratio: float) -> None:
        self._look = look
        self._type = typeface
        self._size = size
        self._ratio = ratio
        self._made: dict[Hashable, tuple[CaptionText, QPixmap]] = {}
        self._colours = {
            Mood.GOOD: look.states[ImageState.LABELLED],
            Mood.QUIET: look.quiet_text,
            Mood.BAD: look.states[ImageState.FAILED],
        }

    def prepare(self, identity: Hashable, text: CaptionText) -> None:
        """Makes sure that the caption of a tile says ``text``."""
        made = self._made.get(identity)
        if made is None or made[0] != text:
            self._made[identity] = text, self._paint(text)

    def get(self, identity: Hashable) -> QPixmap | None:
        made = self._made.get(identity)
        return made[1] if made else None

    def _paint(self, text: CaptionText) -> QPixmap:
        pixmap = QPixmap(self._size * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._size.height() < wall_caption_height_px(self._type, 2):
                self._paint_dot(painter, text.mood, self._type.plain.height_px / 2)
                self._paint_name(painter, text.name, _DOT_PX + _AFTER_DOT_PX, self._size.width())
            else:
                self._paint_name_and_age(painter, text)
                self._paint_state(painter, text, self._type.strong.height_px + LINE_GAP_PX)
        return pixmap

    def _paint_name_and_age(self, painter: QPainter, text: CaptionText) -> None:
        quiet, width_px = self._type.quiet, self._size.width()
        age_px = quiet.width_px(text.age)
        pen = QPointF(width_px - age_px, self._type.strong.ascent_px)
        _write(painter, quiet, self._look.quiet_text, pen, text.age, age_px)
        self._paint_name(painter, text.name, 0, width_px - age_px - _BETWEEN_PX)

    def _paint_name(self, painter: QPainter, name: str, left_px: float, right_px: float) -> None:
        strong = self._type.strong
        _write(painter, strong, self._look.text, QPointF(left_px, strong.ascent_px), name, right_px - left_px)

    def _paint_dot(self, painter: QPainter, mood: Mood, middle_px: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours[mood])
        painter.drawEllipse(QPointF(_DOT_PX / 2, middle_px), _DOT_PX / 2, _DOT_PX / 2)

    def _paint_state(self, painter: QPainter, text: CaptionText, top_px: float) -> None:
        face, colour = self._type.plain, self._colours[text.mood]
        self._paint_dot(painter, text.mood, top_px + face.height_px / 2)
        width_px = float(self._size.width())
        left_px = _DOT_PX + _AFTER_DOT_PX
        _write(painter, face, colour, QPointF(left_px, top_px + face.ascent_px), text.state, width_px - left_px)
        spark_px = min(_MOST_SPARK_PX, width_px - left_px - face.width_px(text.state) - _BETWEEN_PX)
        if any(text.rates) and spark_px >= _LEAST_SPARK_PX:
            self._paint_sparkline(painter, text.rates, QRectF(width_px - spark_px, top_px, spark_px, face.height_px))

    def _paint_sparkline(self, painter: QPainter, rates: tuple[int, ...], place: QRectF) -> None:
        """Images a minute as an area, the latest at the right, on a line that is there also where none came."""
        step_px = place.width() / max(1, len(rates) - 1)
        most = max(rates)
        points = [
            QPointF(
                place.left() + each * step_px, place.bottom() - _SPARK_INSET_PX - rate / most * (place.height() - 3)
            )
            for each, rate in enumerate(rates)
        ]
        area = QColor(self._look.accent)
        area.setAlphaF(0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(area)
        painter.drawPolygon(QPolygonF([place.bottomLeft(), *points, place.bottomRight()]))
        painter.setPen(self._look.accent)
        painter.drawPolyline(QPolygonF(points))


def wall_caption_height_px(typeface: Typeface, lines: int) -> int:
    """Height of a caption of two lines, or of one, which has room only for the name and the colour of the state."""
    first_px = typeface.strong.height_px
    return round(first_px if lines == 1 else first_px + LINE_GAP_PX + typeface.plain.height_px)


def _write(painter: QPainter, face: Face, colour: QColor, pen: QPointF, text: str, room_px: float) -> None:
    painter.setFont(face.font)
    painter.setPen(colour)
    painter.drawText(pen, face.fitted(text, room_px))
