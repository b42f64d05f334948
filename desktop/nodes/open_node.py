"""Finds, by mDNS, the node that a person wants to pair with, and pairs with it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import NamedTuple

from desktop.core.errors import MiharuError
from desktop.nodes.discovery import Discovery
from desktop.nodes.endpoint import Endpoint
from desktop.nodes.errors import PairingClosedError
from desktop.nodes.known_nodes import KnownNodes, PairedNode
from desktop.nodes.own_keys import OwnIdentity
from node_agent.wire.service import ServiceInfo

FOUND_WITHIN_S = 10.0
RIVALS_WITHIN_S = 1.0
"""After the first match, how long another node of the same name may take to show up."""


class NodeNotFoundError(MiharuError):
    """No node of that name or id, or more than one, is in this network."""


class OpenNode(NamedTuple):
    """A node that waits for its code: what it announces, its best address, and the port for pairing."""

    service: ServiceInfo
    host: str
    pairing_port: int


async def accept(node: OpenNode, code: str, desktop: OwnIdentity, known: KnownNodes) -> PairedNode:
    """Pairs with ``node`` by the code that a person typed, and pins its key.

    Raises:
        KeyChangedError: a paired node of this name has another key.
        PairingError: it failed, see :func:`desktop.nodes.pairing.pair`.
        KnownNodesError: the list of paired nodes can't be read or written.
    """
    from desktop.nodes.pairing import pair  # brings SPAKE2 along, which not every start should wait for

    known.check(node.service)
    paired = await pair(node.host, node.pairing_port, node.service.public_key, code, desktop.keys, desktop.name)
    known.add(paired)
    return paired


async def find_open_node(name_or_id: str) -> OpenNode:
    """Looks for the one node called ``name_or_id``, or whose id starts so, that is open for pairing.

    Raises:
        NodeNotFoundError: none or several are found.
        PairingClosedError: it is found, but pairing is not open.
    """
    found: dict[str, tuple[ServiceInfo, str]] = {}
    one_is_open = asyncio.Event()

    def on_found(service: ServiceInfo, endpoints: tuple[Endpoint, ...]) -> None:
        if service.name == name_or_id or service.node_id.startswith(name_or_id):
            found[service.node_id] = (service, endpoints[0].host)
            if service.pairing_port is not None:
                one_is_open.set()

    def on_lost(node_id: str) -> None:
        found.pop(node_id, None)

    browsing = asyncio.create_task(Discovery(on_found, on_lost).run())
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(FOUND_WITHIN_S):
                await one_is_open.wait()
        await asyncio.sleep(RIVALS_WITHIN_S)
    finally:
        browsing.cancel()
        with suppress(asyncio.CancelledError):
            await browsing
    return _only_open(name_or_id, list(found.values()))


def _only_open(name_or_id: str, found: list[tuple[ServiceInfo, str]]) -> OpenNode:
    if not found:
        raise NodeNotFoundError(
            f"No node called {name_or_id!r} is found in this network. Is it switched on? Where mDNS does not reach: "
            f"`miharu nodes add HOST:PORT --key KEY` here and `miharu-agent authorize KEY` on the node."
        )
    if len(found) > 1:
        ids = ", ".join(service.node_id for service, _ in found)
        raise NodeNotFoundError(f"{len(found)} nodes answer to {name_or_id!r}; give one of the ids: {ids}")
    service, host = found[0]
    return open_node(service, host)


def open_node(service: ServiceInfo, host: str) -> OpenNode:
    """The node that announces ``service``. Raises PairingClosedError when it does not wait for a code now."""
    if service.pairing_port is None:
        raise PairingClosedError(f"Pairing is not open on {service.name}; run `miharu-agent pair` there.")
    return OpenNode(service, host, service.pairing_port)
