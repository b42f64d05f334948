"""A demonstration on one computer: agents with built-in scenes, or with the user's images, feed a window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from desktop.app import Session, make_application
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import NodeStatus, Trust
from desktop.core.settings import Settings
from desktop.hub import Hub
from desktop.interrupts import quit_on_interrupt
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_agents import introduce, run_arguments
from desktop.nodes.own_keys import CONFIG_VARIABLE, config_folder, own_identity
from desktop.panels.workspace import Workspace
from desktop.stalls import Stall, StallWatch
from desktop.wall.background import Background

SCENES: Mapping[str, Sequence[str]] = {
    "home": ("scenes:porch", "scenes:garden"),
    "town": ("scenes:street", "scenes:harbour", "scenes:snow"),
    "works": ("scenes:workshop", "scenes:greenhouse"),
}
INTERVAL_S = 2.0
LOOK_CLOSER_AT = 0.8
"""The share of the time after which an image is chosen, so that the picture shows the inspector at work."""
SETTLE_S = 10.0
SETTLE_LOOK_MS = 200
AGENT_STOP_S = 5.0
NEWEST_ROWS = 12
"""Among so many the one with the most labels is chosen."""
TOP_LABELS = 4


class NodeResult(Struct, frozen=True, kw_only=True):
    """What came of one node."""

    name: str
    captured: int
    stored: int
    labelled: int
    top_labels: tuple[str, ...]


def show(settings: Settings, sources: Mapping[str, Sequence[str]]) -> None:
    """Shows the demonstration in a window until it is closed."""
    application = make_application(settings)
    with ExitStack() as stack:
        scratch = _scratch(stack)
        stack.enter_context(quit_on_interrupt(application))
        stack.enter_context(DemoAgents(scratch, sources))
        _watch_for_stalls(stack)
        session = Session(settings, _memory(scratch))
        session.ended.connect(application.quit)
        session.open(scratch / "Miharu")
        application.exec()
        session.window.close()


def run_unseen(
    settings: Settings, sources: Mapping[str, Sequence[str]], duration_s: float, picture: Path
) -> Sequence[NodeResult]:
    """Runs the demonstration for a time without a display, and saves a picture of the window.

    Raises:
        OSError: the picture can't be written.
        MiharuError: the library can't be opened.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application(settings)
    with ExitStack() as stack:
        scratch = _scratch(stack)
        stack.enter_context(quit_on_interrupt(application))
        agents = stack.enter_context(DemoAgents(scratch, sources))
        _watch_for_stalls(stack)
        session = Session(settings, _memory(scratch))
        session.ended.connect(application.quit)
        performance = Performance(session, agents, duration_s, picture)
        session.open(scratch / "Miharu")
        application.exec()
        session.window.close()
        return performance.results()


def _scratch(stack: ExitStack) -> Path:
    """A folder for all that the demonstration makes: the user's own key and paired nodes stay out of it."""
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="miharu-demo-")))
    os.environ[CONFIG_VARIABLE] = str(scratch / "config")
    return scratch


def _memory(scratch: Path) -> QSettings:
    """The window begins as it does for a new user, and changes nothing of the user's own."""
    return QSettings(str(scratch / "window.ini"), QSettings.Format.IniFormat)


def _watch_for_stalls(stack: ExitStack) -> None:
    watch = StallWatch(_print_stall, _is_seen)
    stack.callback(watch.stop)
    watch.start()


def _is_seen(stack: Sequence[str]) -> bool:
    """Not while everything is stopped: the window is gone by then."""
    return not any(call.endswith(" in closeEvent") for call in stack)


def _print_stall(stall: Stall) -> None:
    print(stall, file=sys.stderr)


