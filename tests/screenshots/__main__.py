"""Makes the README's pictures: the real window over a library of real photos, labelled on this computer.

    python -m tests.screenshots TESTDATA OUT

TESTDATA is the folder of Miharu's test data (``photos/`` and ``models/``), OUT gets one JPEG a view, light and dark.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.app import make_application
from desktop.core.library import Library
from desktop.core.query import parse
from desktop.core.records import Condition, NodeState, NodeStatus
from desktop.core.settings import Settings
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.models.shelf import FOLDER_VARIABLE
from desktop.labelling.registry import make_labeller
from desktop.panels.main_window import MainWindow
from desktop.panels.theme import Theme
from desktop.panels.views import View
from desktop.panels.workspace import Workspace
from desktop.store import open_library
from tests.helpers.real_models import shelve
from tests.helpers.window_parts import ScriptedNodes
from tests.screenshots.captures import SPOTS, captures, identity

SIZE_PX = (1280, 800)
JPEG_QUALITY = 90
SHOWN_LABEL = "dog"
"""The inspector shows the newest image with this label: it has boxes."""
SETTINGS = Settings(labeller="on-device", workers=2)
_QUIET = {"aviary": (NodeState.OFFLINE, Condition.NO_NETWORK, 0.0)}
NODES = sorted({spot.node for spot in SPOTS})
_WELL = (NodeState.ONLINE, Condition.LIVE, 0.4)


def main(testdata: Path, out: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(SETTINGS)
    theme = application.findChild(Theme)
    assert theme is not None
    with tempfile.TemporaryDirectory() as temporary:
        os.environ[FOLDER_VARIABLE] = str(Path(temporary, "models"))
        shelve(testdata / "models", Path(temporary, "models"))
        with _window(Path(temporary), nodes := ScriptedNodes()) as (window, library):
            for capture in captures(testdata / "photos", time.time_ns()):
                library.store_frame(capture.node, capture.frame).result()
            workspace = window.workspace
            assert workspace is not None
            _wait_for(lambda: workspace.status.waiting.text() == "0 waiting", 300)
            for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
                theme.wear(scheme)
                for view, picture in _views(window, workspace):
                    nodes.say(*map(_status, NODES))
                    _save(picture, out / f"{view}-{scheme.name.lower()}.jpg")


@contextmanager
def _window(folder: Path, nodes: ScriptedNodes) -> Iterator[tuple[MainWindow, Library]]:
    library = open_library(folder / "Miharu")
    engine = LabellingEngine(library, lambda: make_labeller(SETTINGS, library), SETTINGS.workers)
    window = MainWindow(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    window.resize(*SIZE_PX)
    window.show()
    window.show_library(library, nodes, engine)
    _wait_for(lambda: window.workspace is not None)
    engine.start()
    try:
        yield window, library
    finally:
        window.close()
        engine.stop()
        library.close()


def _status(name: str) -> NodeStatus:
    state, condition, rate_per_s = _QUIET.get(name, _WELL)
    return NodeStatus(
        node_id=identity(name).node_id,
        name=name,
        address=f"192.0.2.{11 + NODES.index(name)}:5551",
        state=state,
        condition=condition,
        rate_per_s=rate_per_s,
        last_seen_ns=time.time_ns() - (0 if state is NodeState.ONLINE else 190) * 10**9,
    )


def _views(window: MainWindow, workspace: Workspace) -> Iterator[tuple[str, QWidget]]:
    """Brings one view after the other into the window."""
    centre, inspector = workspace.centre, window.menus.inspector
    inspector.setChecked(False)
    centre.show_view(View.STREAM)
    centre.search.clear()
    yield "stream", window
    centre.show_view(View.WALL)
    yield "wall", window
    centre.show_view(View.ACTIVITY)
    yield "activity", window
    inspector.setChecked(True)
    centre.search.set_text(SHOWN_LABEL)
    _wait_for(lambda: centre.model.query == parse(SHOWN_LABEL) and centre.page() is centre.grid)
    centre.grid.setCurrentIndex(centre.model.index(0, 0))
    _wait_for(workspace.inspector.page.picture.has_picture)
    yield "inspector", window


def _save(widget: QWidget, path: Path) -> None:
    _wait_for(QDeadlineTimer(1500).hasExpired)  # for pictures that are still on their way
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = Image.frombuffer(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB", image.bytesPerLine()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.save(path, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
    print(path)


def _wait_for(reached: Callable[[], bool], seconds: int = 30) -> None:
    deadline = QDeadlineTimer(seconds * 1000)
    while not reached():
        if deadline.hasExpired():
            raise TimeoutError("the window did not come to what was to be shown")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
