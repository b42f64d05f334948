"""Nodes: notices, this desktop's own key, and who is paired."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.records import NodeStatus, Trust
from desktop.nodes.own_keys import OwnIdentity, own_identity
from desktop.panels.command_line import CommandLine
from desktop.panels.nodes_model import state_in_words
from desktop.panels.settings.editors import Toggle
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import SettingRow, SettingsPage
from desktop.panels.text_widgets import QuietLabel
from desktop.wall.background import Background


class NodesPage(SettingsPage):
    """``forget_requested(NodeStatus)`` asks that a paired node be trusted no more."""

    forget_requested = Signal(object)

    def __init__(self, keeper: SettingsKeeper, background: Background) -> None:
        super().__init__("nodes")
        self.call_it(self.tr("Nodes"))
        self.paired: dict[str, _Paired] = {}
        self.add_row(
            SettingRow(
                keeper,
                "notify_when_silent",
                self.tr("Tell when a node goes silent"),
                self.tr("On the desktop where there is a tray, else in the window: which one, why, and since when."),
                Toggle(),
            )
        )
        self.section(
            self.tr("This desktop's key"),
            self.tr("A device lets this desktop in without a code when this was run on it. The key is no secret."),
        )
        self._key = QVBoxLayout()
        self._key.setContentsMargins(0, 6, 0, 0)
        holder = QWidget()
        holder.setLayout(self._key)
        self.add(holder)
        self.section(self.tr("Paired nodes"))
        self._nobody = QuietLabel(self.tr("None yet. Press Accept beside a device that was found."))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 6, 0, 0)
        self._list.addWidget(self._nobody)
        nodes = QWidget()
        nodes.setLayout(self._list)
        self.add(nodes)
        background.run(own_identity, self._on_identity, self._on_no_identity)

    @Slot(object)
    def show_nodes(self, nodes: Sequence[NodeStatus]) -> None:
        paired = {node.node_id: node for node in nodes if node.trust is not Trust.UNPAIRED}
        for node_id in set(self.paired) - set(paired):
            line = self.paired.pop(node_id)
            line.setParent(None)
            line.deleteLater()
        for node_id, node in paired.items():
            if node_id not in self.paired:
                self.paired[node_id] = _Paired()
                self.paired[node_id].forget_requested.connect(self.forget_requested)
                self._list.addWidget(self.paired[node_id])
            self.paired[node_id].show_node(node)
        self._nobody.setVisible(not paired)

    def _on_identity(self, identity: OwnIdentity) -> None:
        self._key.addWidget(CommandLine(f"miharu-agent authorize '{identity.keys.public}' --name {identity.name}"))

    def _on_no_identity(self, error: Exception) -> None:
        self._key.addWidget(QuietLabel(str(error)))


class _Paired(QFrame):
    forget_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._node: NodeStatus | None = None
        self.name = QLabel()
        self.state = QuietLabel()
        self.button = QPushButton(self.tr("Forget…"))
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.addWidget(self.name)
        layout.addWidget(self.state, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.button)

    def show_node(self, node: NodeStatus) -> None:
        self._node = node
        self.name.setText(node.name)
        self.state.setText(f"{state_in_words(node)} · {node.node_id}")
        self.button.setAccessibleName(self.tr("Forget {node}").format(node=node.name))

    @Slot()
    def _on_clicked(self) -> None:
        self.forget_requested.emit(self._node)
