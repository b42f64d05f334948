"""The two ZeroMQ sockets to one agent, with the options that keep a slow or hostile peer's harm to itself."""

from __future__ import annotations

import asyncio

import zmq
import zmq.asyncio
from msgspec import Struct

from desktop.nodes.endpoint import Endpoint
from desktop.nodes.monitor import Contact, ContactWatch
from node_agent.wire.codec import encode
from node_agent.wire.curve import connect_with_curve
from node_agent.wire.keys import KeyPair
from node_agent.wire.messages import MAX_MESSAGE_BYTES

RECEIVE_QUEUE_MESSAGES = 16
SEND_QUEUE_MESSAGES = 64


def open_socket(context: zmq.asyncio.Context, kind: int, keys: KeyPair, node_key: str) -> zmq.asyncio.Socket:
    """Makes a SUB or DEALER socket, ready to connect to the holder of ``node_key`` and to nobody else.

    Once connected it reconnects by itself, but not after its own key was refused.
    """
    socket = context.socket(kind)
    connect_with_curve(socket, keys, node_key)
    socket.linger = 0
    socket.ipv6 = True
    socket.rcvhwm = RECEIVE_QUEUE_MESSAGES
    socket.sndhwm = SEND_QUEUE_MESSAGES
    socket.maxmsgsize = MAX_MESSAGE_BYTES
    socket.heartbeat_ivl = 5_000
    socket.heartbeat_timeout = 15_000
    socket.heartbeat_ttl = 15_000
    socket.tcp_keepalive = 1
    socket.tcp_keepalive_idle = 30
    socket.tcp_keepalive_intvl = 10
    socket.tcp_keepalive_cnt = 3
    socket.reconnect_ivl = 500
    socket.reconnect_ivl_max = 30_000
    socket.handshake_ivl = 10_000
    # Without this a message for a peer that is away would wait and be out of date when it is back.
    socket.immediate = kind == zmq.DEALER
    return socket


class Connection:
    """SUB for what an agent publishes and DEALER for the talk with it."""

    def __init__(
        self, context: zmq.asyncio.Context, endpoint: Endpoint, topics: tuple[bytes, ...], keys: KeyPair, node_key: str
    ) -> None:
        self._data = open_socket(context, zmq.SUB, keys, node_key)
        self._control = open_socket(context, zmq.DEALER, keys, node_key)
        self._watch = ContactWatch(self._control)
        for topic in topics:
            self._data.subscribe(topic)
        self._data.connect(endpoint.data_url)
        self._control.connect(endpoint.control_url)

    async def published(self) -> list[bytes]:
        """The next multipart message of the data socket."""
        return await self._data.recv_multipart()

    async def answered(self) -> list[bytes]:
        """The next multipart message of the control socket."""
        return await self._control.recv_multipart()

    async def contact(self) -> Contact:
        """The next thing that happens to the control socket's connection."""
        return await self._watch.next()

    def tell(self, message: Struct) -> bool:
        """Sends a control message; False, and nothing is sent, when the agent is away or does not read."""
        sent = asyncio.ensure_future(self._control.send(encode(message), zmq.NOBLOCK))
        # Done at once, as it does not wait; the future is only how this socket answers.
        return sent.exception() is None

    def close(self) -> None:
        self._watch.close()
        self._control.close()
        self._data.close()
