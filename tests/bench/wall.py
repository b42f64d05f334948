"""How the grid fares from a thousand to a million rows of a real library, beside Qt's own icon view.

Run ``python -m tests.bench.wall --rows 1000 100000 1000000 --json``. The libraries are generated once and kept (see
``generated.py``). Each size is measured several times, in turn; the figures are medians, beside the ratios of the
largest size to the smallest. Frames are times of the GUI thread from a change to its paint. Time in which that thread
was ready but had to wait for a processor is left out (where the system tells it), so that other work on the machine
does not count; nor, then, does it count where the workers take turns with it on too few processors. The start is that
of the whole program, in a process of its own, and its memory that of the window a second later. Searches are read as
the window does: the newest page with its tiles, and the count of all that fit. The icon view gets uniform item sizes,
its fastest setting, and no pictures.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from desktop.core.library import Gallery
from desktop.core.query import Query, parse
from desktop.core.records import ImageKey
from desktop.stalls import kept_waiting_s
from desktop.store import open_library
from desktop.wall.background import Background
from desktop.wall.geometry import TileSize
from desktop.wall.grid import GridView
from desktop.wall.mailbox import Mailbox
from desktop.wall.model import GridModel
from tests.bench.generated import generated_library
from tests.bench.opened import opened
from tests.helpers.galleries import MemoryFeed, MemoryGallery

WINDOW = QSize(1280, 800)
PEER_ROWS = 100_000
"""Above this the icon view takes seconds for each insert; it is left out."""
SEARCHES = ("", "cat", "cat -dog", "node:porch", "cat node:barn", '"field fox" owl')
_PAGE = 100
TIMEOUT_S = 60.0
MS = 1000.0
_NO_IDS_BELOW = 2**40
"""Ids of images that come in during a measure: a library keeps nothing of them."""


@dataclass
class Bench:
    """A view over so many rows, loaded."""

    app: QApplication
    mailbox: Mailbox
    model: GridModel
    view: QAbstractItemView

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + TIMEOUT_S
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError("the view did not get there")
            self.app.processEvents()

    def frame_ms(self, work: Callable[[], object]) -> float:
        """Time of ``work`` and of the paint that shows its outcome, but for what others had of the processor."""
        started_s = _clock_s()
        work()
        self.view.viewport().repaint()
        return (_clock_s() - started_s) * MS

    def jump_frames_ms(self, jumps: int, settle: Callable[[], object]) -> list[float]:
        """Frames of jumps to random places; ``settle`` is called after each."""
        bar = self.view.verticalScrollBar()
        places = random.Random(jumps)
        frames = []
        for _ in range(jumps):
            place = places.randint(0, bar.maximum())
            frames.append(self.frame_ms(lambda place=place: bar.setValue(place)))
            settle()
        return frames

    def insert_frames_ms(self, inserts: int) -> list[float]:
        """Frames in which one new image comes in, from the signal of the mailbox to the paint."""
        frames = []
        for _ in range(inserts):
            newest = self.model.key(0)
            key = ImageKey(newest.taken_ns + 1, max(newest.image_id, _NO_IDS_BELOW) + 1)
            frames.append(self.frame_ms(lambda key=key: self.mailbox.images_added.emit([key])))
        return frames


def measure_grid(app: QApplication, gallery: Gallery, feed: MemoryFeed, rounds: int) -> dict[str, float]:
    started_s = _clock_s()
    with _bench(app, gallery, feed, lambda model, background: GridView(model, gallery, background)) as bench:
        view = bench.view
        bench.until(lambda: view.complete)
        first_tiles_ms = (_clock_s() - started_s) * MS
        bench.until(lambda: bench.model.loaded_all)
        all_rows_ms = (_clock_s() - started_s) * MS
        jumps = bench.jump_frames_ms(rounds, app.processEvents)
        at_rest = bench.jump_frames_ms(rounds // 4, lambda: bench.until(lambda: view.complete))
        scrolled_inserts = bench.insert_frames_ms(rounds)
        view.go_to_top()
        inserts = bench.insert_frames_ms(rounds)
        return {
            "first_tiles_ms": first_tiles_ms,
            "all_rows_ms": all_rows_ms,
            "jump_p50_ms": statistics.median(jumps + at_rest),
            "jump_p99_ms": _p99(jumps + at_rest),
            "insert_p50_ms": statistics.median(inserts + scrolled_inserts),
            "insert_p99_ms": _p99(inserts + scrolled_inserts),
            "select_all_ms": bench.frame_ms(view.selectAll),
            "selected_ids_ms": bench.frame_ms(view.selected_image_ids),
            "zoom_ms": bench.frame_ms(lambda: view.set_tile_size(TileSize.SMALL)),
        }


def measure_icon_view(app: QApplication, rows: int, rounds: int) -> dict[str, float]:
    gallery = MemoryGallery(rows)
    started_s = _clock_s()
    with _bench(app, gallery, gallery.feed, lambda model, _background: _icon_view(model)) as bench:
        bench.until(lambda: bench.model.rowCount() == rows)
        bench.frame_ms(lambda: bench.view.visualRect(bench.model.index(0)))
        first_tiles_ms = (_clock_s() - started_s) * MS
        jumps = bench.jump_frames_ms(rounds, app.processEvents)
        inserts = bench.insert_frames_ms(max(3, rounds // 20))
        return {
            "first_tiles_ms": first_tiles_ms,
            "jump_p50_ms": statistics.median(jumps),
            "jump_p99_ms": _p99(jumps),
            "insert_p50_ms": statistics.median(inserts),
            "insert_p99_ms": _p99(inserts),
            "select_all_ms": bench.frame_ms(bench.view.selectAll),
            "selected_ids_ms": bench.frame_ms(lambda: [i.row() for i in bench.view.selectedIndexes()]),
        }


def measure_searches(gallery: Gallery) -> dict[str, float]:
    """The slowest of several searches: to its first page with tiles, and to the count of all that fit."""
    pages, counts = [], []
    for line in SEARCHES:
        query = parse(line)
        started_s = time.perf_counter()
        gallery.tiles(gallery.newest_keys(query, _PAGE).image_ids)
        pages.append((time.perf_counter() - started_s) * MS)
        started_s = time.perf_counter()
        gallery.count(query)
        counts.append((time.perf_counter() - started_s) * MS)
    return {"slowest_first_page_ms": max(pages), "slowest_full_count_ms": max(counts)}


def measure(app: QApplication, folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    """All figures of one library, once."""
    with closing(open_library(folder)) as library:
        grid = measure_grid(app, library, MemoryFeed(), rounds)
        search = measure_searches(library)
    return {"grid": grid, "search": search, "start": opened(folder)}


@contextmanager
def _bench(
    app: QApplication,
    gallery: Gallery,
    feed: MemoryFeed,
    make_view: Callable[[GridModel, Background], QAbstractItemView],
) -> Iterator[Bench]:
    background = Background()
    mailbox = Mailbox(feed)
    model = GridModel(gallery, background, mailbox)
    view = make_view(model, background)
    view.resize(WINDOW)
    view.show()
    model.set_query(Query())
    yield Bench(app, mailbox, model, view)
    mailbox.close()
    background.close()
    view.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _icon_view(model: GridModel) -> QListView:
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setGridSize(QSize(272, 232))
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setModel(model)
    return view


def _clock_s() -> float:
    return time.perf_counter() - kept_waiting_s(threading.main_thread())


def _p99(times_ms: list[float]) -> float:
    return sorted(times_ms)[min(len(times_ms) - 1, int(len(times_ms) * 0.99))]


def _medians(measured: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    return {
        part: {name: statistics.median(one[part][name] for one in measured) for name in figures}
        for part, figures in measured[0].items()
    }


def _ratios(large: dict[str, dict[str, float]], small: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {part: {name: large[part][name] / small[part][name] for name in large[part]} for part in small}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=200, help="jumps and inserts a size")
    parser.add_argument("--repeats", type=int, default=3, help="how often each size is measured, in turn")
    parser.add_argument("--cache", type=Path, help="where generated libraries are kept")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    folders = {rows: generated_library(rows, options.cache) for rows in sorted(options.rows)}
    app = QApplication.instance() or QApplication([])
    measure_grid(app, memory := MemoryGallery(600), memory.feed, 20)  # fonts, pools and caches of the process
    measured: dict[int, list[dict[str, dict[str, float]]]] = {rows: [] for rows in folders}
    for _, (rows, folder) in itertools.product(range(options.repeats), folders.items()):
        measured[rows].append(measure(app, folder, options.rounds))
    results = [{"rows": rows, **_medians(figures)} for rows, figures in measured.items()]
    ratios = _ratios(results[-1], {part: figures for part, figures in results[0].items() if part != "rows"})
    for figures in results:
        if figures["rows"] <= PEER_ROWS:
            figures["icon_view"] = measure_icon_view(app, figures["rows"], options.rounds)
    report = {"bench": "wall", "results": results, "ratios": ratios}
    print(json.dumps(report) if options.json else _table(report))
    return 0


def _table(report: dict) -> str:
    lines = []
    for figures in report["results"]:
        for part in ("grid", "search", "start", "icon_view"):
            for name, value in figures.get(part, {}).items():
                lines.append(f"{figures['rows']:>9,} {part:9} {name:22} {value:10.2f}")
    for part, ratios in report["ratios"].items():
        lines += [f"{'ratio':>9} {part:9} {name:22} {value:10.2f}" for name, value in ratios.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
