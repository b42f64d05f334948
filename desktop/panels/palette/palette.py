"""The window of the command palette."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.panels.palette.commands import Command
from desktop.panels.palette.fuzzy import fit

SIZE_PX = (560, 380)
BELOW_TOP_PX = 70
MOST_SHOWN = 200
ROW_HEIGHT_PX = 26
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class CommandPalette(QDialog):
    """A line and the commands that fit it, the best one chosen; Enter does it, Esc leaves."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Commands"))
        self._commands = commands
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type what you want to do"))
        self.line.setAccessibleName(self.tr("Search commands"))
        self.line.textChanged.connect(self._show_fitting)
        self.line.returnPressed.connect(self._on_chosen)
        self.line.installEventFilter(self)
        self.list = _list(self.tr("Commands that fit"))
        self.list.itemClicked.connect(self._on_chosen)
        self.nothing = QLabel(self.tr("Nothing is called so."))
        self.nothing.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.line)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)
        self._show_fitting("")
        self.resize(*SIZE_PX)
        self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, BELOW_TOP_PX)))
        self.line.setFocus()

    def names(self) -> list[str]:
        """Of the commands that fit, the best first."""
        return [self._item(row).text(0) for row in range(self.list.topLevelItemCount())]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _MOVES:
            QApplication.sendEvent(self.list, event)
            return True
        return False

    @Slot(str)
    def _show_fitting(self, letters: str) -> None:
        fits = [(fit(letters, command.name), command) for command in self._commands]
        fitting = [(score, command) for score, command in fits if score is not None]
        if letters.strip():
            fitting.sort(key=lambda each: -each[0])
        self.list.clear()
        for _score, command in fitting[:MOST_SHOWN]:
            item = QTreeWidgetItem([command.name, command.hint])
            item.setSizeHint(0, QSize(0, ROW_HEIGHT_PX))
            item.setData(0, Qt.ItemDataRole.UserRole, command)
            item.setData(1, Qt.ItemDataRole.AccessibleTextRole, command.hint or command.name)
            item.setForeground(1, self.palette().placeholderText())
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
        self.list.setVisible(bool(fitting))
        self.nothing.setVisible(not fitting)
        if fitting:
            self.list.setCurrentItem(self._item(0))

    @Slot()
    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            command = item.data(0, Qt.ItemDataRole.UserRole)
            self.close()
            QTimer.singleShot(0, command.run)  # when the focus is back where it was

    def _item(self, row: int) -> QTreeWidgetItem:
        item = self.list.topLevelItem(row)
        assert item is not None
        return item


def _list(name: str) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return tree
