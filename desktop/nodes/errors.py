"""Errors of the receiving side."""

from __future__ import annotations

from desktop.core.errors import MiharuError


class NodeAddressError(MiharuError):
    """An address given for a node is not HOST:PORT."""


class ContactLostError(Exception):
    """A connection to a node has ended; the text says why, fit for the node's status."""


class ControlPortMovedError(ContactLostError):
    """The node listens on another control port than the one tried."""

    def __init__(self, control_port: int) -> None:
        super().__init__(f"it listens on control port {control_port} now")
        self.control_port = control_port
