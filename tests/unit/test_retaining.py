"""Retention in the background: at the start, when the disk is full, and when the settings change."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from typer.testing import CliRunner

from desktop.cli.library import app
from desktop.core.events import IngestPaused, Listener
from desktop.core.records import NodeIdentity
from desktop.core.retention import GoOn, NodeShare, RetentionReport
from desktop.core.settings import RetentionSettings
from desktop.retaining import Retaining
from desktop.store import open_library
from tests.helpers.libraries import frame

DEADLINE_S = 10.0
SHARE = NodeShare(node="porch", images=3, bytes=3000, oldest_ns=1, newest_ns=2)
GONE = RetentionReport(own_bytes=9000, free_bytes=1, shares=(SHARE,))


class ScriptedLibrary:
    """Notes each run of retention; it is its own change feed."""

    def __init__(self) -> None:
        self.runs: queue.SimpleQueue[RetentionSettings] = queue.SimpleQueue()
        self.listeners: list[Listener] = []

    @property
    def feed(self) -> ScriptedLibrary:
        return self

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def retain(self, settings: RetentionSettings, go_on: GoOn) -> RetentionReport:
        assert go_on()
        self.runs.put(settings)
        return GONE


@pytest.fixture
def library() -> ScriptedLibrary:
    return ScriptedLibrary()


@pytest.fixture
def running(library: ScriptedLibrary) -> Iterator[Retaining]:
    running = Retaining(library, RetentionSettings())  # type: ignore[arg-type]
    yield running
    running.stop()


def test_it_runs_at_the_start_on_a_full_disk_and_with_new_settings(
    library: ScriptedLibrary, running: Retaining
) -> None:
    told: queue.SimpleQueue[RetentionReport] = queue.SimpleQueue()
    running.retained.connect(told.put, Qt.ConnectionType.DirectConnection)
    running.start()
    assert library.runs.get(timeout=DEADLINE_S) == RetentionSettings()
    assert told.get(timeout=DEADLINE_S) == GONE
    library.listeners[0](IngestPaused("full"))
    assert library.runs.get(timeout=DEADLINE_S) == RetentionSettings()
    tighter = RetentionSettings(quota_gb=1)
    running.apply(tighter)
    assert library.runs.get(timeout=DEADLINE_S) == tighter


def test_it_does_nothing_while_it_is_off(library: ScriptedLibrary, running: Retaining) -> None:
    running.apply(RetentionSettings(enabled=False))
    running.start()
    running.apply(RetentionSettings(quota_gb=7))
    assert library.runs.get(timeout=DEADLINE_S).quota_gb == 7
    assert library.runs.empty()


def test_the_command_shows_what_would_go_and_then_lets_it_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_file = tmp_path / "settings.toml"
    settings_file.write_text("[retention]\nquota_gb = 0.000000001\nkeep_hours = 0\n")
    monkeypatch.setenv("MIHARU_SETTINGS", str(settings_file))
    folder = tmp_path / "Miharu"
    library = open_library(folder)
    assert library.store_frame(NodeIdentity("a" * 16, "porch"), frame(1)).result(DEADLINE_S)
    library.close()

    def run(*options: str) -> str:
        result = CliRunner().invoke(app, ["retention", "--library", str(folder), *options])
        assert result.exit_code == 0, result.output
        return result.output

    dry = json.loads(run("--dry-run", "--json"))
    assert (dry["images"], dry["shares"][0]["node"]) == (1, "porch")
    assert "1 images" in run("--dry-run")
    assert json.loads(run("--json"))["bytes"] == dry["bytes"]
    assert json.loads(run("--dry-run", "--json"))["images"] == 0
