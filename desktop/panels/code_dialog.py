"""The dialog in which a person types the code that a node shows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.records import NodeStatus
from desktop.panels.command_line import CommandLine
from desktop.panels.text_widgets import Heading, QuietLabel
from desktop.wall.background import Background, Task
from node_agent.wire.errors import WireError
from node_agent.wire.pairing_code import parse_code

PAIR_COMMAND = "miharu-agent pair"
_TYPABLE = QRegularExpression(r"[0-9 -]{0,12}")
_WIDTH_PX = 420


class CodeDialog(QDialog):
    """Pairs with one node. It stays open, saying why, until that has worked or the user gives up.

    ``paired()`` comes when both sides have pinned each other's key.
    """

    paired = Signal()

    def __init__(
        self, node: NodeStatus, pair: Callable[[str], Future[None]], background: Background, parent: QWidget
    ) -> None:
        """``pair`` begins to pair by a code and returns at once."""
        super().__init__(parent)
        self._pair = pair
        self._background = background
        self._attempt: tuple[Future[None], Task] | None = None
        self.setWindowTitle(self.tr("Pair with {name}").format(name=node.name))
        self.setFixedWidth(_WIDTH_PX)
        self.code = QLineEdit()
        self.code.setPlaceholderText("1234 5678")
        self.code.setAccessibleName(self.tr("Code that {name} shows").format(name=node.name))
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.code.setValidator(QRegularExpressionValidator(_TYPABLE, self))
        self.code.textEdited.connect(self._on_code_edited)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.pair_button: QPushButton = buttons.addButton(self.tr("Pair"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.pair_button.setDefault(True)
        # Else Enter would be Cancel while there is no whole code.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.pair_button.setEnabled(False)
        buttons.accepted.connect(self._on_pair)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self._give_up)
        self._lay_out(node, buttons)

    @property
    def pairing(self) -> bool:
        """Whether a code is being tried."""
        return self._attempt is not None

    def _lay_out(self, node: NodeStatus, buttons: QDialogButtonBox) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(Heading(self.tr("Pair with {name}").format(name=node.name)))
        text = QLabel(self.tr("Type the eight digits that the device shows in its terminal or its log."))
        text.setWordWrap(True)
        layout.addWidget(text)
        layout.addWidget(self.code)
        layout.addWidget(self.message)
        layout.addWidget(QuietLabel(self.tr("No code there, or is it too old? Run this on the device for a new one:")))
        layout.addWidget(CommandLine(PAIR_COMMAND))
        layout.addSpacing(4)
        layout.addWidget(buttons)
        self.code.setFocus()

    @Slot(str)
    def _on_code_edited(self, text: str) -> None:
        self._say("")
        self.pair_button.setEnabled(_is_code(text))

    @Slot()
    def _on_pair(self) -> None:
        if self.pairing or not _is_code(self.code.text()):
            return
        self._set_trying(True)
        self._say(self.tr("Pairing…"))
        future = self._pair(self.code.text())
        self._attempt = future, self._background.run(future.result, self._on_paired, self._on_failed)

    def _on_paired(self, _nothing: None) -> None:
        self._attempt = None
        self.paired.emit()
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._attempt = None
        self._set_trying(False)
        self._say(str(error), "bad")
        # The same code again would be another wrong one, or one for a window that is closed.
        self.pair_button.setEnabled(False)
        self.code.selectAll()
        self.code.setFocus()

    @Slot()
    def _give_up(self) -> None:
        if self._attempt is not None:
            future, task = self._attempt
            self._attempt = None
            task.cancel()
            future.cancel()

    def _set_trying(self, trying: bool) -> None:
        self.code.setReadOnly(trying)
        self.pair_button.setEnabled(not trying)

    def _say(self, text: str, tone: str = "") -> None:
        self.message.setProperty("tone", tone)
        self.message.style().polish(self.message)
        self.message.setText(text)


def _is_code(text: str) -> bool:
    try:
        parse_code(text)
    except WireError:
        return False
    return True
