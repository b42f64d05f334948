"""The engine without a window: receives, stores and labels. The window and ``miharu hub`` both run it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from desktop.core.library import Library
from desktop.core.settings import NO_LABELLER, Settings
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.registry import make_labeller
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_keys import config_folder, own_identity
from desktop.nodes.receiver import Receiver


class Hub(QObject):
    """Puts receiver, library and labelling together, and starts and stops them in order.

    Attributes:
        library: where everything is kept; the hub closes it at the end.
        receiver: finds nodes and stores what they send.
        engine: labels what waits, if a labeller is set.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings,
        nodes: Sequence[str] = (),
        discover: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """``nodes`` are addresses as HOST:PORT; with ``discover`` nodes are found by mDNS as well.

        Raises:
            OwnKeyError: this desktop's key can't be used.
        """
        super().__init__(parent)
        self._nodes = tuple(nodes)
        self._discover = discover
        self._labels = settings.labeller != NO_LABELLER
        self._stopped = False
        self.library = library
        self.receiver = Receiver(library, own_identity(), KnownNodes(config_folder() / KNOWN_NODES_FILE))
        self.engine = LabellingEngine(
            library, partial(make_labeller, settings, library), settings.workers, settings.batch_size, self
        )

    def start(self) -> None:
        """Begins to receive and to label.

        Raises:
            NodeAddressError: an address is malformed; nothing is started.
            KnownNodesError: the list of paired nodes can't be read; nothing is started.
        """
        self.receiver.start(self._nodes, self._discover)
        if self._labels:
            self.engine.start()

    def stop(self) -> None:
        """Ends all within a few seconds: sockets first, then the workers, then the library. Once is enough."""
        if self._stopped:
            return
        self._stopped = True
        self.receiver.stop()
        self.engine.stop()
        self.library.close()

    def idle(self) -> bool:
        """Whether no image waits, on a device or for its labels. It asks the library: not for the GUI thread.

        Raises:
            LibraryError: the library can't be asked.
        """
        return self.receiver.pending() == 0 and not (self._labels and self.library.waiting())
