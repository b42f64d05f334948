"""The way into the library, without a wire."""

from __future__ import annotations

import asyncio

import pytest

from desktop.core.records import NodeIdentity
from desktop.nodes import intake
from desktop.nodes.health import Health
from desktop.nodes.intake import Intake
from tests.helpers.memory_ingest import MemoryIngest
from tests.helpers.scripted_node import make_frame

STREAM = "a" * 32
LONG_ENOUGH_S = 0.2


async def _takes_it(way: Intake, seq: int) -> bool:
    """Whether an image of 400 kB is taken at once."""
    try:
        async with asyncio.timeout(LONG_ENOUGH_S):
            await way.take_live(make_frame(STREAM, seq, 400_000))
    except TimeoutError:
        return False
    return True


def test_no_more_is_taken_than_may_be_under_way(ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LIVE_BYTES", 1_000_000)

    async def scenario() -> None:
        way = Intake(ingest, NodeIdentity("b" * 16, "porch"), Health())
        ingest.committing.clear()
        assert [await _takes_it(way, seq) for seq in (1, 2, 3)] == [True, True, False]
        assert way.blocked
        assert ingest.handed_over_bytes == 800_000
        ingest.committing.set()
        await way.take_live(make_frame(STREAM, 3, 400_000))
        assert not way.blocked

    asyncio.run(scenario())


def test_an_image_larger_than_all_that_may_be_under_way_is_taken_alone(
    ingest: MemoryIngest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LIVE_BYTES", 100_000)

    async def scenario() -> None:
        way = Intake(ingest, NodeIdentity("b" * 16, "porch"), Health())
        ingest.committing.clear()
        assert [await _takes_it(way, seq) for seq in (1, 2)] == [True, False]
        ingest.committing.set()
        await way.take_live(make_frame(STREAM, 2, 400_000))

    asyncio.run(scenario())
    ingest.wait_for(STREAM, 1, 2)
