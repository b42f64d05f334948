"""Each module of the bench runs by itself and says what it promises. No time is asserted: that is for `make bench`.

The modules of labelling and of the wall have their tests beside those of their rooms.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench import report
from tests.bench.__main__ import MODULES
from tests.bench.targets import TARGETS, judge_all

ROOT = Path(__file__).parents[2]
MACHINE = {"cores": 2, "processor": "a chip", "memory_gib": 8, "system": "Linux 6", "python": "3.11", "load": 0.1}
PROMISED = {
    "ingest": [
        *((way, figure, "median") for way in ("miharu", "bare", "bare_loop", "imagezmq_req_rep", "imagezmq_pub_sub")
          for figure in ("images_per_s", "cpu_ms_per_image", "lost")),
        ("miharu_to_bare",),
        ("miharu_to_imagezmq_req_rep",),
    ],
    "latency": [
        *(("at_30_per_s", "miharu", f"{what}_{share}_ms", "median") for what in ("stored", "painted")
          for share in ("p50", "p95", "p99")),
        ("at_30_per_s", "imagezmq", "painted_p95_ms", "median"),
    ],
    "backlog": [("drained_per_s",), ("lost",), ("live_stored_p95_ms",)],
    "drop": [("added_s",), ("labelled_per_s",), ("stalls",), ("failed",), ("resident_mb_most",)],
    "thumbnails": [("store", "tiles_per_s", "median"), ("store_to_qt_full",), ("store_to_pillow_draft",)],
    "search": [("slowest_first_page_ms",), ("searches", "cat -dog", "plain_sql_full_count_ms")],
    "memory": [
        ("desktop_mb", "at_1000"),
        ("agent_at_rest", "most_mb"),
        ("agent_at_10_per_s", "cpu_percent"),
        ("motion_1080p_cpu_ms", "look"),
    ],
    "start": [
        ("imports", "desktop.app", "ms", "median"),
        ("starts", "at_1000", "window_s", "median"),
        ("starts", "at_1000", "first_tiles_s", "median"),
    ],
}  # fmt: skip
NOTHING_LOST = {"ingest": ("miharu", "lost", "median"), "backlog": ("lost",), "drop": ("failed",)}


@pytest.mark.parametrize("module", PROMISED)
def test_a_module_runs_by_itself_and_gives_its_figures(module: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", f"tests.bench.{module}", "--json", *MODULES[module]]
    result = subprocess.run(
        command, cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False, timeout=110
    )
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)
    for path in PROMISED[module]:
        assert _at(figures, path) is not None
    if module in NOTHING_LOST:
        assert _at(figures, NOTHING_LOST[module]) == 0
    assert list(tmp_path.glob(".bench-*")) == []


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _at(figures: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        figures = figures[key]
    return figures


def test_a_target_says_whether_it_was_reached_and_a_missed_one_why() -> None:
    slow = {"ingest": {"miharu": {"images_per_s": {"median": 1200.0}}, "miharu_to_bare": 0.5}}
    fast = {"ingest": {"miharu": {"images_per_s": {"median": 1200.0}}, "miharu_to_bare": 0.9}}
    missed, reached = judge_all(slow)[0], judge_all(fast)[0]
    assert (missed.figure, missed.ratio, missed.verdict) == ("1,200 images/s", "0.50", "**missed**")
    assert missed.why
    assert (reached.verdict, reached.why) == ("reached", "")
    assert all(row.verdict == "not measured" for row in judge_all(slow)[1 : len(TARGETS)])


def test_growth_with_the_number_of_rows_is_judged_as_a_ratio() -> None:
    def found(insert_ms: float) -> dict[str, Any]:
        grid = {"jump_p99_ms": 5.0, "insert_p99_ms": 6.0}
        return {
            "wall": {
                "results": [
                    {"rows": 1_000, "grid": {**grid, "insert_p50_ms": 4.0}},
                    {"rows": 1_000_000, "grid": {**grid, "insert_p50_ms": insert_ms}},
                ]
            }
        }

    verdicts = [next(row for row in judge_all(found(ms)) if "insert" in row.what).verdict for ms in (4.1, 8.0)]
    assert verdicts == ["reached", "**missed**"]


def test_the_page_has_every_target_and_every_figure() -> None:
    figures = {"backlog": {"drained_per_s": 812.5, "live": {"median": 1.5, "low": 1, "high": 2}}}
    page = report.page(MACHINE, figures)
    for target in TARGETS:
        assert f"| {target.what} |" in page
    assert "| drained_per_s | 812.5 | |" in page
    assert "| live | 1.5 | 1 to 2 |" in page
    assert "2 cores (a chip)" in page
