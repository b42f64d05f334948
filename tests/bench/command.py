"""What all modules of the bench have in common on the command line: ``--quick`` and ``--json``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

Measure = Callable[[bool, Path], dict[str, Any]]
"""Gives all figures of a module. It is told whether to be quick, and gets an empty folder on a real disk."""


def main(description: str, measure: Measure) -> int:
    """The command line of a module that has no options of its own."""
    options = parser(description).parse_args()
    return run(partial(measure, options.quick), options.json)


def parser(description: str) -> argparse.ArgumentParser:
    """With the options that all modules have, ``quick`` and ``json``."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--quick", action="store_true", help="fewer images and rounds: a look, not a measure")
    made.add_argument("--json", action="store_true", help="print JSON")
    return made


def run(measure: Callable[[Path], dict[str, Any]], as_json: bool) -> int:
    """Runs a measure away from the user's own settings and prints its figures."""
    # Beside the checkout, not in /tmp: that may be memory, where a sync costs nothing.
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for variable in ("MIHARU_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = str(folder / variable.lower())
        figures = measure(folder)
    if as_json:
        json.dump(figures, sys.stdout, indent=2)
        print()
    else:
        _show(figures)
    return 0


def _show(figures: Any, path: str = "") -> None:
    if not isinstance(figures, dict):
        print(f"{path.strip():<60} {figures}")
    elif figures.keys() == {"median", "low", "high"}:
        print(f"{path.strip():<60} {figures['median']}  ({figures['low']} to {figures['high']})")
    else:
        for key, value in figures.items():
            _show(value, f"{path} {key}")
