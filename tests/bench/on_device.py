"""How much of a bare ONNX Runtime loop's rate the on-device labeller keeps: ``python -m tests.bench.on_device``.

The bare loop runs batches that lie ready in memory and looks at no result. Against it stand, with the same model,
threads and session options: the classifier given decoded images (resize, normalise, run, sum up to words), and the
labeller given files (read and decode as well). With all cores at work whatever the labeller does beside inference is
taken from inference; with one thread of the bare loop against two workers, reading overlaps with inference.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime

from desktop.core.records import Picture
from desktop.core.settings import OnDeviceSettings
from desktop.labelling.images import read_pixels
from desktop.labelling.labellers.onnx.labeller import OnDeviceLabeller
from desktop.labelling.labellers.onnx.runners import load
from desktop.labelling.models.shelf import ModelShelf
from tests.helpers.real_models import CLASSIFIER as CLASSIFIER_NAME
from tests.helpers.real_models import CLASSIFIER_FILE, DETECTOR, shelve

TESTDATA = Path(__file__).resolve().parents[3] / "shared" / "testdata"
CLASSIFIER = TESTDATA / "models" / CLASSIFIER_FILE
BATCH = 8
ROUNDS = 3

Work = Callable[[], object]
"""Does one batch of :data:`BATCH` images."""


class Rate(NamedTuple):
    """What a measure came to. The CPU time is that of all threads; other programs hardly disturb it."""

    images_per_s: float
    cpu_ms_per_image: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each measure and round")
    arguments = parser.parse_args()
    figures = measure(arguments.threads, arguments.seconds)
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        print("\n".join(f"{name:<48} {value}" for name, value in figures.items()))


def measure(threads: int, seconds: float) -> dict[str, float | int | str]:
    """All figures by name, or the reason why there are none."""
    if not CLASSIFIER.is_file():
        return {"skipped": f"the test data folder is not beside this checkout: {CLASSIFIER} is missing"}
    photos = [Picture(path=path) for path in sorted((TESTDATA / "photos").iterdir())]
    batch = [photos[index % len(photos)] for index in range(BATCH)]
    with tempfile.TemporaryDirectory() as folder:
        shelf = shelve(TESTDATA / "models", Path(folder, "models"))
        labeller = OnDeviceLabeller(shelf, OnDeviceSettings(models=(CLASSIFIER_NAME,)))
        both = OnDeviceLabeller(shelf, OnDeviceSettings())
        rates = _rates(
            {
                "bare_loop": (_bare(CLASSIFIER, (BATCH, 3, 224, 224)), threads),
                "bare_loop_in_1_thread": (_bare(CLASSIFIER, (BATCH, 3, 224, 224)), 1),
                "classifier_from_pixels": (_from_pixels(shelf, batch), threads),
                "classifier_from_files": (lambda: labeller.label(batch), threads),
                "bare_loop_of_both_models": (_bare_both(shelf), threads),
                "both_models_from_files": (lambda: both.label(batch), threads),
            },
            seconds,
        )
        labeller.close()
        both.close()
    return {"threads": threads, **_figures(rates)}


def _figures(rates: dict[str, Rate]) -> dict[str, float]:
    figures = {}
    for name, rate in rates.items():
        figures[f"{name}_images_per_s"] = round(rate.images_per_s, 1)
        figures[f"{name}_cpu_ms_per_image"] = round(rate.cpu_ms_per_image, 2)
    for name, bare in (
        ("classifier_from_pixels", "bare_loop"),
        ("classifier_from_files", "bare_loop"),
        ("classifier_from_files", "bare_loop_in_1_thread"),
        ("both_models_from_files", "bare_loop_of_both_models"),
    ):
        figures[f"{name}_to_{bare}"] = round(rates[name].images_per_s / rates[bare].images_per_s, 3)
        figures[f"{name}_to_{bare}_by_cpu"] = round(rates[bare].cpu_ms_per_image / rates[name].cpu_ms_per_image, 3)
    return figures


def _rates(measures: dict[str, tuple[Work, int]], seconds: float) -> dict[str, Rate]:
    """The medians of several rounds; the measures take turns, so that a busy moment does not hit one alone."""
    rounds: dict[str, list[Rate]] = {name: [] for name in measures}
    for _ in range(ROUNDS):
        for name, (work, threads) in measures.items():
            rounds[name].append(_rate(work, threads, seconds))
    return {name: Rate(*map(statistics.median, zip(*rates, strict=True))) for name, rates in rounds.items()}


def _rate(work: Work, threads: int, seconds: float) -> Rate:
    work()
    start, cpu_start = time.perf_counter(), time.process_time()

    def repeat(_: int) -> int:
        done = 0
        while time.perf_counter() - start < seconds:
            work()
            done += BATCH
        return done

    with ThreadPoolExecutor(threads) as pool:
        images = sum(pool.map(repeat, range(threads)))
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return Rate(images / elapsed, 1000 * cpu / images)


def _bare(path: Path, shape: tuple[int, ...]) -> Work:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    images = np.random.default_rng(1).standard_normal(shape, dtype=np.float32)
    return lambda: session.run(None, {name: images})


def _bare_both(shelf: ModelShelf) -> Work:
    classify = _bare(CLASSIFIER, (BATCH, 3, 224, 224))
    detect = _bare(shelf.path(shelf.find(DETECTOR)), (1, 3, 416, 416))
    return lambda: (classify(), [detect() for _ in range(BATCH)])


def _from_pixels(shelf: ModelShelf, batch: list[Picture]) -> Work:
    spec = shelf.find(CLASSIFIER_NAME)
    classifier = load(spec, shelf.path(spec), ("cpu",), OnDeviceSettings().threshold)
    images = [read_pixels(picture.path, lambda *size: min(1.0, classifier.scale(*size))) for picture in batch]
    return lambda: classifier.annotate(images)


if __name__ == "__main__":
    main()
