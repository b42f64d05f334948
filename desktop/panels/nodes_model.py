"""The nodes as a Qt model, and as lines of words."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.core.records import CameraLedger, NodeLedger, NodeState, NodeStatus, Trust
from desktop.panels.words import ago, count, rate
from desktop.wall.tooltip import as_it_is
from desktop.wall.words import condition

_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class NodesModel(QAbstractListModel):
    """Nodes by name. Rows are updated where they are, so that focus and scroll position stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[NodeStatus] = []

    def set_nodes(self, nodes: Sequence[NodeStatus]) -> None:
        ordered = sorted(nodes, key=lambda node: (node.name.casefold(), node.address))
        self._make_rows(ordered)
        self._nodes = ordered
        if ordered:
            self.dataChanged.emit(self.index(0), self.index(len(ordered) - 1))

    def _make_rows(self, ordered: Sequence[NodeStatus]) -> None:
        """Takes away the rows of those that are gone, and makes some for the new ones."""
        before, after = list(map(_identity, self._nodes)), list(map(_identity, ordered))
        steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        # The last rows first, so that the numbers of the others stay right.
        for kind, first, end, new_first, new_end in reversed(steps):
            if kind in ("delete", "replace"):
                self.beginRemoveRows(_NO_PARENT, first, end - 1)
                del self._nodes[first:end]
                self.endRemoveRows()
            if kind in ("insert", "replace"):
                self.beginInsertRows(_NO_PARENT, first, first + new_end - new_first - 1)
                self._nodes[first:first] = ordered[new_first:new_end]
                self.endInsertRows()

    def node(self, row: int) -> NodeStatus:
        return self._nodes[row]

    def nodes(self) -> Sequence[NodeStatus]:
        return self._nodes

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._nodes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._nodes[index.row()].name
            case Qt.ItemDataRole.AccessibleTextRole:
                return "\n".join(in_full(self._nodes[index.row()]))
            case Qt.ItemDataRole.ToolTipRole:
                return as_it_is("\n".join(in_full(self._nodes[index.row()])))
        return None


def state_in_words(node: NodeStatus) -> str:
    """``Live``, ``No network``, ``Key refused``: the one thing to know first."""
    if node.condition is not None:
        return condition(node.condition)
    trouble = {Trust.KEY_REFUSED: _tr("Key refused"), Trust.KEY_CHANGED: _tr("Key changed")}
    if node.trust in trouble:
        return trouble[node.trust]
    return {
        NodeState.FOUND: _tr("Found"),
        NodeState.ONLINE: _tr("Online"),
        NodeState.OFFLINE: _tr("Offline"),
    }[node.state]


def acceptable(node: NodeStatus) -> bool:
    """Whether a code can pair with this node."""
    return node.node_id != "" and node.trust in (Trust.UNPAIRED, Trust.KEY_REFUSED)


def forgettable(node: NodeStatus) -> bool:
    """Whether this node is paired, for better or worse."""
    return node.node_id != "" and node.trust is not Trust.UNPAIRED


def rate_in_words(node: NodeStatus) -> str:
    """Images stored a second, for nodes that are there."""
    return _tr("{rate}/s").format(rate=rate(node.rate_per_s)) if node.state is NodeState.ONLINE else ""


def presence(node: NodeStatus, now_ns: int) -> str:
    """``Online, 12 waiting on the device`` or ``Offline, last seen 3 min ago``."""
    parts = [state_in_words(node)]
    if node.waiting:
        parts.append(_tr("{n} waiting on the device").format(n=count(node.waiting)))
    elif node.last_seen_ns is not None:
        parts.append(_tr("seen {ago}").format(ago=ago(node.last_seen_ns, now_ns)))
    return " · ".join(parts)


def in_full(node: NodeStatus) -> Iterator[str]:
    """All there is to say of a node, a line each."""
    yield node.name
    if node.address:
        yield node.address
    yield presence(node, time.time_ns())
    if node.last_seen_ns is not None and node.waiting:
        yield _tr("Last seen {ago}").format(ago=ago(node.last_seen_ns, time.time_ns()))
    if node.state is NodeState.ONLINE:
        yield _tr("{rate} images a second").format(rate=rate(node.rate_per_s))
    if node.detail:
        yield node.detail
    if node.ledger is not None:
        yield from _books(node.ledger)
    if node.unaccounted:
        yield unaccounted_in_words(node)


def unaccounted_in_words(node: NodeStatus) -> str:
    """The alarm, for a node that has captures which nothing explains."""
    return _tr("{n} captured images can't be accounted for").format(n=count(node.unaccounted))


def _books(ledger: NodeLedger) -> Iterator[str]:
    """``captured 1,204 = 1,180 stored + 20 waiting + 4 dropped (quota)``, then a line a camera where there are more."""
    yield _balance(ledger)
    for camera in ledger.cameras if len(ledger.cameras) > 1 else ():
        yield _tr("{camera}: {books}").format(camera=camera.camera, books=_balance(camera))


def _balance(ledger: NodeLedger | CameraLedger) -> str:
    terms = [_tr("{n} stored").format(n=count(ledger.stored)), _tr("{n} waiting").format(n=count(ledger.waiting))]
    reasons = {reason: number for reason, number in ledger.dropped.items() if number}
    if len(reasons) == 1:
        why = next(iter(reasons))
    else:
        why = ", ".join(f"{reason} {count(number)}" for reason, number in reasons.items())
    if reasons:
        terms.append(_tr("{n} dropped ({why})").format(n=count(sum(reasons.values())), why=why))
    if ledger.unexplained:
        terms.append(_tr("{n} unexplained").format(n=count(ledger.unexplained)))
    if isinstance(ledger, CameraLedger) and ledger.untold > 0:
        terms.append(_tr("{n} waiting or dropped").format(n=count(ledger.untold)))
    return _tr("captured {n} = {terms}").format(n=count(ledger.captured), terms=" + ".join(terms))


def _identity(node: NodeStatus) -> str:
    return node.node_id or node.address


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
