"""One image on the whole screen, and the way from one to the next."""

from __future__ import annotations

import functools
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.library import Gallery
from desktop.core.records import ImageDetails
from desktop.panels.decoding import decode_file
from desktop.panels.findings import sections
from desktop.panels.picture_view import PictureView
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox
from desktop.wall.words import in_full

SIDE_PX = 4096
KEPT = 5
"""The image that is shown, and its neighbours to both sides."""


class _Loaded(NamedTuple):
    details: ImageDetails | None
    picture: QImage


class PictureWindow(QWidget):
    """Shows an image and its boxes; Escape, Enter and Space go back, the arrow keys to its neighbours, B hides the
    boxes.

    The neighbours are loaded ahead. ``step_requested(int)`` asks for the next (1) image or the one before (-1),
    which the owner answers with :meth:`show_image`; ``left()`` comes when it is closed.
    """

    step_requested = Signal(int)
    left = Signal()

    def __init__(
        self, gallery: Gallery, background: Background, mailbox: Mailbox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Image"))
        self._gallery = gallery
        self._background = background
        self._image_id = 0
        self._loading: set[int] = set()
        self._loaded: OrderedDict[int, _Loaded] = OrderedDict()
        self._boxes = True
        self.picture = PictureView(self)
        self.picture.step_requested.connect(self.step_requested)
        self.caption = QLabel()
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.setContentsMargins(12, 6, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.caption)
        self.setFocusProxy(self.picture)
        self._darken()
        mailbox.images_changed.connect(self._on_images_changed)
        mailbox.images_removed.connect(self._on_images_changed)

    @property
    def image_id(self) -> int:
        """The image that is shown, or being loaded."""
        return self._image_id

    def show_image(self, image_id: int, neighbours: tuple[int, ...] = ()) -> None:
        """Shows that image; its ``neighbours`` are loaded after it."""
        self._image_id = image_id
        if image_id in self._loaded:
            self._loaded.move_to_end(image_id)
            self._show(self._loaded[image_id])
        for each in (image_id, *neighbours):
            self._load(each)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.close()
            case Qt.Key.Key_B:
                self._boxes = not self._boxes
                self._show(self._loaded[self._image_id])
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._loaded.clear()
        self.left.emit()

    def _darken(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.black)
        palette.setColor(QPalette.ColorRole.AlternateBase, Qt.GlobalColor.black)
        palette.setColor(QPalette.ColorRole.WindowText, Qt.GlobalColor.lightGray)
        self.setPalette(palette)

    def _load(self, image_id: int) -> None:
        if image_id not in self._loaded and image_id not in self._loading:
            self._loading.add(image_id)
            self._background.run(
                functools.partial(_load, self._gallery, image_id),
                functools.partial(self._on_loaded, image_id),
                functools.partial(self._on_failed, image_id),
            )

    def _show(self, loaded: _Loaded) -> None:
        details = loaded.details
        if details is None:
            self.picture.show_picture(QImage())
            self.picture.show_findings([])
            self.caption.setText(self.tr("This image is gone"))
            return
        self.picture.fit()
        self.picture.show_picture(loaded.picture)
        found = [finding for section in sections(details) for finding in section.findings]
        self.picture.show_findings(found if self._boxes else [])
        self.caption.setText(in_full(details.tile))

    def _on_loaded(self, image_id: int, loaded: _Loaded) -> None:
        self._loading.discard(image_id)
        if not self.isVisible():
            return
        self._loaded[image_id] = loaded
        while len(self._loaded) > KEPT:
            oldest = next(each for each in self._loaded if each != self._image_id)
            del self._loaded[oldest]
        if image_id == self._image_id:
            self._show(loaded)

    def _on_failed(self, image_id: int, error: Exception) -> None:
        self._loading.discard(image_id)
        if image_id == self._image_id:
            self.picture.show_picture(QImage())
            self.picture.show_findings([])
            self.caption.setText(str(error))

    @Slot(object)
    def _on_images_changed(self, image_ids: list[int]) -> None:
        changed = self._loaded.keys() & set(image_ids)
        for image_id in changed:
            del self._loaded[image_id]
        if self._image_id in changed and self.isVisible():
            self._load(self._image_id)


def _load(gallery: Gallery, image_id: int) -> _Loaded:
    details = gallery.details(image_id)
    return _Loaded(details, QImage() if details is None else decode_file(Path(details.path), SIDE_PX))
