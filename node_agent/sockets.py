"""The agent's sockets, with the options that keep a slow or hostile peer's harm to itself."""

from __future__ import annotations

from typing import Any

import zmq

from node_agent.errors import AgentError
from node_agent.wire.curve import DATA_DOMAIN, serve_with_curve
from node_agent.wire.keys import KeyPair
from node_agent.wire.messages import MAX_CONTROL_BYTES

SEND_QUEUE_MESSAGES = 8
RECEIVE_QUEUE_MESSAGES = 64


class PortError(AgentError):
    """A port can't be listened on."""


def listen(context: zmq.Context[Any], kind: int, port: int, keys: KeyPair) -> tuple[zmq.Socket[bytes], int]:
    """Makes a PUB or ROUTER socket that listens on all interfaces; returns it with its port.

    Port 0 is any free one. Only paired desktops get in: the context's ZAP handler decides who is one. Options are set
    before binding: libzmq reads them only then.

    Raises:
        PortError: the port is taken or not allowed; the text says which.
    """
    socket: zmq.Socket[bytes] = context.socket(kind)
    serve_with_curve(socket, keys, DATA_DOMAIN)
    socket.linger = 0
    socket.ipv6 = True
    socket.sndhwm = SEND_QUEUE_MESSAGES
    socket.rcvhwm = RECEIVE_QUEUE_MESSAGES
    socket.maxmsgsize = MAX_CONTROL_BYTES
    socket.heartbeat_ivl = 5_000
    socket.heartbeat_timeout = 15_000
    socket.heartbeat_ttl = 15_000
    socket.tcp_keepalive = 1
    socket.tcp_keepalive_idle = 30
    socket.tcp_keepalive_intvl = 10
    socket.tcp_keepalive_cnt = 3
    socket.handshake_ivl = 10_000
    if kind == zmq.ROUTER:
        socket.router_mandatory = True
    try:
        socket.bind(f"tcp://*:{port or '*'}")
    except zmq.ZMQError as error:
        socket.close()
        raise PortError(f"port {port} can't be used ({error.strerror}): choose another, or 0 for any") from error
    endpoint = socket.getsockopt_string(zmq.LAST_ENDPOINT)
    return socket, int(endpoint.rpartition(":")[2])
