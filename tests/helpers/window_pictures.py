"""Pictures of the window over a library of real photos, in light and dark, to be looked at by a person.

    python -m tests.helpers.window_pictures PHOTOS OUT

PHOTOS is a folder of JPEG files, OUT a folder for the PNG files. Everything behind the window is real: the photos
come into a library in a temporary folder, some by way of nodes, and the basic labeller labels them.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication

from desktop.app import make_application
from desktop.core.library import Library
from desktop.core.records import Condition, NodeIdentity, NodeState, NodeStatus
from desktop.core.settings import Settings
from desktop.labelling.engine import LabellingEngine
from desktop.labelling.registry import make_labeller
from desktop.panels.main_window import MainWindow
from desktop.panels.shortcuts import ShortcutSheet
from desktop.panels.theme import Theme
from desktop.panels.views import View
from desktop.panels.workspace import Workspace
from desktop.store import open_library
from node_agent.wire.messages import THUMBNAIL_SIDE_PX, Frame, FrameHeader
from tests.helpers.window_parts import ScriptedNodes

SIZE_PX = (1400, 900)
IMAGES = 48
S = 1_000_000_000
NAMES = ("porch", "greenhouse", "barn")


def main(photos: Path, out: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(Settings())
    theme = application.findChild(Theme)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
            theme.wear(scheme)
            folder = Path(temporary, scheme.name)
            with _window(folder / "empty" / "Miharu", ScriptedNodes()) as (window, _):
                _grab(window, out / f"empty-{scheme.name.lower()}.png")
            with _window(folder / "full" / "Miharu", _nodes()) as (window, library):
                _fill(library, sorted(photos.glob("*.jpg")))
                _grab_all(window, lambda name, scheme=scheme: out / f"{name}-{scheme.name.lower()}.png")


@contextmanager
def _window(folder: Path, nodes: ScriptedNodes) -> Iterator[tuple[MainWindow, Library]]:
    """The window over a new library in ``folder`` that is being labelled."""
    library = open_library(folder)
    engine = LabellingEngine(library, lambda: make_labeller(Settings(labeller="basic"), library), 2)
    window = MainWindow(QSettings(str(folder.parent / "window.ini"), QSettings.Format.IniFormat))
    window.resize(*SIZE_PX)
    window.show()
    window.show_library(library, nodes, engine)
    _settle(lambda: window.workspace is not None)
    engine.start()
    try:
        yield window, library
    finally:
        window.close()
        engine.stop()
        library.close()


def _nodes() -> ScriptedNodes:
    now_ns = time.time_ns()
    nodes = ScriptedNodes()
    nodes.say(
        _status("porch", NodeState.ONLINE, now_ns, rate_per_s=2.4, condition=Condition.LIVE),
        _status(
            "greenhouse", NodeState.ONLINE, now_ns - S, rate_per_s=0.2, waiting=1280, condition=Condition.NO_MOTION
        ),
        _status(
            "barn",
            NodeState.OFFLINE,
            now_ns - 190 * S,
            condition=Condition.NO_NETWORK,
            detail="No heartbeat for 3 minutes: check power and network.",
        ),
        NodeStatus(
            node_id="", name="10.0.0.7:5551", address="10.0.0.7:5551", state=NodeState.FOUND, detail="Not heard yet."
        ),
    )
    return nodes


def _status(name: str, state: NodeState, last_seen_ns: int, **fields: object) -> NodeStatus:
    address = f"192.168.1.{20 + NAMES.index(name)}:5551"
    return NodeStatus(
        node_id=_identity(name).node_id, name=name, address=address, state=state, last_seen_ns=last_seen_ns, **fields
    )


def _identity(name: str) -> NodeIdentity:
    return NodeIdentity(hashlib.sha256(name.encode()).hexdigest()[:16], name)


def _fill(library: Library, photos: list[Path]) -> None:
    """The photos in turn as images of the nodes, the last ones today; then all once more as files of the user's."""
    now_ns = time.time_ns()
    for number in range(IMAGES):
        name = NAMES[number % len(NAMES)]
        taken_ns = now_ns - (IMAGES - number) * 47 * S
        frame = _frame(photos[number % len(photos)], number // len(NAMES) + 1, name, taken_ns)
        library.store_frame(_identity(name), frame).result()
    for photo in photos:
        library.add_file(photo)


def _frame(photo: Path, seq: int, node: str, taken_ns: int) -> Frame:
    data = photo.read_bytes()
    with Image.open(photo) as image:
        width_px, height_px = image.size
        image.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
        thumbnail = io.BytesIO()
        image.convert("RGB").save(thumbnail, "JPEG")
    header = FrameHeader(
        stream=hashlib.sha256(node.encode()).hexdigest()[:32],
        seq=seq,
        camera="front",
        captured_wall_ns=taken_ns,
        captured_monotonic_ns=seq,
        boot_id="boot",
        clock_synced=True,
        trigger="motion",
        motion_boxes=((0.12, 0.18, 0.62, 0.94),),
        width_px=width_px,
        height_px=height_px,
        size_bytes=len(data),
        sha256=hashlib.sha256(data).digest(),
        image_format="jpeg",
    )
    return Frame(header, thumbnail.getvalue(), data)


def _grab_all(window: MainWindow, path: Callable[[str], Path]) -> None:
    workspace = window.workspace
    assert workspace is not None
    _settle(lambda: workspace.status.waiting.text() == "0 waiting" and workspace.centre.model.rowCount() > IMAGES)
    grid = workspace.centre.grid
    grid.setFocus()
    for row in (1, 4):
        grid.setCurrentIndex(workspace.centre.model.index(row, 0))
        _settle(workspace.inspector.page.picture.has_picture)
        _grab(window, path(f"inspector-{row}"))
    _grab_wall(window, workspace, path)
    _grab_troubles(window, workspace, path)
    workspace.centre.search.set_text("zebra")
    _settle(lambda: workspace.centre.page() is workspace.centre.nothing)
    _grab(window, path("nothing"))
    workspace.nodes_panel.node_chosen.emit("porch")
    workspace.centre.search.set_text("node:porch")
    _settle(lambda: workspace.centre.page() is grid)
    _grab(window, path("filtered"))
    _grab_overlay(window, path("drop"))
    sheet = ShortcutSheet(window.menus.all(), window)
    sheet.show()
    _grab(sheet, path("shortcuts"))
    sheet.close()
    window.show_trouble(
        Path("/media/card/Miharu"), OSError("The card is read-only. Unlock it, or choose another folder.")
    )
    _grab(window, path("trouble"))


def _grab_wall(window: MainWindow, workspace: Workspace, path: Callable[[str], Path]) -> None:
    window.menus.views[View.WALL].trigger()
    _settle(workspace.centre.wall.complete)
    _grab(window, path("wall"))
    window.menus.full_screen.trigger()
    window.resize(*SIZE_PX)
    _settle(workspace.centre.wall.complete)
    _grab(window, path("wall-full-screen"))
    window.menus.full_screen.trigger()
    window.resize(*SIZE_PX)
    window.menus.views[View.STREAM].trigger()


def _grab_troubles(window: MainWindow, workspace: Workspace, path: Callable[[str], Path]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("empty.jpg", "notes.png", "gone.jpg"):
            Path(temporary, name).write_bytes(b"" if name == "empty.jpg" else b"no image")
        workspace.paste(_files(Path(temporary)))
        workspace.centre.search.set_text("owl fox:red cat")
        workspace.nodes_panel.address.setText("porch")
        workspace.nodes_panel.add_button.click()
        workspace.status.show_trouble("Cloud Vision refused the key. Check it in the settings.")
        _settle(lambda: not workspace.centre.progress.lines())
        _grab(window, path("troubles"))
    workspace.centre.messages.dismiss_all()
    workspace.status.end_trouble()
    workspace.nodes_panel.address.clear()
    workspace.nodes_panel.refusal.hide()


def _grab_overlay(window: MainWindow, path: Path) -> None:
    mime = _files(Path("a.jpg"))
    QApplication.sendEvent(
        window,
        QDragEnterEvent(
            QPoint(500, 400), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        ),
    )
    _grab(window, path)
    QApplication.sendEvent(window, QDragLeaveEvent())


def _files(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def _grab(window: object, path: Path) -> None:
    _settle(QDeadlineTimer(600).hasExpired)
    window.grab().save(str(path))
    print(path)


def _settle(reached: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(30_000)
    while not reached():
        if deadline.hasExpired():
            raise TimeoutError("the window did not come to what was to be shown")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
