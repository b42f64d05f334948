"""From nothing to the first tile, with a real agent on this computer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import app, settings_file
from desktop.core.settings import Settings
from desktop.panels.own_scenes import OwnScenes
from desktop.panels.workspace import Workspace
from desktop.wall.background import Background
from tests.gui.panels.handling import LEFT


@pytest.fixture
def session() -> Iterator[app.Session]:
    session = app.Session(Settings(labeller="basic"), app.window_memory())
    yield session
    session.window.close()
    session.window.deleteLater()


def begun(session: app.Session, folder: Path, qtbot: QtBot) -> Workspace:
    """Types another folder on the first page and begins there."""
    session.welcome(folder / "suggested")
    welcome = session.window.welcome
    assert welcome.isVisible()
    assert welcome.folder.line.text() == str(folder / "suggested")
    welcome.folder.line.clear()
    assert not welcome.begin_button.isEnabled()
    qtbot.keyClicks(welcome.folder.line, str(folder / "mine"))
    with qtbot.waitSignal(session.opened, timeout=20_000) as opened:
        qtbot.keyClick(welcome.folder.line, Qt.Key.Key_Return)
    return opened.args[0]


def test_from_nothing_to_the_first_tile(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    workspace = begun(session, tmp_path, qtbot)
    centre = workspace.centre
    qtbot.waitUntil(lambda: centre.page() is centre.empty)
    assert not (tmp_path / "suggested").exists()
    qtbot.waitUntil(lambda: settings_file.load().library == str(tmp_path / "mine"))
    qtbot.mouseClick(centre.empty.scenes_button, LEFT)
    assert not centre.empty.scenes_button.isEnabled()
    qtbot.waitUntil(lambda: centre.page() is centre.grid, timeout=60_000)
    assert session.window.menus.scenes.isChecked()
    assert psutil.Process().children()
    session.window.menus.scenes.setChecked(False)
    qtbot.waitUntil(lambda: not psutil.Process().children(), timeout=20_000)
    assert "scenes" not in [message.topic for message in centre.messages.messages()]


def test_an_agent_that_can_not_run_is_told_and_can_be_tried_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    background = Background(1)
    scenes = OwnScenes(background)
    monkeypatch.setattr("desktop.panels.own_scenes.run_arguments", lambda *_: ["-c", "raise SystemExit('no camera')"])
    monkeypatch.setattr("desktop.panels.own_scenes._introduce", lambda folder: folder)
    for _ in range(2):
        with qtbot.waitSignal(scenes.failed, timeout=20_000) as failed:
            scenes.set_running(True)
        assert "no camera" in failed.args[0]
        qtbot.waitUntil(lambda: not scenes.running)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with qtbot.waitSignal(scenes.failed, timeout=20_000):
        scenes.set_running(True)
    scenes.close()
    background.close()
