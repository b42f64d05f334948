"""The icon in the tray; the offscreen platform has no tray to show it in, all else is real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QWindow
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.panels.icons import application_icon
from desktop.panels.main_window import MainWindow
from desktop.panels.tray import Tray, system_tray, with_badge
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import wait_for_rows
from tests.helpers.window_parts import Elsewhere, make_jpeg


@pytest.fixture
def icon(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> QSystemTrayIcon:
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _icon: None)
    return QSystemTrayIcon(window)


@pytest.fixture
def tray(icon: QSystemTrayIcon, window: MainWindow, workspace: Workspace) -> Iterator[Tray]:
    tray = Tray(icon, window)
    tray.follow(workspace.mailbox)
    yield tray
    tray.close()


def close_by_its_frame(window: MainWindow) -> None:
    handle = window.windowHandle()
    assert isinstance(handle, QWindow)
    QApplication.sendEvent(handle, QCloseEvent())


def add(library: Elsewhere, folder: Path, workspace: Workspace, number: int, qtbot: QtBot) -> None:
    library.add_file(make_jpeg(folder / f"{number}.jpg", grey=number * 20))
    wait_for_rows(workspace, number, qtbot)


def test_it_counts_what_came_since_somebody_looked(
    tray: Tray, icon: QSystemTrayIcon, window, workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    assert icon.toolTip() == "Miharu"
    window.hide()
    add(library, tmp_path, workspace, 1, qtbot)
    add(library, tmp_path, workspace, 2, qtbot)
    assert tray.new == 2
    assert icon.toolTip() == "Miharu: new images: 2"
    tray.show_action.trigger()
    assert window.isVisible()
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert tray.new == 0
    assert icon.toolTip() == "Miharu"


def test_the_number_is_on_the_icon() -> None:
    icon = application_icon()
    plain = icon.pixmap(64, 64).toImage()
    assert with_badge(icon, 0).pixmap(64, 64).toImage() == plain
    one, many = (with_badge(icon, number).pixmap(64, 64).toImage() for number in (1, 100))
    assert len({plain.constBits().tobytes(), one.constBits().tobytes(), many.constBits().tobytes()}) == 3


def test_it_pauses_shows_and_hides(tray: Tray, icon: QSystemTrayIcon, window: MainWindow) -> None:
    window.menus.pause.trigger()
    assert window.menus.pause in tray.menu.actions()
    tray.menu.aboutToShow.emit()
    assert tray.show_action.text() == "Hide window"
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert not window.isVisible()
    tray.menu.aboutToShow.emit()
    assert tray.show_action.text() == "Show window"
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()


def test_closing_the_window_leaves_it_watching_and_quitting_ends_it(
    tray: Tray, window: MainWindow, workspace: Workspace, library: Elsewhere, tmp_path: Path, qtbot: QtBot
) -> None:
    close_by_its_frame(window)
    assert not window.isVisible()
    add(library, tmp_path, workspace, 1, qtbot)
    assert tray.new == 1
    with qtbot.waitSignal(window.closed):
        window.menus.quit.trigger()


def test_without_a_tray_closing_the_window_quits(window: MainWindow, qtbot: QtBot) -> None:
    assert system_tray(window) is None
    with qtbot.waitSignal(window.closed):
        close_by_its_frame(window)
