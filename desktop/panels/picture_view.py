"""A picture with boxes on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.core.records import Box
from desktop.panels.findings import Finding
from desktop.panels.theme import Mark

_OUTLINE = QColor(0, 0, 0, 150)
_TAG_GROUND = QColor(12, 18, 24, 205)
_TAG_PADDING_PX = 4.0
_TAG_SHARE = 0.45
"""No tag is wider than this share of the view."""
_FILL_ALPHA = 60
_ASPECT = 0.75
"""Of the view while there is no picture."""


class PictureView(QWidget):
    """Shows a picture as large as fits, and the boxes of findings with their names.

    ``hovered(int)`` tells the index of the finding under the mouse, -1 for none.
    """

    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._scaled = QPixmap()
        self._findings: Sequence[Finding] = ()
        self._highlighted = -1
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Picture"))

    def show_picture(self, image: QImage) -> None:
        """Shows ``image``; a null image clears the view."""
        self._picture = QPixmap.fromImage(image)
        self._scale()

    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def picture_size(self) -> QSize:
        """Of the picture as it was decoded, in pixels."""
        return self._picture.size()

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
        """Where the picture is, in pixels of this widget."""
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
            painter.drawPixmap(self.picture_rect().topLeft(), self._scaled)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The highlighted one last, so that it lies on top; tags first come, first served, so it is the first there.
            boxed = [(index, finding) for index, finding in enumerate(self._findings) if finding.box is not None]
            boxed.sort(key=lambda entry: entry[0] == self._highlighted)
            for index, finding in boxed:
                self._paint_box(painter, finding, index == self._highlighted)
            taken: list[QRectF] = []
            for index, finding in reversed(boxed):
                if finding.mark is not Mark.MOTION or index == self._highlighted:
                    self._paint_tag(painter, finding, taken)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        self._scale()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._finding_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002
        self._hover(-1)

    def _hover(self, index: int) -> None:
        if index != self._highlighted:
            self.highlight(index)
            self.hovered.emit(index)

    def _finding_at(self, place: QPointF) -> int:
        """The smallest box around ``place``, so that a face inside a person can be reached."""
        rects = ((index, self.box_rect(each.box)) for index, each in enumerate(self._findings) if each.box)
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

    def _paint_box(self, painter: QPainter, finding: Finding, highlighted: bool) -> None:
        assert finding.box is not None
        rect = self.box_rect(finding.box)
        style = Qt.PenStyle.DashLine if finding.mark is Mark.MOTION else Qt.PenStyle.SolidLine
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
