"""All modules of the bench in one run: ``python -m tests.bench [--quick] [--only MODULE ...]``, or ``make bench``.

Writes ``bench.json`` and ``bench.md`` into the present folder. Each module runs in a process of its own, as
``python -m tests.bench.MODULE --json`` does. Exit code 1 when a module failed; a missed target is no failure.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import machine, report

QUICK = ("--quick",)
MODULES: dict[str, tuple[str, ...]] = {
    "ingest": QUICK,
    "latency": QUICK,
    "backlog": QUICK,
    "drop": QUICK,
    "wall": ("--rows", "1000", "10000", "--rounds", "20"),
    "search": ("--rows", "1000", "--rounds", "2"),
    "thumbnails": QUICK,
    "labelling": QUICK,
    "memory": QUICK,
    "start": QUICK,
}
"""What each is to be told for a quick look."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a look, not a measure: under three minutes")
    parser.add_argument("--only", nargs="+", choices=MODULES, default=list(MODULES), metavar="MODULE")
    options = parser.parse_args()
    facts = machine.describe()
    found: dict[str, Any] = {}
    for module in options.only:
        started_s = time.monotonic()
        print(f"{module} ...", end=" ", file=sys.stderr, flush=True)
        figures = _run(module, MODULES[module] if options.quick else ())
        if figures is not None:
            found[module] = figures
            print(f"{time.monotonic() - started_s:.0f} s", file=sys.stderr)
    everything = {"machine": facts, "quick": options.quick, "figures": found}
    Path("bench.json").write_text(json.dumps(everything, indent=2) + "\n", "utf-8")
    page = report.page(facts, found)
    Path("bench.md").write_text(page, "utf-8")
    print(page)
    return 0 if len(found) == len(options.only) else 1


def _run(module: str, arguments: tuple[str, ...]) -> Any:
    """A module's figures; None, and its error is told, when it failed."""
    command = [sys.executable, "-m", f"tests.bench.{module}", "--json", *arguments]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        print(f"failed:\n{result.stderr}", file=sys.stderr)
        return None
    return json.loads(result.stdout)


if __name__ == "__main__":
    sys.exit(main())
