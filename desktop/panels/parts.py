"""What the window needs of the parts that work behind it, the library apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop.core.records import NodeStatus


class Nodes(Protocol):
    """What the window asks of the receiving side."""

    def statuses(self) -> Sequence[NodeStatus]:
        """How every node is doing now."""

    def subscribe(self, listener: Callable[[tuple[NodeStatus, ...]], None]) -> Callable[[], None]:
        """Calls ``listener`` on the receiver's thread whenever that changes, until the returned function is called."""

    def add_node(self, address: str) -> None:
        """Raises MiharuError when ``address`` is not HOST:PORT."""

    def pair(self, node_id: str, code: str) -> Future[None]:
        """Begins to pair with a node that was found; the outcome is a MiharuError when that failed."""

    def forget(self, node_id: str) -> None:
        """Trusts a paired node no more; not for the GUI thread. Raises MiharuError when it can't."""


class Labelling(Protocol):
    """What the window asks of the labelling engine. The signals come on the GUI thread."""

    unavailable: SignalInstance
    available: SignalInstance

    @property
    def labeller_name(self) -> str: ...

    def labelled_per_s(self) -> float: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...
