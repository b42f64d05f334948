"""The timeline: a strip beside the grid that shows when how many images were taken, and leads there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.wall import time_words
from desktop.wall.look import Look
from desktop.wall.model import GridModel
from desktop.wall.time_axis import Axis, Unit, axis_of

GATHER_MS = 100
"""Images that come in are counted together, at most so often."""
_PADDING_PX = 10
_BARS_PX = 34
_TEXT_GAP_PX = 8
_LEAST_SLOT_PX = 2
_MOST_SLOT_PX = 14
_LEAST_BAR_PX = 3
_LEAST_MARKER_PX = 6
_MARKER_MARGIN_PX = 4
_PAGE_SLOTS = 10
_QUIET_SCALE = 0.85
_WIDE_DAY_NS = 1_795_996_800 * 10**9
"""2026-11-30: among the days whose names take the most room."""
_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageUp: _PAGE_SLOTS,
    Qt.Key.Key_PageDown: -_PAGE_SLOTS,
}
_LEAVES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape)


class Timeline(QWidget):
    """Bars of images over time, the newest at the top as in the grid; long stretches without any are drawn together.

    A bar is as long as the square root of its number, so that few are seen beside many. The images are sorted by
    time: a bar costs two binary searches, whatever their number.
    """

    moment_chosen = Signal(object)
    """Unix time in nanoseconds (int) that a click, a drag or a key leads to."""
    wheel_turned = Signal(object)
    """QWheelEvent: the strip itself does not scroll."""
    left = Signal()
    """By Enter, Space or Esc: the keys are to go to the grid."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._axis: Axis | None = None
        self._cursor_ns = 0
        self._view_ns: tuple[int, int] | None = None
        self._look = Look.of(self.palette())
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._count)
        self.setAccessibleName(self.tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        model.rowsInserted.connect(self._on_rows_changed)
        model.rowsRemoved.connect(self._on_rows_changed)
        model.modelReset.connect(self._count)

    @property
    def axis(self) -> Axis | None:
        """How time is cut now; None without any image."""
        return self._axis

    @Slot(object)
    def show_view(self, span_ns: tuple[int, int] | None) -> None:
        """The grid shows what was taken between these moments, the newest first (Unix time in ns)."""
        self._view_ns = span_ns
        if span_ns is not None and not span_ns[1] <= self._cursor_ns <= span_ns[0]:
            self._move_cursor(span_ns[0])
        self.update()

    def said_at(self, y_px: float) -> str:
        """What there is to say of the slot at this height: its time and how many images; empty without any."""
        return "" if self._axis is None else self._said(self._axis.slot(self._axis.moment_ns(self._depth(y_px))))

    def y_px(self, moment_ns: int) -> float:
        """Where a moment is on the strip."""
        assert self._axis is not None
        return _PADDING_PX + self._axis.depth(moment_ns) * self._slot_px

    def sizeHint(self) -> QSize:
        texts = [time_words.heading(unit, _WIDE_DAY_NS) for unit in Unit]
        widest_px = max(QFontMetrics(self._quiet_font()).horizontalAdvance(text) for text in texts)
        return QSize(2 * _PADDING_PX + _BARS_PX + _TEXT_GAP_PX + widest_px, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    # What hands do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position())
            QToolTip.showText(event.globalPosition().toPoint(), self.said_at(event.position().y()), self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.wheel_turned.emit(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._axis is None:
            event.ignore()
        elif event.key() in _LEAVES:
            self.left.emit()
        elif event.key() in _STEPS:
            self._step_to(self._axis.occupied(self._axis.slot(self._cursor_ns), _STEPS[Qt.Key(event.key())]))
        elif event.key() == Qt.Key.Key_Home:
            self._step_to(len(self._axis) - 1)
        elif event.key() == Qt.Key.Key_End:
            self._choose(self._model.key(self._model.rowCount() - 1).taken_ns)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.said_at(event.pos().y()), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _go_to(self, point: QPointF) -> None:
        if self._axis is not None:
            self._choose(self._axis.moment_ns(self._depth(point.y())))

    def _step_to(self, slot: int) -> None:
        assert self._axis is not None
        self._choose(int(self._axis.ends_ns[slot]) - 1)

    def _choose(self, moment_ns: int) -> None:
        self._move_cursor(moment_ns)
        self.moment_chosen.emit(moment_ns)

    def _move_cursor(self, moment_ns: int) -> None:
        self._cursor_ns = moment_ns
        if self._axis is not None:
            self.setAccessibleDescription(self._said(self._axis.slot(moment_ns)))
        self.update()

    # What follows the model

    @Slot()
    def _on_rows_changed(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _count(self) -> None:
        rows = self._model.rowCount()
        if rows:
            newest_ns, oldest_ns = self._model.key(0).taken_ns, self._model.key(rows - 1).taken_ns
            most_slots = max(1, self._room_px // _LEAST_SLOT_PX)
            self._axis = axis_of(self._model.taken_before, oldest_ns, newest_ns, most_slots)
            self._move_cursor(min(max(self._cursor_ns, oldest_ns), newest_ns))
        else:
            self._axis = None
            self.setAccessibleDescription("")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._look = Look.of(QApplication.palette())
            self.update()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self.updateGeometry()

    # Places and words

    @property
    def _room_px(self) -> int:
        return max(1, self.height() - 2 * _PADDING_PX)

    @property
    def _slot_px(self) -> float:
        return min(_MOST_SLOT_PX, self._room_px / len(self._axis)) if self._axis else _MOST_SLOT_PX

    def _depth(self, y_px: float) -> float:
        return (y_px - _PADDING_PX) / self._slot_px

    def _said(self, slot: int) -> str:
        axis = self._axis
        assert axis is not None
        if axis.gaps[slot]:
            return time_words.gap(int(axis.starts_ns[slot]), int(axis.ends_ns[slot]))
        when = time_words.period(axis.unit, int(axis.starts_ns[slot]))
        return self.tr("{when} · %n image(s)", "", int(axis.counts[slot])).format(when=when)

    def _quiet_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _QUIET_SCALE)
        return font

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._look.ground)
            painter.setPen(QPen(self._look.placeholder, 1))
            painter.drawLine(QLineF(0.5, 0, 0.5, self.height()))
            if self._axis is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_marker(painter)
                self._paint_bars(painter, self._axis)
                self._paint_headings(painter, self._axis)
            if self.hasFocus():
                painter.setPen(QPen(self._look.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    def _paint_marker(self, painter: QPainter) -> None:
        """Where the grid is. It stays off the headings, whose text its edge would strike through."""
        if self._view_ns is None:
            return
        top_px, bottom_px = (self.y_px(moment_ns) for moment_ns in self._view_ns)
        height_px = max(_LEAST_MARKER_PX, bottom_px - top_px)
        left_px, width_px = _PADDING_PX - _MARKER_MARGIN_PX, _BARS_PX + 2 * _MARKER_MARGIN_PX
        band = QRectF(left_px, (top_px + bottom_px - height_px) / 2, width_px, height_px)
        painter.setPen(QPen(self._look.accent, 1))
        painter.setBrush(self._look.selected)
        painter.drawRoundedRect(band, 3, 3)

    def _paint_bars(self, painter: QPainter, axis: Axis) -> None:
        slot_px = self._slot_px
        thick_px = max(1.0, slot_px - (1 if slot_px >= 3 else 0))
        longest = float(axis.counts.max()) ** 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.accent)
        full = [slot for slot in range(len(axis)) if axis.counts[slot]]
        painter.drawRects(
            [
                QRectF(
                    _PADDING_PX,
                    _PADDING_PX + (len(axis) - 1 - slot) * slot_px,
                    max(_LEAST_BAR_PX, float(axis.counts[slot]) ** 0.5 / longest * _BARS_PX),
                    thick_px,
                )
                for slot in full
            ]
        )
        painter.setPen(QPen(QColor(self._look.quiet_text), 1, Qt.PenStyle.DotLine))
        for slot in axis.gaps.nonzero()[0]:
            y_px = _PADDING_PX + (len(axis) - 0.5 - int(slot)) * slot_px
            painter.drawLine(QLineF(_PADDING_PX, y_px, _PADDING_PX + _BARS_PX, y_px))

    def _paint_headings(self, painter: QPainter, axis: Axis) -> None:
        painter.setFont(self._quiet_font())
        painter.setPen(self._look.quiet_text)
        metrics = QFontMetrics(painter.font())
        free_px = 0.0
        for slot in _heads(axis):
            middle_px = _PADDING_PX + (len(axis) - 0.5 - slot) * self._slot_px
            top_px = max(0.0, middle_px - metrics.height() / 2)
            if top_px >= free_px and top_px + metrics.height() <= self.height():
                text = time_words.heading(axis.unit, int(axis.starts_ns[slot]))
                painter.drawText(QPointF(_PADDING_PX + _BARS_PX + _TEXT_GAP_PX, top_px + metrics.ascent()), text)
                free_px = top_px + metrics.height() * 1.25


def _heads(axis: Axis) -> Iterator[int]:
    """The slots that bear a heading, the newest first."""
    for slot in range(len(axis) - 1, -1, -1):
        first = slot == len(axis) - 1 or axis.gaps[slot + 1]
        start_ns = int(axis.starts_ns[slot])
        if not axis.gaps[slot] and (
            first or time_words.begins_heading(axis.unit, start_ns, int(axis.starts_ns[slot + 1]))
        ):
            yield slot
