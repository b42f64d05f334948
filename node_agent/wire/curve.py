"""CURVE on sockets (RFC 26) and who is at the other end.

Call these before bind or connect: libzmq reads security options only then.
"""

from __future__ import annotations

from typing import Any

import zmq

from node_agent.wire.keys import KeyPair

DATA_DOMAIN = "miharu"
"""ZAP domain of the agent's data and control sockets: paired desktops only."""
PAIRING_DOMAIN = "miharu-pairing"
"""ZAP domain of the pairing socket: any key, but pairing messages only."""


def serve_with_curve(socket: zmq.Socket[Any], keys: KeyPair, domain: str) -> None:
    """Makes ``socket`` a CURVE server that lets in only whom the ZAP handler of its context admits to ``domain``.

    Without a handler nobody gets in: libzmq would let everyone in without ZAP_ENFORCE_DOMAIN.
    """
    socket.curve_server = True
    socket.curve_secretkey = keys.secret.encode()
    socket.zap_domain = domain.encode()
    socket.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)


def connect_with_curve(socket: zmq.Socket[Any], keys: KeyPair, server_key: str) -> None:
    """Makes ``socket`` a CURVE client that talks only to the holder of ``server_key``."""
    socket.curve_serverkey = server_key.encode()
    socket.curve_publickey = keys.public.encode()
    socket.curve_secretkey = keys.secret.encode()


def peer_key(frame: zmq.Frame) -> str:
    """The public key of who sent ``frame``, as the ZAP handler saw it proven (the User-Id property).

    ``frame`` is any part received with ``copy=False`` on a socket made by :func:`serve_with_curve`.

    Raises:
        zmq.ZMQError: the socket does not authenticate its peers.
    """
    return str(frame.get("User-Id"))
