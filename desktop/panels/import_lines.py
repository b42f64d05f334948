"""Gifts on their way into the library: a progress line for those that take long, words for what went wrong."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.core.library import Importer
from desktop.panels.drops import Clip, Gift
from desktop.panels.importing import AT_ONCE, MAX_NAMED, Import
from desktop.panels.message_area import Message, Severity
from desktop.panels.web_images import WebImages
from desktop.panels.words import count
from desktop.wall.background import Background

LINE_AFTER_MS = 1000
IMPORT_THREADS = AT_ONCE + 1
"""One counts while the others read."""
NAMES_IN_TITLE = 4
RETELL_S = 0.5
"""A message that changes is not written anew more often than this."""
_topics = itertools.count(1)


class ImportLines(QWidget):
    """Takes gifts and brings them in, each with a line of its own while it runs longer than a second."""

    told = Signal(object)
    """A :class:`Message`"""

    def __init__(self, importer: Importer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Images being added"))
        self._importer = importer
        # Workers of its own: the pictures on screen must not wait behind files that are being read.
        self._background = Background(IMPORT_THREADS, self)
        self._web = WebImages(self._background, self)
        self._web.fetched.connect(self._on_fetched)
        self._web.failed.connect(self._on_fetch_failed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def take(self, gift: Gift) -> None:
        """Brings in all that ``gift`` holds."""
        for address in gift.addresses:
            self._web.fetch(address)
        if gift.paths or gift.clips:
            line = _Line(Import(gift, self._importer, self._background), gift)
            line.told.connect(self.told)
            self._layout.addWidget(line)
            line.start()

    def lines(self) -> list[_Line]:
        """Those that are not finished."""
        return self.findChildren(_Line)

    def close_down(self) -> None:
        """Cancels everything; what is in the library stays there."""
        self._web.close()
        for line in self.lines():
            line.cancel()
        self._background.close()

    @Slot(str, bytes)
    def _on_fetched(self, name: str, data: bytes) -> None:
        self.take(Gift(clips=(Clip(name, lambda: data),)))

    @Slot(QUrl, str)
    def _on_fetch_failed(self, address: QUrl, reason: str) -> None:
        shown = f"{address.host()}{address.path()}"
        text = self.tr("{address} could not be fetched: {reason}").format(address=shown, reason=reason)
        self.told.emit(Message(f"web {shown}", text))


class _Line(QWidget):
    """One import: how far it is, a button that ends it, and its messages."""

    told = Signal(object)

    def __init__(self, run: Import, gift: Gift) -> None:
        super().__init__()
        run.setParent(self)
        self._import = run
        self._gift = gift
        self._topic = f"import {next(_topics)}"
        self._refused_told = 0
        self._told_s = -RETELL_S
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(14)
        layout.addWidget(self._text)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self.cancel_button)
        self._appear = QTimer(self, singleShot=True, interval=LINE_AFTER_MS)
        self._appear.timeout.connect(self.show)
        self.hide()
        run.progressed.connect(self._on_progressed)
        run.finished.connect(self._on_finished)

    def start(self) -> None:
        self._appear.start()
        self._import.start()
        self._on_progressed()

    @Slot()
    def cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._import.cancel()

    @Slot()
    def _on_progressed(self) -> None:
        run = self._import
        if run.total is None:
            self._bar.setRange(0, 0)
            self._text.setText(self.tr("Adding images: {n}").format(n=count(run.done)))
        else:
            self._bar.setRange(0, run.total)
            self._bar.setValue(run.done)
            text = self.tr("Adding images: {n} of {total}")
            self._text.setText(text.format(n=count(run.done), total=count(run.total)))
        if time.monotonic() >= self._told_s + RETELL_S:
            self._tell_of_refused()

    @Slot()
    def _on_finished(self) -> None:
        self._appear.stop()
        self._tell_of_refused()
        self._tell_the_end()
        self.deleteLater()
        self.setParent(None)

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
        elif self.isVisible():
            self._tell("end", Severity.NEWS, added)

    def _tell(self, kind: str, severity: Severity, text: str, details: tuple[str, ...] = ()) -> None:
        self.told.emit(Message(f"{self._topic} {kind}", text, severity, details))
