"""Fetches what a device holds and the library does not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from desktop.nodes.cursor import StreamCursor
from desktop.nodes.intake import Intake
from desktop.nodes.ranges import RangeSet
from node_agent.wire.messages import Fetch, Frame, Tombstone

CREDIT_BYTES = 2 * 1024 * 1024
"""Image bytes asked for at a time. Small, so that a live image finds the library's queue short."""
TURNS = 8
"""Portions on their way over all nodes. More than one a node, so that the wire and the disk work at once."""
TURN_S = 1.0
"""How long a device may keep a turn that it does not use: it waits for the device then, and others need not."""
PATIENCE_S = 10.0
"""How long an answer may take before the rest is asked for again; doubled each time in vain, as links differ."""
LONGEST_PATIENCE_S = 120.0

log = logging.getLogger(__name__)


class Portion:
    """What one Fetch asked for and how much of it has come.

    ``on_idle`` is called once, when the library has no work with it any more: all that came is committed or refused,
    and nothing more is taken, or the device has been slow with the rest for :data:`TURN_S`.
    """

    def __init__(self, cursor: StreamCursor, on_idle: Callable[[], None]) -> None:
        self.fetch = Fetch(stream=cursor.stream, ranges=cursor.missing(), credit_bytes=CREDIT_BYTES)
        self._open = RangeSet(self.fetch.ranges)
        self._credit_bytes = CREDIT_BYTES
        self._on_idle: Callable[[], None] | None = on_idle
        self._uncommitted = 0
        self._ended = False
        self._is_slow = False
        self._news = asyncio.Event()
        self._turn_end = asyncio.get_running_loop().call_later(TURN_S, self._call_slow)

    def asks_for(self, stream: str, first: int, last: int) -> bool:
        return not self._ended and stream == self.fetch.stream and self._open.covers(first, last)

    def take(self, frame: Frame, intake: Intake) -> None:
        self._uncommitted += 1
        self._credit_bytes -= frame.header.size_bytes
        self.answered(frame.header.seq, frame.header.seq)
        intake.take_replayed(frame, on_done=self._on_stored)

    def answered(self, first: int, last: int) -> None:
        self._open.discard(first, last)
        self._news.set()

    async def all_answered(self, patience_s: float) -> bool:
        """Waits until the ranges or the credit are used up, or it is ended; False when the device fell silent."""
        while not self._ended and self._credit_bytes > 0 and any(self._open):
            self._news.clear()
            try:
                async with asyncio.timeout(patience_s):
                    await self._news.wait()
            except TimeoutError:
                return False
        return True

    def end(self) -> None:
        """Takes nothing more."""
        self._ended = True
        self._turn_end.cancel()
        self._news.set()
        self._tell_when_idle()

    def _on_stored(self) -> None:
        self._uncommitted -= 1
        self._tell_when_idle()

    def _call_slow(self) -> None:
        self._is_slow = True
        self._tell_when_idle()

    def _tell_when_idle(self) -> None:
        if (self._ended or self._is_slow) and not self._uncommitted and self._on_idle is not None:
            on_idle, self._on_idle = self._on_idle, None
            on_idle()


class Replay:
    """Asks one agent for what is missing, a portion at a time, as long as it runs.

    A portion is asked for when there is a turn for it; a turn is given back when the portion is committed, so that
    no replay outruns the disk, and all replays together hold little memory. A device that is silent or slow keeps
    its turn for a moment only.
    """

    def __init__(self, intake: Intake, turns: asyncio.Semaphore, ask: Callable[[Fetch], bool]) -> None:
        self._intake = intake
        self._turns = turns
        self._ask = ask
        self._welcomed = False
        self._portion: Portion | None = None

    def begin(self) -> None:
        """The agent is there (again) and listens; what it was asked before it has forgotten."""
        self._welcomed = True
        self._intake.missing_changed.set()
        if self._portion is not None:
            self._portion.end()

    def take(self, frame: Frame) -> None:
        """Takes an image if it was asked for; one that comes too late is asked for again if it is needed."""
        portion, seq = self._portion, frame.header.seq
        if portion is not None and portion.asks_for(frame.header.stream, seq, seq):
            portion.take(frame, self._intake)

    async def take_tombstone(self, gone: Tombstone) -> None:
        portion = self._portion
        if portion is not None and portion.asks_for(gone.stream, *gone.seq_range):
            await self._intake.settle_gone(gone)
            portion.answered(*gone.seq_range)

    async def run(self) -> None:
        patience_s = PATIENCE_S
        while True:
            await self._turn_with_something_to_fetch()
            if await self._fetch_portion(patience_s):
                patience_s = PATIENCE_S
            else:
                log.info("%s: no answer for %.0f s, asking again", self._intake.identity.name, patience_s)
                patience_s = min(2 * patience_s, LONGEST_PATIENCE_S)

    async def _turn_with_something_to_fetch(self) -> None:
        while True:
            while not self._has_something_to_fetch():
                self._intake.missing_changed.clear()
                await self._intake.missing_changed.wait()
            await self._turns.acquire()
            if self._has_something_to_fetch():
                return
            self._turns.release()

    def _has_something_to_fetch(self) -> bool:
        cursor = self._intake.cursor
        return self._welcomed and not self._intake.paused and cursor is not None and cursor.lacks_any()

    async def _fetch_portion(self, patience_s: float) -> bool:
        assert self._intake.cursor is not None
        portion = self._portion = Portion(self._intake.cursor, on_idle=self._turns.release)
        try:
            self._welcomed = self._ask(portion.fetch)
            return not self._welcomed or await portion.all_answered(patience_s)
        finally:
            self._portion = None
            portion.end()
