"""What the gate saves on recorded sequences, and what it misses: ``python -m tests.bench.gate [--quick] [--json]``.

Two cameras, one image every two seconds: the built-in harbour, where waves, gulls and a boat always move, and a quiet
yard under sensor noise that a visitor crosses now and then. An image with the visitor that inherits the labels of one
without (or the other way round) is a miss.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from desktop.core.records import Annotation, Picture
from desktop.core.settings import GateSettings
from desktop.labelling.gate import Gate, perceptual_hash
from desktop.labelling.prices import price_list
from node_agent.sources.scenery import SCENES
from tests.helpers.meters import FreeMeter

INTERVAL_S = 2.0
VISIT_EVERY, VISIT_LENGTH = 60, 5
VISITOR_PX = (110, 260)
BATCH = 16


class CountingLabeller:
    """Says nothing of any image, and counts."""

    name = "counting"
    version = "1"
    batch_size = BATCH
    units_of_an_image = {"labels": 1}  # noqa: RUF012

    def __init__(self) -> None:
        self.asked = 0

    def label(self, batch: Sequence[Picture]) -> list[Annotation]:
        self.asked += len(batch)
        return [Annotation()] * len(batch)

    def close(self) -> None:
        pass


def measure(images: int) -> dict[str, Any]:
    """The figures of both sequences."""
    with tempfile.TemporaryDirectory() as name:
        return {"harbour": _measure(Path(name), _harbour(images)), "yard": _measure(Path(name), _yard(images))}


def _measure(folder: Path, frames: Iterator[tuple[np.ndarray, bool]]) -> dict[str, Any]:
    pictures, visited = [], {}
    for number, (pixels, has_visitor) in enumerate(frames):
        path = folder / f"{number}.jpg"
        cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])
        taken_ns = round(number * INTERVAL_S * 1e9)
        pictures.append(Picture(path=path, image_id=number, taken_ns=taken_ns, camera="bench", node_id="bench"))
        visited[number] = has_visitor
    start = time.thread_time()
    for picture in pictures:
        perceptual_hash(picture.path)
    hash_ms = 1000 * (time.thread_time() - start) / len(pictures)
    labeller = CountingLabeller()
    gate = Gate(labeller, GateSettings(), FreeMeter())
    outcomes = [o for at in range(0, len(pictures), BATCH) for o in gate.label(pictures[at : at + BATCH])]
    sources = {n: o.inherited_from for n, o in enumerate(outcomes) if isinstance(o, Annotation)}
    missed = sum(source is not None and visited[n] != visited[source] for n, source in sources.items())
    usual_usd = price_list().usd_per_1000["labels"][0]
    saved = len(pictures) - labeller.asked
    return {
        "images": len(pictures),
        "asked": labeller.asked,
        "saved": round(saved / len(pictures), 3),
        "saved_usd_per_1000_images": round(usual_usd * saved / len(pictures), 3),
        "with_visitor": sum(visited.values()),
        "missed": missed,
        "hash_ms": round(hash_ms, 2),
    }


def _harbour(images: int) -> Iterator[tuple[np.ndarray, bool]]:
    scene = SCENES["harbour"]()
    for number in range(images):
        yield scene.draw(number * INTERVAL_S), False


def _yard(images: int) -> Iterator[tuple[np.ndarray, bool]]:
    chance = np.random.default_rng(1)
    shapes = [
        cv2.resize(chance.integers(0, 60, (9 * 2**n, 16 * 2**n, 3), dtype=np.uint8), (1280, 720)) for n in range(4)
    ]
    quiet = sum(shape.astype(np.int16) for shape in shapes)
    for number in range(images):
        step = number % VISIT_EVERY
        pixels = quiet + chance.normal(0, 3, quiet.shape)
        if step < VISIT_LENGTH:
            left = 100 + 220 * step
            cv2.ellipse(pixels, (left, 480), (VISITOR_PX[0] // 2, VISITOR_PX[1] // 2), 0, 0, 360, (30, 40, 160), -1)
        yield pixels.clip(0, 255).astype(np.uint8), step < VISIT_LENGTH


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer images")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    figures = measure(80 if options.quick else 600)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, found in figures.items():
        print(f"{name}: {found}")


if __name__ == "__main__":
    main()
