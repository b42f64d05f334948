"""The short form of a burst of images."""

from __future__ import annotations

from pathlib import Path

from tests.faults.burst import burst


def test_images_as_fast_as_the_agent_can_are_all_stored_in_order(tmp_path: Path) -> None:
    outcome = burst(200, tmp_path)
    assert outcome.holds, outcome
    assert outcome.images == 200
