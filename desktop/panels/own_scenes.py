"""An agent with built-in scenes on this computer, for those who have no camera at hand."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, QProcess, Signal, Slot

from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes
from desktop.nodes.own_agents import introduce, run_arguments
from desktop.nodes.own_keys import config_folder, own_identity
from desktop.wall.background import Background

NAME = "scenes"
SOURCES = ("scenes:porch", "scenes:garden", "scenes:harbour")
INTERVAL_S = 2.0
STOP_MS = 4000
LAST_WORDS = 400
"""So many characters of what a failed agent said last are shown."""


class OwnScenes(QObject):
    """Starts the agent as a child process, paired without a question; it ends with the window.

    Signals:
        running_changed(bool): it was started, or has ended.
        failed(str): it could not be started, or ended by itself, and why.
    """

    running_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._starting = False
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.started.connect(self._on_started)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._wanted = False

    @property
    def running(self) -> bool:
        """Whether it runs or is being started."""
        return self._starting or self._process.state() is not QProcess.ProcessState.NotRunning

    @Slot(bool)
    def set_running(self, wanted: bool) -> None:
        """Starts it, or asks it to end."""
        self._wanted = wanted
        if wanted and not self.running:
            self._starting = True
            folder = platformdirs.user_state_path("miharu", appauthor=False) / NAME
            self._background.run(functools.partial(_introduce, folder), self._on_introduced, self._on_not_introduced)
        elif not wanted:
            self._process.terminate()

    def close(self) -> None:
        """Ends it, and waits for that: what it has captured is sent before."""
        self._wanted = False
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.terminate()
            if not self._process.waitForFinished(STOP_MS):
                self._process.kill()
                self._process.waitForFinished(STOP_MS)

    def _on_introduced(self, folder: Path) -> None:
        self._starting = False
        if self._wanted:
            self._process.start(sys.executable, run_arguments(folder, NAME, SOURCES, INTERVAL_S))
        else:
            self.running_changed.emit(False)

    def _on_not_introduced(self, error: Exception) -> None:
        self._starting = False
        self.failed.emit(str(error))
        self.running_changed.emit(False)

    @Slot()
    def _on_started(self) -> None:
        self.running_changed.emit(True)

    @Slot()
    def _on_finished(self) -> None:
        said = bytes(self._process.readAll().data()).decode(errors="replace").strip()
        if self._wanted:
            self._wanted = False
            text = self.tr("The agent with the built-in scenes has ended: {words}")
            self.failed.emit(text.format(words=said[-LAST_WORDS:]))
        self.running_changed.emit(False)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._wanted = False
            self.failed.emit(self._process.errorString())
            self.running_changed.emit(False)


def _introduce(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    introduce(folder, NAME, own_identity(), KnownNodes(config_folder() / KNOWN_NODES_FILE))
    return folder
