"""The nodes that are known, each with its link."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import zmq.asyncio

from desktop.core.library import Ingest
from desktop.core.records import NodeIdentity, NodeState, NodeStatus
from desktop.nodes.discovery import Discovery
from desktop.nodes.endpoint import Address, Endpoint
from desktop.nodes.errors import ContactLostError
from desktop.nodes.link import Link
from desktop.nodes.probe import identify
from desktop.nodes.replay import TURNS
from node_agent.wire.service import ServiceInfo

RESTART_AFTER_S = 5.0
PROBE_PAUSE_S = 1.0

log = logging.getLogger(__name__)


class _Known(NamedTuple):
    link: Link
    task: asyncio.Task[None]


class Roster:
    """Follows every node it is told of, by mDNS or by address. A node told of in both ways has one link."""

    def __init__(
        self, context: zmq.asyncio.Context, tasks: asyncio.TaskGroup, library: Ingest, desktop: NodeIdentity
    ) -> None:
        self._context = context
        self._tasks = tasks
        self._library = library
        self._desktop = desktop
        self._known: dict[str, _Known] = {}
        self._unanswered: dict[Address, str] = {}
        self._turns = asyncio.Semaphore(TURNS)

    def discover(self) -> None:
        """Follows all nodes that are found by mDNS."""
        discovery = Discovery(self._on_found, self._on_lost)
        self._tasks.create_task(_supervise(discovery.run, lambda trouble: log.error("mDNS %s", trouble)))

    def add(self, address: Address) -> None:
        """Follows whatever node is at ``address``."""
        if address not in self._unanswered:
            self._unanswered[address] = "nothing heard yet"
            self._tasks.create_task(
                _supervise(lambda: self._follow(address), lambda trouble: self._show(address, trouble))
            )

    def statuses(self) -> tuple[NodeStatus, ...]:
        """All nodes by name; an address where no node has answered yet stands for itself."""
        known = [link.status() for link, _ in self._known.values()]
        awaited = [
            NodeStatus(node_id="", name=str(address), address=str(address), state=NodeState.FOUND, detail=detail)
            for address, detail in self._unanswered.items()
            if detail
        ]
        return tuple(sorted(known + awaited, key=lambda node: (node.name.casefold(), node.node_id)))

    def _show(self, address: Address, trouble: str) -> None:
        self._unanswered[address] = trouble

    async def _follow(self, address: Address) -> None:
        """Looks who is at ``address``, again and again: it may be another node after each session."""
        while True:
            try:
                heartbeat, endpoint = await identify(self._context, address)
            except ContactLostError as lost:
                if self._unanswered[address]:
                    self._show(address, str(lost))
                await asyncio.sleep(PROBE_PAUSE_S)
                continue
            self._show(address, "")
            link = self._link_to(NodeIdentity(heartbeat.node_id, heartbeat.name))
            link.offer(str(address), heartbeat.name, (endpoint,))
            await link.session_end()

    def _on_found(self, service: ServiceInfo, endpoints: tuple[Endpoint, ...]) -> None:
        self._link_to(NodeIdentity(service.node_id, service.name)).offer("mDNS", service.name, endpoints)

    def _on_lost(self, node_id: str) -> None:
        known = self._known.get(node_id)
        if known is not None and not known.link.ever_heard:
            del self._known[node_id]
            known.task.cancel()

    def _link_to(self, node: NodeIdentity) -> Link:
        if node.node_id not in self._known:
            log.info("found %s (%s)", node.name, node.node_id)
            link = Link(self._context, self._library, self._desktop, node, self._turns)
            task = self._tasks.create_task(_supervise(link.run, link.fail))
            self._known[node.node_id] = _Known(link, task)
        return self._known[node.node_id].link


async def _supervise(work: Callable[[], Awaitable[None]], show: Callable[[str], None]) -> None:
    """Runs ``work`` and starts it again should it fail: one node's trouble must not end the others'."""
    while True:
        try:
            await work()
        except Exception as error:
            log.exception("a part of the receiver has failed; it is started again in %.0f s", RESTART_AFTER_S)
            show(f"failed and will be started again: {error!r}")
        await asyncio.sleep(RESTART_AFTER_S)
