"""Saves a picture of the real window over one image, at the scale that ``QT_SCALE_FACTOR`` says.

``python -m tests.helpers.scaled_window FOLDER`` writes ``window.png`` there, and prints JSON: the ratio of device
pixels to a pixel of the window, and where in the picture (in device pixels: left, top, width, height) things are.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEventLoop, QRect, QSettings
from PySide6.QtWidgets import QWidget

from desktop.app import make_application
from desktop.core.settings import Settings
from desktop.labelling.engine import LabellingEngine
from desktop.panels.main_window import MainWindow
from desktop.store import open_library
from desktop.wall.geometry import TileSize
from tests.helpers.window_parts import NamingLabeller, ScriptedNodes

SIZE_PX = (1200, 800)
NOISE_SIDE_PX = 1280
WAIT_S = 20.0


def main(folder: Path) -> None:
    application = make_application(Settings(look="light"))
    library = open_library(folder / "Miharu")
    engine = LabellingEngine(library, NamingLabeller, 1)
    window = MainWindow(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    window.resize(*SIZE_PX)
    window.show()
    window.show_library(library, ScriptedNodes(), engine)
    _settle(lambda: window.workspace is not None)
    workspace = window.workspace
    engine.start()
    library.add_file(_noise(folder / "cat-noise.png"))
    centre = workspace.centre
    centre.grid.set_tile_size(TileSize.SMALL)
    _settle(lambda: centre.model.rowCount() == 1 and library.stats().labelled == 1)
    centre.grid.setCurrentIndex(centre.model.index(0, 0))
    _settle(lambda: not workspace.background.busy() and not workspace.inspector.page.picture._scaled.isNull())
    _settle(lambda: centre.grid.complete)
    tile = centre.grid.visualRect(centre.model.index(0, 0))
    viewport = centre.grid.viewport()
    picture = workspace.inspector.page.picture
    places = {
        "tile": _in_window(viewport, tile.adjusted(20, 30, -20, -80), window),
        "caption": _in_window(viewport, QRect(tile.left(), tile.bottom() - 44, 90, 40), window),
        "inspector": _in_window(picture, picture.rect().adjusted(30, 30, -30, -30), window),
        "text": _in_window(workspace.status, QRect(workspace.status.width() - 300, 0, 290, 30), window),
        "icon": _in_window(centre.search.chips, QRect(4, 4, 30, 26), window),
    }
    grabbed = window.grab()
    ratio = grabbed.devicePixelRatio()
    grabbed.save(str(folder / "window.png"))
    print(json.dumps({"ratio": ratio, "places": {name: _scaled(rect, ratio) for name, rect in places.items()}}))
    window.close()
    engine.stop()
    library.close()
    application.quit()


def _noise(path: Path) -> Path:
    """Dots of two pixels, light and dark by chance: nothing has more detail."""
    dots = np.random.default_rng(7).integers(0, 256, (NOISE_SIDE_PX // 2, NOISE_SIDE_PX // 2), np.uint8)
    Image.fromarray(dots.repeat(2, 0).repeat(2, 1)).convert("RGB").save(path)
    return path


def _settle(done) -> None:
    until_s = time.monotonic() + WAIT_S
    while not done() and time.monotonic() < until_s:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    QCoreApplication.processEvents()
    assert done()


def _in_window(widget: QWidget, rect: QRect, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, rect.topLeft()), rect.size())


def _scaled(rect: QRect, ratio: float) -> list[int]:
    return [round(side * ratio) for side in (rect.left(), rect.top(), rect.width(), rect.height())]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
