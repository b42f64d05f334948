"""The tool tip of a tile: all its labels, not only the few that fit on it."""

from __future__ import annotations

import functools
import html

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.core.library import Gallery
from desktop.core.records import ImageDetails
from desktop.wall import words
from desktop.wall.background import Background, Task


class LabelTip:
    """Shows what is known at once, and the full list as soon as it is read."""

    def __init__(self, gallery: Gallery, background: Background, viewport: QWidget) -> None:
        self._gallery = gallery
        self._background = background
        self._viewport = viewport
        self._reading: Task | None = None

    def show(self, image_id: int, known: str, point: QPoint, tile: QRect) -> None:
        """Shows the tip of a tile; ``point`` is global, ``tile`` in the viewport: the tip goes when it is left."""
        self.drop()
        QToolTip.showText(point, as_it_is(known), self._viewport, tile)
        read = functools.partial(self._gallery.details, image_id)
        self._reading = self._background.run(read, functools.partial(self._on_read, point, tile))

    def drop(self) -> None:
        """The pointer is elsewhere: what is still being read is not shown."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _on_read(self, point: QPoint, tile: QRect, details: ImageDetails | None) -> None:
        self._reading = None
        if details is not None and QToolTip.isVisible():
            QToolTip.showText(point, as_it_is(words.all_labels(details)), self._viewport, tile)


def as_it_is(text: str) -> str:
    """``text`` for a tool tip. Qt takes one with tags for HTML, and a label, or a name that a stranger gave his node,
    may well have some."""
    return f"<p style='white-space:pre'>{html.escape(text)}</p>" if "<" in text else text
