"""The panel of nodes: how each of them is doing, and a way to add one by its address."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.records import NodeState, NodeStatus
from desktop.panels.command_line import CommandLine
from desktop.panels.empty_state import AGENT_COMMAND
from desktop.panels.nodes_list import NodesList
from desktop.panels.nodes_model import NodesModel
from desktop.panels.text_widgets import Heading, QuietLabel


class NodesPanel(QWidget):
    """Shows what :meth:`show_nodes` gets.

    ``node_chosen(str)`` gives the name of a node to filter by, empty to end the filter; ``add_requested(str)`` the
    address that was typed, answered by :meth:`show_added` or :meth:`show_refusal`. ``accept_requested(NodeStatus)``
    and ``forget_requested(NodeStatus)`` are about pairing.
    """

    node_chosen = Signal(str)
    add_requested = Signal(str)
    accept_requested = Signal(object)
    forget_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Nodes panel"))
        self._marked: set[str] = set()
        self.model = NodesModel(self)
        self.list = NodesList(self.model)
        self.list.node_chosen.connect(self._on_node_chosen)
        self.list.accept_requested.connect(self.accept_requested)
        self.list.forget_requested.connect(self.forget_requested)
        self._online = QuietLabel()
        self._online.setWordWrap(False)
        self._pages = QStackedWidget(self)
        self._no_nodes = _NoNodes(self._pages)
        self._pages.addWidget(self._no_nodes)
        self._pages.addWidget(self.list)
        self.address = QLineEdit()
        self.address.setAcceptDrops(False)
        self.address.setPlaceholderText(self.tr("HOST:PORT"))
        self.address.setAccessibleName(self.tr("Address of a node to add"))
        self.address.returnPressed.connect(self._on_add)
        self.address.textEdited.connect(self._on_address_edited)
        self.add_button = QPushButton(self.tr("Add"))
        self.add_button.setAccessibleName(self.tr("Add node"))
        self.add_button.clicked.connect(self._on_add)
        self.refusal = QLabel()
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        self.refusal.setProperty("tone", "bad")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._lay_out()

    def show_nodes(self, nodes: Sequence[NodeStatus]) -> None:
        self.model.set_nodes(nodes)
        self._pages.setCurrentWidget(self.list if nodes else self._no_nodes)
        online = sum(node.state is NodeState.ONLINE for node in nodes)
        self._online.setText(self.tr("{online} of {all} online").format(online=online, all=len(nodes)) if nodes else "")

    def mark(self, names: Collection[str]) -> None:
        """Shows which nodes the grid is filtered by."""
        self._marked = {name.casefold() for name in names}
        self.list.mark(names)

    def show_added(self) -> None:
        """The address was taken."""
        self.address.clear()
        self.refusal.hide()

    def show_refusal(self, reason: str) -> None:
        """The address was not taken, and why."""
        self.refusal.setText(reason)
        self.refusal.show()
        self.address.setFocus()

    @Slot(str)
    def _on_node_chosen(self, name: str) -> None:
        self.node_chosen.emit("" if name.casefold() in self._marked else name)

    @Slot()
    def _on_add(self) -> None:
        self.add_requested.emit(self.address.text().strip())

    @Slot(str)
    def _on_address_edited(self, text: str) -> None:  # noqa: ARG002
        self.refusal.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.addWidget(Heading(self.tr("Nodes"), 2))
        head.addStretch()
        head.addWidget(self._online)
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.address, 1)
        entry.addWidget(self.add_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(6)
        foot.addWidget(QuietLabel(self.tr("Not found by itself? Add it:")))
        foot.addLayout(entry)
        foot.addWidget(self.refusal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        layout.addLayout(foot)


class _NoNodes(QWidget):
    """What to do when there is no node yet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        text = QLabel(self.tr("No node yet. On a camera or board on this network, run:"))
        text.setWordWrap(True)
        layout.addWidget(text)
        layout.addWidget(CommandLine(AGENT_COMMAND))
        layout.addWidget(QuietLabel(self.tr("It appears here within seconds.")))
        layout.addStretch()
