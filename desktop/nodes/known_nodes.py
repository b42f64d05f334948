"""The nodes this desktop is paired with, each pinned to its public key, kept in one file of the config folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from desktop.core.errors import MiharuError
from desktop.nodes.endpoint import Address
from node_agent.wire.errors import DamagedFileError
from node_agent.wire.keys import check_public_key, identity_of
from node_agent.wire.messages import Name, check_name
from node_agent.wire.private_file import PrivateFile
from node_agent.wire.service import ServiceInfo

KNOWN_NODES_FILE = "nodes.json"


class KnownNodesError(MiharuError):
    """The list of paired nodes can't be read or written; the text names the file."""


class UnknownNodeError(MiharuError):
    """No paired node, or more than one, answers to what the user gave."""


class KeyChangedError(MiharuError):
    """A node shows another key than the pinned one: it was set up anew, or somebody poses as it."""


class PairedNode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A node and its pinned CURVE public key (Z85). ``address`` is for nodes that mDNS does not find."""

    key: str
    name: Name
    address: Address | None = None
    added: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        """Raises :class:`WireError` for what would make the whole list unreadable."""
        check_public_key(self.key)
        check_name(self.name)

    @property
    def node_id(self) -> str:
        return identity_of(self.key)


class _KnownNodesDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: Literal[1] = 1
    nodes: tuple[PairedNode, ...] = ()


class KnownNodes:
    """The paired nodes. Any thread may call any method, and other processes may change the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = PrivateFile(path, _KnownNodesDocument)

    def nodes(self) -> tuple[PairedNode, ...]:
        """All paired nodes by what the file says now, in the order in which they came.

        Raises:
            KnownNodesError: the file can't be read or is damaged. So do all methods.
        """
        with self._speaking_of_the_file():
            return self._file.read().nodes

    def check(self, service: ServiceInfo) -> PairedNode | None:
        """The paired node that ``service`` announces, or None for a node that is not paired.

        Raises:
            KeyChangedError: the id does not belong to the key, or a paired node of this name has another key.
        """
        if identity_of(service.public_key) != service.node_id:
            raise KeyChangedError(
                f"Something announces itself as {service.name} with an id that does not belong to its key. "
                f"It is not trusted."
            )
        return _pinned(self.nodes(), service.public_key, service.name)

    def find(self, name_or_id: str) -> PairedNode:
        """The one node of that name, or whose id starts so.

        Raises:
            UnknownNodeError: none or several.
        """
        matches = [node for node in self.nodes() if _answers_to(node, name_or_id)]
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise UnknownNodeError(f"No paired node is called {name_or_id!r}; `miharu nodes list` shows them all.")
        ids = ", ".join(node.node_id for node in matches)
        raise UnknownNodeError(f"{len(matches)} paired nodes answer to {name_or_id!r}; give one of the ids: {ids}")

    def add(self, node: PairedNode) -> None:
        """Pins the key of ``node``, durably; an entry with this key is replaced.

        Raises:
            KeyChangedError: a paired node of this name has another key; it must be removed first.
        """
        with self._speaking_of_the_file(), self._file.locked():
            nodes = self._file.read().nodes
            _pinned(nodes, node.key, node.name)
            others = (other for other in nodes if other.key != node.key)
            self._file.write(_KnownNodesDocument(nodes=(*others, node)))

    def remove(self, name_or_id: str) -> PairedNode:
        """Takes the node that :meth:`find` finds off the list, durably.

        Raises:
            UnknownNodeError: none or several.
        """
        with self._speaking_of_the_file(), self._file.locked():
            node = self.find(name_or_id)
            left = tuple(other for other in self._file.read().nodes if other.key != node.key)
            self._file.write(_KnownNodesDocument(nodes=left))
        return node

    @contextmanager
    def _speaking_of_the_file(self) -> Iterator[None]:
        try:
            yield
        except DamagedFileError as error:
            raise KnownNodesError(f"The list of paired nodes can't be used: {error}") from error
        except OSError as error:
            raise KnownNodesError(f"The list of paired nodes, {self._path}, can't be used: {error}") from error


def _pinned(nodes: tuple[PairedNode, ...], key: str, name: str) -> PairedNode | None:
    for node in nodes:
        if node.key == key:
            return node
    for node in nodes:
        if node.name == name:
            raise KeyChangedError(
                f"{name} shows another key than the one it was paired with. Either it was set up anew or replaced, or "
                f"somebody poses as it. If you know the reason: `miharu nodes remove {node.node_id}`, then pair again."
            )
    return None


def _answers_to(node: PairedNode, name_or_id: str) -> bool:
    return node.name == name_or_id or (name_or_id != "" and node.node_id.startswith(name_or_id))
