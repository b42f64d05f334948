"""What the tests of the panels share: a real library, a real engine, nodes that follow a script."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.labelling.engine import LabellingEngine
from desktop.panels.main_window import MainWindow
from desktop.panels.theme import Theme
from desktop.panels.workspace import Workspace
from desktop.store import open_library
from desktop.wall.grid import GridView
from tests.gui.panels.handling import wait_for_rows
from tests.helpers.window_parts import Elsewhere, NamingLabeller, ScriptedNodes, make_jpeg


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    """Numbers and dates as the application shows them, wherever the tests run."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def executor() -> Iterator[Executor]:
    """A thread for what the tests themselves do to the library."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def opened(tmp_path: Path, executor: Executor) -> Iterator[Library]:
    """A real, empty library, for the window."""
    library = executor.submit(open_library, tmp_path / "library").result()
    yield library
    executor.submit(library.close).result()


@pytest.fixture
def library(opened: Library, executor: Executor) -> Elsewhere:
    """The same library, for the test."""
    return Elsewhere(opened, executor)


@pytest.fixture
def nodes() -> ScriptedNodes:
    return ScriptedNodes()


@pytest.fixture
def engine(opened: Library) -> Iterator[LabellingEngine]:
    """The real engine; it labels by file names, once it is started."""
    engine = LabellingEngine(opened, NamingLabeller, workers=2)
    yield engine
    engine.stop()


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    """Where a window remembers its state."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(
    opened: Library, nodes: ScriptedNodes, engine: LabellingEngine, memory: QSettings, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The window over the library, shown, its content read."""
    window = MainWindow(memory)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.waitSignal(window.library_shown) as shown:
        window.show_library(opened, nodes, engine)
    qtbot.waitUntil(lambda: shown.args[0].centre.model.loaded_all)
    yield window
    window.close()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The theme on the application, taken off again."""
    palette, style_sheet = qapp.palette(), qapp.styleSheet()
    theme = Theme(qapp)
    yield theme
    qapp.styleHints().colorSchemeChanged.disconnect(theme._on_system_changed)
    theme.deleteLater()
    qapp.setStyleSheet(style_sheet)
    qapp.setPalette(palette)


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


@pytest.fixture
def three(workspace: Workspace, library: Elsewhere, engine: LabellingEngine, tmp_path: Path, qtbot: QtBot) -> None:
    """Two cats and a dog, labelled."""
    engine.start()
    for name in ("cat-1.jpg", "cat-2.jpg", "dog-1.jpg"):
        library.add_file(make_jpeg(tmp_path / name, grey=sum(name.encode()) % 250))
    qtbot.waitUntil(lambda: library.stats().labelled == 3, timeout=20_000)
    wait_for_rows(workspace, 3, qtbot)


@pytest.fixture
def grid(three: None, window: MainWindow, workspace: Workspace, qtbot: QtBot) -> GridView:  # noqa: ARG001
    """The grid with two cats and a dog, the keyboard on it, its tiles read."""
    grid = workspace.centre.grid
    window.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(lambda: grid.hasFocus() and grid.complete)
    return grid
