"""The rubber band that selects tiles, and scrolls when it is pulled out of the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollBar, QWidget

_FRAME_MS = 16
_FASTEST_PX = 60


class Band(QObject):
    """A rectangle between where it was begun and where the pointer is, in pixels of the content."""

    moved = Signal()

    def __init__(self, viewport: QWidget, bar: QScrollBar) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._bar = bar
        self._start: QPoint | None = None
        self._pointer = QPoint()
        self._pull = QTimer(self, interval=_FRAME_MS)
        self._pull.timeout.connect(self._on_pull)

    @property
    def active(self) -> bool:
        return self._start is not None

    @property
    def rect(self) -> QRect:
        """Empty while there is no band."""
        if self._start is None:
            return QRect()
        return QRect(self._start, self._pointer + QPoint(0, self._bar.value())).normalized()

    def begin(self, content_point: QPoint) -> None:
        self._start = content_point

    def extend(self, pointer: QPoint) -> None:
        """The pointer is there, in pixels of the viewport; outside of it the view scrolls, the faster the farther."""
        self._pointer = pointer
        if self._outside():
            self._pull.start()
        else:
            self._pull.stop()
        self.moved.emit()

    def end(self) -> None:
        self._start = None
        self._pull.stop()
        self.moved.emit()

    @Slot()
    def _on_pull(self) -> None:
        self._bar.setValue(self._bar.value() + max(-_FASTEST_PX, min(self._outside(), _FASTEST_PX)))
        self.moved.emit()

    def _outside(self) -> int:
        y, height = self._pointer.y(), self._viewport.height()
        return min(y, 0) + max(y - height + 1, 0)
