"""The short form of many agents on one hub."""

from __future__ import annotations

from pathlib import Path

from tests.faults.many import many_agents


def test_many_agents_lose_nothing(tmp_path: Path) -> None:
    outcome = many_agents(3, tmp_path, agents=12)
    assert outcome.holds, outcome
    assert outcome.images >= 12
