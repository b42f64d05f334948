"""The list of nodes and how one of them is painted."""

from __future__ import annotations

import functools
import time
from collections.abc import Collection

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.records import Condition, NodeState, NodeStatus, Trust
from desktop.panels.icons import icon
from desktop.panels.nodes_model import (
    NodesModel,
    acceptable,
    forgettable,
    presence,
    rate_in_words,
    unaccounted_in_words,
)
from desktop.panels.theme import Tone

_REFRESH_MS = 1000
_PADDING_PX = 10
_ICON_PX = 12
_ICON_LEFT_PX = 16
_TEXT_LEFT_PX = 36
_TEXT_RIGHT_PX = 16
_LINE_GAP_PX = 3
_BUTTON_PX = 40
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
_STATES = {
    NodeState.FOUND: ("node-found", Tone.ACCENT),
    NodeState.ONLINE: ("node-online", Tone.GOOD),
    NodeState.OFFLINE: ("node-offline", Tone.BAD),
}
_WELL = (None, Condition.LIVE, Condition.NO_MOTION)
Index = QModelIndex | QPersistentModelIndex


class NodesList(QListView):
    """All nodes, each found but not paired one with a button to accept it.

    ``node_chosen(str)`` gives the name of the one that was clicked, or chosen by Enter or Space. On one that can be
    accepted these keys do that: ``accept_requested(NodeStatus)``, as the button does. ``forget_requested(NodeStatus)``
    comes from the Delete key and the context menu.
    """

    node_chosen = Signal(str)
    accept_requested = Signal(object)
    forget_requested = Signal(object)

    def __init__(self, model: NodesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = _NodeDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Nodes"))
        self.clicked.connect(self._on_clicked)
        model.dataChanged.connect(self._place_buttons)
        # "4 s ago" grows old by itself.
        self._refresh = QTimer(self, interval=_REFRESH_MS)
        self._refresh.timeout.connect(self.viewport().update)

    def mark(self, names: Collection[str]) -> None:
        """Marks the nodes that the grid is filtered by; names in any case."""
        self._delegate.marked = {name.casefold() for name in names}
        self.viewport().update()

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        # Qt moves the buttons when the list scrolls, but not when an item above them grows.
        self.updateEditorGeometries()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        index = self.currentIndex()
        node = self._model.node(index.row()) if index.isValid() else None
        if chosen and node is not None and acceptable(node):
            self.accept_requested.emit(node)
        elif chosen and node is not None:
            self._on_clicked(index)
        elif event.key() == Qt.Key.Key_Delete and node is not None and forgettable(node):
            self.forget_requested.emit(node)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        node = self._model.node(index.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if acceptable(node):
            menu.addAction(self.tr("Accept…")).triggered.connect(functools.partial(self.accept_requested.emit, node))
        if forgettable(node):
            menu.addAction(self.tr("Forget…")).triggered.connect(functools.partial(self.forget_requested.emit, node))
        place = self.viewport().mapToGlobal(self.visualRect(index).center() if by_key else event.pos())
        if not menu.isEmpty():
            menu.popup(place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh.stop()

    @Slot()
    def _place_buttons(self) -> None:
        for row, node in enumerate(self._model.nodes()):
            index = self._model.index(row)
            if not acceptable(node):
                self.setIndexWidget(index, None)  # type: ignore[arg-type]  # PySide's stub forgets that None takes it away
            elif self.indexWidget(index) is None:
                self.setIndexWidget(index, self._accept_button(node))

    def _accept_button(self, node: NodeStatus) -> QWidget:
        """At the foot of its item; the rest of the item lets clicks through."""
        button = QPushButton(self.tr("Accept…"))
        button.setAccessibleName(self.tr("Accept {name}").format(name=node.name))
        button.clicked.connect(lambda: self.accept_requested.emit(node))
        ground = QWidget()
        layout = QVBoxLayout(ground)
        layout.setContentsMargins(_TEXT_LEFT_PX, 0, _TEXT_RIGHT_PX, _PADDING_PX)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        return ground

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.node_chosen.emit(self._model.node(index.row()).name)


class _NodeDelegate(QStyledItemDelegate):
    """Icon, name and rate; address; state in words; and why it is quiet, if it is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.marked: set[str] = set()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        node = _node(index)
        metrics = QFontMetrics(option.font)
        lines = 2 + bool(_address(node))
        height = 2 * _PADDING_PX + lines * metrics.height() + (lines - 1) * _LINE_GAP_PX
        if trouble := _trouble(node):
            height += _LINE_GAP_PX + _wrapped(metrics, trouble, _text_width(option.rect))
        if acceptable(node):
            height += _BUTTON_PX
        return QSize(120, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = _node(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, node.name.casefold() in self.marked)
        pen = _Lines(painter, option, _BUTTON_PX if acceptable(node) else 0)
        distrusted = node.trust in (Trust.KEY_REFUSED, Trust.KEY_CHANGED)
        icon_name, tone = _sign(node)
        icon(icon_name, tone).paint(painter, pen.icon_rect())
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        pen.write(node.name, option.palette.color(QPalette.ColorRole.Text), bold, rate_in_words(node))
        quiet = Tone.QUIET.colour
        if _address(node):
            pen.write(node.address, quiet, option.font)
        pen.write(presence(node, time.time_ns()), quiet, option.font)
        if trouble := _trouble(node):
            tone = Tone.BAD if distrusted or node.unaccounted else Tone.CAUTION
            pen.write_wrapped(trouble, tone.colour, option.font)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, marked: bool) -> None:
        area = option.rect.adjusted(6, 1, -6, -1)
        accent = QColor(option.palette.color(QPalette.ColorRole.Accent))
        painter.setPen(Qt.PenStyle.NoPen)
        if marked:
            accent.setAlphaF(0.16)
            painter.setBrush(accent)
            painter.drawRoundedRect(area, 7, 7)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(area, 7, 7)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 7, 7)


class _Lines:
    """Writes line after line into the rectangle of an item."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, foot_px: int) -> None:
        self._painter = painter
        self._area = option.rect.adjusted(_TEXT_LEFT_PX, _PADDING_PX, -_TEXT_RIGHT_PX, -_PADDING_PX - foot_px)
        self._icon_left = option.rect.left() + _ICON_LEFT_PX
        self._height = QFontMetrics(option.font).height()

    def icon_rect(self) -> QRect:
        """Beside the line that comes next."""
        return QRect(self._icon_left, self._area.top() + (self._height - _ICON_PX) // 2, _ICON_PX, _ICON_PX)

    def write(self, text: str, colour: QColor, font: QFont, aside: str = "") -> None:
        """One line, elided; ``aside`` stands at its right end."""
        line = QRect(self._area.left(), self._area.top(), self._area.width(), self._height)
        metrics = QFontMetrics(font)
        aside_px = metrics.horizontalAdvance(aside) + 8 if aside else 0
        self._painter.setFont(font)
        self._painter.setPen(colour)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width() - aside_px)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        self._painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, aside)
        self._area.setTop(line.bottom() + 1 + _LINE_GAP_PX)

    def write_wrapped(self, text: str, colour: QColor, font: QFont) -> None:
        """The last lines, as many as there is room for."""
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(self._area, _WRAP, text)


def _text_width(item: QRect) -> int:
    return item.width() - _TEXT_LEFT_PX - _TEXT_RIGHT_PX


def _wrapped(metrics: QFontMetrics, text: str, width_px: int) -> int:
    """Height of ``text`` broken into lines; at most six count."""
    return min(metrics.boundingRect(QRect(0, 0, width_px, 10_000), _WRAP, text).height(), 6 * metrics.lineSpacing())


def _address(node: NodeStatus) -> str:
    """Empty for a node that has no other name yet."""
    return node.address if node.address != node.name else ""


def _trouble(node: NodeStatus) -> str:
    """What is wrong with it, and what is missing; empty when nothing is."""
    lines = [node.detail, unaccounted_in_words(node) if node.unaccounted else ""]
    return "\n".join(filter(None, lines))


def _sign(node: NodeStatus) -> tuple[str, Tone]:
    if node.trust in (Trust.KEY_REFUSED, Trust.KEY_CHANGED) or node.unaccounted:
        return "warning", Tone.BAD
    if node.state is NodeState.ONLINE and node.condition not in _WELL:
        return "warning", Tone.CAUTION
    return _STATES[node.state]


def _node(index: Index) -> NodeStatus:
    model = index.model()
    assert isinstance(model, NodesModel)
    return model.node(index.row())
