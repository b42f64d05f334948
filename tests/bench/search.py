"""Searches over a large library: to the first page, and all that fit counted, against the same asked in plain SQL.

``python -m tests.bench.search [--quick] [--json]``. A million images with five million labels (see
:mod:`tests.bench.generated`), asked as the window asks: by a search line, for the newest page and for the count. The
plain SQL is what one writes who knows the tables and leaves the plan to SQLite: every term a condition on ``image``.
Files are in the system's cache; each time is the median of several askings, in turns.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import apsw

from desktop.core.library import Library
from desktop.core.query import parse
from desktop.store import open_library
from desktop.store.connections import connect, fetch
from desktop.store.library import CATALOGUE
from tests.bench.command import main
from tests.bench.generated import generated_library
from tests.bench.rounds import Figures, alternate

PAGE = 200
SIZES, SIZES_QUICK = (1_000, 1_000_000), (1_000,)


def _labelled(name: str, more: str = "") -> str:
    return (
        "EXISTS (SELECT 1 FROM image_label JOIN label ON label.id = image_label.label WHERE key = "
        f"'{name}' AND image_label.taken_ns = image.taken_ns AND image_label.image = image.id {more})"
    )


_FROM_PORCH = "image.node IN (SELECT id FROM node WHERE name = 'porch')"
QUESTIONS = {
    "": "true",
    "cat": _labelled("cat"),
    'label:"red wren"': _labelled("red wren"),
    "cat owl": f"{_labelled('cat')} AND {_labelled('owl')}",
    "cat -dog": f"{_labelled('cat')} AND NOT {_labelled('dog')}",
    "node:porch": _FROM_PORCH,
    "wren node:porch": f"{_labelled('wren')} AND {_FROM_PORCH}",
}
"""Search lines, and what each asks as a condition on a row of ``image``."""


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    sizes, rounds, cache = (SIZES_QUICK, 1, folder / "cache") if quick else (SIZES, 3, None)
    return {"page": PAGE, "rounds": rounds} | {
        f"at_{rows}": _measure(generated_library(rows, cache), rounds) for rows in sizes
    }


def _measure(folder: Path, rounds: int) -> dict[str, Any]:
    library, plain = open_library(folder), connect(folder / CATALOGUE)
    try:
        _check_same_answers(library, plain)
        asked = {line or "everything": _ask(library, plain, line, rounds) for line in QUESTIONS}
    finally:
        plain.close()
        library.close()
    slowest = {
        f"slowest_{what}_ms": max(answers["miharu"][f"{what}_ms"]["median"] for answers in asked.values())
        for what in ("page", "count")
    }
    return {**slowest, **asked}


def _ask(library: Library, plain: apsw.Connection, line: str, rounds: int) -> dict[str, Any]:
    query = parse(line)
    page, count = _plain_sql(line)
    measures: dict[str, Callable[[], Figures]] = {
        "miharu": lambda: {
            "page_ms": _ms(lambda: library.tiles(library.newest_keys(query, PAGE).image_ids)),
            "count_ms": _ms(partial(library.count, query)),
        },
        "plain_sql": lambda: {
            "page_ms": _ms(partial(fetch, plain, page)),
            "count_ms": _ms(partial(fetch, plain, count)),
        },
    }
    return alternate(measures, rounds)


def _plain_sql(line: str) -> tuple[str, str]:
    condition = QUESTIONS[line]
    newest = f"ORDER BY image.taken_ns DESC, image.id DESC LIMIT {PAGE}"
    page = (
        "SELECT image.id, image.taken_ns, node.name, camera.name, state, best_labels FROM image "
        f"JOIN node ON node.id = image.node JOIN camera ON camera.id = image.camera WHERE {condition} {newest}"
    )
    return page, f"SELECT count(*) FROM image WHERE {condition}"


def _check_same_answers(library: Library, plain: apsw.Connection) -> None:
    """A quick answer to another question would be no figure. Raises RuntimeError."""
    for line in QUESTIONS:
        page, count = _plain_sql(line)
        ids = [row[0] for row in fetch(plain, page)]
        mine = [int(each) for each in library.newest_keys(parse(line), PAGE).image_ids]
        if mine[::-1] != ids or library.count(parse(line)) != fetch(plain, count)[0][0]:
            raise RuntimeError(f"{line!r} is answered differently in plain SQL")


def _ms(work: Callable[[], object]) -> float:
    started_s = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started_s)


if __name__ == "__main__":
    sys.exit(main(__doc__, measure))
