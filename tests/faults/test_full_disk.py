"""The short form of full disks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.full_disk import full_desktop, full_device
from tests.faults.outcome import Outcome, Skipped


@pytest.mark.parametrize("fault", [full_desktop, full_device])
def test_a_full_disk_pauses_with_words_and_goes_on_by_itself(
    fault: Callable[[int, Path], Outcome], tmp_path: Path
) -> None:
    try:
        outcome = fault(2, tmp_path)
    except Skipped as reason:
        pytest.skip(str(reason))
    assert outcome.holds, outcome
