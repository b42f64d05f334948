"""The bench of the grid runs and says what it measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import wall as bench

FIELDS = {
    "first_tiles_ms",
    "jump_p50_ms",
    "jump_p99_ms",
    "insert_p50_ms",
    "insert_p99_ms",
    "select_all_ms",
    "selected_ids_ms",
}


@pytest.mark.may_stall
@pytest.mark.usefixtures("qapp")
def test_the_bench_measures_the_grid_and_its_peer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    cache = str(tmp_path)
    assert bench.main(["--rows", "300", "--rounds", "8", "--repeats", "1", "--cache", cache, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (figures,) = report["results"]
    assert figures["rows"] == 300
    assert figures["start"]["resident_mb"] > 0
    for view in ("grid", "icon_view"):
        assert figures[view].keys() >= FIELDS
        assert all(value > 0 for value in figures[view].values())
    assert figures["search"]["slowest_first_page_ms"] > 0
    assert report["ratios"]["grid"]["jump_p99_ms"] == 1
