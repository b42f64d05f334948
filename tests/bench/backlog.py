"""How fast an agent's backlog is fetched, and how long live images take meanwhile.

``python -m tests.bench.backlog [--quick] [--json]``. Ten thousand images lie in the agent's spool before the hub
connects; while they are fetched the camera goes on taking ten a second. All of it is real and on one disk.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Any

from desktop.core.events import ImagesAdded, LibraryEvent
from tests.bench.command import main
from tests.bench.receiving import StoredCount, new_library, paired_feeder, receiving
from tests.bench.rounds import percentiles

IMAGE_BYTES = 60_000
LIVE_PER_S = 10
NS_PER_MS = 1e6


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    backlog = 60 if quick else 10_000
    live = 5 if quick else 100
    with paired_feeder(folder, IMAGE_BYTES) as feeder, new_library(folder) as library:
        feeder.feed(backlog)
        feeder.wait_until_fed()
        spooled_ns = time.time_ns()
        stored = StoredCount(library)
        delays = _Delays(spooled_ns)
        unsubscribe = library.feed.subscribe(delays.note)
        with receiving(library, feeder):
            started_s = time.monotonic()
            feeder.feed(live, LIVE_PER_S)
            delays.wait_for_old(backlog)
            drained_s = time.monotonic() - started_s
            stored.wait_for(backlog + live)
        unsubscribe()
        stored.close()
        images = library.stats().images
    return {
        "image_bytes": IMAGE_BYTES,
        "backlog": backlog,
        "drained_s": round(drained_s, 2),
        "drained_per_s": round(backlog / drained_s, 1),
        "lost": backlog + live - images,
        **{f"live_stored_{name}_ms": round(value, 1) for name, value in percentiles(delays.live_ms).items()},
    }


class _Delays:
    """Counts images from before a moment, and times those that were captured after it."""

    def __init__(self, moment_ns: int) -> None:
        self.live_ms: list[float] = []
        self._moment_ns = moment_ns
        self._old = 0
        self._changed = threading.Condition()

    def note(self, event: LibraryEvent) -> None:
        if not isinstance(event, ImagesAdded):
            return
        now_ns = time.time_ns()
        with self._changed:
            for key in event.keys:
                if key.taken_ns < self._moment_ns:
                    self._old += 1
                else:
                    self.live_ms.append((now_ns - key.taken_ns) / NS_PER_MS)
            self._changed.notify_all()

    def wait_for_old(self, images: int) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._old >= images, 300):
                raise TimeoutError(f"{self._old} of {images} images were fetched")


if __name__ == "__main__":
    sys.exit(main(__doc__, measure))
