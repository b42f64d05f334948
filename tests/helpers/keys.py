"""Fresh CURVE keys."""

from __future__ import annotations

import zmq

from node_agent.wire.keys import KeyPair


def new_keys() -> KeyPair:
    public, secret = zmq.curve_keypair()
    return KeyPair(public.decode(), secret.decode())
