"""Comparing every row with its file, and every file with its row."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desktop.core.records import VerifyReport
from desktop.store.connections import Readers
from desktop.store.image_files import ImageFiles, sha256_of

PAGE_ROWS = 256
HASH_THREADS = 4
SETTLE_S = 1.0
"""A file gets its name a moment before its row: what has no row is looked at once more after this time."""

Progress = Callable[[int, int], None]


def verify(readers: Readers, files: ImageFiles, progress: Progress | None = None) -> VerifyReport:
    """See :meth:`desktop.core.library.Gallery.verify`. It reads every image, and takes as long."""
    total = readers.fetch("SELECT coalesce(sum(images), 0) FROM camera")[0][0]
    checked = 0
    missing: list[str] = []
    changed: list[str] = []

    def check(row: tuple[Path, bytes]) -> None:
        path, sha256 = row
        try:
            if sha256_of(path) != sha256:
                changed.append(str(path))
        except OSError:
            missing.append(str(path))

    with ThreadPoolExecutor(HASH_THREADS, "miharu-verify") as pool:
        for page in _pages(readers, files):
            checked += sum(1 for _ in pool.map(check, page))
            if progress is not None:
                progress(checked, total)
    unknown = _without_row(readers, files.own_files())
    if unknown:
        time.sleep(SETTLE_S)
        unknown = _without_row(readers, [[path for path in unknown if files.absolute(path).exists()]])
    return VerifyReport(
        checked=checked,
        missing=tuple(sorted(missing)),
        changed=tuple(sorted(changed)),
        unknown=tuple(str(files.absolute(path)) for path in unknown),
    )


def _pages(readers: Readers, files: ImageFiles) -> Iterator[list[tuple[Path, bytes]]]:
    last_id = 0
    sql = "SELECT id, path, sha256 FROM image WHERE id > ? ORDER BY id LIMIT ?"
    while rows := readers.fetch(sql, (last_id, PAGE_ROWS)):
        last_id = rows[-1][0]
        yield [(files.absolute(path), sha256) for _, path, sha256 in rows]


def _without_row(readers: Readers, groups: Iterable[list[str]]) -> list[str]:
    # What is on its way to the bin, or was when the power failed, is known by the bin's row.
    sql = """SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM image WHERE path = value)
             AND NOT EXISTS (SELECT 1 FROM bin WHERE path = value)
             AND NOT EXISTS (SELECT 1 FROM retired WHERE path = value)"""
    return [path for paths in groups for (path,) in readers.fetch(sql, (json.dumps(paths),))]
