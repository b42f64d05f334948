"""A picture with boxes on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from desktop.core.records import Box
from desktop.panels.findings import Finding
from desktop.panels.zoom import Zoom

_OUTLINE = QColor(0, 0, 0, 150)
_TAG_GROUND = QColor(12, 18, 24, 205)
_TAG_PADDING_PX = 4.0
_TAG_SHARE = 0.45
"""No tag is wider than this share of the view."""
_FILL_ALPHA = 60
_NOTCH = 120
"""One notch of a wheel, in eighths of a degree (QWheelEvent)."""
_ZOOM_STEP = 1.25
_PANS: dict[int, QPointF] = {
    Qt.Key.Key_Left: QPointF(60, 0),
    Qt.Key.Key_Right: QPointF(-60, 0),
    Qt.Key.Key_Up: QPointF(0, 60),
    Qt.Key.Key_Down: QPointF(0, -60),
}
_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ASPECT = 0.75
"""Of the view while there is no picture."""


class PictureView(QWidget):
    """Shows a picture as large as fits, or nearer, and the boxes of findings with their names.

    The wheel, a pinch, + and - zoom; the mouse and, near, the arrow keys pan; 0 and a double click fit the picture
    into the view again.

    Signals:
        hovered(int): index of the finding under the mouse, -1 for none.
        asked_about(int, QPoint): a context menu is wanted for that finding, at that place on the screen.
        step_requested(int): another image is wanted: the next (1) or the one before (-1).
        zoom_changed(): more or fewer pixels are needed now.
    """

    hovered = Signal(int)
    asked_about = Signal(int, QPoint)
    step_requested = Signal(int)
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._near = QPixmap()
        self._scaled = QPixmap()
        self._findings: Sequence[Finding] = ()
        self._highlighted = -1
        self._zoom = Zoom()
        self._grip: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Picture"))

    def show_picture(self, image: QImage) -> None:
        """Shows ``image``; a null image clears the view."""
        self._picture, self._near = QPixmap.fromImage(image), QPixmap()
        self._scale()

    def show_nearer(self, image: QImage) -> None:
        """The same picture with more pixels, for while it is larger than the view."""
        self._near = QPixmap.fromImage(image)
        self.update()

    @property
    def zoom(self) -> float:
        """1 where the whole picture fits."""
        return self._zoom.factor

    @Slot()
    def fit(self) -> None:
        """Shows the whole picture."""
        self._set_zoom(Zoom())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Makes the picture larger or smaller, around ``at`` or the middle."""
        place = QRectF(self.rect()).center() if at is None else at
        self._set_zoom(self._zoom.zoomed(factor, place, QSizeF(self._picture.size()), QSizeF(self.size())))

    def pan_by(self, by: QPointF) -> None:
        """Moves the picture, where it is larger than the view."""
        self._set_zoom(self._zoom.panned(by, QSizeF(self._picture.size()), QSizeF(self.size())))

    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def picture_size(self) -> QSize:
        """Of the picture as it was decoded, in pixels."""
        return self._most_pixels.size()

    @property
    def _most_pixels(self) -> QPixmap:
        return self._picture if self._near.isNull() else self._near

    def height_for(self, width_px: int) -> int:
        """The height at which the picture fills that width."""
        size = self._picture.size()
        return round(width_px * (size.height() / size.width() if size.width() else _ASPECT))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Draws the boxes of those that have one; the indexes of ``highlight`` and ``hovered`` are in this order."""
        self._findings = findings
        self._highlighted = -1
        self.update()

    def highlight(self, index: int) -> None:
        """Fills the box of that finding; -1 for none."""
        if index != self._highlighted:
            self._highlighted = index
            self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture is, in pixels of this widget; it may reach beyond it."""
        if not self._zoom.fits:
            return self._zoom.rect(QSizeF(self._picture.size()), QSizeF(self.size()))
        size = QSize(self._scaled.size()) / self._scaled.devicePixelRatio()
        return QRectF((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple())

    def box_rect(self, box: Box) -> QRectF:
        """Where ``box`` is, in pixels of this widget."""
        area = self.picture_rect()
        return QRectF(
            QPointF(area.x() + box.left * area.width(), area.y() + box.top * area.height()),
            QPointF(area.x() + box.right * area.width(), area.y() + box.bottom * area.height()),
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
            self._paint_picture(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The highlighted one last, so that it lies on top; tags first come, first served, so it is the first there.
            boxed = [(index, finding) for index, finding in enumerate(self._findings) if finding.box is not None]
            boxed.sort(key=lambda entry: entry[0] == self._highlighted)
            for index, finding in boxed:
                self._paint_box(painter, finding, index == self._highlighted)
            taken: list[QRectF] = []
            for index, finding in reversed(boxed):
                if not finding.mark.is_region or index == self._highlighted:
                    self._paint_tag(painter, finding, taken)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        self._scale()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._zoom.fits:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            by, self._grip = event.position() - self._grip, event.position()
            self.pan_by(by)
        else:
            self._hover(self._finding_at(event.position(), self._findings))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        touchpad = not event.pixelDelta().isNull() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if touchpad and not self._zoom.fits:
            self.pan_by(QPointF(event.pixelDelta()))
        else:
            self.zoom_by(_ZOOM_STEP ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent) and (pinch := event.gesture(Qt.GestureType.PinchGesture)) is not None:
            assert isinstance(pinch, QPinchGesture)
            self.zoom_by(pinch.scaleFactor(), QPointF(self.mapFromGlobal(pinch.centerPoint())))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif not self._zoom.fits and key in _PANS:
            self.pan_by(_PANS[key])
        elif key in _STEPS:
            self.step_requested.emit(_STEPS[key])
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # What nothing can be said of, as motion, must not stand before what it surrounds.
        index = self._finding_at(QPointF(event.pos()), [each for each in self._findings if each.about is not None])
        if index >= 0:
            self.asked_about.emit(index, event.globalPos())
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002
        self._hover(-1)

    def _hover(self, index: int) -> None:
        if index != self._highlighted:
            self.highlight(index)
            self.hovered.emit(index)

    def _finding_at(self, place: QPointF, among: Collection[Finding]) -> int:
        """The index of the smallest box around ``place``, so that a face inside a person can be reached; else -1."""
        rects = (
            (index, self.box_rect(each.box))
            for index, each in enumerate(self._findings)
            if each.box is not None and each in among
        )
        around = [(rect.width() * rect.height(), index) for index, rect in rects if rect.contains(place)]
        return min(around)[1] if around else -1

    def _scale(self) -> None:
        if self._picture.isNull():
            self._scaled = QPixmap()
        else:
            ratio = self.devicePixelRatioF()
            self._scaled = self._picture.scaled(
                self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._scaled.setDevicePixelRatio(ratio)
        self.update()

    def _set_zoom(self, zoom: Zoom) -> None:
        if zoom != self._zoom:
            nearer = zoom.factor != self._zoom.factor
            self._zoom = zoom
            self.update()
            if nearer:
                self.zoom_changed.emit()

    def _paint_picture(self, painter: QPainter) -> None:
        if self._zoom.fits:
            painter.drawPixmap(self.picture_rect().topLeft(), self._scaled)
            return
        area = self.picture_rect()
        shown = area.intersected(QRectF(self.rect()))
        picture = self._most_pixels
        scale = picture.width() / area.width()
        source = QRectF((shown.topLeft() - area.topLeft()) * scale, shown.size() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(shown, picture, source)

    def _paint_box(self, painter: QPainter, finding: Finding, highlighted: bool) -> None:
        assert finding.box is not None
        rect = self.box_rect(finding.box)
        style = Qt.PenStyle.DashLine if finding.mark.is_region else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_OUTLINE, 4.0 if highlighted else 3.0))
        painter.drawRect(rect)
        if highlighted:
            fill = finding.mark.colour
            fill.setAlpha(_FILL_ALPHA)
            painter.setBrush(fill)
        painter.setPen(QPen(finding.mark.colour, 2.0 if highlighted else 1.5, style))
        painter.drawRect(rect)

    def _paint_tag(self, painter: QPainter, finding: Finding, taken: list[QRectF]) -> None:
        """The name on the upper edge of the box, else on the lower one, else nowhere: tags never cover each other."""
        assert finding.box is not None
        metrics = QFontMetricsF(self.font())
        width_px = min(metrics.horizontalAdvance(finding.name), _TAG_SHARE * self.width())
        size = QSizeF(width_px + 2 * _TAG_PADDING_PX, metrics.height() + 2)
        tag = next((tag for tag in self._tag_places(finding.box, size) if not any(map(tag.intersects, taken))), None)
        if tag is None:
            return
        taken.append(tag)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_TAG_GROUND)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(finding.mark.colour)
        text = metrics.elidedText(finding.name, Qt.TextElideMode.ElideRight, width_px + 1)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _tag_places(self, box: Box, size: QSizeF) -> Iterator[QRectF]:
        """Above and below ``box``, as far inside the picture as it goes."""
        rect, area = self.box_rect(box), self.picture_rect()
        left = max(area.left(), min(rect.left(), area.right() - size.width()))
        for top in (rect.top() - size.height(), rect.bottom()):
            yield QRectF(QPointF(left, max(area.top(), min(top, area.bottom() - size.height()))), size)
