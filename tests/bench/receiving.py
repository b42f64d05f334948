"""The receiving half of Miharu in this process: library, receiver, and counting what is stored."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.core.events import ImagesAdded, LibraryEvent
from desktop.core.library import Library
from desktop.core.records import NodeState
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_keys import CONFIG_VARIABLE, config_folder, own_identity
from desktop.nodes.receiver import Receiver
from desktop.store import open_library
from tests.bench.feeder import NAME, Feeder, running_feeder
from tests.helpers.agents import pair_beforehand

PATIENCE_S = 120.0


class StoredCount:
    """Counts images as the library announces them, which is after their commit."""

    def __init__(self, library: Library) -> None:
        self.images = 0
        self._changed = threading.Condition()
        self.close = library.feed.subscribe(self._on_event)

    def wait_for(self, images: int) -> None:
        """Returns when so many are stored in all; raises TimeoutError when they do not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.images >= images, PATIENCE_S):
                raise TimeoutError(f"{self.images} of {images} images are stored")

    def _on_event(self, event: LibraryEvent) -> None:
        if isinstance(event, ImagesAdded):
            with self._changed:
                self.images += len(event.keys)
                self._changed.notify_all()


@contextmanager
def paired_feeder(folder: Path, image_bytes: int) -> Iterator[Feeder]:
    """A feeding agent that this process, as a desktop of its own in ``folder``, is paired with."""
    os.environ[CONFIG_VARIABLE] = str(folder / "config")
    spool = folder / "spool"
    pair_beforehand(spool, NAME)
    with running_feeder(spool, image_bytes) as feeder:
        yield feeder


@contextmanager
def receiving(library: Library, feeder: Feeder) -> Iterator[Receiver]:
    """Receives from ``feeder`` until the block ends; it is online when the block begins."""
    receiver = Receiver(library, own_identity(), KnownNodes(config_folder() / KNOWN_NODES_FILE))
    online = threading.Event()
    receiver.subscribe(lambda nodes: online.set() if any(node.state is NodeState.ONLINE for node in nodes) else None)
    receiver.start([feeder.address], discover=False)
    try:
        if not online.wait(PATIENCE_S):
            raise TimeoutError("the feeding agent does not come online")
        yield receiver
    finally:
        receiver.stop()


@contextmanager
def new_library(folder: Path) -> Iterator[Library]:
    library = open_library(folder / "library")
    try:
        yield library
    finally:
        library.close()
