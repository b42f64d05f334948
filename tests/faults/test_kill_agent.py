"""The short form of kill -9 of the agent, and what it must notice."""

from __future__ import annotations

from pathlib import Path

from tests.faults.kill_agent import kill_agent


def test_an_agent_killed_under_load_loses_nothing_and_uses_no_number_twice(tmp_path: Path) -> None:
    outcome = kill_agent(3, tmp_path)
    assert outcome.holds, outcome
    assert outcome.images == 160
