"""Asking for what is missing, without a wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.core.records import NodeIdentity
from desktop.nodes import replay
from desktop.nodes.health import Health
from desktop.nodes.intake import Intake
from desktop.nodes.replay import CREDIT_BYTES, Replay
from node_agent.wire.messages import Fetch
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import make_frame

STREAM = "a" * 32
LONG_ENOUGH_S = 0.2
WAIT_S = 15.0


class Asking:
    """A replay of a device that holds three images; what it asks for comes into a queue."""

    def __init__(self, ingest: MemoryIngest, turns: asyncio.Semaphore | None = None) -> None:
        self._asked: asyncio.Queue[Fetch] = asyncio.Queue()
        self._way = Intake(ingest, NodeIdentity("b" * 16, "porch"), Health())
        self.replay = Replay(self._way, turns or asyncio.Semaphore(1), self._ask)

    def _ask(self, fetch: Fetch) -> bool:
        self._asked.put_nowait(fetch)
        return True

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self._way.note_spool(STREAM, 1, 3)
        self.replay.begin()
        running = asyncio.create_task(self.replay.run())
        yield
        running.cancel()

    async def next_fetch(self, within_s: float = WAIT_S) -> Fetch:
        return await asyncio.wait_for(self._asked.get(), within_s)


def test_a_portion_is_asked_for_when_the_one_before_is_committed(ingest: MemoryIngest) -> None:
    async def scenario() -> None:
        asking = Asking(ingest)
        async with asking.running():
            assert await asking.next_fetch() == Fetch(stream=STREAM, ranges=((1, 3),), credit_bytes=CREDIT_BYTES)
            ingest.committing.clear()
            asking.replay.take(make_frame(STREAM, 1, CREDIT_BYTES))
            with pytest.raises(TimeoutError):
                await asking.next_fetch(LONG_ENOUGH_S)
            ingest.committing.set()
            assert (await asking.next_fetch()).ranges == ((2, 3),)

    asyncio.run(scenario())


def test_a_device_that_is_silent_or_slow_does_not_keep_the_only_turn(
    ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "TURN_S", LONG_ENOUGH_S)

    async def scenario() -> None:
        turns = asyncio.Semaphore(1)
        slow, other = Asking(ingest, turns), Asking(ingest, turns)
        async with slow.running():
            await slow.next_fetch()
            async with other.running():
                await other.next_fetch()
                slow.replay.take(make_frame(STREAM, 1, CREDIT_BYTES // 2))  # late, and taken all the same
                await asyncio.to_thread(ingest.wait_for, STREAM, 1)

    asyncio.run(scenario())


def test_what_the_library_has_not_committed_keeps_its_turn(
    ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "TURN_S", 0.01)

    async def scenario() -> None:
        turns = asyncio.Semaphore(1)
        busy, other = Asking(ingest, turns), Asking(ingest, turns)
        async with busy.running():
            await busy.next_fetch()
            ingest.committing.clear()
            busy.replay.take(make_frame(STREAM, 1, CREDIT_BYTES // 2))
            async with other.running():
                with pytest.raises(TimeoutError):
                    await other.next_fetch(LONG_ENOUGH_S)
                ingest.committing.set()
                await other.next_fetch()

    asyncio.run(scenario())


def test_an_agent_that_came_back_is_asked_again(ingest: MemoryIngest) -> None:
    async def scenario() -> None:
        asking = Asking(ingest)
        async with asking.running():
            first = await asking.next_fetch()
            asking.replay.begin()
            assert await asking.next_fetch() == first

    asyncio.run(scenario())
