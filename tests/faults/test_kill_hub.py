"""The short form of kill -9 of the hub, and what it must notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kill_hub import kill_hub
from tests.faults.mutants import acknowledge_before_commit, mutated, row_before_bytes

ROUNDS_FOR_A_MUTANT = 12


def test_a_hub_killed_under_load_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = kill_hub(3, tmp_path)
    assert outcome.holds, outcome
    assert outcome.images == 180


@pytest.mark.timeout(300)
def test_a_hub_that_acknowledges_before_the_commit_is_caught(tmp_path: Path) -> None:
    outcome = kill_hub(ROUNDS_FOR_A_MUTANT, tmp_path, mutated(acknowledge_before_commit, "desktop.cli"))
    assert outcome.lost > 0


@pytest.mark.timeout(300)
def test_a_hub_that_commits_rows_before_the_bytes_are_there_is_caught(tmp_path: Path) -> None:
    outcome = kill_hub(ROUNDS_FOR_A_MUTANT, tmp_path, mutated(row_before_bytes, "desktop.cli"))
    assert any("rows without a file" in complaint for complaint in outcome.wrong), outcome
