"""Scrolling that glides to its goal instead of jumping there."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QScrollBar

_DURATION_MS = 140


class SmoothScroll:
    """Moves a scroll bar; moves that follow quickly add up to one."""

    def __init__(self, bar: QScrollBar) -> None:
        self._bar = bar
        self._glide = QPropertyAnimation(bar, b"value", bar)
        self._glide.setDuration(_DURATION_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)

    def jump(self, value: int) -> None:
        self._glide.stop()
        self._bar.setValue(value)

    def glide(self, pixels: int) -> None:
        """Glides by ``pixels`` from where it is, or is already on its way to."""
        goal = self._goal() + pixels
        self._glide.stop()
        self._glide.setStartValue(self._bar.value())
        self._glide.setEndValue(max(self._bar.minimum(), min(goal, self._bar.maximum())))
        self._glide.start()

    def shift(self, value: int) -> None:
        """The content moved: ``value`` is now what the present value was. A glide goes on from there."""
        rest = self._goal() - self._bar.value()
        self.jump(value)
        if rest:
            self.glide(rest)

    def _goal(self) -> int:
        if self._glide.state() is QAbstractAnimation.State.Running:
            return int(self._glide.endValue())
        return self._bar.value()
