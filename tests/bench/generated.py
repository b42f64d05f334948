"""Large libraries to measure with: made once in bulk, and kept in the platform's cache folder.

A million images with five million labels take about a minute the first time and no time afterwards. They are a year
of eight nodes with two cameras each; the newest have thumbnails, and the very newest real files, so that a window
shows real pictures.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from desktop.store.migrations import MIGRATIONS
from tests.helpers.libraries import build_library

RECIPE = 2
"""Counts up when :func:`build_library` makes other rows of the same parameters."""
LABELS_PER_IMAGE = 5
THUMBNAILS = 2000
FILES = 20


def generated_library(rows: int, cache: Path | None = None) -> Path:
    """The folder of a library of ``rows`` images. All benchmarks share it: open it to read, or take :func:`scratch`.

    ``cache`` is where it is kept, the platform's cache folder unless given.
    """
    cache = Path(platformdirs.user_cache_dir("miharu-bench")) if cache is None else cache
    name = f"library-{rows}-{LABELS_PER_IMAGE}"
    folder = cache / f"{name}-schema{len(MIGRATIONS)}-recipe{RECIPE}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        outdated = list(cache.glob(f"{name}-schema*"))
        _build(folder, rows)
        for each in outdated:
            shutil.rmtree(each)
    return folder


@contextmanager
def scratch(rows: int, cache: Path | None = None) -> Iterator[Path]:
    """A copy of :func:`generated_library` that may be written to; it goes with the end of the block."""
    original = generated_library(rows, cache)
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=original.parent) as folder:
        yield shutil.copytree(original, Path(folder) / "Miharu")


def _build(folder: Path, rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=folder.parent) as unfinished:
        made = Path(unfinished) / "Miharu"
        build_library(
            made, rows, labels_per_image=LABELS_PER_IMAGE, thumbnails=min(rows, THUMBNAILS), files=min(rows, FILES)
        )
        if not folder.exists():  # another run may have been faster
            made.rename(folder)
