"""What stands behind the window in its tests: nodes that follow a script, a labeller that knows its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from PIL import Image

from desktop.core.library import Library
from desktop.core.records import Annotation, Label, LabelError, NodeStatus, Picture
from desktop.nodes.endpoint import parse_address
from desktop.nodes.known_nodes import UnknownNodeError


class ScriptedNodes:
    """The receiving side of the window's view, without sockets; addresses are checked as the real one does."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.forgotten: list[str] = []
        self.attempts: list[tuple[str, str, Future[None]]] = []
        self._statuses: tuple[NodeStatus, ...] = ()
        self._listeners: list[Callable[[tuple[NodeStatus, ...]], None]] = []

    def say(self, *statuses: NodeStatus) -> None:
        """All nodes are so now."""
        self._statuses = statuses
        for listener in list(self._listeners):
            listener(statuses)

    def statuses(self) -> Sequence[NodeStatus]:
        return self._statuses

    def subscribe(self, listener: Callable[[tuple[NodeStatus, ...]], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def listeners(self) -> int:
        """How many still listen."""
        return len(self._listeners)

    def add_node(self, address: str) -> None:
        parse_address(address)
        self.added.append(address)

    def pair(self, node_id: str, code: str) -> Future[None]:
        """The test decides about the outcome."""
        self.attempts.append((node_id, code, Future()))
        return self.attempts[-1][2]

    def forget(self, node_id: str) -> None:
        if node_id in self.forgotten:
            raise UnknownNodeError(f"No paired node is called {node_id!r}")
        self.forgotten.append(node_id)


class NamingLabeller:
    """Says of each picture what the letters at the start of its file name say: ``cat-12.jpg`` is a cat.

    A picture whose name starts with ``bad`` can't be labelled.
    """

    name = "naming"
    version = "1"
    batch_size = 4

    def label(self, batch: Sequence[Picture]) -> list[Annotation | LabelError]:
        return [self._label_one(picture.path) for picture in batch]

    def close(self) -> None:
        """Nothing to cancel."""

    def _label_one(self, path: Path) -> Annotation | LabelError:
        word = path.stem.partition("-")[0]
        if word == "bad":
            return LabelError("the picture is too dark to say anything")
        return Annotation(labels=(Label(word, 0.9),))


class Elsewhere:
    """A library whose methods run on a thread of their own, as the window's do: the GUI thread is no place for them."""

    def __init__(self, library: Library, executor: Executor) -> None:
        self._library = library
        self._executor = executor

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._library, name)
        if not callable(found):
            return found
        return lambda *arguments: self._executor.submit(found, *arguments).result()


def make_jpeg(path: Path, width_px: int = 320, height_px: int = 240, grey: int = 120) -> Path:
    """A small JPEG of one colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width_px, height_px), (grey, (grey * 2) % 256, 90)).save(path, "JPEG")
    return path
