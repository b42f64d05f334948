"""The short form of power cuts, and what they must notice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.mutants import mutated, no_sync, synchronous_normal
from tests.faults.outcome import Outcome, Skipped
from tests.faults.power_cut import power_cut_of_desktop, power_cut_of_device

ROUNDS_FOR_A_MUTANT = 8


def _bring_about(fault: Callable[..., Outcome], rounds: int, folder: Path, *program: tuple[str, ...]) -> Outcome:
    try:
        return fault(rounds, folder, *program)
    except Skipped as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("fault", [power_cut_of_desktop, power_cut_of_device])
def test_a_power_cut_loses_and_doubles_nothing(fault: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = _bring_about(fault, 2, tmp_path)
    assert outcome.holds, outcome


def test_a_device_that_publishes_without_a_sync_is_caught(tmp_path: Path) -> None:
    agent = mutated(no_sync, "node_agent.cli")
    assert _bring_about(power_cut_of_device, ROUNDS_FOR_A_MUTANT, tmp_path, agent).lost > 0


def test_a_desktop_that_acknowledges_without_a_sync_is_caught(tmp_path: Path) -> None:
    hub = mutated(no_sync, "desktop.cli")
    outcome = _bring_about(power_cut_of_desktop, ROUNDS_FOR_A_MUTANT, tmp_path, hub)
    assert any("not whole" in complaint or "without a file" in complaint for complaint in outcome.wrong), outcome


def test_a_desktop_that_commits_with_synchronous_normal_is_caught(tmp_path: Path) -> None:
    hub = mutated(synchronous_normal, "desktop.cli")
    assert _bring_about(power_cut_of_desktop, ROUNDS_FOR_A_MUTANT, tmp_path, hub).lost > 0
