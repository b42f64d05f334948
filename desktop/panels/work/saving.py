"""Saving copies of images in a folder of the user's choice."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.core.library import Gallery
from desktop.panels.message_area import Message, MessageArea, Severity
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.work.deeds.deed import images
from desktop.panels.work.workbench import TOPIC


class Saved(NamedTuple):
    """What came of it. ``missing`` says of each image whose file can't be read, why."""

    folder: Path
    copies: int
    missing: tuple[str, ...]
    cancelled: bool


class Saving(QObject):
    """Asks for a folder and copies the images' files into it, each under a name that is free there."""

    def __init__(self, gallery: Gallery, progress: ProgressLines, messages: MessageArea, window: QWidget) -> None:
        """``window`` is what the question belongs to, unless another window is in front."""
        super().__init__(window)
        self._gallery = gallery
        self._progress = progress
        self._messages = messages
        self._window = window

    def ask(self, image_ids: Sequence[int]) -> None:
        """Asks where to, then saves."""
        front = QApplication.activeWindow() or self._window
        dialog = QFileDialog(front, self.tr("Save copies of {images}").format(images=images(len(image_ids))))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Save here"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(functools.partial(self._save, image_ids))
        dialog.open()

    def _save(self, image_ids: Sequence[int], folder: str) -> None:
        work = functools.partial(save_copies, self._gallery, image_ids, Path(folder))
        self._progress.run(self.tr("Saving copies"), work, self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        text = self.tr("Saved {images} in {folder}").format(images=images(saved.copies), folder=saved.folder)
        text = self.tr("{what}, then it was cancelled.").format(what=text) if saved.cancelled else f"{text}."
        if saved.missing:
            text += " " + self.tr("{images} could not be read.").format(images=images(len(saved.missing)))
        severity = Severity.WARNING if saved.missing else Severity.NEWS
        self._messages.show_message(Message(TOPIC, text, severity, saved.missing))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._messages.show_message(Message(TOPIC, self.tr("Saving copies stopped: {reason}").format(reason=error)))


def save_copies(gallery: Gallery, image_ids: Sequence[int], folder: Path, progress: Progress) -> Saved:
    """Copies the files of these images into ``folder``, until ``progress`` is cancelled. Not for the GUI thread.

    Raises:
        OSError: the folder takes no more; the copies made by then stay.
        LibraryError: the library can't say where the images lie.
    """
    missing: list[str] = []
    done = copies = 0
    for done, image_id in enumerate(image_ids, 1):
        details = gallery.details(image_id)
        if details is not None:  # else it was deleted in the meantime
            if reason := _why_unreadable(details.path):
                missing.append(reason)
            else:
                copy_file(details.path, folder)
                copies += 1
        if not progress.go_on(done, len(image_ids)):
            break
    return Saved(folder, copies, tuple(missing), cancelled=done < len(image_ids))


def copy_file(path: Path, folder: Path) -> Path:
    """Copies a file with its time into ``folder``; nothing that is there is written over. Returns the copy's path.

    Raises:
        OSError: it can't be read, or not be written whole; then nothing of it stays.
    """
    copy = _reserve(path.name, folder)
    try:
        shutil.copy2(path, copy)
    except BaseException:
        copy.unlink()
        raise
    return copy


def _why_unreadable(path: Path) -> str:
    try:
        path.open("rb").close()
    except OSError as error:
        return f"{path}: {error.strerror}"
    return ""


def _reserve(name: str, folder: Path) -> Path:
    names = _names(Path(name))
    while True:
        copy = folder / next(names)
        with suppress(FileExistsError):
            copy.open("xb").close()
            return copy


def _names(name: Path) -> Iterator[str]:
    yield name.name
    for number in count(2):
        yield f"{name.stem} ({number}){name.suffix}"
