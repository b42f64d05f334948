"""Which part of a picture is seen, and how large: pure arithmetic of zooming and panning."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

MAX_ZOOM = 32.0
"""Beyond this a picture of a camera is a few squares."""

_KEEP = Qt.AspectRatioMode.KeepAspectRatio


@dataclass(frozen=True)
class Zoom:
    """``factor`` is 1 where the whole picture fits; ``centre`` is the point of the picture in the middle of the view,
    each coordinate a fraction of the picture."""

    factor: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)

    @property
    def fits(self) -> bool:
        return self.factor == 1.0

    def rect(self, picture: QSizeF, view: QSizeF) -> QRectF:
        """Where a picture of that size lies in a view of that size, in the view's pixels."""
        size = picture.scaled(view, _KEEP) * self.factor
        return QRectF(
            _edge(size.width(), view.width(), self.centre[0]),
            _edge(size.height(), view.height(), self.centre[1]),
            size.width(),
            size.height(),
        )

    def zoomed(self, by: float, at: QPointF, picture: QSizeF, view: QSizeF) -> Zoom:
        """``by`` times as large, with what is at ``at`` in the view staying there."""
        factor = max(1.0, min(self.factor * by, MAX_ZOOM))
        if factor == 1.0 or picture.isEmpty():
            return Zoom()
        before = self.rect(picture, view)
        spot = QPointF((at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height())
        size = picture.scaled(view, _KEEP) * factor
        left, top = at.x() - spot.x() * size.width(), at.y() - spot.y() * size.height()
        return replace(self, factor=factor, centre=_centre(QRectF(QPointF(left, top), size), view))

    def panned(self, by: QPointF, picture: QSizeF, view: QSizeF) -> Zoom:
        """The picture moved by so many pixels, as far as it goes."""
        if self.fits or picture.isEmpty():
            return self
        return replace(self, centre=_centre(self.rect(picture, view).translated(by), view))


def _edge(length: float, view: float, centre: float) -> float:
    """Where the picture begins: in the middle where it is smaller than the view, else never inside of it."""
    if length <= view:
        return (view - length) / 2
    return min(0.0, max(view - length, view / 2 - centre * length))


def _centre(rect: QRectF, view: QSizeF) -> tuple[float, float]:
    left, top = _edge_of(rect.x(), rect.width(), view.width()), _edge_of(rect.y(), rect.height(), view.height())
    return (view.width() / 2 - left) / rect.width(), (view.height() / 2 - top) / rect.height()


def _edge_of(edge: float, length: float, view: float) -> float:
    return (view - length) / 2 if length <= view else min(0.0, max(view - length, edge))
