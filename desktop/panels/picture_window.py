"""One image on the whole screen, and the way from one to the next."""

from __future__ import annotations

import functools
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal, Slot
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
"""The longest side of what is decoded of an image that is looked at from near."""
TOLD_FOR_MS = 6000
KEPT = 5
"""The image that is shown, and its neighbours to both sides."""


class _Loaded(NamedTuple):
    details: ImageDetails | None
    picture: QImage


class PictureWindow(QWidget):
    """Shows an image and its boxes; Escape, Enter and Space go back, the arrow keys to its neighbours, B hides the
    boxes.

    It is decoded as large as the screen is, and with more pixels once it is zoomed. The neighbours are loaded ahead.
    ``step_requested(int)`` asks for the next (1) image or the one before (-1),
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
        self._shown_id = 0
        self._loading: set[int] = set()
        self._outdated: set[int] = set()
        """Changed while they were being loaded."""
        self._near_id = 0
        self._loaded: OrderedDict[int, _Loaded] = OrderedDict()
        self._boxes = True
        self.picture = PictureView(self)
        self.picture.step_requested.connect(self._on_step_requested)
        self.picture.zoom_changed.connect(self._on_zoom_changed)
        self.caption = QLabel()
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.setContentsMargins(12, 6, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.caption)
        self._told = QTimer(self, singleShot=True, interval=TOLD_FOR_MS)
        self._told.timeout.connect(self._say_caption)
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
        elif image_id != self._shown_id:
            self._clear(self.tr("Loading…"))
        for each in (image_id, *neighbours):
            self._load(each)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.close()
            case Qt.Key.Key_B:
                self._boxes = not self._boxes
                self._show_findings()
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._told.stop()
        self._loaded.clear()
        self._clear("")
        self.left.emit()

    @Slot(int)
    def _on_step_requested(self, step: int) -> None:
        self._told.stop()  # it was of the image before
        self.step_requested.emit(step)

    @Slot(str)
    def tell(self, text: str) -> None:
        """Says for a while what was done, in place of what the image is."""
        self.caption.setText(text)
        self._told.start()

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
                functools.partial(_load, self._gallery, image_id, self._screen_side_px()),
                functools.partial(self._on_loaded, image_id),
                functools.partial(self._on_failed, image_id),
            )

    def _screen_side_px(self) -> int:
        size = self.screen().size() * self.devicePixelRatioF()
        return max(size.width(), size.height())

    def _show(self, loaded: _Loaded) -> None:
        if loaded.details is None:
            self._clear(self.tr("This image is gone"))
            return
        if self._image_id != self._shown_id:
            self._shown_id, self._near_id = self._image_id, 0
            self.picture.fit()
            self.picture.show_picture(loaded.picture)
        self._show_findings()
        if not self._told.isActive():
            self._say_caption()

    def _show_findings(self) -> None:
        loaded = self._loaded.get(self._image_id)
        if loaded is not None and loaded.details is not None:
            found = [finding for section in sections(loaded.details) for finding in section.findings]
            self.picture.show_findings(found if self._boxes else [])

    @Slot()
    def _say_caption(self) -> None:
        loaded = self._loaded.get(self._image_id)
        if loaded is not None and loaded.details is not None:
            self.caption.setText(in_full(loaded.details.tile))

    def _clear(self, caption: str) -> None:
        self._shown_id = 0
        self.picture.show_picture(QImage())
        self.picture.show_findings([])
        self.caption.setText(caption)

    @Slot()
    def _on_zoom_changed(self) -> None:
        loaded = self._loaded.get(self._image_id)
        if self.picture.zoom == 1 or self._near_id == self._image_id or loaded is None or loaded.details is None:
            return
        self._near_id = image_id = self._image_id
        work = functools.partial(decode_file, Path(loaded.details.path), SIDE_PX)
        failed = functools.partial(self._on_failed, image_id)
        self._background.run(work, functools.partial(self._on_nearer, image_id), failed)

    def _on_nearer(self, image_id: int, picture: QImage) -> None:
        if image_id == self._shown_id:
            self.picture.show_nearer(picture)

    def _on_loaded(self, image_id: int, loaded: _Loaded) -> None:
        self._loading.discard(image_id)
        if not self.isVisible():
            self._outdated.clear()
            return
        if image_id in self._outdated:
            self._outdated.discard(image_id)
            self._load(image_id)
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
            self._clear(str(error))

    @Slot(object)
    def _on_images_changed(self, image_ids: list[int]) -> None:
        self._outdated |= self._loading & set(image_ids)
        changed = self._loaded.keys() & set(image_ids)
        for image_id in changed:
            del self._loaded[image_id]
        if self._image_id in changed and self.isVisible():
            self._load(self._image_id)


def _load(gallery: Gallery, image_id: int, side_px: int) -> _Loaded:
    details = gallery.details(image_id)
    return _Loaded(details, QImage() if details is None else decode_file(Path(details.path), side_px))
