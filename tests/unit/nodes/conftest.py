"""A receiver on real sockets with a library in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.records import NodeStatus
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes, PairedNode
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.receiver import Receiver
from tests.helpers.keys import new_keys
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import ScriptedNode, scripted_node

WAIT_S = 15.0
DESKTOP = OwnIdentity(new_keys(), "desk")


@dataclass
class Desk:
    """A running receiver, and what it has said of its nodes."""

    receiver: Receiver
    ingest: MemoryIngest
    known: KnownNodes

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self.receiver.subscribe(self._on_news)

    def _on_news(self, _statuses: tuple[NodeStatus, ...]) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[NodeStatus], bool]) -> NodeStatus:
        """Waits for a node whose status fits."""

        def fitting() -> NodeStatus | None:
            return next(filter(condition, self.receiver.statuses()), None)

        with self._changed:
            found = self._changed.wait_for(fitting, WAIT_S)
            assert found is not None, f"in vain; the statuses are {self.receiver.statuses()}"
            return found

    def never(self, condition: Callable[[NodeStatus], bool], for_s: float) -> bool:
        """Whether in that time no node had a status that fits."""
        with self._changed:
            return not self._changed.wait_for(lambda: any(map(condition, self.receiver.statuses())), for_s)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits until ``condition`` holds; it is looked at whenever a status has changed."""
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S), f"in vain; {self.receiver.statuses()}"

    def trust(self, node: ScriptedNode) -> None:
        """Pins the node's key."""
        self.known.add(PairedNode(key=node.keys.public, name=node.name))

    def add(self, node: ScriptedNode) -> None:
        """Trusts the node and adds it by its address."""
        self.trust(node)
        self.receiver.add_node(node.address)

    def follow(self, node: ScriptedNode) -> None:
        """Adds the node and waits until all that it publishes arrives."""
        self.add(node)
        node.wait_for_desktop()


@pytest.fixture
def ingest() -> Iterator[MemoryIngest]:
    ingest = MemoryIngest()
    yield ingest
    ingest.close()


@pytest.fixture
def known(tmp_path: Path) -> KnownNodes:
    """The nodes that the desk is paired with; none at first."""
    return KnownNodes(tmp_path / KNOWN_NODES_FILE)


@pytest.fixture
def desk(ingest: MemoryIngest, known: KnownNodes) -> Iterator[Desk]:
    receiver = Receiver(ingest, DESKTOP, known)
    receiver.start(discover=False)
    yield Desk(receiver, ingest, known)
    receiver.stop()


@pytest.fixture
def node() -> Iterator[ScriptedNode]:
    with scripted_node() as node:
        yield node
