"""From an image's capture to its durable row, and to its tile on the screen, at 1, 30 and 200 images a second.

``python -m tests.bench.latency [--quick] [--json]``. Agent, network, hub and window are the real ones, the window
offscreen; the clock starts when the camera has a frame. Against it stands imagezmq (PUB/SUB, JPEG) received by a
thread of a Qt program that shows each image in a plain QLabel: nothing is encrypted, kept, scaled or named there. An
image that a newer one replaced before it could be painted counts for neither.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel

from desktop.app import Session
from desktop.core.events import ImagesAdded, LibraryEvent
from desktop.core.settings import NO_LABELLER, Settings
from desktop.wall.grid import GridView
from tests.bench import peers
from tests.bench.command import main
from tests.bench.peers import Peer, images_from, running_peer
from tests.bench.receiving import paired_feeder
from tests.bench.rounds import alternate, percentiles
from tests.bench.window import application, open_window, until

IMAGE_BYTES = 100_000
RATES_PER_S = (1, 30, 200)
SECONDS, SECONDS_QUICK = 8, 1
NS_PER_MS = 1e6
NO_MORE_S = 1.0

Figures = dict[str, float]


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    rates, rounds, seconds = ((30,), 1, SECONDS_QUICK) if quick else (RATES_PER_S, 2, SECONDS)
    found: dict[str, Any] = {}
    with paired_feeder(folder, IMAGE_BYTES) as feeder:
        settings = Settings(labeller=NO_LABELLER, notify_when_silent=False)
        with open_window(folder / "library", settings, [feeder.address]) as session:
            watch = _Watch(session)
            until(lambda: any(node.state == "online" for node in _statuses(session)))
            for rate in rates:
                measures = {
                    "miharu": lambda rate=rate: watch.measure(feeder.feed, rate, rate * seconds),
                    "imagezmq": lambda rate=rate: _imagezmq(rate, rate * seconds),
                }
                found[f"at_{rate}_per_s"] = alternate(measures, rounds)
            watch.close()
    return {"image_bytes": IMAGE_BYTES, "seconds": seconds, "rounds": rounds, **found}


def _statuses(session: Session) -> Any:
    return session.hub.receiver.statuses() if session.hub is not None else ()


class _Watch:
    """Notes when images are stored and when their tiles are first painted with their picture."""

    def __init__(self, session: Session) -> None:
        assert session.hub is not None
        self._stored: dict[int, tuple[int, int]] = {}
        """When captured and when stored (Unix time in ns), by image id."""
        self._painted: dict[int, int] = {}
        self._grid: GridView = session.window.workspace.centre.grid
        self._paint_tile = self._grid._paint_tile
        self._grid._paint_tile = self._note_painted  # the only way to learn what a paint event showed
        self.close = session.hub.library.feed.subscribe(self._note_stored)

    def measure(self, feed: Callable[[int, float], None], rate: int, images: int) -> Figures:
        before = set(self._stored)
        feed(images, rate)
        until(lambda: len(self._stored) - len(before) >= images)
        _linger()
        new = {each: times for each, times in self._stored.items() if each not in before}
        stored_ms = [(stored - captured) / NS_PER_MS for captured, stored in new.values()]
        painted_ms = [(self._painted[each] - new[each][0]) / NS_PER_MS for each in new if each in self._painted]
        return _figures(stored=stored_ms, painted=painted_ms) | {"never_painted": images - len(painted_ms)}

    def _note_stored(self, event: LibraryEvent) -> None:
        if isinstance(event, ImagesAdded):
            now_ns = time.time_ns()
            self._stored |= {key.image_id: (key.taken_ns, now_ns) for key in event.keys}

    def _note_painted(self, painter: QPainter, row: int) -> None:
        self._paint_tile(painter, row)
        image_id = self._grid.model().key(row).image_id
        if image_id not in self._painted and self._grid._picture(image_id) is not None:
            self._painted[image_id] = time.time_ns()


class _PlainLabel(QLabel):
    """Shows the latest image and notes when it was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted_ms: list[float] = []
        self._captured_ns = 0

    @Slot(str, bytes)
    def show_jpeg(self, captured_ns: str, jpeg: bytes) -> None:
        pixmap = QPixmap()
        pixmap.loadFromData(jpeg)
        self._captured_ns = int(captured_ns)
        self.setPixmap(pixmap)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self._captured_ns and event.rect() != QRect():
            self.painted_ms.append((time.time_ns() - self._captured_ns) / NS_PER_MS)
            self._captured_ns = 0


class _Arrivals(QObject):
    arrived = Signal(str, bytes)


def _imagezmq(rate: int, images: int) -> Figures:
    arrivals, label = _Arrivals(), _PlainLabel()
    arrivals.arrived.connect(label.show_jpeg)
    label.resize(1280, 720)
    label.show()
    ended = threading.Event()
    with running_peer(peers.PUB_SUB, IMAGE_BYTES) as peer:
        thread = threading.Thread(target=_receive, args=(peer, images, arrivals, rate, ended))
        thread.start()
        until(ended.is_set)
        thread.join()
    label.close()
    return _figures(painted=label.painted_ms) | {"never_painted": images - len(label.painted_ms)}


def _receive(peer: Peer, images: int, arrivals: _Arrivals, rate: int, ended: threading.Event) -> None:
    with images_from(peer, silence_s=2.0 + 2.0 / rate) as arriving:
        peer.feed(images, rate)
        for number, (captured_ns, jpeg) in enumerate(arriving, 1):
            arrivals.arrived.emit(captured_ns, bytes(jpeg))
            if number == images:
                break
    ended.set()


def _linger() -> None:
    """Lets the last tiles be painted."""
    end_s = time.monotonic() + NO_MORE_S
    until(lambda: time.monotonic() > end_s)


def _figures(**times_ms: list[float]) -> Figures:
    return {
        f"{what}_{name}_ms": round(value, 1)
        for what, times in times_ms.items()
        for name, value in percentiles(times).items()
    }


if __name__ == "__main__":
    application()
    sys.exit(main(__doc__, measure))
