"""The receiving side as the rest of the desktop sees it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import cast

import zmq.asyncio

from desktop.core.library import Ingest
from desktop.core.records import NodeStatus
from desktop.nodes.endpoint import Address, parse_address
from desktop.nodes.known_nodes import KnownNodes
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.roster import Roster

NEWS_INTERVAL_S = 0.25
STOP_TIMEOUT_S = 1.8

Listener = Callable[[tuple[NodeStatus, ...]], None]

log = logging.getLogger(__name__)


class Receiver:
    """Finds nodes and stores what they send, on a thread of its own. All methods may be called from any thread."""

    def __init__(self, library: Ingest, desktop: OwnIdentity, known: KnownNodes) -> None:
        """``known`` are the nodes to receive from; other processes may change them at any time."""
        self._library = library
        self._desktop = desktop
        self._known = known
        self._statuses: tuple[NodeStatus, ...] = ()
        self._listeners: tuple[Listener, ...] = ()
        self._listeners_lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._running = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._main: asyncio.Task[None]
        self._roster: Roster

    def start(self, addresses: Sequence[str] = (), discover: bool = True) -> None:
        """Begins to receive from paired nodes at ``addresses`` (HOST:PORT) and, by mDNS, from all that are found.

        Raises:
            NodeAddressError: an address is malformed; nothing is started.
            KnownNodesError: the list of paired nodes can't be read; nothing is started.
        """
        self._running.clear()
        parsed = [parse_address(address) for address in addresses]
        self._known.nodes()
        self._thread = threading.Thread(target=self._run, args=(parsed, discover), name="receiver", daemon=True)
        self._thread.start()
        self._running.wait()

    def stop(self) -> None:
        """Ends within two seconds; what is on its way to the library is the library's to finish."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with suppress(RuntimeError):  # the loop has ended by itself
            self._loop.call_soon_threadsafe(self._main.cancel)
        thread.join(STOP_TIMEOUT_S)
        if thread.is_alive():
            log.warning("the receiver did not stop within %.1f s; it ends with the process", STOP_TIMEOUT_S)

    def add_node(self, address: str) -> None:
        """Follows the node at ``address`` (HOST:PORT) too; :meth:`start` comes first.

        Raises:
            NodeAddressError: it is malformed.
        """
        self._loop.call_soon_threadsafe(self._roster.add, parse_address(address))

    def pair(self, node_id: str, code: str) -> Future[None]:
        """Begins to pair with a node that was found; ``code`` is as the user typed it. Cancel it to give up.

        The outcome is a MiharuError when it failed, most often a
        :class:`~desktop.nodes.errors.PairingError` of the kind that says why.
        """
        return asyncio.run_coroutine_threadsafe(self._roster.pair(node_id, code), self._loop)

    def forget(self, node_id: str) -> None:
        """Trusts a paired node no more and ends the connection to it. It waits for the disk: not for the GUI thread.

        Raises:
            MiharuError: no such node is paired, or the list can't be written.
        """
        self._known.remove(node_id)
        self._loop.call_soon_threadsafe(self._roster.review)

    def statuses(self) -> tuple[NodeStatus, ...]:
        """How the nodes are doing, at most a quarter of a second ago."""
        return self._statuses

    def pending(self) -> int:
        """How many images are known to exist on devices and are not settled here."""
        return sum(node.waiting for node in self._statuses)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` on the receiver's thread when a status has changed, at most four times a second.

        The returned function ends that.
        """
        with self._listeners_lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._listeners_lock:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def _run(self, addresses: Sequence[Address], discover: bool) -> None:
        # Windows' own event loop can't watch ZeroMQ's sockets.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            try:
                runner.run(self._receive(addresses, discover))
            except asyncio.CancelledError:
                log.debug("stopped")
            finally:
                self._running.set()

    async def _receive(self, addresses: Sequence[Address], discover: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._main = cast("asyncio.Task[None]", asyncio.current_task())
        context = zmq.asyncio.Context()
        try:
            async with asyncio.TaskGroup() as tasks:
                self._roster = Roster(context, tasks, self._library, self._desktop, self._known)
                self._roster.begin()
                for address in addresses:
                    self._roster.add(address)
                if discover:
                    self._roster.discover()
                self._running.set()
                await self._tell_news()
        finally:
            context.destroy(linger=0)

    async def _tell_news(self) -> None:
        while True:
            statuses = self._roster.statuses()
            if statuses != self._statuses:
                self._statuses = statuses
                for listener in self._listeners:
                    self._tell(listener)
            await asyncio.sleep(NEWS_INTERVAL_S)

    def _tell(self, listener: Listener) -> None:
        try:
            listener(self._statuses)
        except Exception:
            log.exception("a listener of the receiver has failed")
