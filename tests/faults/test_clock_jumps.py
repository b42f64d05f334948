"""The short form of a wrong clock on the device."""

from __future__ import annotations

from pathlib import Path

from tests.faults.clock_jumps import clock_jumps


def test_images_taken_by_a_wrong_clock_keep_their_order_and_get_their_true_date(tmp_path: Path) -> None:
    outcome = clock_jumps(1, tmp_path)
    assert outcome.holds, outcome
