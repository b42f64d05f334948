"""What a person does with the window, in the words of its tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.panels.workspace import Workspace

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
MIDDLE = QPointF(700, 400)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag_over(window: QWidget, mime: QMimeData) -> bool:
    """Drags ``mime`` into the window and over it; whether the window would take it."""
    actions = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(MIDDLE.toPoint(), actions, mime, LEFT, NO_MODIFIER)
    QApplication.sendEvent(window, enter)
    move = QDragMoveEvent(MIDDLE.toPoint() + QPoint(5, 5), actions, mime, LEFT, NO_MODIFIER)
    QApplication.sendEvent(window, move)
    return enter.isAccepted() and move.isAccepted()


def drop(window: QWidget, mime: QMimeData) -> None:
    assert drag_over(window, mime)
    QApplication.sendEvent(window, QDropEvent(MIDDLE, Qt.DropAction.CopyAction, mime, LEFT, NO_MODIFIER))


def rows(workspace: Workspace) -> int:
    return workspace.centre.model.rowCount()


def wait_for_rows(workspace: Workspace, count: int, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: rows(workspace) == count, timeout=20_000)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def search(workspace: Workspace, line: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.centre.model.loaded):
        workspace.centre.search.set_text(line)
