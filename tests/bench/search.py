"""How long searches take on a large library, beside the same questions in the plainest SQL on the same file.

Run ``python -m tests.bench.search --rows 1000000 --json``. Each search is asked ``--rounds`` times, for its first page
(the newest 200 keys) and for the count of all that fit; the median and the worst are given, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from desktop.core.library import Library
from desktop.core.query import parse
from desktop.store import open_library
from desktop.store.connections import connect, fetch
from desktop.store.library import CATALOGUE
from tests.bench.generated import generated_library

T = TypeVar("T")

PAGE = 200
MS = 1000.0

_HAS_LABEL = "id IN (SELECT image FROM image_label JOIN label ON label.id = label WHERE key = '{}' {})"
_HAS_TERM = "id IN (SELECT image FROM image_term JOIN term ON term.id = term WHERE kind = '{}' AND key = '{}')"
_OF_NODE = "node = (SELECT id FROM node WHERE name = '{}')"
_AFTER = "taken_ns >= {}"
_CAT, _DOG = _HAS_LABEL.format("cat", ""), _HAS_LABEL.format("dog", "")

SEARCHES: dict[str, str] = {
    "": "true",
    "cat": _CAT,
    "-cat": f"NOT {_CAT}",
    "cat dog": f"{_CAT} AND {_DOG}",
    "cat -dog": f"{_CAT} AND NOT {_DOG}",
    "-cat -dog": f"NOT {_CAT} AND NOT {_DOG}",
    "node:porch": _OF_NODE.format("porch"),
    "-node:porch": f"NOT {_OF_NODE.format('porch')}",
    "cat node:porch -dog": f"{_CAT} AND {_OF_NODE.format('porch')} AND NOT {_DOG}",
    "object:cat": _HAS_LABEL.format("cat", "AND source & 2"),
    "cat score>0.8": _HAS_LABEL.format("cat", "AND score > 0.8"),
    "score>0.8": "best_score > 0.8",
    "text:exit": _HAS_TERM.format("text", "exit"),
    "text:miharu cat": f"{_HAS_TERM.format('text', 'miharu')} AND {_CAT}",
    "logo:acme -cat": f"{_HAS_TERM.format('logo', 'acme')} AND NOT {_CAT}",
    "has:face": _HAS_TERM.format("has", "face"),
    "-has:face": f"NOT {_HAS_TERM.format('has', 'face')}",
    "is:starred cat": f"starred AND {_CAT}",
    "is:inherited": _HAS_TERM.format("is", "inherited"),
    "-is:starred": "NOT starred",
    "cat after:2026-06-01T00:00Z": f"{_CAT} AND {_AFTER.format(1_780_272_000 * 10**9)}",
}
"""Search lines, and what a person who knows the tables but not the indexes would write."""


def measure(rows: int, rounds: int, cache: Path | None = None) -> dict[str, object]:
    """Figures of each search, and the slowest of all."""
    folder = generated_library(rows, cache)
    with closing(open_library(folder)) as library:
        found = {line: _figures(library, folder, line, rounds) for line in SEARCHES}
    return {
        "rows": rows,
        "slowest_first_page_ms": max(figures["first_page_p50_ms"] for figures in found.values()),
        "slowest_full_count_ms": max(figures["full_count_p50_ms"] for figures in found.values()),
        "searches": found,
    }


def _figures(library: Library, folder: Path, line: str, rounds: int) -> dict[str, float]:
    query = parse(line)
    where = SEARCHES[line]
    page_sql = f"SELECT taken_ns, id FROM image WHERE {where} ORDER BY taken_ns DESC, id DESC LIMIT {PAGE}"
    with closing(connect(folder / CATALOGUE)) as connection:
        plain_ms, plain_page = _timed(lambda: fetch(connection, page_sql))
        plain_count_ms, [(images,)] = _timed(lambda: fetch(connection, f"SELECT count(*) FROM image WHERE {where}"))
    pages = [_timed(lambda: library.newest_keys(query, PAGE)) for _ in range(rounds)]
    counts = [_timed(lambda: library.count(query)) for _ in range(rounds)]
    if list(pages[0][1])[::-1] != plain_page or counts[0][1] != images:
        raise ValueError(f"{line!r} does not find what plain SQL finds")
    return {
        "images": images,
        "first_page_p50_ms": statistics.median(ms for ms, _ in pages),
        "first_page_worst_ms": max(ms for ms, _ in pages),
        "full_count_p50_ms": statistics.median(ms for ms, _ in counts),
        "full_count_worst_ms": max(ms for ms, _ in counts),
        "plain_sql_first_page_ms": plain_ms,
        "plain_sql_full_count_ms": plain_count_ms,
    }


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started_s = time.perf_counter()
    outcome = work()
    return (time.perf_counter() - started_s) * MS, outcome


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    figures = measure(options.rows, options.rounds)
    print(json.dumps(figures) if options.json else _table(figures["searches"]))
    return 0


def _table(searches: dict[str, dict[str, float]]) -> str:
    lines = [
        f"{'search':30} {'images':>9} {'page':>8} {'worst':>8} {'plain':>8} {'count':>8} {'worst':>8} {'plain':>8}"
    ]
    for line, figures in searches.items():
        page, worst_page, count, worst_count, plain_page, plain_count = list(figures.values())[1:]
        times_ms = (page, worst_page, plain_page, count, worst_count, plain_count)
        lines.append(f"{line:30} {figures['images']:>9,} " + " ".join(f"{ms:8.1f}" for ms in times_ms))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
