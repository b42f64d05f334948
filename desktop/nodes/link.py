"""One node for as long as the receiver runs: one session after another, wherever it can be reached."""

from __future__ import annotations

import asyncio
import logging
from typing import TypeVar

import msgspec
import zmq.asyncio

from desktop.core.conditions import condition_of
from desktop.core.errors import LibraryError
from desktop.core.library import Ingest
from desktop.core.records import Condition, NodeIdentity, NodeState, NodeStatus, Trust
from desktop.nodes.boot import BootClock
from desktop.nodes.endpoint import Endpoint
from desktop.nodes.errors import AgentStoppedError, ContactLostError, ControlPortMovedError
from desktop.nodes.health import Health
from desktop.nodes.intake import Intake
from desktop.nodes.known_nodes import PairedNode
from desktop.nodes.ledger import Auditor
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.session import Session

RETRY_AFTER_S = 1.0
LONGEST_RETRY_S = 8.0
"""Keys that did not fit are tried again ever more slowly: a later authorisation is noticed within this time."""

E = TypeVar("E", bound=BaseException)

log = logging.getLogger(__name__)


class Link:
    """Keeps in touch with one node and tells how it is doing.

    Its addresses come from several sources (mDNS, a person); all are tried in turn until one answers.
    """

    def __init__(
        self,
        context: zmq.asyncio.Context,
        library: Ingest,
        desktop: OwnIdentity,
        node: PairedNode,
        turns: asyncio.Semaphore,
    ) -> None:
        self._context = context
        self._desktop = desktop
        self._turns = turns
        self._health = Health()
        self._node_key = node.key
        self._intake = Intake(library, NodeIdentity(node.node_id, node.name), self._health)
        self._auditor = Auditor(library, self._intake)
        self._boot_clock = BootClock(library, self._intake)
        self._endpoints: dict[str, tuple[Endpoint, ...]] = {}
        self._tried = 0
        self._session: Session | None = None
        self._session_ended = asyncio.Event()
        self._trouble = ""
        self._farewell = ""
        self._trust = Trust.PAIRED
        self._retry_s = RETRY_AFTER_S

    def offer(self, source: str, name: str, endpoints: tuple[Endpoint, ...]) -> None:
        """Takes over what ``source`` knows now: the node's name and where to reach it, best address first.

        A session that hears the node goes on wherever it is: no other proof is as good.
        """
        if not self.ever_heard:
            self._intake.rename(name)
        self._endpoints[source] = endpoints
        if self._session is not None and not self.online and self._session.endpoint not in self._known_endpoints():
            self._session.leave()

    @property
    def online(self) -> bool:
        return self._session is not None and self._session.heard and self._health.silent_in_s() > 0

    @property
    def ever_heard(self) -> bool:
        return self._health.last_seen_ns is not None

    async def session_end(self) -> None:
        """Waits until the next session has ended, or the link itself."""
        self._session_ended.clear()
        await self._session_ended.wait()

    def fail(self, reason: str) -> None:
        """Shows in the status why the link does not work, and says it once in the log."""
        if reason != self._trouble:
            log.info("%s: %s", self._intake.identity.name, reason)
        self._trouble = reason

    def status(self) -> NodeStatus:
        trust = Trust.PAIRED if self.online else self._trust
        state = NodeState.ONLINE if self.online else NodeState.OFFLINE if self.ever_heard else NodeState.FOUND
        return NodeStatus(
            node_id=self._intake.identity.node_id,
            name=self._intake.identity.name,
            address=str(self._endpoint() if self._session is None else self._session.endpoint),
            state=state,
            rate_per_s=self._health.rate_per_s(),
            last_seen_ns=self._health.last_seen_ns,
            captured=self._intake.captured(),
            waiting=self._intake.waiting(),
            detail=self._intake.refusal or self._present_trouble(),
            trust=trust,
            condition=self._condition(trust),
            ledger=self._auditor.ledger,
            unaccounted=self._auditor.unaccounted,
        )

    def _condition(self, trust: Trust) -> Condition | None:
        if not (self.ever_heard or self._trouble):
            return None
        changing = self._health.heard_lately() and not self._health.stopped
        return condition_of(
            online=self.online or changing,
            trust=trust,
            stopped=self._health.stopped,
            heartbeat=self._health.heartbeat,
            clock_ahead_s=self._health.clock_ahead_s,
        )

    def _present_trouble(self) -> str:
        if self._session is not None and self.online:
            return self._health.trouble() or self._session.trouble()
        return self._farewell if self._health.stopped and self._trust is Trust.PAIRED else self._trouble

    async def run(self) -> None:
        """Opens one session after another, until cancelled."""
        try:
            while True:
                await self._run_session()
                await asyncio.sleep(self._retry_s)
        finally:
            self._session_ended.set()

    async def _run_session(self) -> None:
        try:
            await self._receive()
        except* ControlPortMovedError as moved:
            self._move_control_port(_first(moved).control_port)
        except* (ContactLostError, LibraryError) as lost:
            self._note_end(_first(lost))

    def _note_end(self, reason: Exception) -> None:
        self._trust = reason.trust if isinstance(reason, ContactLostError) else Trust.PAIRED
        self._retry_s = RETRY_AFTER_S if self._trust is Trust.PAIRED else min(2 * self._retry_s, LONGEST_RETRY_S)
        if isinstance(reason, AgentStoppedError):
            self._farewell = str(reason)
        self.fail(str(reason))

    async def _receive(self) -> None:
        session = self._session = Session(
            self._context,
            self._endpoint(),
            self._desktop,
            self._node_key,
            self._intake,
            self._health,
            self._auditor,
            self._boot_clock,
            self._turns,
        )
        try:
            await session.run()
        finally:
            self._session = None
            self._session_ended.set()
            if session.heard:
                self._trouble = ""
            else:
                self._tried += 1

    def _endpoint(self) -> Endpoint:
        known = self._known_endpoints()
        return known[self._tried % len(known)]

    def _known_endpoints(self) -> list[Endpoint]:
        return [endpoint for endpoints in self._endpoints.values() for endpoint in endpoints]

    def _move_control_port(self, port: int) -> None:
        for source, endpoints in self._endpoints.items():
            self._endpoints[source] = tuple(msgspec.structs.replace(one, control_port=port) for one in endpoints)


def _first(group: BaseExceptionGroup[E]) -> E:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
