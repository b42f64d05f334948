"""An address that a person gave, and who is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import zmq.asyncio

from desktop.core.conditions import condition_of
from desktop.core.records import Condition, NodeState, NodeStatus, Trust
from desktop.nodes.endpoint import Address
from desktop.nodes.errors import ContactLostError, KeyMismatchError
from desktop.nodes.known_nodes import PairedNode
from desktop.nodes.link import Link
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.probe import identify

PROBE_PAUSE_S = 1.0


class FollowedAddress:
    """Looks who is at one address, again and again: it may be another node after each session."""

    def __init__(
        self,
        address: Address,
        context: zmq.asyncio.Context,
        desktop: OwnIdentity,
        paired: Callable[[], Sequence[PairedNode]],
        link_to: Callable[[PairedNode], Link],
    ) -> None:
        """``paired`` gives the nodes that are paired now, ``link_to`` the link to one of them."""
        self._address = address
        self._context = context
        self._desktop = desktop
        self._paired = paired
        self._link_to = link_to
        self._heard: PairedNode | None = None
        self._trouble = "nothing heard yet"
        self._trust = Trust.PAIRED
        self._tried = False

    async def run(self) -> None:
        """Follows whatever paired node is there, until cancelled."""
        while True:
            try:
                node, endpoint = await identify(self._context, self._address, self._desktop.keys, self._candidates())
            except ContactLostError as lost:
                self._note(lost)
                await asyncio.sleep(PROBE_PAUSE_S)
                continue
            self._heard = node
            link = self._link_to(node)
            link.offer(str(self._address), node.name, (endpoint,))
            await link.session_end()

    def fail(self, reason: str) -> None:
        """Shows in the status why the address can't be followed."""
        self._trouble = reason

    def status(self) -> NodeStatus | None:
        """What stands for the address until a node was heard there: from then on that one's link has its own."""
        if self._heard is not None and any(node.key == self._heard.key for node in self._paired()):
            return None
        pinned = self._pinned()
        return NodeStatus(
            node_id=pinned.node_id if pinned else "",
            name=pinned.name if pinned else str(self._address),
            address=str(self._address),
            state=NodeState.FOUND,
            detail=self._trouble,
            trust=self._trust,
            condition=self._condition(),
        )

    def _condition(self) -> Condition | None:
        if not self._tried or self._trust is Trust.UNPAIRED:
            return None
        return condition_of(online=False, trust=self._trust, stopped=False, heartbeat=None, clock_ahead_s=None)

    def _pinned(self) -> PairedNode | None:
        """The node that a person said is at this address."""
        return next((node for node in self._paired() if node.address == self._address), None)

    def _candidates(self) -> Sequence[PairedNode]:
        pinned = self._pinned()
        return self._paired() if pinned is None else (pinned,)

    def _note(self, lost: ContactLostError) -> None:
        self._tried = True
        if isinstance(lost, KeyMismatchError) and self._pinned() is None:
            self._trust = Trust.UNPAIRED
            self._trouble = (
                f"not paired: `miharu-agent key` on the device prints its key; then here "
                f"`miharu nodes add {self._address} --key KEY`"
            )
        else:
            self._trust = lost.trust
            self._trouble = str(lost)
