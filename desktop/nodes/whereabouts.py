"""Where one paired node can be reached at the moment, for a single errand."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import zmq.asyncio

from desktop.nodes.discovery import Discovery
from desktop.nodes.endpoint import Address, Endpoint
from desktop.nodes.known_nodes import PairedNode
from desktop.nodes.probe import identify
from node_agent.wire.keys import KeyPair
from node_agent.wire.service import ServiceInfo


class Whereabouts:
    """Follows a node by mDNS, or by the address that a person gave, through changes of its ports."""

    def __init__(self, context: zmq.asyncio.Context, node: PairedNode, keys: KeyPair, address: Address | None) -> None:
        self._context = context
        self._node = node
        self._keys = keys
        self._address = address
        self._found: tuple[Endpoint, ...] = ()
        self._some_found = asyncio.Event()
        self._turns = itertools.count()

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[None]:
        """Looks for the node until the block ends."""
        if self._address is not None:
            yield
            return
        browsing = asyncio.create_task(Discovery(self._on_found, lambda _node_id: None).run())
        try:
            yield
        finally:
            browsing.cancel()
            with suppress(asyncio.CancelledError):
                await browsing

    async def endpoint(self) -> Endpoint:
        """The best place to try now, another one at the next call where there are several; waits for the first.

        Raises:
            ContactLostError: the node is not at the address given.
        """
        if self._address is not None:
            return (await identify(self._context, self._address, self._keys, [self._node]))[1]
        await self._some_found.wait()
        return self._found[next(self._turns) % len(self._found)]

    def _on_found(self, service: ServiceInfo, endpoints: tuple[Endpoint, ...]) -> None:
        if service.public_key == self._node.key and endpoints:
            self._found = endpoints
            self._turns = itertools.count()
            self._some_found.set()
