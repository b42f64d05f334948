"""Gifts on their way into the library: progress for those that take long, words for what went wrong."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot

from desktop.core.library import Importer
from desktop.panels.drops import Clip, Gift
from desktop.panels.importing import AT_ONCE, MAX_NAMED, Import
from desktop.panels.message_area import Message, Severity
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.web_images import WebImages
from desktop.panels.words import count
from desktop.wall.background import Background

IMPORT_THREADS = AT_ONCE + 1
"""One counts while the others read."""
NAMES_IN_TITLE = 4
RETELL_S = 0.5
"""A message that changes is not written anew more often than this."""
_topics = itertools.count(1)


class Gifts(QObject):
    """Takes gifts and brings them in, each with a line of its own in ``lines``."""

    told = Signal(object)
    """A :class:`Message`"""

    def __init__(self, importer: Importer, lines: ProgressLines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._importer = importer
        self.lines = lines
        # Workers of its own: the pictures on screen must not wait behind files that are being read.
        self._background = Background(IMPORT_THREADS, self)
        self._web = WebImages(lines, self)
        self._web.fetched.connect(self._on_fetched)
        self._web.failed.connect(self._on_fetch_failed)

    def take(self, gift: Gift) -> None:
        """Brings in all that ``gift`` holds."""
        for address in gift.addresses:
            self._web.fetch(address)
        if gift.paths or gift.clips:
            taken = _Taken(Import(gift, self._importer, self._background), gift, self)
            taken.told.connect(self.told)
            self.lines.add(taken.progress)
            taken.start()

    def close_down(self) -> None:
        """Cancels everything; what is in the library stays there."""
        self._web.close()
        for taken in self.findChildren(_Taken):
            taken.progress.cancel()
        self._background.close()

    @Slot(str, bytes)
    def _on_fetched(self, name: str, data: bytes) -> None:
        self.take(Gift(clips=(Clip(name, lambda: data),)))

    @Slot(QUrl, str)
    def _on_fetch_failed(self, address: QUrl, reason: str) -> None:
        shown = f"{address.host()}{address.path()}"
        text = self.tr("{address} could not be fetched: {reason}").format(address=shown, reason=reason)
        self.told.emit(Message(f"web {shown}", text))


class _Taken(QObject):
    """One import with its progress and its messages."""

    told = Signal(object)

    def __init__(self, run: Import, gift: Gift, parent: QObject) -> None:
        super().__init__(parent)
        run.setParent(self)
        self.progress = Progress(self.tr("Adding images"), parent=self)
        self._import = run
        self._gift = gift
        self._topic = f"import {next(_topics)}"
        self._refused_told = 0
        self._told_s = -RETELL_S
        self.progress.cancel_requested.connect(run.cancel)
        run.progressed.connect(self._on_progressed)
        run.finished.connect(self._on_finished)

    def start(self) -> None:
        self._import.start()

    @Slot()
    def _on_progressed(self) -> None:
        self.progress.report(self._import.done, self._import.total)
        if time.monotonic() >= self._told_s + RETELL_S:
            self._tell_of_refused()

    @Slot()
    def _on_finished(self) -> None:
        self._tell_of_refused()
        self._tell_the_end()
        self.progress.end()
        self.deleteLater()

    def _tell_of_refused(self) -> None:
        run = self._import
        if run.refused == self._refused_told:
            return
        self._refused_told = run.refused
        self._told_s = time.monotonic()
        if run.refused == 1:
            text = self.tr("1 file could not be added: {reason}").format(reason=run.refusals[0].reason)
            self._tell("refused", Severity.WARNING, text)
            return
        details = [refusal.reason for refusal in run.refusals]
        if run.refused > MAX_NAMED:
            details.append(self.tr("and {n} more").format(n=count(run.refused - MAX_NAMED)))
        names = ", ".join(refusal.name for refusal in run.refusals[:NAMES_IN_TITLE])
        more = "…" if run.refused > NAMES_IN_TITLE else ""
        text = self.tr("{n} files could not be added: {names}").format(n=count(run.refused), names=names + more)
        self._tell("refused", Severity.WARNING, text, tuple(details))

    def _tell_the_end(self) -> None:
        run = self._import
        added = self.tr("1 image was added.") if run.added == 1 else self.tr("{n} images were added.")
        added = added.format(n=count(run.added))
        if run.error is not None:
            text = self.tr("Adding images stopped: {reason} {added}").format(reason=run.error, added=added)
            self._tell("end", Severity.ERROR, text)
        elif run.cancelled:
            self._tell("end", Severity.NEWS, self.tr("Cancelled. {added}").format(added=added))
        elif run.done == 0:
            names = ", ".join(Path(path).name for path in self._gift.paths[:3])
            text = self.tr("There is no JPEG, PNG or WebP image in {names}.").format(names=names)
            self._tell("end", Severity.WARNING, text)
        elif self.progress.lasted:
            self._tell("end", Severity.NEWS, added)

    def _tell(self, kind: str, severity: Severity, text: str, details: tuple[str, ...] = ()) -> None:
        self.told.emit(Message(f"{self._topic} {kind}", text, severity, details))
