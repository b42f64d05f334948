"""Errors of the receiving side."""

from __future__ import annotations

from typing import ClassVar

from desktop.core.errors import MiharuError
from desktop.core.records import Trust


class NodeAddressError(MiharuError):
    """An address given for a node is not HOST:PORT."""


class ContactLostError(Exception):
    """A connection to a node has ended; the text says why, fit for the node's status.

    Attributes:
        trust: how this desktop and the node stand to each other, by what was seen.
    """

    trust: ClassVar = Trust.PAIRED


class AgentStoppedError(ContactLostError):
    """The agent is not there any more, though the device may be."""


class KeyRefusedError(ContactLostError):
    """The node does not let this desktop in, or not any more."""

    trust = Trust.KEY_REFUSED

    def __init__(self) -> None:
        super().__init__("key refused: this desktop is not paired there (any more); pair with it again")


class KeyMismatchError(ContactLostError):
    """Whoever answers does not hold the node's pinned key."""

    trust = Trust.KEY_CHANGED

    def __init__(self) -> None:
        super().__init__(
            "key changed: whoever answers there does not hold the key that was paired. If the node was set up anew or "
            "replaced, forget it here, then pair again; else somebody poses as it"
        )


class ControlPortMovedError(ContactLostError):
    """The node listens on another control port than the one tried."""

    def __init__(self, control_port: int) -> None:
        super().__init__(f"it listens on control port {control_port} now")
        self.control_port = control_port


class PairingError(MiharuError):
    """Pairing failed and no key was pinned; the text says why and what to do."""


class WrongCodeError(PairingError):
    """The code is not the one that the node shows. ``tries_left`` more may be tried."""

    def __init__(self, message: str, tries_left: int) -> None:
        super().__init__(message)
        self.tries_left = tries_left


class PairingClosedError(PairingError):
    """Pairing is not open on the node, or not any more."""


class PairingTimedOutError(PairingError):
    """The node did not answer in time."""


class PairingTamperedError(PairingError):
    """Whoever answered is not the holder of the announced key and the code."""
