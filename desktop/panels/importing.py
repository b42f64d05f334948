"""Bringing files and clips into the library, a few at a time, off the GUI thread."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.errors import ImageFileError
from desktop.core.library import Importer
from desktop.panels.drops import Clip, Gift
from desktop.wall.background import Background

IMAGE_SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp"))
AT_ONCE = 3
"""Enough to decode while others wait for their commit; more would keep the window waiting for the interpreter lock."""
SLICE_S = 0.1
MAX_NAMED = 200
"""Of so many unreadable files the names are kept; the others are counted."""

Entry = Path | Clip | OSError
"""A file, an image without one, or a folder that could not be read."""


class Refusal(NamedTuple):
    """A file or clip that is no readable image; the reason names it too, with its path."""

    name: str
    reason: str


@dataclass
class _Slice:
    """What one short piece of work on a worker came to."""

    added: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    ended: bool = False


class Import(QObject):
    """One gift on its way into the library.

    It works in slices of :data:`SLICE_S`, so that a second import gets its turn on the same workers. What a slice has
    read becomes durable together. Folders are walked as far as the import has come, so a large one takes no memory.
    """

    progressed = Signal()
    finished = Signal()
    """All is done, or it was cancelled, or ``error`` says why it could not go on."""

    def __init__(self, gift: Gift, importer: Importer, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.added = 0
        self.refused = 0
        self.refusals: list[Refusal] = []
        """The first :data:`MAX_NAMED` of those that were refused."""
        self.total: int | None = None
        """How many there are, None until they are counted."""
        self.error: Exception | None = None
        self.cancelled = False
        self._gift = gift
        self._importer = importer
        self._background = background
        self._entries = _entries(gift)
        self._entries_lock = threading.Lock()
        self._running = 0

    @property
    def done(self) -> int:
        """How many files were looked at."""
        return self.added + self.refused

    def start(self) -> None:
        self._background.run(self._count_entries, self._on_counted)
        for _ in range(AT_ONCE):
            self._run_slice()

    @Slot()
    def cancel(self) -> None:
        """Ends after the files that are being read now; what is in the library stays there."""
        self.cancelled = True

    def _run_slice(self) -> None:
        self._running += 1
        self._background.run(self._work_slice, self._on_slice_done, self._on_slice_failed)

    def _count_entries(self) -> int:
        count = 0
        for _ in _entries(self._gift):
            count += 1
            if self.cancelled:
                break
        return count

    def _work_slice(self) -> _Slice:
        result = _Slice()
        begun: list[Future[int]] = []
        until_s = time.monotonic() + SLICE_S
        while not self.cancelled and time.monotonic() < until_s:
            with self._entries_lock:
                entry = next(self._entries, None)
            if entry is None:
                result.ended = True
                break
            try:
                begun += self._take_in(entry)
            except ImageFileError as error:
                result.refusals.append(Refusal(_name(entry), str(error)))
            else:
                result.added += 1
        for image in begun:
            image.result()
        return result

    def _take_in(self, entry: Entry) -> list[Future[int]]:
        """Brings one entry in; returns what of it is not durable yet."""
        match entry:
            case Path():
                return [self._importer.begin_file(entry)]
            case Clip():
                self._importer.add_bytes(entry.read(), entry.name)
                return []
            case OSError():
                raise ImageFileError(f"{entry.filename}: the folder can't be read ({entry.strerror})")

    def _on_counted(self, total: int) -> None:
        self.total = total
        self.progressed.emit()

    def _on_slice_done(self, result: _Slice) -> None:
        self._running -= 1
        self.added += result.added
        self.refused += len(result.refusals)
        self.refusals += result.refusals[: MAX_NAMED - len(self.refusals)]
        if not (result.ended or self.cancelled):
            self._run_slice()
        self._tell()

    def _on_slice_failed(self, error: Exception) -> None:
        self._running -= 1
        self.error = error
        self.cancelled = True
        self._tell()

    def _tell(self) -> None:
        self.progressed.emit()
        if self._running == 0:
            self.finished.emit()


def _name(entry: Entry) -> str:
    match entry:
        case OSError():
            return Path(entry.filename).name
        case _:
            return entry.name


def _entries(gift: Gift) -> Iterator[Entry]:
    """Clips, files that were named, and the images in folders, each folder's in the order of their names."""
    yield from gift.clips
    for given in gift.paths:
        path = Path(given)
        if _is_folder(path):
            yield from _images_below(path)
        else:
            yield path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # the importer says what is wrong with it


def _images_below(folder: Path) -> Iterator[Path | OSError]:
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in IMAGE_SUFFIXES:
                yield Path(parent, name)
    yield from unreadable
