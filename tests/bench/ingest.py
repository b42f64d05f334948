"""Durable, encrypted ingest of 100 kB images over one connection: images a second, CPU time an image, and losses.

``python -m tests.bench.ingest [--quick] [--json]``. Miharu is all of it but the camera: the agent's spool (each image
synced), CURVE, the hub's hash check, the file (written and synced), its row, the acknowledgement. Against it stand

- ``bare``: CURVE PUSH/PULL, and each image written and fdatasync'ed by as many threads as Miharu has for files. The
  sender keeps nothing, the names are not synced, nothing is checked, there are no rows;
- ``bare_loop``: the same with one thread, which waits for each sync;
- imagezmq, as in its documentation, with JPEG: neither encrypted nor written to a disk.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from desktop.store.group_files import FILE_THREADS
from tests.bench import peers
from tests.bench.command import main
from tests.bench.peers import running_peer, write_and_sync
from tests.bench.receiving import StoredCount, new_library, paired_feeder, receiving
from tests.bench.rounds import Figures, alternate

IMAGE_BYTES = 100_000

Keep = Callable[[int, bytes], object]


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    images, rounds = (60, 1) if quick else (1500, 3)
    numbers = itertools.count()
    measures: dict[str, Callable[[], Figures]] = {
        "miharu": lambda: _miharu(_fresh(folder, numbers), images),
        "bare": lambda: _bare(_fresh(folder, numbers), images, FILE_THREADS),
        "bare_loop": lambda: _bare(_fresh(folder, numbers), images, 1),
        peers.REQ_REP: lambda: _peer(peers.REQ_REP, images, lambda _number, _image: None),
        peers.PUB_SUB: lambda: _peer(peers.PUB_SUB, images, lambda _number, _image: None),
    }
    found = alternate(measures, rounds)
    mine = found["miharu"]["images_per_s"]["median"]
    ratios = {
        f"miharu_to_{name}": round(mine / figures["images_per_s"]["median"], 3)
        for name, figures in found.items()
        if name != "miharu"
    }
    return {"image_bytes": IMAGE_BYTES, "images": images, "rounds": rounds, **found, **ratios}


def _fresh(folder: Path, numbers: Iterator[int]) -> Path:
    path = folder / f"round-{next(numbers)}"
    path.mkdir()
    return path


def _miharu(folder: Path, images: int) -> Figures:
    with paired_feeder(folder, IMAGE_BYTES) as feeder, new_library(folder) as library, receiving(library, feeder):
        stored = StoredCount(library)
        cpu_s, started_s = feeder.cpu_s() + time.process_time(), time.monotonic()
        feeder.feed(images)
        stored.wait_for(images)
        elapsed_s = time.monotonic() - started_s
        cpu_s = feeder.cpu_s() + time.process_time() - cpu_s
        stored.close()
        return _figures(images, stored.images, elapsed_s, cpu_s)


def _bare(folder: Path, images: int, threads: int) -> Figures:
    with ThreadPoolExecutor(threads) as pool:
        keep = partial(pool.submit, write_and_sync) if threads > 1 else write_and_sync
        return _peer(peers.BARE, images, lambda number, image: keep(folder / f"{number}.jpg", image))


def _peer(kind: str, images: int, keep: Keep) -> Figures:
    received, last_s = 0, 0.0
    with running_peer(kind, IMAGE_BYTES) as peer, peers.images_from(peer) as arriving:
        cpu_s, started_s = peer.cpu_s() + time.process_time(), time.monotonic()
        peer.feed(images)
        kept = []
        for number, (_text, image) in enumerate(arriving):
            kept.append(keep(number, image))
            received, last_s = number + 1, time.monotonic()
            if received == images:
                break
        for done in kept:
            if done is not None:
                done.result()
                last_s = time.monotonic()
        cpu_s = peer.cpu_s() + time.process_time() - cpu_s
    return _figures(images, received, last_s - started_s, cpu_s)


def _figures(sent: int, received: int, elapsed_s: float, cpu_s: float) -> Figures:
    return {"images_per_s": received / elapsed_s, "cpu_ms_per_image": 1000 * cpu_s / received, "lost": sent - received}


if __name__ == "__main__":
    sys.exit(main(__doc__, measure))
