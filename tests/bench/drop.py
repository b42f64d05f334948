"""A folder of images dropped on the window at once: pace, stalls of the GUI thread, memory.

``python -m tests.bench.drop [--images N] [--quick] [--json]``. The window, library, import and basic labeller are
those of ``miharu``, offscreen; the files are 320 x 240 JPEGs of some 34 kB. A stall is time in which the GUI thread did
not come back to its event loop for over 100 ms though it could have had a processor.
"""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from desktop.app import Session
from desktop.core.settings import Settings
from desktop.panels.drops import Gift
from desktop.stalls import Stall, StallWatch
from tests.bench.command import parser, run
from tests.bench.images import write_small_jpegs
from tests.bench.window import open_window, until

LOOK_S = 0.1
QUICK_IMAGES = 60
MB = 1e6


def measure(images: int, folder: Path) -> dict[str, Any]:
    write_small_jpegs(folder / "given", images)
    with open_window(folder / "library", Settings(labeller="basic")) as session:
        return _drop(session, folder / "given", images)


def _drop(session: Session, given: Path, images: int) -> dict[str, Any]:
    assert session.hub is not None
    library = session.hub.library
    stalls: list[Stall] = []
    watch = StallWatch(stalls.append)
    memory = _Memory()
    watch.start()
    started_s, cpu_s = time.monotonic(), time.process_time()
    session.window.workspace.take(Gift(paths=(str(given),)))
    until(lambda: library.stats().images == images)
    added_s = time.monotonic() - started_s
    until(lambda: library.stats().labelled == images)
    labelled_s = time.monotonic() - started_s
    watch.stop()
    memory.stop()
    return {
        "images": images,
        "added_s": round(added_s, 2),
        "labelled_s": round(labelled_s, 2),
        "labelled_per_s": round(images / labelled_s, 1),
        "cpu_ms_per_image": round(1000 * (time.process_time() - cpu_s) / images, 2),
        "failed": library.stats().failed,
        "stalls": len(stalls),
        "stall_stacks": [str(stall) for stall in stalls[:5]],
        "resident_mb_before": round(memory.before_mb),
        "resident_mb_most": round(memory.most_mb),
    }


class _Memory:
    """What the process holds, looked at ten times a second; not by the GUI thread, whose stalls are counted."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self.before_mb = self.most_mb = self._resident_mb()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="memory-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_S):
            self.most_mb = max(self.most_mb, self._resident_mb())

    def _resident_mb(self) -> float:
        return float(self._process.memory_info().rss) / MB


def main() -> int:
    options = parser(__doc__)
    options.add_argument("--images", type=int, default=2_000)
    chosen = options.parse_args()
    return run(partial(measure, QUICK_IMAGES if chosen.quick else chosen.images), chosen.json)


if __name__ == "__main__":
    sys.exit(main())
