"""The nodes that are known, each with its link."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

import zmq.asyncio

from desktop.core.library import Ingest
from desktop.core.records import Condition, NodeState, NodeStatus, Trust
from desktop.nodes.discovery import Discovery
from desktop.nodes.endpoint import Address, Endpoint
from desktop.nodes.followed import FollowedAddress
from desktop.nodes.known_nodes import KeyChangedError, KnownNodes, KnownNodesError, PairedNode
from desktop.nodes.link import Link
from desktop.nodes.open_node import NodeNotFoundError, accept, open_node
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.replay import TURNS
from node_agent.wire.service import ServiceInfo

RESTART_AFTER_S = 5.0
REVIEW_INTERVAL_S = 1.0
"""How soon it is noticed that another process has paired with a node or forgotten one."""

log = logging.getLogger(__name__)


class _Linked(NamedTuple):
    link: Link
    task: asyncio.Task[None]


class _Followed(NamedTuple):
    address: FollowedAddress
    task: asyncio.Task[None]
    by_hand: bool


class _Found(NamedTuple):
    service: ServiceInfo
    endpoints: tuple[Endpoint, ...]


class Roster:
    """Receives from every paired node that it is told of, by mDNS or by address; shows the others.

    A node told of in both ways has one link.
    """

    def __init__(
        self,
        context: zmq.asyncio.Context,
        tasks: asyncio.TaskGroup,
        library: Ingest,
        desktop: OwnIdentity,
        known: KnownNodes,
    ) -> None:
        """Raises KnownNodesError when the list of paired nodes can't be read."""
        self._context = context
        self._tasks = tasks
        self._library = library
        self._desktop = desktop
        self._known = known
        self._paired = known.nodes()
        self._links: dict[str, _Linked] = {}
        self._followed: dict[Address, _Followed] = {}
        self._found: dict[str, _Found] = {}
        self._alarms: dict[str, str] = {}
        self._complaint = ""
        self._turns = asyncio.Semaphore(TURNS)

    def begin(self) -> None:
        """Follows the paired nodes, also those that other processes pair with from now on."""
        self._tasks.create_task(_supervise(self._keep_reviewing, lambda trouble: log.error("pairing %s", trouble)))

    def discover(self) -> None:
        """Looks for nodes by mDNS."""
        discovery = Discovery(self._on_found, self._on_lost)
        self._tasks.create_task(_supervise(discovery.run, lambda trouble: log.error("mDNS %s", trouble)))

    def add(self, address: Address) -> None:
        """Follows whatever paired node is at ``address``, also one that was paired with just now."""
        self.review()
        self._follow(address, by_hand=True)

    async def pair(self, node_id: str, code: str) -> None:
        """Pairs with a node that mDNS has found, by the code that it shows.

        Raises:
            NodeNotFoundError: it is not to be found any more.
            MiharuError: it failed, see :func:`desktop.nodes.open_node.accept`.
        """
        if node_id not in self._found:
            raise NodeNotFoundError("The node is not found in this network any more. Is it switched on?")
        service, endpoints = self._found[node_id]
        await accept(open_node(service, endpoints[0].host), code, self._desktop, self._known)
        self.review()

    def review(self) -> None:
        """Takes over who is paired now."""
        try:
            self._paired = self._known.nodes()
        except KnownNodesError as error:
            if self._complaint != str(error):
                log.error("%s", error)
            self._complaint = str(error)
            return
        self._complaint = ""
        paired = {node.node_id: node for node in self._paired}
        for node_id in self._links.keys() - paired.keys():
            self._links.pop(node_id).task.cancel()
        addresses = {node.address for node in self._paired if node.address is not None}
        for address in [each for each, one in self._followed.items() if not one.by_hand and each not in addresses]:
            self._followed.pop(address).task.cancel()
        for address in addresses:
            self._follow(address, by_hand=False)
        for node_id in [node_id for node_id in self._found if node_id not in self._links]:
            self._judge(node_id)

    def statuses(self) -> tuple[NodeStatus, ...]:
        """All nodes by name: those linked, those found but not paired, and those paired but not there."""
        linked = (link.status() for link, _ in self._links.values())
        nodes: dict[str, NodeStatus] = {}
        # A node has one entry: the first of these says the most.
        for status in (*linked, *self._unlinked(), *self._awaited(), *self._absent()):
            nodes.setdefault(status.node_id or status.address, status)
        return tuple(sorted(nodes.values(), key=lambda node: (node.name.casefold(), node.node_id)))

    async def _keep_reviewing(self) -> None:
        while True:
            self.review()
            await asyncio.sleep(REVIEW_INTERVAL_S)

    def _on_found(self, service: ServiceInfo, endpoints: tuple[Endpoint, ...]) -> None:
        self._found[service.node_id] = _Found(service, endpoints)
        self._judge(service.node_id)

    def _on_lost(self, node_id: str) -> None:
        self._found.pop(node_id, None)
        self._alarms.pop(node_id, None)
        linked = self._links.get(node_id)
        if linked is not None and not linked.link.ever_heard:
            del self._links[node_id]
            linked.task.cancel()

    def _judge(self, node_id: str) -> None:
        """Links a found node if it is paired; raises the alarm when it poses as one that is."""
        service, endpoints = self._found[node_id]
        alarm, node = "", None
        try:
            node = self._known.check(service)
        except KeyChangedError as error:
            alarm = str(error)
        except KnownNodesError as error:
            log.error("%s", error)
        if alarm and alarm != self._alarms.get(node_id):
            log.warning("%s", alarm)
        if node is None and not alarm and self._alarms.get(node_id) != "":
            log.info(
                "found %s, which is not paired; `miharu nodes pair %s` or Accept pairs with it", service.name, node_id
            )
        self._alarms[node_id] = alarm
        if node is not None:
            self._link_to(node).offer("mDNS", service.name, endpoints)

    def _follow(self, address: Address, by_hand: bool) -> None:
        if address in self._followed:
            before = self._followed[address]
            self._followed[address] = before._replace(by_hand=by_hand or before.by_hand)
        else:
            followed = FollowedAddress(address, self._context, self._desktop, lambda: self._paired, self._link_to)
            task = self._tasks.create_task(_supervise(followed.run, followed.fail))
            self._followed[address] = _Followed(followed, task, by_hand)

    def _link_to(self, node: PairedNode) -> Link:
        if node.node_id not in self._links:
            log.info("follows %s (%s)", node.name, node.node_id)
            link = Link(self._context, self._library, self._desktop, node, self._turns)
            task = self._tasks.create_task(_supervise(link.run, link.fail))
            self._links[node.node_id] = _Linked(link, task)
        return self._links[node.node_id].link

    def _unlinked(self) -> Iterator[NodeStatus]:
        for node_id, (service, endpoints) in self._found.items():
            alarm = self._alarms[node_id]
            yield NodeStatus(
                node_id="" if alarm else node_id,
                name=service.name,
                address=str(endpoints[0]),
                state=NodeState.FOUND,
                detail=f"key changed: {alarm}" if alarm else "not paired: press Accept",
                trust=Trust.KEY_CHANGED if alarm else Trust.UNPAIRED,
                condition=Condition.KEY_CHANGED if alarm else None,
            )

    def _awaited(self) -> Iterator[NodeStatus]:
        for followed in self._followed.values():
            if (status := followed.address.status()) is not None:
                yield status

    def _absent(self) -> Iterator[NodeStatus]:
        for node in self._paired:
            yield NodeStatus(
                node_id=node.node_id,
                name=node.name,
                address="",
                state=NodeState.OFFLINE,
                detail="not found in this network; is it switched on?",
                condition=Condition.NO_NETWORK,
            )


async def _supervise(work: Callable[[], Awaitable[None]], show: Callable[[str], None]) -> None:
    """Runs ``work`` and starts it again should it fail: one node's trouble must not end the others'."""
    while True:
        try:
            await work()
        except Exception as error:
            log.exception("a part of the receiver has failed; it is started again in %.0f s", RESTART_AFTER_S)
            show(f"failed and will be started again: {error!r}")
        await asyncio.sleep(RESTART_AFTER_S)
