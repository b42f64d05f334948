"""Finds out which node is at an address that a person gave."""

from __future__ import annotations

import asyncio
import socket

import zmq
import zmq.asyncio

from desktop.nodes.connection import open_socket
from desktop.nodes.endpoint import Address, Endpoint, usable_hosts
from desktop.nodes.errors import ContactLostError
from node_agent.wire.errors import WireError
from node_agent.wire.messages import OFFLINE_AFTER_S, Heartbeat, decode_heartbeat


async def identify(context: zmq.asyncio.Context, address: Address) -> tuple[Heartbeat, Endpoint]:
    """Listens at ``address`` for a heartbeat: it names the node and its control port.

    Raises:
        ContactLostError: the name is not known, or no agent is heard there; the text says which.
    """
    for host in await _resolve(address):
        try:
            async with asyncio.timeout(OFFLINE_AFTER_S):
                heartbeat = await _first_heartbeat(context, Address(host, address.port))
        except TimeoutError:
            continue
        return heartbeat, Endpoint(host, address.port, heartbeat.control_port)
    raise ContactLostError(f"no agent is heard at {address}; is it running, and is this its data port?")


async def _resolve(address: Address) -> tuple[str, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ContactLostError(f"the host {address.host!r} can't be found: {error.strerror}") from error
    return usable_hosts([str(sockaddr[0]) for *_, sockaddr in found])


async def _first_heartbeat(context: zmq.asyncio.Context, address: Address) -> Heartbeat:
    heartbeats = open_socket(context, zmq.SUB)
    try:
        heartbeats.subscribe(b"h/")
        heartbeats.connect(f"tcp://{address}")
        while True:
            try:
                return decode_heartbeat(await heartbeats.recv_multipart())
            except WireError:
                # Whoever sends garbage there is not a node; the silence that follows is what the user is told.
                await asyncio.sleep(0)
    finally:
        heartbeats.close()
