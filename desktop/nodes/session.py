"""One connection to an agent, from the first try to the silence that ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import zmq.asyncio

from desktop.nodes import ledger
from desktop.nodes.boot import BootClock
from desktop.nodes.connection import Connection
from desktop.nodes.endpoint import Endpoint
from desktop.nodes.errors import (
    AgentStoppedError,
    ContactLostError,
    ControlPortMovedError,
    KeyMismatchError,
    KeyRefusedError,
)
from desktop.nodes.health import Health
from desktop.nodes.intake import Intake
from desktop.nodes.ledger import Auditor
from desktop.nodes.monitor import Contact
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.replay import Replay
from node_agent.wire.codec import decode_from_agent, decode_published, heartbeat_topic
from node_agent.wire.errors import WireError
from node_agent.wire.messages import Failed, Frame, Heartbeat, Hello, Tombstone, Welcome

ACK_INTERVAL_S = 0.2
HELLO_INTERVAL_S = 1.0
"""How often Hello is said until it is answered."""

log = logging.getLogger(__name__)


class Session:
    """Receives from one endpoint of a node: live images, heartbeats, and what is missing.

    First of all it subscribes; what is missing it asks for once the agent has welcomed it, so that nothing falls
    between the two.

    Attributes:
        endpoint: where it listens.
        heard: whether anything has come.
    """

    def __init__(
        self,
        context: zmq.asyncio.Context,
        endpoint: Endpoint,
        desktop: OwnIdentity,
        node_key: str,
        intake: Intake,
        health: Health,
        auditor: Auditor,
        boot_clock: BootClock,
        turns: asyncio.Semaphore,
    ) -> None:
        node_id = intake.identity.node_id
        topics = (f"i/{node_id}/".encode(), heartbeat_topic(node_id))
        self._connection = Connection(context, endpoint, topics, desktop.keys, node_key)
        self._hello = Hello(desktop_id=desktop.keys.identity, desktop_name=desktop.name)
        self._intake = intake
        self._health = health
        self._auditor = auditor
        self._boot_clock = boot_clock
        self._counted = asyncio.Event()
        self._replay = Replay(intake, turns, self._connection.tell)
        self._welcomed = asyncio.Event()
        self._leaving = asyncio.Event()
        self.endpoint = endpoint
        self.heard = False
        self._contact: Contact | None = None

    async def run(self) -> None:
        """Works until the node falls silent or turns out to be elsewhere.

        Raises:
            ContactLostError: always at last, in an exception group; the text says why.
            KeyRefusedError, KeyMismatchError: the same, where the keys are the reason.
        """
        self._health.expect()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._greet())
                tasks.create_task(self._read(self._connection.published, self._on_published))
                tasks.create_task(self._read(self._connection.answered, self._on_answered))
                tasks.create_task(self._replay.run())
                tasks.create_task(self._acknowledge())
                tasks.create_task(self._keep_books())
                tasks.create_task(self._watch_for_silence())
                tasks.create_task(self._leave_when_told())
        finally:
            self._connection.close()

    def trouble(self) -> str:
        """Why only half of it works, in words; empty while all does."""
        if self._welcomed.is_set() or self._contact in (None, Contact.REACHED):
            return ""
        return f"no answer on its control port {self.endpoint.control_port}: {self._contact.value}"

    def leave(self) -> None:
        """Ends the session: the node is no longer said to be at this endpoint."""
        self._leaving.set()

    async def _greet(self) -> None:
        """Says Hello whenever the agent is reached: it may have been restarted in between."""
        while True:
            before, self._contact = self._contact, await self._connection.contact()
            match self._contact:
                case Contact.REACHED:
                    self._welcomed.clear()
                    await self._say_hello()
                case Contact.KEY_REFUSED:
                    raise KeyRefusedError
                # Once may be a node that went away during the handshake.
                case Contact.WRONG_NODE_KEY if before is Contact.WRONG_NODE_KEY:
                    raise KeyMismatchError

    async def _say_hello(self) -> None:
        while not self._welcomed.is_set():
            self._connection.tell(self._hello)
            try:
                async with asyncio.timeout(HELLO_INTERVAL_S):
                    await self._welcomed.wait()
            except TimeoutError:
                continue

    async def _read(
        self, receive: Callable[[], Awaitable[list[bytes]]], handle: Callable[[list[bytes]], Awaitable[None]]
    ) -> None:
        while True:
            parts = await receive()
            self.heard = True
            self._health.heard()
            try:
                await handle(parts)
            except WireError as error:
                self._health.complain(self._intake.identity.name, str(error))
            # A full socket answers at once, so without this one node could keep the loop to itself.
            await asyncio.sleep(0)

    async def _on_published(self, parts: list[bytes]) -> None:
        message = decode_published(parts, self._intake.identity.node_id)
        if isinstance(message, Frame):
            await self._intake.take_live(message)
        else:
            await self._on_heartbeat(message)

    async def _on_heartbeat(self, heartbeat: Heartbeat) -> None:
        self._health.beat(heartbeat)
        self._intake.rename(heartbeat.name)
        if heartbeat.control_port != self.endpoint.control_port:
            raise ControlPortMovedError(heartbeat.control_port)
        await self._intake.note_spool(heartbeat.stream, heartbeat.first_seq, heartbeat.last_seq)
        self._counted.set()
        if heartbeat.stopping:
            await self._auditor.balance(heartbeat)
            self._health.stopped = True
            raise AgentStoppedError("the agent was stopped on the device; start it there to go on")

    async def _on_answered(self, parts: list[bytes]) -> None:
        match decode_from_agent(parts):
            case Welcome() as welcome:
                await self._on_welcome(welcome)
            case Frame() as frame:
                self._replay.take(frame)
            case Tombstone() as gone:
                await self._replay.take_tombstone(gone)
            case Failed(reason=reason):
                self._health.complain(self._intake.identity.name, f"the agent says: {reason}")

    async def _on_welcome(self, welcome: Welcome) -> None:
        if welcome.node_id != self._intake.identity.node_id:
            raise ContactLostError(f"another node, {welcome.name!r}, answers at {self.endpoint}")
        log.info("receiving from %s at %s", welcome.name, self.endpoint)
        await self._intake.note_spool(welcome.stream, welcome.first_seq, welcome.last_seq)
        self._welcomed.set()
        self._replay.begin()
        self._intake.settled_changed.set()

    async def _acknowledge(self) -> None:
        while True:
            await self._intake.settled_changed.wait()
            await self._welcomed.wait()
            self._intake.settled_changed.clear()
            if self._intake.cursor is not None and (ack := self._intake.cursor.acknowledgement()):
                self._connection.tell(ack)
                await asyncio.sleep(ACK_INTERVAL_S)

    async def _keep_books(self) -> None:
        while True:
            await self._counted.wait()
            self._counted.clear()
            if self._health.heartbeat is not None:
                await self._auditor.balance(self._health.heartbeat)
                await self._boot_clock.note(self._health.heartbeat)
            await asyncio.sleep(ledger.INTERVAL_S)

    async def _leave_when_told(self) -> None:
        await self._leaving.wait()
        raise ContactLostError(f"it has left {self.endpoint}")

    async def _watch_for_silence(self) -> None:
        while (left_s := self._health.silent_in_s()) > 0:
            await asyncio.sleep(left_s)
            if self._intake.blocked:
                self._health.expect()
        if self.heard and self._contact in (Contact.LOST, Contact.NOBODY_LISTENS):
            # A network that fails leaves the connection as it is for longer than this silence.
            self._health.stopped = True
            raise AgentStoppedError(
                f"the agent at {self.endpoint} ended its connection without a word: it crashed, or the device restarted"
            )
        raise ContactLostError(self._why_silent())

    def _why_silent(self) -> str:
        if self._contact in (Contact.WRONG_NODE_KEY, Contact.NO_CURVE):
            return str(self._contact.value)
        if self.heard:
            return f"nothing comes any more from {self.endpoint}; is it switched on, and is the network up?"
        return f"nothing answers at {self.endpoint}"
