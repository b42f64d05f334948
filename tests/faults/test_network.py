"""The short form of the bad network."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.network import bad_network
from tests.faults.outcome import Skipped

CABLE_PULLED_S = 8.0
"""Longer than a silent node counts as online."""


def test_everything_arrives_once_over_a_bad_network(tmp_path: Path) -> None:
    try:
        outcome = bad_network(1, tmp_path, CABLE_PULLED_S)
    except Skipped as reason:
        pytest.skip(str(reason))
    assert outcome.holds, outcome
