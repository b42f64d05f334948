"""Tells the user, also one who looks elsewhere, that a node has gone silent: which one, why, and since when."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.core.records import Condition, NodeState, NodeStatus
from desktop.panels.message_area import Message, MessageArea, Severity
from desktop.wall import words

SHOWN_FOR_MS = 15_000
_HEARD = frozenset({Condition.LIVE, Condition.NO_MOTION, Condition.CLOCK_WRONG})
_NS_PER_MS = 1_000_000


class SilenceWatch(QObject):
    """Sees nodes go silent and come back; a node that was never live has not gone silent.

    ``fell_silent(NodeStatus)`` comes once a silence, even if its reason changes meanwhile; ``came_back(NodeStatus)``
    ends it.
    """

    fell_silent = Signal(object)
    came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live: set[str] = set()
        self._silent: set[str] = set()

    @Slot(object)
    def look(self, nodes: Sequence[NodeStatus]) -> None:
        for node in nodes:
            if node.condition in _HEARD:
                self._live.add(node.node_id)
                if node.node_id in self._silent:
                    self._silent.discard(node.node_id)
                    self.came_back.emit(node)
            elif node.condition is not None and node.node_id in self._live:
                self._live.discard(node.node_id)
                self._silent.add(node.node_id)
                self.fell_silent.emit(node)


class SilenceNotices(QObject):
    """Shows each silence on the desktop where there is a tray, else among the window's messages."""

    def __init__(
        self,
        nodes_changed: SignalInstance,
        messages: MessageArea,
        tray: QSystemTrayIcon | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._wanted = True
        self._tray = tray if tray is not None and QSystemTrayIcon.supportsMessages() else None
        self._watch = SilenceWatch(self)
        self._watch.fell_silent.connect(self._on_fell_silent)
        self._watch.came_back.connect(self._on_came_back)
        nodes_changed.connect(self._watch.look)

    def set_wanted(self, wanted: bool) -> None:
        """Whether silences are told."""
        self._wanted = wanted

    @Slot(object)
    def _on_fell_silent(self, node: NodeStatus) -> None:
        if not self._wanted:
            return
        title = self.tr("{node} has gone silent").format(node=node.name)
        if self._tray is not None:
            warning = QSystemTrayIcon.MessageIcon.Warning
            self._tray.showMessage(title, _reason(node), warning, SHOWN_FOR_MS)
        else:
            self._messages.show_message(Message(_topic(node), f"{title}. {_reason(node)}", Severity.WARNING))

    @Slot(object)
    def _on_came_back(self, node: NodeStatus) -> None:
        self._messages.withdraw(_topic(node))


def _topic(node: NodeStatus) -> str:
    return f"silent {node.node_id}"


def _reason(node: NodeStatus) -> str:
    """``No network, since 14:32: nothing comes any more from …``."""
    assert node.condition is not None
    heard_ns = node.last_seen_ns if node.state is not NodeState.ONLINE else None
    since = QDateTime.fromMSecsSinceEpoch((heard_ns or time.time_ns()) // _NS_PER_MS).time()
    text = QCoreApplication.translate("panels", "{condition}, since {time}").format(
        condition=words.condition(node.condition),
        time=QLocale().toString(since, QLocale.FormatType.ShortFormat),
    )
    return f"{text}: {node.detail}" if node.detail else text
