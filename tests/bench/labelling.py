"""How near the labelling engine comes to Little's law, the on-device labeller to a bare loop, and what the gate saves.

``python -m tests.bench.labelling [--quick] [--json]``. The engine works a real library with a simulated service of
fixed latency; no engine can do better than ``workers * batch / latency`` images a second.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication

from desktop.core.records import Annotation, Label, LabelError, NodeIdentity, Picture
from desktop.core.settings import Settings
from desktop.labelling.colours import main_colours
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.images import read_pixels, within
from desktop.labelling.labellers import basic
from desktop.labelling.labellers.basic.detectors import Detectors
from desktop.labelling.labellers.basic.light import light_words
from desktop.store import open_library
from tests.bench import gate, on_device
from tests.helpers.libraries import frame
from tests.helpers.meters import FreeMeter

WORKERS = 4
BATCH = 16
LATENCY_S = 0.3
NODE = NodeIdentity("b" * 16, "bench")
ANSWER = Annotation(labels=tuple(Label(f"thing {n}", 0.9 - n / 20) for n in range(10)))


class SimulatedService:
    """Takes :data:`LATENCY_S` a call, whatever the batch, and notes when it was first and last called."""

    name = "simulated"
    version = "1"
    batch_size = BATCH

    def __init__(self, images: int) -> None:
        self.first_call_s = 0.0
        self.done = threading.Event()
        self._left = images
        self._lock = threading.Lock()

    def label(self, batch: Sequence[Picture]) -> list[Annotation | LabelError]:
        with self._lock:
            self.first_call_s = self.first_call_s or time.perf_counter()
        time.sleep(LATENCY_S)
        with self._lock:
            self._left -= len(batch)
            if not self._left:
                self.done.set()
        return [ANSWER] * len(batch)

    def close(self) -> None:
        self.done.set()


def measure_engine(rounds: int) -> dict[str, float]:
    """Labels ``rounds`` batches a worker from a library in a temporary folder."""
    images = rounds * WORKERS * BATCH
    service = SimulatedService(images)
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        for stored in [library.store_frame(NODE, frame(seq)) for seq in range(1, images + 1)]:
            stored.result()
        engine = LabellingEngine(library, lambda: service, WORKERS)
        engine.start()
        service.done.wait()
        elapsed_s = time.perf_counter() - service.first_call_s
        engine.stop()
        labelled = library.stats().labelled
        library.close()
    bound_per_s = WORKERS * BATCH / LATENCY_S
    per_s = images / elapsed_s
    return {"images": labelled, "per_s": per_s, "bound_per_s": bound_per_s, "efficiency": per_s / bound_per_s}


def measure_basic(repeats: int) -> dict[str, float]:
    """Milliseconds on one core for a 720p JPEG, in all and by part (medians)."""
    with tempfile.TemporaryDirectory() as folder:
        path = _photo(Path(folder) / "photo.jpg")
        labeller = basic.create(Settings(), FreeMeter())
        detectors = Detectors()
        pixels = read_pixels(path, within(basic.SIDE_PX))
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        parts: dict[str, Callable[[], object]] = {
            "all": lambda: labeller.label([Picture(path=path)]),
            "read": lambda: read_pixels(path, within(basic.SIDE_PX)),
            "faces": lambda: detectors.faces(grey),
            "people": lambda: detectors.people(grey),
            "codes": lambda: detectors.codes(grey),
            "colours": lambda: main_colours(pixels),
            "light": lambda: light_words(grey),
        }
        return {name: _median_ms(part, repeats) for name, part in parts.items()}


def _median_ms(work: Callable[[], object], repeats: int) -> float:
    work()
    times = []
    for _ in range(repeats):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return 1000 * median(times)


def _photo(path: Path) -> Path:
    """Something like a photo: soft shapes of all sizes with noise on top."""
    chance = np.random.default_rng(1)
    pixels = sum(
        cv2.resize(chance.integers(0, 64, (9 * 2**n, 16 * 2**n, 3), dtype=np.uint8), (1280, 720)) for n in range(4)
    )
    Image.fromarray(pixels).save(path, quality=90)
    return path


def measure(quick: bool) -> dict[str, Any]:
    """All figures."""
    return {
        "workers": WORKERS,
        "batch": BATCH,
        "latency_s": LATENCY_S,
        "engine": measure_engine(rounds=3 if quick else 20),
        "basic_ms": measure_basic(repeats=3 if quick else 50),
        "on_device": on_device.measure(threads=os.cpu_count() or 1, seconds=0.1 if quick else 2.0),
        "gate": gate.measure(images=80 if quick else 600),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    application = QCoreApplication([])
    figures = measure(options.quick)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    engine = figures["engine"]
    print(f"engine: {engine['per_s']:.0f} images/s of {engine['bound_per_s']:.0f} ({engine['efficiency']:.1%})")
    saved = {name: found["saved"] for name, found in figures["gate"].items()}
    print("gate:   " + ", ".join(f"{share:.0%} saved over a {name}" for name, share in saved.items()))
    print("\n".join(f"on-device: {name} {value}" for name, value in figures["on_device"].items()))
    print("basic:  " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in figures["basic_ms"].items()))
    del application


if __name__ == "__main__":
    main()
