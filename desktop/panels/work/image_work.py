"""What the user does with the chosen images: from the wish to the deed."""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDrag, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.core.curation import BinDay, Place, Suppression
from desktop.core.library import Library
from desktop.labelling.registry import names as labellers
from desktop.panels.file_manager import open_folder
from desktop.panels.message_area import Message, MessageArea, Severity
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.work.actions import ImageActions
from desktop.panels.work.bin_dialog import BinDialog
from desktop.panels.work.deeds.bin import BIN_KEPT_DAYS, Delete, Restore
from desktop.panels.work.deeds.deed import images
from desktop.panels.work.deeds.hiding import Lift, Suppress
from desktop.panels.work.deeds.labels import Correct, Relabel, UseAnswer
from desktop.panels.work.deeds.stars import Star, Unstar
from desktop.panels.work.hidden_dialog import HiddenDialog
from desktop.panels.work.label_editor import LabelEditor
from desktop.panels.work.saving import Saving
from desktop.panels.work.taking import MAX_TAKEN, Taken, mime_of, paths_of, take
from desktop.panels.work.workbench import TOPIC, Workbench
from desktop.wall.background import Background
from desktop.wall.grid import GridView

_DAY_NS = 86_400 * 10**9


class _Words(NamedTuple):
    image_ids: Sequence[int]
    counts: Mapping[str, int]
    vocabulary: Sequence[str]


