"""What a person decides about nodes: to accept one that was found, to forget one that is paired."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from desktop.core.records import NodeStatus
from desktop.panels.code_dialog import CodeDialog
from desktop.panels.parts import Nodes
from desktop.wall.background import Background


class Trusting(QObject):
    """Asks the person in a dialog, then has it done off the GUI thread.

    ``failed(str)`` says why a node could not be forgotten; pairing says so in its own dialog.
    """

    failed = Signal(str)

    def __init__(self, nodes: Nodes, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._nodes = nodes
        self._background = background
        self._window = window
        self._open: QDialog | None = None

    @Slot(object)
    def accept(self, node: NodeStatus) -> None:
        """Asks for the code that ``node`` shows."""
        self._show(CodeDialog(node, functools.partial(self._nodes.pair, node.node_id), self._background, self._window))

    @Slot(object)
    def forget(self, node: NodeStatus) -> None:
        """Asks whether ``node`` is to be forgotten."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Forget {name}?").format(name=node.name))
        box.setInformativeText(
            self.tr(
                "No more images come from it until it is paired again. Those in the library stay. The device still "
                "lets this computer in until `miharu-agent revoke` is run there."
            )
        )
        forget = box.addButton(self.tr("Forget"), QMessageBox.ButtonRole.DestructiveRole)
        forget.clicked.connect(functools.partial(self._forget, node))
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        self._show(box)

    def close_down(self) -> None:
        """Closes what is open; a pairing that is under way is given up."""
        if self._open is not None:
            self._open.reject()

    def _show(self, dialog: QDialog) -> None:
        self.close_down()
        self._open = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        self._open = None

    def _forget(self, node: NodeStatus) -> None:
        self._background.run(functools.partial(self._nodes.forget, node.node_id), failed=self._on_forget_failed)

    def _on_forget_failed(self, error: Exception) -> None:
        self.failed.emit(str(error))
