"""Opens the window on a library, waits until its tiles are there, and says how long that took and what it holds.

``python -m tests.bench.opened FOLDER``: a program of its own, so that it starts as ``miharu`` does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QTimer

from desktop.core.settings import NO_LABELLER, Settings
from tests.bench.window import application, open_window, until

SETTLED_S = 1.0
MB = 1e6


def opened(library: Path) -> dict[str, float]:
    """Figures of one start: ``window_s`` and ``first_tiles_s`` since the process began, ``resident_mb``."""
    command = [sys.executable, "-m", "tests.bench.opened", str(library)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> int:
    process = psutil.Process()
    application()
    figures: dict[str, float] = {}
    QTimer.singleShot(0, lambda: figures.setdefault("window_s", time.time() - process.create_time()))
    with open_window(Path(sys.argv[1]), Settings(labeller=NO_LABELLER)) as session:
        grid = session.window.workspace.centre.grid
        timer = QTimer(interval=1)
        timer.timeout.connect(lambda: grid.complete and figures.setdefault("first_tiles_s", _age_s(process)))
        timer.start()
        until(lambda: "first_tiles_s" in figures)
        timer.stop()
        settled_s = time.monotonic() + SETTLED_S
        until(lambda: time.monotonic() > settled_s)
        figures["resident_mb"] = process.memory_info().rss / MB
    print(json.dumps(figures))
    return 0


def _age_s(process: psutil.Process) -> float:
    return time.time() - process.create_time()


if __name__ == "__main__":
    sys.exit(main())
