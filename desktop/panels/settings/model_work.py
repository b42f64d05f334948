"""Installing and removing on-device models from the window."""

from __future__ import annotations

import functools
import threading
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.labelling.models import user_models
from desktop.labelling.models.download import fetch
from desktop.labelling.models.errors import DownloadCancelledError
from desktop.labelling.models.shelf import ModelShelf, ModelState
from desktop.labelling.models.spec import ModelSpec
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.words import byte_size
from desktop.wall.background import Background


class ShelvedModel(NamedTuple):
    """A model and whether it is installed; ``own`` is one of the user's own."""

    spec: ModelSpec
    state: ModelState
    own: bool


class ModelWork(QObject):
    """Fetches models, shown in ``lines``, and goes on when the settings are closed meanwhile.

    Signals:
        listed(list): of :class:`ShelvedModel`, as they are now.
        begun(str): the model of that name is being fetched.
        failed(str, str): name of a model, and why it could not be fetched or removed; the name is empty where it is
            not known.
        changed: a model has come or gone, so that other labels may be had.
    """

    listed = Signal(object)
    begun = Signal(str)
    failed = Signal(str, str)
    changed = Signal()

    def __init__(
        self, lines: ProgressLines, background: Background, shelf: ModelShelf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._background = background
        self._shelf = shelf
        self._running: dict[str, Progress] = {}

    @property
    def folder(self) -> Path:
        """Where models lie."""
        return self._shelf.folder

    def progress(self, name: str) -> Progress | None:
        """Of the model that is being fetched; None when it is not."""
        return self._running.get(name)

    def look(self) -> None:
        """Looks which models are there; ``listed`` is the answer. It reads them whole, to be sure of them."""
        self._background.run(self._read, self.listed.emit, functools.partial(self._on_failed, ""))

    def install(self, spec: ModelSpec) -> None:
        """Fetches a model."""
        if spec.name in self._running:
            return
        work = functools.partial(_fetch, spec, self._shelf.folder)
        title = self.tr("Fetching the model {name}").format(name=spec.name)
        self._running[spec.name] = self._lines.run(
            title,
            work,
            functools.partial(self._on_fetched, spec.name),
            functools.partial(self._on_not_fetched, spec.name),
            byte_size,
        )
        self.begun.emit(spec.name)

    def add(self, description: Path) -> None:
        """Takes in a user's own model, described in a TOML file."""
        title = self.tr("Adding the model of {file}").format(file=description.name)
        work = functools.partial(_add, description, self._shelf)
        self._lines.run(title, work, self._on_changed, functools.partial(self._on_failed, ""), byte_size)

    def remove(self, name: str) -> None:
        """Deletes a model's file."""
        work = functools.partial(self._shelf.remove, name)
        self._background.run(work, self._on_changed, functools.partial(self._on_failed, name))

    def _read(self) -> list[ShelvedModel]:
        known = self._shelf.known
        return [ShelvedModel(spec, self._shelf.state(spec), spec not in known) for spec in self._shelf.specs()]

    def _on_fetched(self, name: str, _path: object) -> None:
        self._running.pop(name, None)
        self._on_changed(None)

    def _on_not_fetched(self, name: str, error: Exception) -> None:
        self._running.pop(name, None)
        self._on_failed(name, error)
        self.look()

    def _on_changed(self, _outcome: object) -> None:
        self.changed.emit()
        self.look()

    def _on_failed(self, name: str, error: Exception) -> None:
        if not isinstance(error, DownloadCancelledError):
            self.failed.emit(name, str(error))


class _Stop(threading.Event):
    """What the download looks at to know whether to stop: the progress."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def is_set(self) -> bool:
        return self._progress.cancelled


def _fetch(spec: ModelSpec, folder: Path, progress: Progress) -> Path:
    return fetch(spec, folder, progress.report, _Stop(progress))


def _add(description: Path, shelf: ModelShelf, progress: Progress) -> ModelSpec:
    return user_models.add(description, shelf, progress.report, _Stop(progress))
