"""Miharu's icons: SVG files in ``resources/icons``, painted in the colour of the tone they are asked for."""

from __future__ import annotations

import functools
import importlib.resources

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.panels.theme import Tone
from desktop.wall.tooltip import as_it_is

_DISABLED_OPACITY = 0.4


def icon(name: str, tone: Tone = Tone.PLAIN) -> QIcon:
    """The icon of that file name (without ``.svg``), following light and dark by itself."""
    return QIcon(_ToneEngine(name, tone))


def application_icon() -> QIcon:
    """Miharu's own icon, in its own colours."""
    pixmap = QPixmap(256, 256)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer("miharu", "").render(painter, QRectF(0, 0, 256, 256))
    painter.end()
    return QIcon(pixmap)


def icon_button(name: str, text: str) -> QToolButton:
    """A small flat button that shows only an icon; ``text`` is its tool tip and what a screen reader says."""
    button = QToolButton()
    button.setIcon(icon(name, Tone.QUIET))
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    button.setToolTip(as_it_is(text))
    button.setAccessibleName(text)
    return button


class IconLabel(QWidget):
    """An icon that stands in a layout like a picture."""

    def __init__(self, name: str, tone: Tone = Tone.PLAIN, side_px: int = 18) -> None:
        super().__init__()
        self._icon = icon(name, tone)
        self.setFixedSize(side_px, side_px)

    def show_icon(self, name: str, tone: Tone) -> None:
        self._icon = icon(name, tone)
        self.update()

    def paintEvent(self, event: object) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            self._icon.paint(painter, self.rect())


class _ToneEngine(QIconEngine):
    """Paints an SVG whose ``currentColor`` is that of a tone at the time of painting."""

    def __init__(self, name: str, tone: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        painter.save()
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(_DISABLED_OPACITY)
        _renderer(self._name, self._tone.colour.name()).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


@functools.cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = importlib.resources.files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
