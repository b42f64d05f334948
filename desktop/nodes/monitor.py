"""What happens to a connection below the messages. A refused client would otherwise just look offline."""

from __future__ import annotations

from enum import Enum

import zmq
import zmq.asyncio
from zmq.utils.monitor import recv_monitor_message


class Contact(Enum):
    """What a socket found at the other end.

    After ``KEY_REFUSED`` and ``NO_CURVE`` libzmq does not try again by itself, after the others it does.
    """

    REACHED = "connected, both keys proven"
    LOST = "the connection has ended"
    NOBODY_LISTENS = "no connection: nothing listens there, or the address does not answer"
    KEY_REFUSED = "the node does not let this desktop in"
    WRONG_NODE_KEY = "whoever answers there does not hold the node's key (or went away during the handshake)"
    NO_CURVE = "whoever answers there does not speak CURVE"


_CONTACTS = {
    zmq.Event.HANDSHAKE_SUCCEEDED: Contact.REACHED,
    zmq.Event.DISCONNECTED: Contact.LOST,
    zmq.Event.CLOSED: Contact.NOBODY_LISTENS,
    zmq.Event.HANDSHAKE_FAILED_AUTH: Contact.KEY_REFUSED,
    zmq.Event.HANDSHAKE_FAILED_NO_DETAIL: Contact.WRONG_NODE_KEY,
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL: Contact.NO_CURVE,
}


class ContactWatch:
    """Tells what happens to the connections of one client socket. Make it before the socket connects."""

    def __init__(self, socket: zmq.asyncio.Socket) -> None:
        self._socket = socket
        self._events = socket.get_monitor_socket(sum(_CONTACTS))
        self._reached = False

    async def next(self) -> Contact:
        """Waits for the next event. ``LOST`` comes only after ``REACHED``, not after a failed handshake."""
        while True:
            contact = _CONTACTS[zmq.Event((await recv_monitor_message(self._events))["event"])]
            was_reached, self._reached = self._reached, contact is Contact.REACHED
            if contact is not Contact.LOST or was_reached:
                return contact

    def close(self) -> None:
        """Stops watching; call it before the socket is closed."""
        self._socket.disable_monitor()
        self._events.close(linger=0)