class ImageWork(QObject):
    """Joins grid, actions and workbench.

    The chosen images are the selected ones, else the current one; while one is looked at alone, only that.
    """

    viewing_requested = Signal()
    """The current image is to be shown on the whole screen."""

    def __init__(
        self,
        library: Library,
        grid: GridView,
        background: Background,
        progress: ProgressLines,
        messages: MessageArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._library = library
        self._grid = grid
        self._background = background
        self._messages = messages
        self._alone = False
        self.bench = Workbench(progress, messages, self)
        self.saving = Saving(library, progress, messages, parent)
        self.actions = ImageActions(self)
        self._wire()
        self._follow_chosen()

    def close_down(self) -> None:
        self.bench.close_down()

    def chosen(self) -> list[int]:
        """Ids of the images that an action is for, newest first."""
        current = self._grid.current_image_id()
        selected = () if self._alone else self._grid.selected_image_ids()
        return list(selected) or ([current] if current else [])

    @Slot()
    def begin_looking(self) -> None:
        """The current image is all that is seen now: nothing is done to others."""
        self._alone = True

    @Slot()
    def end_looking(self) -> None:
        """All images are seen again."""
        self._alone = False

    @Slot()
    def prepare(self) -> None:
        """Does what must not hold up the first pictures: finds the labellers, empties the bin of what has been there
        for long, and finishes what was cut off."""
        self._background.run(labellers, self.actions.offer_labellers, self._on_failed)
        self._background.run(functools.partial(_tidy, self._library), None, self._on_failed)

    # From the inspector

    @Slot(int, object)
    def suppress(self, image_id: int, place: Place) -> None:
        """Hides something on the camera of that image."""
        self.bench.do(Suppress(self._library, image_id, place))

    @Slot(object)
    def lift(self, suppression: Suppression) -> None:
        self.bench.do(Lift(self._library, suppression))

    @Slot(int, str)
    def add_label(self, image_id: int, name: str) -> None:
        self.bench.do(Correct(self._library, [image_id], [name], []))

    @Slot(int, str)
    def remove_label(self, image_id: int, name: str) -> None:
        self.bench.do(Correct(self._library, [image_id], [], [name]))

    @Slot(int, str)
    def use_answer(self, image_id: int, labeller: str) -> None:
        self.bench.do(UseAnswer(self._library, image_id, labeller))

    # Actions

    @Slot()
    def toggle_star(self) -> None:
        """Stars the chosen images, or takes the stars away where the current one has one."""
        chosen = self.chosen()
        if chosen:
            deed = Unstar if self._grid.current_is_starred() else Star
            self.bench.do(deed(self._library, chosen))

    @Slot()
    def delete_chosen(self) -> None:
        if chosen := self.chosen():
            self.bench.do(Delete(self._library, chosen))

    @Slot(str)
    def relabel_chosen(self, labeller: str) -> None:
        if chosen := self.chosen():
            self.bench.do(Relabel(self._library, chosen, labeller or None))

    @Slot()
    def edit_labels(self) -> None:
        """Opens the editor on the labels of the chosen images."""
        if chosen := self.chosen():
            self._background.run(functools.partial(_words, self._library, chosen), self._open_editor, self._on_failed)

    @Slot()
    def copy_chosen(self) -> None:
        """Puts the files of the chosen images on the clipboard, and the picture where it is one."""
        if chosen := self._takeable():
            self._background.run(functools.partial(take, self._library, chosen), self._on_taken, self._on_failed)

    @Slot()
    def save_chosen(self) -> None:
        """Asks for a folder to save copies of the chosen images in."""
        if chosen := self.chosen():
            self.saving.ask(chosen)

    @Slot()
    def drag_chosen(self) -> None:
        """The chosen images are dragged out of the grid."""
        if chosen := self._takeable():
            work = functools.partial(paths_of, self._library, chosen)
            self._background.run(work, self._on_drag_ready, self._on_failed)

    @Slot()
    def reveal_chosen(self) -> None:
        if chosen := self.chosen():
            work = functools.partial(paths_of, self._library, chosen[:1])
            self._background.run(work, self._on_reveal_ready, self._on_failed)

    @Slot()
    def view_chosen(self) -> None:
        if self._grid.current_image_id():
            self.viewing_requested.emit()

    @Slot()
    def show_hidden(self) -> None:
        """Opens the list of what is hidden on cameras."""
        self._background.run(self._library.suppressions, self._open_hidden, self._on_failed)

    @Slot()
    def show_bin(self) -> None:
        """Opens the list of what was deleted."""
        self._background.run(self._library.bin_days, self._open_bin, self._on_failed)

    @Slot(object)
    def restore(self, day: BinDay) -> None:
        """Takes back what was deleted on that day."""
        self.bench.do(Restore(self._library, day))

    @Slot(QPoint)
    def open_context_menu(self, place: QPoint) -> None:
        """On the grid, at ``place`` in its viewport."""
        if not self.chosen():
            return
        menu = QMenu(self._grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.actions.fill_context(menu)
        menu.popup(self._grid.viewport().mapToGlobal(place))

    def _wire(self) -> None:
        actions, stack = self.actions, self.bench.stack
        actions.undo.triggered.connect(self.bench.undo)
        actions.redo.triggered.connect(self.bench.redo)
        stack.canUndoChanged.connect(actions.undo.setEnabled)
        stack.canRedoChanged.connect(actions.redo.setEnabled)
        actions.view.triggered.connect(self.view_chosen)
        actions.star.triggered.connect(self.toggle_star)
        actions.labels.triggered.connect(self.edit_labels)
        actions.relabel_requested.connect(self.relabel_chosen)
        actions.copy.triggered.connect(self.copy_chosen)
        actions.save.triggered.connect(self.save_chosen)
        actions.reveal.triggered.connect(self.reveal_chosen)
        actions.delete.triggered.connect(self.delete_chosen)
        actions.hidden.triggered.connect(self.show_hidden)
        actions.bin.triggered.connect(self.show_bin)
        actions.serve(self._grid)
        self._grid.image_activated.connect(self._on_image_activated)
        self._grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._grid.customContextMenuRequested.connect(self.open_context_menu)
        self._grid.drag_requested.connect(self.drag_chosen)
        self._grid.selection_changed.connect(self._follow_chosen)
        self._grid.current_image_changed.connect(self._follow_chosen)

    def _takeable(self) -> list[int]:
        chosen = self.chosen()
        if len(chosen) > MAX_TAKEN:
            text = self.tr("No more than {images} can be taken at once.").format(images=images(MAX_TAKEN))
            self._messages.show_message(Message(TOPIC, text, Severity.WARNING))
            return []
        return chosen

    @Slot(int)
    def _on_image_activated(self, _image_id: int) -> None:
        self.view_chosen()

    @Slot()
    def _follow_chosen(self) -> None:
        self.actions.set_chosen(self._grid.selected_count() or int(self._grid.current_image_id() > 0))

    def _open_editor(self, words: _Words) -> None:
        front = QApplication.activeWindow() or self._window
        editor = LabelEditor(len(words.image_ids), words.counts, words.vocabulary, front)
        editor.corrected.connect(functools.partial(self._on_corrected, words.image_ids))
        editor.open()

    def _on_corrected(self, image_ids: Sequence[int], add: list[str], remove: list[str]) -> None:
        self.bench.do(Correct(self._library, image_ids, add, remove))

    def _open_hidden(self, suppressions: Sequence[Suppression]) -> None:
        dialog = HiddenDialog(suppressions, self._window)
        dialog.taken.connect(self.lift)
        dialog.open()

    def _open_bin(self, days: Sequence[BinDay]) -> None:
        dialog = BinDialog(days, self._window)
        dialog.taken.connect(self.restore)
        dialog.open()

    def _on_taken(self, taken: Taken) -> None:
        QGuiApplication.clipboard().setMimeData(mime_of(taken))
        text = self.tr("Copied {images}.").format(images=images(len(taken.paths)))
        self._messages.show_message(Message(TOPIC, text, Severity.NEWS))

    def _on_drag_ready(self, paths: tuple[Path, ...]) -> None:
        if paths and self._grid.held:
            drag = QDrag(self._grid)
            drag.setMimeData(mime_of(Taken(paths, QImage())))
            drag.exec(Qt.DropAction.CopyAction)

    def _on_reveal_ready(self, paths: tuple[Path, ...]) -> None:
        for path in paths:
            open_folder(path.parent, self._tell)

    def _on_failed(self, error: Exception) -> None:
        self._tell(str(error))

    def _tell(self, trouble: str) -> None:
        self._messages.show_message(Message(TOPIC, trouble))


def _words(library: Library, image_ids: Sequence[int]) -> _Words:
    return _Words(image_ids, library.name_counts(image_ids), library.label_names())


def _tidy(library: Library) -> None:
    library.finish_rework()
    library.empty_bin(time.time_ns() - BIN_KEPT_DAYS * _DAY_NS)
