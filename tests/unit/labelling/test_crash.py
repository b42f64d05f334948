"""A worker that dies over its images costs time, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.settings import Settings
from desktop.labelling import engine as engine_module
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.registry import make_labeller
from desktop.store import open_library
from tests.unit.labelling.test_engine_with_a_library import store

WAIT_MS = 20_000
LEASE_AND_HANG = """
import sys, threading
from pathlib import Path
from desktop.store import open_library
library = open_library(Path(sys.argv[1]))
print(len(library.lease("crashing", 6, 1.0)), flush=True)
threading.Event().wait()
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "Miharu")
    yield opened
    opened.close()


def test_images_of_a_killed_process_are_labelled_by_another_exactly_once(
    library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEASE_S", 1.0)
    store(library, 1, 6)
    process = subprocess.Popen(
        [sys.executable, "-c", LEASE_AND_HANG, str(library.folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "6\n"
    finally:
        process.kill()
        process.communicate()
    engine = LabellingEngine(library, partial(make_labeller, Settings(labeller="basic"), library), workers=2)
    engine.start()
    qtbot.waitUntil(lambda: library.stats().labelled == 6, timeout=WAIT_MS)
    engine.stop()
    assert [list(library.annotations(n)) for n in range(1, 7)] == [["basic"]] * 6
    assert library.waiting() == 0
