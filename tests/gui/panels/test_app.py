"""A session from its first moment to its last, with the real hub behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.core.curation import Report
from desktop.core.errors import LibraryError, OpeningCancelledError
from desktop.core.library import Library
from desktop.core.records import Condition, NodeState, NodeStatus
from desktop.core.settings import Settings
from desktop.demo import DemoAgents, Performance
from desktop.panels.drops import Gift
from desktop.panels.progress_lines import ProgressLine
from desktop.panels.settings.dialog import SettingsDialog
from desktop.panels.workspace import Workspace
from tests.helpers.window_parts import make_jpeg

SETTINGS = Settings(labeller="none")


@pytest.fixture
def session() -> Iterator[app.Session]:
    session = app.Session(SETTINGS, app.window_memory(), discover=False)
    yield session
    end(session)


def end(session: app.Session) -> None:
    session.window.close()
    session.window.deleteLater()


def opened(session: app.Session, folder: Path, qtbot: QtBot) -> Workspace:
    with qtbot.waitSignal(session.opened, timeout=20_000) as signal:
        session.open(folder)
    return signal.args[0]


def texts(session: app.Session) -> list[str]:
    return [label.text() for label in session.window.findChildren(QLabel) if label.isVisible()]


def test_the_window_is_there_before_the_library_is_open(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(tmp_path / "library")
        assert session.window.isVisible()
        assert session.window.workspace is None
        assert str(tmp_path / "library") in texts(session)
    assert session.window.workspace is not None
    assert session.window.windowTitle() == "library – Miharu"


def test_what_is_dropped_is_in_the_library_the_next_time(tmp_path: Path, qtbot: QtBot) -> None:
    for gift in (Gift(paths=(str(make_jpeg(tmp_path / "a.jpg")),)), Gift()):
        session = app.Session(SETTINGS, app.window_memory(), discover=False)
        workspace = opened(session, tmp_path / "library", qtbot)
        if gift:
            workspace.take(gift)
        qtbot.waitUntil(lambda workspace=workspace: workspace.centre.model.rowCount() == 1)
        end(session)


def test_closing_stops_all_that_stands_behind_the_window(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    opened(session, tmp_path / "library", qtbot)
    assert set(threading.enumerate()) > before
    with qtbot.waitSignal(session.ended):
        session.window.close()
    assert not session.window.isVisible()
    with pytest.raises(LibraryError):
        session.hub.library.stats()


def test_closing_while_the_library_is_being_opened_closes_it(
    session: app.Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, go_on = threading.Event(), threading.Event()
    libraries = []
    really_open = app.open_library

    def slowly_open(folder: Path, progress: Report) -> object:
        entered.set()
        go_on.wait(10)
        libraries.append(really_open(folder, progress))
        return libraries[-1]

    monkeypatch.setattr(app, "open_library", slowly_open)
    session.open(tmp_path / "library")
    qtbot.waitUntil(entered.is_set)
    threading.Timer(0.2, go_on.set).start()
    session.window.close()
    with pytest.raises(LibraryError):
        libraries[0].stats()


def test_closing_while_the_library_is_being_shown_closes_it(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    session.open(tmp_path / "library")
    qtbot.waitUntil(lambda: session.hub is not None, timeout=20_000)
    assert session.window.workspace is None
    with qtbot.waitSignal(session.ended):
        session.window.close()
    with pytest.raises(LibraryError):
        session.hub.library.stats()


def test_opening_that_lasts_says_how_far_it_is_and_can_be_cancelled_and_tried_again(
    session: app.Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled = threading.Event()

    def read_on(_folder: Path, progress: Report) -> None:
        assert progress(3, 10)
        assert cancelled.wait(10)
        assert not progress(3, 10)
        raise OpeningCancelledError("not all was read")

    with monkeypatch.context() as patch:
        patch.setattr(app, "open_library", read_on)
        session.open(tmp_path / "library")
        qtbot.waitUntil(lambda: "Reading what is in it: 3 of 10" in texts(session))
        (line,) = session.window.opening.findChildren(ProgressLine)
        with qtbot.waitSignal(session.failed):
            qtbot.mouseClick(line.cancel_button, Qt.MouseButton.LeftButton)
            cancelled.set()
    assert "The library was not opened" in texts(session)
    assert session.window.opening.findChildren(ProgressLine) == []
    with qtbot.waitSignal(session.opened, timeout=20_000):
        qtbot.keyClick(session.window.again_button, Qt.Key.Key_Space)
    assert session.hub.library.folder == tmp_path / "library"


def test_a_library_that_was_opened_after_all_is_closed_again_once_cancelled(
    session: app.Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    libraries = []
    really_open = app.open_library

    def open_and_wait(folder: Path, progress: Report) -> Library:
        libraries.append(really_open(folder, progress))
        go_on.wait(10)
        return libraries[-1]

    monkeypatch.setattr(app, "open_library", open_and_wait)
    session.open(tmp_path / "library")
    qtbot.waitUntil(lambda: len(libraries) == 1, timeout=20_000)
    (line,) = session.window.opening.findChildren(ProgressLine)
    with qtbot.waitSignal(session.failed):
        line.progress.cancel()
        go_on.set()
    with pytest.raises(LibraryError):
        libraries[0].stats()


def test_another_folder_can_be_chosen_where_the_first_is_no_library(
    session: app.Session, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("no folder")
    session.open(tmp_path / "file")
    qtbot.waitUntil(lambda: "The library can't be opened" in texts(session), timeout=20_000)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.window.folder_chosen.emit(str(tmp_path / "library"))
    assert session.hub.library.folder == tmp_path / "library"


def test_a_chosen_folder_is_remembered_once_it_is_open(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("no folder")
    with qtbot.waitSignal(session.failed, timeout=20_000):
        session.window.folder_chosen.emit(str(tmp_path / "file"))
    assert session.keeper.settings.library == SETTINGS.library
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.window.folder_chosen.emit(str(tmp_path / "library"))
    assert session.keeper.settings.library == str(tmp_path / "library")


def test_a_demonstration_whose_library_can_not_be_opened_ends(
    session: app.Session, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("no folder")
    performance = Performance(session, DemoAgents(tmp_path, {}), 10.0, tmp_path / "picture.png")
    with qtbot.waitSignal(session.ended, timeout=20_000):
        session.open(tmp_path / "file")
    with pytest.raises(LibraryError):
        performance.results()


def test_a_malformed_node_address_is_told_and_leaves_nothing_open(tmp_path: Path, qtbot: QtBot) -> None:
    session = app.Session(SETTINGS, app.window_memory(), ["porch"], discover=False)
    session.open(tmp_path / "library")
    qtbot.waitUntil(lambda: any("'porch' is not HOST:PORT" in text for text in texts(session)), timeout=20_000)
    end(session)
    assert session.hub is None


def test_a_library_that_no_hub_could_be_made_for_is_closed_also_when_the_window_closes_at_once(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = app.Session(SETTINGS, app.window_memory(), ["porch"], discover=False)
    monkeypatch.setattr(session.window, "show_trouble", lambda _folder, _error: session.window.close())
    with qtbot.waitSignal(session.ended, timeout=20_000):
        session.open(tmp_path / "library")
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("miharu")]


def test_a_bug_in_a_slot_is_told_and_the_window_goes_on(
    session: app.Session, tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    workspace = opened(session, tmp_path / "library", qtbot)
    error = ValueError("a bug")
    sys.excepthook(ValueError, error, None)
    assert [message.text for message in workspace.centre.messages.messages()] == [
        "Something unexpected went wrong: a bug. The log says more."
    ]
    assert "ValueError: a bug" in caplog.text


def test_a_failed_fetch_is_told(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    workspace = opened(session, tmp_path / "library", qtbot)
    workspace.take(Gift(addresses=(QUrl("http://127.0.0.1:1/owl.jpg"),)))
    qtbot.waitUntil(lambda: any("127.0.0.1/owl.jpg could not be fetched" in text for text in texts(session)))


def test_without_a_display_it_says_what_works_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(app.NoDisplayError, match="miharu hub"):
        app.make_application(Settings())


def test_settings_count_at_once(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    workspace = opened(session, tmp_path / "library", qtbot)
    workspace.take(Gift(paths=(str(make_jpeg(tmp_path / "a.jpg")),)))
    qtbot.waitUntil(lambda: workspace.centre.model.rowCount() == 1)
    assert session.hub.engine.labeller_name == ""
    session.window.menus.settings.trigger()
    dialog = session.window.findChild(SettingsDialog)
    qtbot.waitUntil(lambda: "labelling" in dialog.pages)
    labeller = next(row for row in dialog.pages["labelling"].rows if row.key == "labeller").editor
    labeller.setCurrentIndex(labeller.findData("basic"))
    labeller.activated.emit(labeller.currentIndex())
    qtbot.waitUntil(lambda: session.hub.engine.labeller_name == "basic", timeout=20_000)
    qtbot.waitUntil(lambda: workspace.status.labelling.text() == "Labelling with basic", timeout=20_000)
    labeller.setCurrentIndex(labeller.findData("none"))
    labeller.activated.emit(labeller.currentIndex())
    qtbot.waitUntil(lambda: session.hub.engine.labeller_name == "", timeout=20_000)


def test_a_silence_is_told_only_while_that_is_wanted(session: app.Session, tmp_path: Path, qtbot: QtBot) -> None:
    workspace = opened(session, tmp_path / "library", qtbot)
    for wanted in (False, True):
        with qtbot.waitSignal(session.keeper.kept):
            session.keeper.change("notify_when_silent", wanted)
        for condition in (Condition.LIVE, Condition.NO_NETWORK):
            workspace.mailbox.nodes_changed.emit(
                [NodeStatus(node_id="1", name="porch", address="", state=NodeState.ONLINE, condition=condition)]
            )
        told = [message.text for message in workspace.centre.messages.messages()]
        assert any("porch has gone silent" in text for text in told) is wanted


PROGRAM = """
import sys
from pathlib import Path
from desktop import app
from desktop.core.settings import Settings
def begin(session, folder):
    session.opened.connect(lambda _workspace: print("open", flush=True))
    session.open(folder)
sys.exit(app.run(Settings(labeller="none"), Path(sys.argv[1]), discover=False, begin=begin))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_application_in_order(tmp_path: Path, number: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "library")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    with process:
        assert process.stdout.readline() == "open\n", process.stderr.read()
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
