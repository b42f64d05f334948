"""Engine, labeller and a real library together: leases, commits and the change feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import ImageState, NodeIdentity
from desktop.core.settings import GateSettings, GoogleSettings, Settings
from desktop.labelling import engine as engine_module
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.registry import make_labeller
from desktop.store import open_library
from tests.helpers.libraries import frame
from tests.helpers.vision_server import VisionServer, hang

PORCH = NodeIdentity("a" * 16, "porch")
WAIT_MS = 20_000
ASK_ALWAYS = GateSettings(enabled=False)
Start = Callable[[Settings, int], LabellingEngine]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "Miharu")
    yield opened
    opened.close()


@pytest.fixture
def start(library: Library) -> Iterator[Start]:
    """Makes an engine on the library and starts it."""
    made: list[LabellingEngine] = []

    def make(settings: Settings, workers: int) -> LabellingEngine:
        made.append(LabellingEngine(library, partial(make_labeller, settings, library), workers))
        made[-1].start()
        return made[-1]

    yield make
    for engine in made:
        engine.stop()


def store(library: Library, first_seq: int, last_seq: int) -> None:
    for stored in [library.store_frame(PORCH, frame(seq)) for seq in range(first_seq, last_seq + 1)]:
        stored.result(10)


def test_stored_images_get_their_labels_and_so_do_those_that_come_later(
    library: Library, start: Start, qtbot: QtBot
) -> None:
    store(library, 1, 10)
    start(Settings(labeller="basic"), 2)
    qtbot.waitUntil(lambda: library.stats().labelled == 10, timeout=WAIT_MS)
    store(library, 11, 20)
    qtbot.waitUntil(lambda: library.stats().labelled == 20, timeout=WAIT_MS)
    keys = library.keys(Query(labels=("motion",)))
    assert len(keys) == 20
    details = library.details(1)
    assert details is not None
    assert details.labeller == "basic"
    assert details.tile.state is ImageState.LABELLED


def test_what_cloud_vision_says_reaches_the_catalogue_and_each_image_is_billed_once(
    library: Library, start: Start, qtbot: QtBot
) -> None:
    store(library, 1, 40)
    with VisionServer(latency_s=0.02) as server:
        google = GoogleSettings(endpoint=server.endpoint, max_images_per_minute=600_000)
        start(Settings(google=google, gate=ASK_ALWAYS), 3)
        qtbot.waitUntil(lambda: library.stats().labelled == 40, timeout=WAIT_MS)
        assert server.units_received == 40
    assert "160x120" in library.label_names()


def test_stopping_with_calls_in_flight_leaves_no_lease_behind(library: Library, start: Start) -> None:
    store(library, 1, 4)
    with VisionServer() as server:
        server.script(hang())
        google = GoogleSettings(endpoint=server.endpoint)
        engine = start(Settings(google=google, gate=ASK_ALWAYS), 1)
        assert server.received.acquire(timeout=20)
        engine.stop()
    assert len(library.lease("the next", 10, 60)) == 4


def test_images_of_a_worker_that_died_are_labelled_once_its_lease_is_over(
    library: Library, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEASE_S", 0.5)
    store(library, 1, 6)
    assert len(library.lease("dead", 6, 0.3)) == 6
    start(Settings(labeller="basic"), 1)
    qtbot.waitUntil(lambda: library.stats().labelled == 6, timeout=WAIT_MS)
