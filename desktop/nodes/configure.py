"""Gives a node another configuration, and makes sure that it can still be reached before the node keeps it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import zmq.asyncio

from desktop.core.errors import MiharuError
from desktop.nodes.connection import Connection
from desktop.nodes.endpoint import Address
from desktop.nodes.errors import ContactLostError, KeyMismatchError, KeyRefusedError
from desktop.nodes.known_nodes import PairedNode
from desktop.nodes.monitor import Contact
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.whereabouts import Whereabouts
from node_agent.wire.codec import decode_from_agent, decode_heartbeat, heartbeat_topic
from node_agent.wire.errors import WireError
from node_agent.wire.messages import NOT_IN_USE_YET, Command, Done, Failed

FOUND_WITHIN_S = 10.0
ANSWERS_WITHIN_S = 5.0
RETRY_S = 0.3


class ConfigurationError(MiharuError):
    """The node does not take the configuration, or could not be reached under it; the text says which and why."""


class _CommandRefusedError(Exception):
    """The node's own words."""


async def configure(
    node: PairedNode,
    arguments: Mapping[str, str],
    desktop: OwnIdentity,
    address: Address | None,
    confirm_within_s: float,
) -> None:
    """Sends a configuration (``arguments`` as :class:`Command` has them), waits for the node, and confirms it.

    Without ``address`` the node is looked for by mDNS.

    Raises:
        ConfigurationError: it is not in use; the node keeps, or goes back to, the one before.
    """
    context = zmq.asyncio.Context()
    try:
        errand = _Errand(context, node, desktop, Whereabouts(context, node, desktop.keys, address))
        await errand.run({**arguments, "confirm_within_s": str(confirm_within_s)}, confirm_within_s)
    finally:
        context.destroy(linger=0)


class _Errand:
    def __init__(
        self, context: zmq.asyncio.Context, node: PairedNode, desktop: OwnIdentity, whereabouts: Whereabouts
    ) -> None:
        self._context = context
        self._node = node
        self._desktop = desktop
        self._whereabouts = whereabouts
        self._request_ids = itertools.count(1)

    async def run(self, arguments: Mapping[str, str], confirm_within_s: float) -> None:
        async with self._whereabouts.followed():
            await self._propose(arguments)
            await self._confirm(confirm_within_s)

    async def _propose(self, arguments: Mapping[str, str]) -> None:
        name = self._node.name
        try:
            async with asyncio.timeout(FOUND_WITHIN_S), self._connected() as connection:
                await self._command(connection, "configure", arguments)
        except _CommandRefusedError as error:
            raise ConfigurationError(f"{name} does not take this configuration: {error}") from error
        except ContactLostError as error:
            raise ConfigurationError(f"{name}: {error}") from error
        except TimeoutError as error:
            raise ConfigurationError(
                f"{name} is not reached; is it running? Where mDNS does not work, give --address HOST:PORT."
            ) from error

    async def _confirm(self, within_s: float) -> None:
        """Tries again and again: the node changes over, perhaps to other ports."""
        reason = "it is not heard"
        try:
            async with asyncio.timeout(within_s):
                while True:
                    try:
                        async with asyncio.timeout(ANSWERS_WITHIN_S), self._connected() as connection:
                            await self._hear(connection)
                            await self._command(connection, "confirm_configuration", {})
                            return
                    except _CommandRefusedError as error:
                        if str(error) != NOT_IN_USE_YET:
                            raise
                        reason = str(error)
                    except ContactLostError as error:
                        reason = str(error)
                    except TimeoutError:
                        reason = "it is not heard"
                    await asyncio.sleep(RETRY_S)
        except _CommandRefusedError as error:
            raise ConfigurationError(f"{self._node.name} goes on with the configuration it had: {error}") from error
        except TimeoutError as error:
            raise ConfigurationError(
                f"{self._node.name} could not be told within {within_s:.0f} s to keep the new configuration "
                f"({reason}); it goes back to the one before."
            ) from error

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection]:
        """A connection on which both keys are proven."""
        endpoint = await self._whereabouts.endpoint()
        topic = heartbeat_topic(self._node.node_id)
        connection = Connection(self._context, endpoint, (topic,), self._desktop.keys, self._node.key)
        try:
            before: Contact | None = None
            while (contact := await connection.contact()) is not Contact.REACHED:
                if contact is Contact.KEY_REFUSED:
                    raise KeyRefusedError
                # Once may be a node that went away during the handshake.
                if contact is before is Contact.WRONG_NODE_KEY:
                    raise KeyMismatchError
                before = contact
            yield connection
        finally:
            connection.close()

    async def _hear(self, connection: Connection) -> None:
        while True:
            try:
                decode_heartbeat(await connection.published())
                return
            except WireError:
                await asyncio.sleep(0)

    async def _command(self, connection: Connection, name: str, arguments: Mapping[str, str]) -> None:
        request_id = next(self._request_ids)
        command = Command(request_id=request_id, name=name, arguments=dict(arguments))  # type: ignore[arg-type]
        if not connection.tell(command):
            raise ContactLostError("the connection has ended")
        while True:
            match decode_from_agent(await connection.answered()):
                case Done(request_id=answered) if answered == request_id:
                    return
                # An agent that does not know the command has no number to answer to.
                case Failed(request_id=answered, reason=reason) if answered in (request_id, 0):
                    raise _CommandRefusedError(reason)
