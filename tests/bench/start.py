"""From the command to the window and to the first tiles, at a thousand and a million images; what imports take.

``python -m tests.bench.start [--quick] [--json]``. Each start is a process of its own, counted from its creation; the
files are in the system's cache. Imports are measured as whole processes beside one that imports nothing.
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.command import main
from tests.bench.generated import generated_library
from tests.bench.opened import opened
from tests.bench.rounds import Figures, alternate

ENTRY_POINTS = ("node_agent.cli", "node_agent.cli.run", "desktop.cli", "desktop.app", "desktop.hub")
SIZES, SIZES_QUICK = (1_000, 1_000_000), (1_000,)


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    rounds = 1 if quick else 5
    sizes = SIZES_QUICK if quick else SIZES
    cache = folder / "cache" if quick else None
    libraries = {f"at_{rows}": generated_library(rows, cache) for rows in sizes}
    imports = {"nothing": partial(_imported, "sys"), **{name: partial(_imported, name) for name in ENTRY_POINTS}}
    return {
        "rounds": rounds,
        "imports": alternate(imports, rounds),
        "starts": alternate({name: partial(opened, library) for name, library in libraries.items()}, rounds),
    }


def _imported(module: str) -> Figures:
    started_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return {"ms": 1000 * (time.perf_counter() - started_s)}


if __name__ == "__main__":
    sys.exit(main(__doc__, measure))
