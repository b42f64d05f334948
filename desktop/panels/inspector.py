"""All about one image: the picture with its boxes, what was found, the facts."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.core.curation import Judgement
from desktop.core.library import Library
from desktop.core.records import ImageDetails
from desktop.panels.decoding import decode_file, decode_thumbnail
from desktop.panels.finding_menu import FindingMenu
from desktop.panels.inspector_page import InspectorPage
from desktop.panels.placeholder import Placeholder
from desktop.wall.background import Background, Task
from desktop.wall.mailbox import Mailbox

MAX_SIDE_PX = 4096
_SIDE_STEP_PX = 512
_VIEW_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class _Reading(NamedTuple):
    details: ImageDetails | None
    judgement: Judgement
    thumbnail: QImage


class Inspector(QStackedWidget):
    """Follows one image, also while its labels come in. Everything is read and decoded in the background.

    While it is hidden nothing is read; that is done once it is shown again.

    Signals:
        failed(str): what could not be done, in words.
        viewing_requested(): the full screen is wanted, by Enter or Space.
        place_refused(int, Place): that is wrong on the camera of this image.
        name_refused(int, str), name_wanted(int, str): this image has not, or has that name.
        lift_requested(Suppression): something that is hidden is to be shown again.
        answer_chosen(int, str): what that labeller said of this image is to count.
    """

    failed = Signal(str)
    viewing_requested = Signal()
    place_refused = Signal(int, object)
    name_refused = Signal(int, str)
    name_wanted = Signal(int, str)
    lift_requested = Signal(object)
    answer_chosen = Signal(int, str)

    def __init__(
        self, library: Library, background: Background, mailbox: Mailbox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Inspector"))
        self._library = library
        self._background = background
        self._image_id = 0
        self._details: ImageDetails | None = None
        self._side_px = 0
        self._overdue = False
        self._reading: Task | None = None
        self._decoding: Task | None = None
        self._empty = Placeholder("images", "")
        self.page = InspectorPage(self)
        self.page.facts.failed.connect(self.failed)
        self.page.menu_opened.connect(self._on_menu_opened)
        self.page.picture.zoom_changed.connect(self._on_zoom_changed)
        self.addWidget(self._empty)
        self.addWidget(self.page)
        mailbox.images_changed.connect(self._on_images_changed)
        mailbox.images_removed.connect(self._on_images_removed)
        self._show_none()

    @property
    def image_id(self) -> int:
        """The image that is shown, or being read; 0 for none."""
        return self._image_id

    @Slot(int)
    def show_image(self, image_id: int) -> None:
        """Shows that image; 0 shows none. What is shown stays until the new one is read."""
        if image_id == self._image_id:
            return
        self._cancel()
        self._image_id = image_id
        self._details = None
        if not image_id:
            self._show_none()
            return
        if self.currentWidget() is self._empty or not self.isVisible():
            self._show_empty(self.tr("Loading…"))
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _VIEW_KEYS and self._details is not None:
            self.viewing_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._overdue:
            self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._decode_larger()

    @Slot(object)
    def _on_menu_opened(self, menu: FindingMenu) -> None:
        for said, told in (
            (menu.place_refused, self.place_refused),
            (menu.name_refused, self.name_refused),
            (menu.name_wanted, self.name_wanted),
            (menu.answer_chosen, self.answer_chosen),
        ):
            said.connect(functools.partial(told.emit, self._image_id))
        menu.lift_requested.connect(self.lift_requested)

    @Slot()
    def _on_zoom_changed(self) -> None:
        self._decode_larger()

    def _decode_larger(self) -> None:
        """Where more pixels are seen than were decoded."""
        if self._details is not None and self._wanted_side_px() > self._side_px:
            self._decode(self._details.path)

    def _read(self) -> None:
        self._overdue = not self.isVisible()
        if self._overdue:
            return
        if self._reading is not None:
            self._reading.cancel()
        work = functools.partial(_read, self._library, self._image_id)
        self._reading = self._background.run(work, self._on_read, self._on_read_failed)

    def _decode(self, path: Path) -> None:
        if self._decoding is not None:
            self._decoding.cancel()
        self._side_px = self._wanted_side_px()
        work = functools.partial(decode_file, path, self._side_px)
        self._decoding = self._background.run(work, self.page.show_picture, self.page.show_trouble)

    def _cancel(self) -> None:
        for task in (self._reading, self._decoding):
            if task is not None:
                task.cancel()

    def _wanted_side_px(self) -> int:
        """What the view can show, in steps, so that a drag of the splitter does not decode at every pixel."""
        size = self.page.picture.size() * self.devicePixelRatioF() * self.page.picture.zoom
        steps = -(-max(size.width(), size.height()) // _SIDE_STEP_PX)
        return min(MAX_SIDE_PX, max(1, steps) * _SIDE_STEP_PX)

    def _show_none(self) -> None:
        self._show_empty(self.tr("No image selected"), self.tr("Select one to see what was found in it."))

    def _show_gone(self) -> None:
        self._show_empty(self.tr("This image is gone"), self.tr("It is no longer in the library."))

    def _show_empty(self, title: str, text: str = "") -> None:
        self._details = None
        self._overdue = False
        self._empty.say(title, text)
        self.setCurrentWidget(self._empty)

    def _on_read(self, reading: _Reading) -> None:
        details = reading.details
        if details is None:
            self._show_gone()
            return
        is_new = self._details is None
        self._details = details
        self.page.show_details(details, reading.judgement)
        if is_new:
            self.page.picture.fit()
            self.page.show_picture(reading.thumbnail)
            self.setCurrentWidget(self.page)
            self._decode(details.path)

    def _on_read_failed(self, error: Exception) -> None:
        self._show_empty(self.tr("This image can't be shown"), str(error))

    @Slot(object)
    def _on_images_changed(self, image_ids: list[int]) -> None:
        if self._image_id in image_ids:
            self._read()

    @Slot(object)
    def _on_images_removed(self, image_ids: list[int]) -> None:
        if self._image_id in image_ids:
            self._cancel()
            self._show_gone()


def _read(library: Library, image_id: int) -> _Reading:
    thumbnails = library.thumbnails([image_id])
    details, judgement = library.details(image_id), library.judgement(image_id)
    return _Reading(details, judgement or Judgement(), decode_thumbnail(thumbnails.get(image_id)))