class DemoAgents:
    """Agent processes on this computer, paired beforehand and found by mDNS. They end with the block."""

    def __init__(self, scratch: Path, sources: Mapping[str, Sequence[str]]) -> None:
        self._scratch = scratch
        self._sources = sources
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> DemoAgents:
        desktop, known = own_identity(), KnownNodes(config_folder() / KNOWN_NODES_FILE)
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda name: introduce(self._scratch / name, name, desktop, known), self._sources))
        self._processes = [self._start(name, sources) for name, sources in self._sources.items()]
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        for process in self._processes:
            try:
                process.wait(AGENT_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def stop(self) -> None:
        """Asks them to end; what they have captured is published before."""
        for process in self._processes:
            process.terminate()

    def _start(self, name: str, sources: Iterable[str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, *run_arguments(self._scratch / name, name, sources, INTERVAL_S)]
        with (self._scratch / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)


class Performance(QObject):
    """The demonstration without an audience: look closer, take the picture, stop the agents, count."""

    def __init__(self, session: Session, agents: DemoAgents, duration_s: float, picture: Path) -> None:
        super().__init__(session)
        self._session = session
        self._agents = agents
        self._duration_s = duration_s
        self._picture = picture
        self._background = Background(1, self)
        self._looks_left = round(1000 * SETTLE_S / SETTLE_LOOK_MS)
        self._results: Sequence[NodeResult] = ()
        self._error: Exception | None = None
        session.opened.connect(self._on_opened)
        session.failed.connect(self._end)

    def results(self) -> Sequence[NodeResult]:
        """What came of each node; raises what went wrong on the way."""
        if self._error is not None:
            raise self._error
        return self._results

    @Slot(object)
    def _on_opened(self, _workspace: Workspace) -> None:
        QTimer.singleShot(round(1000 * self._duration_s * LOOK_CLOSER_AT), self, self._look_closer)
        QTimer.singleShot(round(1000 * self._duration_s), self, self._take_picture)

    @Slot()
    def _look_closer(self) -> None:
        workspace = self._session.window.workspace
        if workspace is None:
            return
        model, grid = workspace.centre.model, workspace.centre.grid
        newest = [(row, model.tile(row)) for row in range(min(model.rowCount(), NEWEST_ROWS))]
        labelled = [(row, tile) for row, tile in newest if tile is not None]
        if labelled:
            row, _tile = max(labelled, key=lambda each: len(each[1].labels))
            grid.setCurrentIndex(model.index(row, 0))

    @Slot()
    def _take_picture(self) -> None:
        image = self._session.window.grab().toImage()
        self._agents.stop()
        self._background.run(lambda: image.save(str(self._picture)), self._on_saved, self._end)

    def _on_saved(self, well: bool) -> None:
        if not well:
            self._end(OSError(f"{self._picture} can't be written"))
            return
        self._look_whether_settled()

    @Slot()
    def _look_whether_settled(self) -> None:
        self._background.run(self._hub().idle, self._on_idle_known, self._end)

    def _on_idle_known(self, idle: bool) -> None:
        if idle or self._looks_left == 0:
            self._background.run(lambda: _count(self._hub()), self._on_counted, self._end)
            return
        self._looks_left -= 1
        QTimer.singleShot(SETTLE_LOOK_MS, self, self._look_whether_settled)

    def _on_counted(self, results: Sequence[NodeResult]) -> None:
        self._results = results
        self._end()

    @Slot(object)
    def _end(self, error: Exception | None = None) -> None:
        self._error = error
        self._background.close()
        self._session.window.close()

    def _hub(self) -> Hub:
        assert self._session.hub is not None, "the demonstration begins when the library is open"
        return self._session.hub


def _count(hub: Hub) -> list[NodeResult]:
    return [_result(hub.library, node) for node in hub.receiver.statuses() if node.trust is Trust.PAIRED]


def _result(library: Library, node: NodeStatus) -> NodeResult:
    tiles = library.tiles(library.keys(Query(nodes=(node.name.casefold(),))).image_ids)
    names = Counter(label.name for tile in tiles for label in tile.labels)
    return NodeResult(
        name=node.name,
        captured=node.captured,
        stored=len(tiles),
        labelled=sum(tile.state == "labelled" for tile in tiles),
        top_labels=tuple(name for name, _number in names.most_common(TOP_LABELS)),
    )
