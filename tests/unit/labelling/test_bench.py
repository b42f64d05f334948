"""The benchmark runs and prints the figures that people compare."""

from __future__ import annotations

import json
import subprocess
import sys


def test_the_labelling_benchmark_prints_its_figures() -> None:
    command = [sys.executable, "-m", "tests.bench.labelling", "--quick", "--json"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)
    assert figures["engine"]["images"] == 192
    assert 0 < figures["engine"]["efficiency"] <= 1
    assert 0 < figures["gate"]["yard"]["saved"] < 1
    assert figures["gate"]["yard"]["missed"] == 0
    assert figures["on_device"]
    assert figures["basic_ms"].keys() == {"all", "read", "faces", "people", "codes", "colours", "light"}
