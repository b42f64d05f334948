"""An image is labelled, and billed, once however long its batch takes: by one process, by two, or over a full disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import LibraryFullError
from desktop.core.library import Library
from desktop.core.records import ImageState
from desktop.core.settings import GateSettings, GoogleSettings, Settings
from desktop.labelling import engine as engine_module
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.registry import make_labeller
from desktop.store import open_library
from desktop.store.label_queue import FolderLabelQueue
from tests.helpers.vision_server import VisionServer
from tests.unit.labelling.test_engine_with_a_library import store
from tests.unit.store.conftest import Clock

WAIT_MS = 30_000
LEASE_S = 0.6
BATCH_S = 2.0
Start = Callable[..., LabellingEngine]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    opened = open_library(tmp_path / "Miharu", clock_ns=clock)
    yield opened
    opened.close()


@pytest.fixture
def second_library(library: Library, clock: Clock) -> Iterator[Library]:
    """The same folder as another process has it open."""
    opened = open_library(library.folder, clock_ns=clock)
    yield opened
    opened.close()


@pytest.fixture
def start(server: VisionServer) -> Iterator[Start]:
    made: list[LabellingEngine] = []

    def make(library: Library, workers: int, batch_size: int = 0) -> LabellingEngine:
        google = GoogleSettings(endpoint=server.endpoint, max_images_per_minute=600_000)
        settings = Settings(google=google, gate=GateSettings(enabled=False))
        made.append(LabellingEngine(library, partial(make_labeller, settings, library), workers, batch_size))
        made[-1].start()
        return made[-1]

    yield make
    for engine in made:
        engine.stop()


def each_was_paid_once(library: Library, server: VisionServer, images: int) -> bool:
    counted = sum(library.units(0).spent.values())
    tiles = library.tiles(range(1, images + 1))
    all_labelled = [tile.state for tile in tiles] == [ImageState.LABELLED] * images
    return all_labelled and server.units_received == counted == images


def test_batches_that_outlast_their_leases_are_asked_once(
    library: Library, server: VisionServer, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEASE_S", LEASE_S)
    store(library, 1, 24)
    server.latency_s = BATCH_S
    start(library, workers=2, batch_size=6)
    qtbot.waitUntil(lambda: library.waiting() == 0, timeout=WAIT_MS)
    assert each_was_paid_once(library, server, 24)


def test_another_live_process_does_not_take_what_a_slow_one_works_on(
    library: Library,
    second_library: Library,
    server: VisionServer,
    start: Start,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_module, "LEASE_S", LEASE_S)
    store(library, 1, 12)
    server.latency_s = BATCH_S
    for each in (library, second_library):
        start(each, workers=1, batch_size=4)
    qtbot.waitUntil(lambda: library.waiting() == 0, timeout=WAIT_MS)
    assert each_was_paid_once(library, server, 12)


def test_labels_that_wait_for_room_on_the_disk_are_still_theirs_when_there_is_some(
    library: Library,
    second_library: Library,
    clock: Clock,
    server: VisionServer,
    start: Start,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store(library, 1, 4)
    server.latency_s = BATCH_S
    engine = start(library, workers=1)
    assert server.received.acquire(timeout=20)
    full = FullDisk(monkeypatch)
    with qtbot.waitSignal(engine.unavailable):
        pass
    clock.advance(3600)
    full.over()
    assert list(second_library.lease("the first to look", 4, engine_module.LEASE_S)) == []
    engine.resume()
    qtbot.waitUntil(lambda: library.waiting() == 0, timeout=WAIT_MS)
    assert each_was_paid_once(library, server, 4)


def test_a_batch_is_no_larger_than_its_labeller_takes_at_once(
    library: Library, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[int] = []
    lease = FolderLabelQueue.lease

    def noted(queue: FolderLabelQueue, owner: str, limit: int, duration_s: float) -> Sequence[object]:
        wanted.append(limit)
        return lease(queue, owner, limit, duration_s)

    monkeypatch.setattr(FolderLabelQueue, "lease", noted)
    store(library, 1, 20)
    start(library, workers=1, batch_size=64)
    qtbot.waitUntil(lambda: library.waiting() == 0, timeout=WAIT_MS)
    assert set(wanted) == {16}


class FullDisk:
    """Lets the label queue store nothing until it is over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._full = threading.Event()
        self._full.set()
        for name in ("lease", "renew", "complete", "release"):
            monkeypatch.setattr(FolderLabelQueue, name, self._refusing(getattr(FolderLabelQueue, name)))

    def over(self) -> None:
        self._full.clear()

    def _refusing(self, method: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            if self._full.is_set():
                raise LibraryFullError("the disk is full")
            return method(*arguments)

        return call
