"""Finds out which of the paired nodes is at an address that a person gave."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import zmq
import zmq.asyncio

from desktop.nodes.connection import open_socket
from desktop.nodes.endpoint import Address, Endpoint, usable_hosts
from desktop.nodes.errors import ContactLostError, KeyMismatchError, KeyRefusedError
from desktop.nodes.known_nodes import PairedNode
from desktop.nodes.monitor import Contact, ContactWatch
from node_agent.wire.codec import decode_heartbeat, heartbeat_topic
from node_agent.wire.errors import WireError
from node_agent.wire.keys import KeyPair, identity_of
from node_agent.wire.messages import OFFLINE_AFTER_S


async def identify(
    context: zmq.asyncio.Context, address: Address, keys: KeyPair, candidates: Sequence[PairedNode]
) -> tuple[PairedNode, Endpoint]:
    """Listens at ``address`` for a heartbeat: it names the node and its control port.

    A connection shows only whether one given key is held there, so the ``candidates`` are tried in turn.

    Raises:
        KeyRefusedError: a candidate is there, but does not let this desktop in.
        KeyMismatchError: there is no candidate, or somebody is there who holds the key of none.
        ContactLostError: the name is not known, or no agent is heard there; the text says which.
    """
    mismatch = None if candidates else KeyMismatchError()
    for host in await _resolve(address):
        for node in candidates:
            try:
                async with asyncio.timeout(OFFLINE_AFTER_S):
                    control_port = await _control_port(context, Address(host, address.port), keys, node.key)
            except TimeoutError:
                break  # whoever does not answer to one key does not answer to another
            except KeyMismatchError as error:
                mismatch = error
            else:
                return node, Endpoint(host, address.port, control_port)
    raise mismatch or ContactLostError(f"no agent is heard at {address}; is it running, and is this its data port?")


async def _resolve(address: Address) -> tuple[str, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ContactLostError(f"the host {address.host!r} can't be found: {error.strerror}") from error
    return usable_hosts([str(sockaddr[0]) for *_, sockaddr in found])


async def _control_port(context: zmq.asyncio.Context, address: Address, keys: KeyPair, node_key: str) -> int:
    heartbeats = open_socket(context, zmq.SUB, keys, node_key)
    watch = ContactWatch(heartbeats)
    heartbeats.subscribe(heartbeat_topic(identity_of(node_key)))
    heartbeats.connect(f"tcp://{address}")
    heard = asyncio.create_task(_first_heartbeat(heartbeats))
    turned_away = asyncio.create_task(_turned_away(watch))
    try:
        await asyncio.wait({heard, turned_away}, return_when=asyncio.FIRST_COMPLETED)
        if not heard.done():
            raise turned_away.result()
        return heard.result()
    finally:
        for task in (heard, turned_away):
            task.cancel()
        await asyncio.gather(heard, turned_away, return_exceptions=True)
        watch.close()
        heartbeats.close()


async def _first_heartbeat(heartbeats: zmq.asyncio.Socket) -> int:
    while True:
        try:
            return decode_heartbeat(await heartbeats.recv_multipart()).control_port
        except WireError:
            # Whoever sends garbage there is not a node; the silence that follows is what the user is told.
            await asyncio.sleep(0)


async def _turned_away(watch: ContactWatch) -> ContactLostError:
    before: Contact | None = None
    while True:
        contact = await watch.next()
        if contact is Contact.KEY_REFUSED:
            return KeyRefusedError()
        # Once may be a node that went away during the handshake.
        if contact is before is Contact.WRONG_NODE_KEY:
            return KeyMismatchError()
        before = contact
