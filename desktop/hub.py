"""The engine without a window: receives, stores and labels. The window and ``miharu hub`` both run it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from desktop.core.library import Library
from desktop.core.settings import NO_LABELLER, Settings
from desktop.labelling.current import Make
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.registry import make_labeller
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_keys import config_folder, own_identity
from desktop.nodes.receiver import Receiver
from desktop.retaining import Retaining


class Hub(QObject):
    """Puts receiver, library and labelling together, and starts and stops them in order.

    Attributes:
        library: where everything is kept; the hub closes it at the end.
        receiver: finds nodes and stores what they send.
        engine: labels what waits, as long as a labeller is set.
        retaining: makes room for new images.
    """

    def __init__(self, library: Library, receiver: Receiver, settings: Settings, parent: QObject | None = None) -> None:
        """``receiver`` is at work already, see :func:`receive`; the hub stops it."""
        super().__init__(parent)
        self._settings = settings
        self._stopped = False
        self.library = library
        self.receiver = receiver
        self.engine = LabellingEngine(
            library, self._make_labeller(settings), settings.workers, settings.batch_size, self
        )
        self.retaining = Retaining(library, settings.retention, self)

    def start(self) -> None:
        """Begins to label, and to make room."""
        self.engine.start()
        self.retaining.start()

    def apply(self, settings: Settings) -> None:
        """Goes on with these settings; what is under way is finished with the old ones. The library stays."""
        old, self._settings = self._settings, settings
        self.engine.set_workers(settings.workers)
        self.engine.set_batch_size(settings.batch_size)
        self.retaining.apply(settings.retention)
        if _of_labellers(settings) != _of_labellers(old):
            self.renew_labellers()

    def renew_labellers(self) -> None:
        """Makes the labellers anew: what they are made of has changed."""
        self.engine.set_labeller(self._make_labeller(self._settings))

    def stop(self) -> None:
        """Ends all within a few seconds: sockets first, then the workers, then the library. Once is enough."""
        if self._stopped:
            return
        self._stopped = True
        self.receiver.stop()
        self.engine.stop()
        self.retaining.stop()
        self.library.close()

    def idle(self) -> bool:
        """Whether no image waits, on a device or for its labels. It asks the library: not for the GUI thread.

        Raises:
            LibraryError: the library can't be asked.
        """
        labels = self._settings.labeller != NO_LABELLER
        return self.receiver.pending() == 0 and not (labels and self.library.waiting())

    def _make_labeller(self, settings: Settings) -> Make | None:
        return None if settings.labeller == NO_LABELLER else partial(make_labeller, settings, self.library)


def receive(library: Library, nodes: Sequence[str], discover: bool) -> Receiver:
    """Begins to receive from paired nodes at these addresses (HOST:PORT), and with ``discover`` from those that mDNS
    finds. It waits for the disk: not for the GUI thread.

    Raises:
        OwnKeyError: this desktop's key can't be used.
        NodeAddressError: an address is malformed.
        KnownNodesError: the list of paired nodes can't be read.
    """
    receiver = Receiver(library, own_identity(), KnownNodes(config_folder() / KNOWN_NODES_FILE))
    receiver.start(nodes, discover)
    return receiver


def _of_labellers(settings: Settings) -> tuple[object, ...]:
    """What labellers are made by."""
    return (
        settings.labeller,
        settings.labeller_of,
        settings.google,
        settings.on_device,
        settings.gate,
        settings.chain,
    )
