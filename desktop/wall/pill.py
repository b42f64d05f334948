"""The pill over the grid that says how many images came in above."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.wall import words
from desktop.wall.look import Look

_HEIGHT_PX = 32
_PADDING_PX = 14
_ARROW_PX = 10
_GAP_PX = 8
_TOP_PX = 14


class Pill(QAbstractButton):
    """A button that shows ``12 new`` while there is something new above, and nothing otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._count = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repainted when the pointer comes and goes
        self.hide()

    @property
    def count(self) -> int:
        """How many images are new above."""
        return self._count

    def show_count(self, count: int) -> None:
        self._count = max(0, count)
        self.setText(words.new_images(self._count))
        self.setAccessibleName(self.text())
        self.setVisible(self._count > 0)
        self.place()

    def place(self) -> None:
        """Goes to the middle of the parent's top."""
        self.resize(self.sizeHint())
        self.move((self._over.width() - self.width()) // 2, _TOP_PX)

    def sizeHint(self) -> QSize:
        text_px = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(text_px + _ARROW_PX + _GAP_PX + 2 * _PADDING_PX, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, Look.of(self.palette()), QRectF(self.rect()))

    def _paint(self, painter: QPainter, look: Look, shape: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.accent.lighter(108) if self.underMouse() else look.accent)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        painter.setPen(QPen(look.on_accent, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        self._paint_arrow(painter, QPointF(_PADDING_PX + _ARROW_PX / 2, shape.center().y()))
        text = shape.adjusted(_PADDING_PX + _ARROW_PX + _GAP_PX, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    @staticmethod
    def _paint_arrow(painter: QPainter, centre: QPointF) -> None:
        half = _ARROW_PX / 2
        arrow = QPainterPath(centre + QPointF(0, half))
        arrow.lineTo(centre + QPointF(0, -half))
        arrow.moveTo(centre + QPointF(-half * 0.8, -half * 0.2))
        arrow.lineTo(centre + QPointF(0, -half))
        arrow.lineTo(centre + QPointF(half * 0.8, -half * 0.2))
        painter.drawPath(arrow)
