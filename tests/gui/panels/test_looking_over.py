"""Every page of the real window: everything has a name for those who can't see it, and no text is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.records import Condition, NodeState, NodeStatus, Trust
from desktop.core.settings import Settings
from desktop.labelling.models.shelf import FOLDER_VARIABLE
from desktop.panels.code_dialog import CodeDialog
from desktop.panels.main_window import MainWindow
from desktop.panels.message_area import Message
from desktop.panels.palette.palette import CommandPalette
from desktop.panels.settings.desk import SettingsDesk
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.shortcuts import ShortcutSheet
from desktop.panels.theme import Theme
from desktop.panels.translation import speak
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import search
from tests.helpers.looking_over import clipped, nameless
from tests.helpers.window_parts import ScriptedNodes

pytestmark = pytest.mark.may_stall  # under the style sheet, building a window at once takes long
LANGUAGES = ("en", "ja")
PORCH = NodeStatus(
    node_id="0123456789abcdef", name="porch", address="", state=NodeState.ONLINE, condition=Condition.LIVE
)
GATE = NodeStatus(node_id="1" * 16, name="gate", address="", state=NodeState.FOUND, trust=Trust.UNPAIRED)


@pytest.fixture(params=LANGUAGES, autouse=True)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The application in each language, dressed as it is for users."""
    palette, style_sheet, locale = qapp.palette(), qapp.styleSheet(), QLocale()
    theme = Theme(qapp)
    speak(qapp, request.param)
    yield request.param
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    qapp.styleHints().colorSchemeChanged.disconnect(theme._on_system_changed)
    theme.deleteLater()
    qapp.setStyleSheet(style_sheet)
    qapp.setPalette(palette)
    QLocale.setDefault(locale)


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "models"))


@pytest.fixture
def keeper() -> Iterator[SettingsKeeper]:
    keeper = SettingsKeeper(Settings())
    yield keeper
    keeper.close()


def look_over(window: QWidget) -> None:
    QApplication.processEvents()  # lays everything out
    assert nameless(window) == []
    assert clipped(window) == []


def test_what_is_missing_is_found(show) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    nobody, narrow = QPushButton(), QLabel("Far too long for its place")
    layout.addWidget(nobody)
    layout.addWidget(narrow)
    show(window, 300, 100)
    assert nameless(window) == ["Button: QPushButton < QWidget"]
    assert clipped(window) == []
    nobody.setAccessibleName("Somebody")
    narrow.setMaximumWidth(40)
    window.grab()
    assert nameless(window) == []
    assert len(clipped(window)) == 1


def test_before_there_is_a_library(window: MainWindow, tmp_path: Path) -> None:
    window.show_welcome(tmp_path)
    look_over(window)
    window.show_opening(tmp_path)
    look_over(window)
    window.show_trouble(tmp_path, OSError("It is no folder"))
    look_over(window)


@pytest.mark.parametrize("width_px", [880, 1600])
def test_the_empty_library_and_a_search_that_finds_nothing(
    window: MainWindow, workspace: Workspace, nodes: ScriptedNodes, width_px: int, qtbot: QtBot
) -> None:
    window.resize(width_px, 900)
    look_over(window)
    with qtbot.waitSignal(workspace.mailbox.nodes_changed):
        nodes.say(PORCH, GATE)
    look_over(window)


@pytest.mark.usefixtures("three")
def test_images_the_inspector_and_messages(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    grid = workspace.centre.grid
    grid.setCurrentIndex(workspace.centre.model.index(0, 0))
    qtbot.waitUntil(lambda: not workspace.background.busy())
    workspace.centre.messages.show_message(Message("a", "Look at google.key_file in the settings", details=("a", "b")))
    look_over(window)
    search(workspace, "nothing-is-called-so", qtbot)
    look_over(window)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("width_px", [880, 1500])
def test_each_view(window: MainWindow, workspace: Workspace, nodes: ScriptedNodes, width_px: int, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.mailbox.nodes_changed):
        nodes.say(PORCH, GATE)
    window.resize(width_px, 700)
    for action in window.menus.views.values():
        action.trigger()
        qtbot.waitUntil(lambda: not workspace.background.busy())
        look_over(window)


def test_each_page_of_the_settings(
    opened: Library, nodes: ScriptedNodes, window: MainWindow, keeper: SettingsKeeper, qtbot: QtBot
) -> None:
    nodes.say(PORCH)
    assert window.workspace is not None
    desk = SettingsDesk(keeper, opened, nodes, window.workspace)
    desk.open()
    dialog = desk.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.pages) == dialog.list.count())
    qtbot.waitUntil(lambda: not window.workspace.background.busy())
    for page in dialog.pages:
        desk.open_at(page)
        look_over(dialog)
    dialog.close()


def test_dialogs(window: MainWindow, workspace: Workspace) -> None:
    window.menus.shortcuts.trigger()
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    look_over(sheet)
    sheet.close()
    window.menus.commands.trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    look_over(palette)
    palette.close()
    workspace.trusting.accept(GATE)
    code: QDialog | None = window.findChild(CodeDialog)
    assert code is not None
    look_over(code)
    code.close()
