"""Makes a window take what is dropped on it, and say so while it hovers there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.panels.drops import may_hold_images, read_gift
from desktop.panels.placeholder import Placeholder

_MARGIN_PX = 14
_RADIUS_PX = 14


class DropTarget(QObject):
    """Watches the drags over ``window``, all its children included.

    ``dropped(Gift)`` brings what was let go; an empty gift when it holds no image that can be had.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.overlay = _Overlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove:
                assert isinstance(event, QDragMoveEvent)
                return self._consider(event)
            case QEvent.Type.DragLeave:
                self.overlay.hide()
            case QEvent.Type.Drop:
                assert isinstance(event, QDropEvent)
                return self._receive(event)
        return super().eventFilter(watched, event)

    def _consider(self, event: QDragMoveEvent) -> bool:
        # What comes out of this very window is in the library.
        if event.source() is not None or not may_hold_images(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.overlay.cover(self._window)
        return True

    def _receive(self, event: QDropEvent) -> bool:
        self.overlay.hide()
        if not may_hold_images(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(read_gift(event.mimeData()))
        return True


class _Overlay(QWidget):
    """Lies over the window while something hovers that it would take."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.addWidget(
            Placeholder(
                "drop",
                self.tr("Drop to add"),
                self.tr("Images, folders or web pictures. Your files stay where they are."),
            )
        )
        self.hide()

    def cover(self, window: QWidget) -> None:
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QColor(self.palette().color(QPalette.ColorRole.Window))
            ground.setAlphaF(0.95)
            painter.fillRect(self.rect(), ground)
            pen = QPen(self.palette().color(QPalette.ColorRole.Accent), 2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX), _RADIUS_PX, _RADIUS_PX
            )
