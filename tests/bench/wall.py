"""How the grid fares from a thousand to a million rows, beside Qt's own icon view on the same model.

Run ``python -m tests.bench.wall --rows 1000 100000 1000000 --json``. Times are of the GUI thread, with the library
in memory, so that they are the grid's own; the pictures are real JPEGs, decoded by the same workers as in the
application. Time in which that thread was ready but had to wait for a processor is left out (where the system tells
it), so that other work on the machine does not count; nor, then, does it count where the workers take turns with it
on too few processors. The icon view gets uniform item sizes, its fastest setting, and no pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from desktop.core.query import Query
from desktop.stalls import kept_waiting_s
from desktop.wall.background import Background
from desktop.wall.geometry import TileSize
from desktop.wall.grid import GridView
from desktop.wall.mailbox import Mailbox
from desktop.wall.model import GridModel
from tests.helpers.galleries import MemoryGallery

WINDOW = QSize(1280, 800)
PEER_ROWS = 100_000
"""Above this the icon view takes seconds for each insert; it is left out."""
TIMEOUT_S = 60.0
MS = 1000.0


@dataclass
class Bench:
    """A view over so many rows, loaded."""

    app: QApplication
    gallery: MemoryGallery
    background: Background
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
            keys = self.gallery.add_untold()
            frames.append(self.frame_ms(lambda keys=keys: self.mailbox.images_added.emit(keys)))
        return frames


def measure_grid(app: QApplication, rows: int, rounds: int) -> dict[str, float]:
    gallery = MemoryGallery(rows)
    started_s = _clock_s()
    with _bench(app, gallery, lambda model, background: GridView(model, gallery, background)) as bench:
        view = bench.view
        bench.until(lambda: view.complete)
        first_tiles_ms = (_clock_s() - started_s) * MS
        jumps = bench.jump_frames_ms(rounds, app.processEvents)
        at_rest = bench.jump_frames_ms(rounds // 4, lambda: bench.until(lambda: view.complete))
        scrolled_inserts = bench.insert_frames_ms(rounds)
        view.go_to_top()
        inserts = bench.insert_frames_ms(rounds)
        return {
            "first_tiles_ms": first_tiles_ms,
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
    with _bench(app, gallery, lambda model, _background: _icon_view(model)) as bench:
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


@contextmanager
def _bench(
    app: QApplication,
    gallery: MemoryGallery,
    make_view: Callable[[GridModel, Background], QAbstractItemView],
) -> Iterator[Bench]:
    background = Background()
    mailbox = Mailbox(gallery.feed)
    model = GridModel(gallery, background, mailbox)
    view = make_view(model, background)
    view.resize(WINDOW)
    view.show()
    model.set_query(Query())
    yield Bench(app, gallery, background, mailbox, model, view)
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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=200, help="jumps and inserts a size")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication([])
    measure_grid(app, 100, 20)  # fonts, pools and caches of the process
    results = []
    for rows in options.rows:
        figures = {"rows": rows, "grid": measure_grid(app, rows, options.rounds)}
        figures["resident_mb"] = psutil.Process().memory_info().rss / 1e6
        if rows <= PEER_ROWS:
            figures["icon_view"] = measure_icon_view(app, rows, options.rounds)
        results.append(figures)
    print(json.dumps({"bench": "wall", "results": results}) if options.json else _table(results))
    return 0


def _table(results: list[dict]) -> str:
    lines = []
    for figures in results:
        for view in ("grid", "icon_view"):
            for name, value in figures.get(view, {}).items():
                lines.append(f"{figures['rows']:>9,} {view:9} {name:16} {value:10.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
