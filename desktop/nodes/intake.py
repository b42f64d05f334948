"""The way of one node's images into the library."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from desktop.core.errors import LibraryError
from desktop.core.library import Ingest
from desktop.core.records import NodeIdentity
from desktop.nodes.cursor import StreamCursor
from desktop.nodes.health import Health
from node_agent.wire.errors import WireError
from node_agent.wire.messages import Frame, Tombstone

LIVE_BYTES = 8 * 1024 * 1024
"""Live images handed to the library and not committed yet, a node; beyond it the link stops reading."""
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0

log = logging.getLogger(__name__)


class Intake:
    """Hands each image to the library once and keeps the stream's cursor.

    While the library takes nothing, images are left on the device: a pause follows each refusal, longer each time.

    Attributes:
        identity: whose images these are, under its present name.
        cursor: of the present stream; None until the device has said which that is.
        refusal: why the library takes nothing, in words for the user; empty while it does.
        paused: nothing is handed to the library for now.
        missing_changed: set when there may be something to fetch.
        settled_changed: set when there may be something to acknowledge.
    """

    def __init__(self, library: Ingest, identity: NodeIdentity, health: Health) -> None:
        self.identity = identity
        self.cursor: StreamCursor | None = None
        self.refusal = ""
        self.paused = False
        self.missing_changed = asyncio.Event()
        self.settled_changed = asyncio.Event()
        self._library = library
        self._health = health
        self._following = asyncio.Lock()
        self._live_bytes = 0
        self._room = asyncio.Event()
        self._room.set()
        self._pause_s = FIRST_PAUSE_S

    def rename(self, name: str) -> None:
        self.identity = NodeIdentity(self.identity.node_id, name)

    async def follow(self, stream: str) -> StreamCursor:
        """Makes ``stream`` the present one; a wiped device begins a new one.

        Raises:
            LibraryError: the library can't say how far the stream has come.
            ForeignStreamError: it is another node's.
        """
        async with self._following:
            if self.cursor is None or self.cursor.stream != stream:
                self.cursor = StreamCursor(
                    stream, await asyncio.to_thread(self._library.position, self.identity, stream)
                )
            return self.cursor

    async def note_spool(self, stream: str, first_seq: int, last_seq: int) -> None:
        """Takes over which numbers of ``stream`` the device says it holds.

        Raises:
            LibraryError, ForeignStreamError: as :meth:`follow`.
        """
        cursor = await self.follow(stream)
        cursor.device_holds(first_seq, last_seq)
        self.missing_changed.set()

    async def take_live(self, frame: Frame) -> None:
        """Hands over an image as it is published; waits while too much is under way already."""
        header = frame.header
        cursor = await self.follow(header.stream)
        await self._room_for(header.size_bytes)
        self._live_bytes += header.size_bytes
        cursor.device_has_sent(header.seq)
        self._store(frame, on_fault=StreamCursor.abandon, on_done=lambda: self._free(header.size_bytes))
        self.missing_changed.set()

    def take_replayed(self, frame: Frame, on_done: Callable[[], None]) -> None:
        """Hands over an image that was fetched; ``on_done`` is called once it is committed or refused."""
        self._store(frame, on_fault=StreamCursor.give_up, on_done=on_done)

    async def settle_gone(self, gone: Tombstone) -> None:
        """Notes that a range can't be had any more, and why."""
        try:
            await asyncio.to_thread(self._library.settle_gone, self.identity, gone.stream, gone.seq_range, gone.reason)
        except LibraryError as error:
            self._pause(error)
            return
        if self.cursor is not None and self.cursor.stream == gone.stream:
            self.cursor.settle_gone(*gone.seq_range)
            self.settled_changed.set()

    def captured(self) -> int:
        """How many images the present stream has had in all, as far as is known."""
        return self.cursor.last if self.cursor is not None else 0

    def waiting(self) -> int:
        """How many images the device is known to hold that are not settled here."""
        return self.cursor.waiting() if self.cursor is not None else 0

    @property
    def blocked(self) -> bool:
        """Whether the link does not read because the library is behind."""
        return not self._room.is_set()

    def _store(self, frame: Frame, on_fault: Callable[[StreamCursor, int], None], on_done: Callable[[], None]) -> None:
        cursor, seq = self.cursor, frame.header.seq
        if cursor is None or cursor.stream != frame.header.stream or self.paused or not cursor.begin(seq):
            on_done()
            return
        loop = asyncio.get_running_loop()

        def on_outcome(future: Future[bool]) -> None:
            self._on_outcome(cursor, seq, future, on_fault)
            on_done()

        def from_writer(future: Future[bool]) -> None:
            # A closed loop: the receiver has stopped, and what becomes of the image is the library's alone.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(on_outcome, future)

        self._library.store_frame(self.identity, frame).add_done_callback(from_writer)

    def _on_outcome(
        self, cursor: StreamCursor, seq: int, future: Future[bool], on_fault: Callable[[StreamCursor, int], None]
    ) -> None:
        try:
            is_new = future.result()
        except WireError as error:
            on_fault(cursor, seq)
            self._health.complain(self.identity.name, str(error))
        except Exception as error:  # the image stays on the device, the user is told, and it is tried again
            cursor.abandon(seq)
            self._pause(error)
        else:
            cursor.settle(seq)
            self._pause_s = FIRST_PAUSE_S
            self.refusal = ""
            self.settled_changed.set()
            if is_new:
                self._health.stored()
        self.missing_changed.set()

    def _pause(self, error: Exception) -> None:
        self.refusal = str(error) or repr(error)
        if self.paused:
            return
        self.paused = True
        expected = isinstance(error, LibraryError)
        log.warning(
            "%s: the library takes no images, next try in %.0f s: %s",
            self.identity.name, self._pause_s, self.refusal, exc_info=None if expected else error,
        )  # fmt: skip
        asyncio.get_running_loop().call_later(self._pause_s, self._resume)
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def _resume(self) -> None:
        self.paused = False
        self.missing_changed.set()

    async def _room_for(self, size_bytes: int) -> None:
        while self._live_bytes and self._live_bytes + size_bytes > LIVE_BYTES:
            self._room.clear()
            await self._room.wait()
        self._room.set()

    def _free(self, size_bytes: int) -> None:
        self._live_bytes -= size_bytes
        self._room.set()
