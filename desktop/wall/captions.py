"""The captions of tiles: shaped and painted once, before the grid paints, and kept as pixmaps."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.core.records import ImageState, Tile
from desktop.wall import words
from desktop.wall.look import ICON_PX, LINE_GAP_PX, Look
from desktop.wall.state_icons import state_icon
from desktop.wall.typeface import Face, Typeface

_AFTER_ICON_PX = 6
_BEFORE_SCORE_PX = 4
_BETWEEN_LABELS_PX = 12
_BETWEEN_WORDS_PX = 8


def caption_height_px(typeface: Typeface) -> int:
    return round(typeface.strong.height_px + LINE_GAP_PX + typeface.quiet.height_px)


class Captions:
    """Caption pixmaps by image id, for one look, type, width and day; an outdated one is made anew.

    The first line says what was recognised, or how far it is; the second where and when the image was taken.
    """

    def __init__(self, look: Look, typeface: Typeface, width_px: int, ratio: float) -> None:
        self.day = date.today()
        """The day on which captions give the time without a date."""
        self._look = look
        self._type = typeface
        self._width_px = width_px
        self._ratio = ratio
        self._icons = {state: state_icon(state, look, ratio) for state in ImageState}
        self._made: OrderedDict[int, tuple[Tile, QPixmap]] = OrderedDict()

    def get(self, image_id: int) -> QPixmap | None:
        made = self._made.get(image_id)
        return made[1] if made else None

    def prepare(self, tiles: Iterable[Tile], kept: int, budget_s: float) -> bool:
        """Makes what is missing for ``tiles`` until ``budget_s`` is used up; False if some are still missing.

        The ``kept`` captions that were used last are kept.
        """
        deadline_s = time.perf_counter() + budget_s
        for tile in tiles:
            made = self._made.get(tile.image_id)
            if made is None or made[0] is not tile:
                if time.perf_counter() > deadline_s:
                    return False
                self._made[tile.image_id] = tile, self._paint(tile)
            self._made.move_to_end(tile.image_id)
        while len(self._made) > kept:
            self._made.popitem(last=False)
        return True

    def _paint(self, tile: Tile) -> QPixmap:
        height_px = caption_height_px(self._type)
        pixmap = QPixmap(round(self._width_px * self._ratio), round(height_px * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self._paint_finding(painter, tile)
            self._paint_origin(painter, tile)
        return pixmap

    def _paint_finding(self, painter: QPainter, tile: Tile) -> None:
        icon_top_px = round((self._type.strong.height_px - ICON_PX) / 2)
        painter.drawPixmap(0, icon_top_px, self._icons[tile.state])
        pen = QPointF(ICON_PX + _AFTER_ICON_PX, self._type.strong.ascent_px)
        if tile.labels and (tile.state is ImageState.LABELLED or tile.corrected):
            self._paint_labels(painter, tile, pen)
        else:
            colour = self._look.states[tile.state] if tile.state is ImageState.FAILED else self._look.quiet_text
            _write(painter, self._type.plain, colour, pen, words.progress(tile), self._width_px - pen.x())

    def _paint_labels(self, painter: QPainter, tile: Tile, pen: QPointF) -> None:
        if tile.inherited:
            sign_px = _write(
                painter, self._type.plain, self._look.quiet_text, pen, words.INHERITED_SIGN, self._width_px
            )
            pen += QPointF(sign_px + _BEFORE_SCORE_PX, 0)
        face, colour = self._type.strong, self._look.text
        for label in tile.labels:
            score = "" if label.score is None else words.percentage(label.score)
            score_px = self._type.plain.width_px(score)
            room_px = self._width_px - pen.x() - _BEFORE_SCORE_PX - score_px
            if face is not self._type.strong and face.width_px(label.name) > room_px:
                return  # the first is cut where it must be, the others are left out
            name_px = _write(painter, face, colour, pen, label.name, room_px)
            pen += QPointF(name_px + _BEFORE_SCORE_PX, 0)
            face, colour = self._type.plain, self._look.quiet_text
            _write(painter, face, colour, pen, score, score_px)
            pen += QPointF(score_px + _BETWEEN_LABELS_PX, 0)

    def _paint_origin(self, painter: QPainter, tile: Tile) -> None:
        quiet, colour = self._type.quiet, self._look.quiet_text
        baseline_px = self._type.strong.height_px + LINE_GAP_PX + quiet.ascent_px
        when = words.moment(tile.taken_ns, self.day)
        left_px = self._width_px - quiet.width_px(when)
        _write(painter, quiet, colour, QPointF(left_px, baseline_px), when, self._width_px)
        _write(painter, quiet, colour, QPointF(0, baseline_px), words.source(tile), left_px - _BETWEEN_WORDS_PX)


def _write(painter: QPainter, face: Face, colour: QColor, pen: QPointF, text: str, room_px: float) -> float:
    """Writes ``text`` on one line from ``pen`` on, cut to ``room_px``; returns the width that it took."""
    fitted = face.fitted(text, room_px)
    painter.setFont(face.font)
    painter.setPen(colour)
    painter.drawText(pen, fitted)
    return face.width_px(fitted)
