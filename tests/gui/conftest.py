"""Guards that hold for every GUI test: nothing of Qt is left behind, and the GUI thread never stalls."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.panels.decoding import load_formats
from desktop.stalls import Stall, StallWatch

_DESKTOP = f'File "{Path(__file__).parents[2] / "desktop"}'
_BEHIND_THE_WINDOW = tuple(f"{_DESKTOP}/{room}/" for room in ("nodes", "store"))
"""What a test may call itself, to prepare, although it waits for the disk."""
_EVENT_LOOP = str(Path("pytestqt") / "qtbot.py")
_POOL_GRACE_MS = 5000
_MAY_TAKE_LONG = (" in close", " in closeEvent", " in stop", " in <module>")
"""Functions of Miharu that may wait: at the end, and while it is being imported."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "may_stall: the test itself keeps the GUI thread busy")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as the tests want it: the same style, font and size of type wherever they run."""
    qapp.setStyle("Fusion")
    font = QFont(qapp.font())
    font.setPointSizeF(10)
    qapp.setFont(font)
    _load_fonts(qapp)
    load_formats()
    gc.freeze()  # what is imported by now need not be walked through after each test
    return qapp


def _load_fonts(app: QApplication) -> None:
    # The first text of a process reads the system's fonts; no test is to blame for that.
    widget = QWidget()
    widget.setWindowTitle("見張る")
    widget.fontMetrics().horizontalAdvance("Miharu 見張る ✓ …")
    widget.grab()
    widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def nothing_of_qt_left(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a window, a running timer or a busy thread pool behind."""
    before = {id(widget) for widget in qapp.topLevelWidgets()}
    gc.disable()  # else a worker may collect, and so destroy, what the GUI thread has left
    yield
    gc.enable()
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    windows = [each for each in qapp.topLevelWidgets() if id(each) not in before and not each.isHidden()]
    assert not windows, f"windows left behind: {windows}"
    left = [
        each for each in gc.get_objects() if issubclass(type(each), (QTimer, QThreadPool)) and shiboken6.isValid(each)
    ]
    timers = [each for each in left if isinstance(each, QTimer) and each.isActive()]
    for timer in timers:
        timer.stop()  # it is this test's, not also the next one's
    assert not timers, f"running timers left behind: {[(timer, timer.parent()) for timer in timers]}"
    busy = [each for each in left if isinstance(each, QThreadPool) and not each.waitForDone(_POOL_GRACE_MS)]
    assert not busy, f"busy thread pools left behind: {busy}"


@pytest.fixture(autouse=True)
def no_stalls(nothing_of_qt_left: None, request: pytest.FixtureRequest) -> Iterator[None]:  # noqa: ARG001
    """Fails a test in which the GUI thread was in Miharu's code, or in Qt's for it, for more than 100 ms.

    What the test itself does between events doesn't count, nor does closing, which may wait.
    """
    stalls: list[Stall] = []
    watch = StallWatch(stalls.append, _is_stall)
    watch.start()
    yield
    watch.stop()
    if request.node.get_closest_marker("may_stall") is None:
        assert not stalls, "\n".join(map(str, stalls))


def _is_stall(stack: Sequence[str]) -> bool:
    ours = [line for line in stack if line.startswith(_DESKTOP)]
    in_the_event_loop = bool(stack) and _EVENT_LOOP in stack[0]
    if in_the_event_loop or not ours:
        return in_the_event_loop
    called_by_the_test_itself = ours[-1].startswith(_BEHIND_THE_WINDOW)
    return not called_by_the_test_itself and not any(line.endswith(_MAY_TAKE_LONG) for line in ours)


@pytest.fixture
def show(qtbot: QtBot):
    """Shows a widget, in a size, and waits until it is on the screen; it is closed after the test."""

    def show(widget: QWidget, width_px: int = 900, height_px: int = 620) -> None:
        qtbot.addWidget(widget)
        widget.resize(width_px, height_px)
        with qtbot.waitExposed(widget):
            widget.show()

    return show
