"""Everything that shows one open library: nodes on the left, the grid, the inspector on the right, the status below."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QByteArray, QMimeData, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from desktop.core.errors import MiharuError
from desktop.core.library import Library
from desktop.core.query import Query, Vocabulary
from desktop.core.records import ImageKey, LibraryStats
from desktop.panels.budget_display import BudgetDisplay
from desktop.panels.centre import Centre
from desktop.panels.drops import Gift, read_gift
from desktop.panels.file_manager import open_folder
from desktop.panels.inspector import Inspector
from desktop.panels.message_area import Message, Severity
from desktop.panels.nodes_panel import NodesPanel
from desktop.panels.outages import OutageNotice
from desktop.panels.palette.commands import Command
from desktop.panels.parts import Labelling, Nodes
from desktop.panels.picture_window import PictureWindow
from desktop.panels.status_bar import StatusBar
from desktop.panels.totals import Totals
from desktop.panels.trusting import Trusting
from desktop.panels.work.image_work import ImageWork
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox

WIDTHS_PX = (270, 770, 360)
"""Of nodes, centre and inspector, until the user changes them."""


class Workspace(QWidget):
    """One library on screen, once it is built. :meth:`close_down` comes before what it was given is stopped."""

    def __init__(self, library: Library, nodes: Nodes, labelling: Labelling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._nodes = nodes
        self._labelling = labelling
        self.background = Background(parent=self)
        self.mailbox = Mailbox(library.feed, self)

    def build(self) -> Iterator[None]:
        """Makes all that is seen, in steps that are each short enough for the window to stay alive."""
        library, nodes = self._library, self._nodes
        # Parents first: a style sheet is applied anew to all of a widget that gets another parent.
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.nodes_panel = NodesPanel(self._splitter)
        yield
        self.centre = Centre(library, self.background, self.mailbox, self._splitter)
        yield from self.centre.build()
        self.inspector = Inspector(library, self.background, self.mailbox, self._splitter)
        yield
        self.status = StatusBar(self)
        self.trusting = Trusting(nodes, self.background, self)
        self.work = ImageWork(
            library, self.centre.grid, self.background, self.centre.progress, self.centre.messages, self
        )
        self.viewer = PictureWindow(library, self.background, self.mailbox, self)
        self._totals = Totals(library, self.background, self.mailbox, self)
        self.budget = BudgetDisplay(library, self.background, self)
        yield
        self._lay_out()
        self._wire_grid()
        self._wire_nodes()
        self._wire_labelling()
        self._unsubscribe = nodes.subscribe(self.mailbox.put_nodes)
        self.mailbox.put_nodes(nodes.statuses())
        self.centre.model.set_query(Query())
        self._totals.wake()

    @property
    def folder(self) -> Path:
        """Where the library lies."""
        return self._library.folder

    def close_down(self) -> None:
        """Ends all background work and lets go of the library."""
        self.work.close_down()
        self.viewer.close()
        self.centre.imports.close_down()
        self.centre.progress.close_down()
        self.trusting.close_down()
        self._totals.stop()
        self._unsubscribe()
        self.mailbox.close()
        self.background.close()

    # What the menus ask for

    @Slot()
    def choose_files(self) -> None:
        """Asks for files to add."""
        dialog = self._dialog(self.tr("Add files"), QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Images (*.jpg *.jpeg *.png *.webp)"), self.tr("All files (*)")])
        dialog.open()

    @Slot()
    def choose_folder(self) -> None:
        """Asks for a folder whose images to add."""
        self._dialog(self.tr("Add folder"), QFileDialog.FileMode.Directory).open()

    @Slot(object)
    def take(self, gift: Gift) -> None:
        """Adds what was dropped or pasted."""
        if not gift:
            self._tell("gift", self.tr("There is no image in what was dropped or pasted."), Severity.WARNING)
            return
        self.centre.imports.take(gift)
        if self.centre.search.query != Query():
            self._tell("gift", self.tr("Images are being added. The present search may hide them."), Severity.NEWS)

    def paste(self, mime: QMimeData) -> None:
        self.take(read_gift(mime))

    @Slot()
    def show_folder(self) -> None:
        """Opens the library's folder in the file manager."""
        open_folder(self.folder, functools.partial(self._tell, "folder"))

    def commands(self) -> Iterator[Command]:
        """What the command palette offers of this library."""
        for search in self.centre.saved.searches:
            find = functools.partial(self.centre.search.set_text, search.line)
            yield Command(self.tr("Search: {name}").format(name=search.name), search.line, find)
        for node in self.nodes_panel.model.nodes():
            show = functools.partial(self.centre.search.filter_by_node, node.name)
            yield Command(self.tr("Show only {node}").format(node=node.name), self.tr("node"), show)

    # What is remembered

    def save_layout(self) -> QByteArray:
        return self._splitter.saveState()

    def restore_layout(self, state: QByteArray) -> None:
        self._splitter.restoreState(state)

    def _lay_out(self) -> None:
        self.nodes_panel.setMinimumWidth(200)
        self.centre.setMinimumWidth(360)
        self.inspector.setMinimumWidth(270)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.setSizes(WIDTHS_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.status)
        QWidget.setTabOrder(self.centre.search.line, self.centre.grid)

    def _wire_grid(self) -> None:
        centre = self.centre
        centre.grid.current_image_changed.connect(self.inspector.show_image)
        centre.grid.current_image_changed.connect(self._on_current_changed)
        centre.model.loaded.connect(self.work.prepare, Qt.ConnectionType.SingleShotConnection)
        self.work.actions.serve(self.inspector)
        self.work.actions.serve_alone(self.viewer)
        self.work.bench.told.connect(self.viewer.tell)
        self.viewer.left.connect(self.work.end_looking)
        self.work.viewing_requested.connect(self._on_viewing_requested)
        self.inspector.page.picture.step_requested.connect(centre.grid.step)
        self.inspector.viewing_requested.connect(self.work.view_chosen)
        self.inspector.place_refused.connect(self.work.suppress)
        self.inspector.name_refused.connect(self.work.remove_label)
        self.inspector.name_wanted.connect(self.work.add_label)
        self.inspector.lift_requested.connect(self.work.lift)
        self.inspector.answer_chosen.connect(self.work.use_answer)
        self.viewer.step_requested.connect(centre.grid.step)
        self.viewer.left.connect(centre.grid.setFocus)
        centre.search.entered.connect(self._offer_words)
        centre.saved.failed.connect(functools.partial(self._tell, "saved searches"))
        centre.empty.add_files_requested.connect(self.choose_files)
        centre.empty.add_folder_requested.connect(self.choose_folder)
        centre.model.failed.connect(functools.partial(self._tell, "grid"))
        centre.model.loaded.connect(self._on_grid_read)
        centre.cameras.failed.connect(functools.partial(self._tell, "cameras"))
        centre.activity.failed.connect(functools.partial(self._tell, "activity"))
        self.inspector.failed.connect(functools.partial(self._tell, "inspector"))
        self._totals.failed.connect(functools.partial(self._tell, "totals"))
        self._totals.ticked.connect(self._on_totals)
        self.mailbox.images_added.connect(self._on_images_added)
        self.mailbox.ingest_paused.connect(self._on_ingest_paused)
        self.mailbox.ingest_resumed.connect(self._on_ingest_resumed)

    def _wire_nodes(self) -> None:
        self.mailbox.nodes_changed.connect(self.nodes_panel.show_nodes)
        self.nodes_panel.node_chosen.connect(self.centre.search.filter_by_node)
        self.nodes_panel.add_requested.connect(self._on_add_requested)
        self.nodes_panel.accept_requested.connect(self.trusting.accept)
        self.nodes_panel.forget_requested.connect(self.trusting.forget)
        self.trusting.failed.connect(functools.partial(self._tell, "trust"))
        self.centre.search.query_changed.connect(self._on_query_changed)

    def _wire_labelling(self) -> None:
        self.budget.message.connect(self.centre.messages.show_message)
        self.budget.withdrawn.connect(self.centre.messages.withdraw)
        self._totals.ticked.connect(self.budget.refresh)
        self.status.addPermanentWidget(self.budget.figure)
        self._labelling.unavailable.connect(self.status.show_trouble)
        self._labelling.available.connect(self.status.end_trouble)
        OutageNotice(self._labelling, self.centre.messages)

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_paths_chosen)
        return dialog

    @Slot(bool)
    def pause_labelling(self, paused: bool) -> None:
        """Stops handing images to the labeller, or goes on; what waits stays waiting."""
        if paused:
            self._labelling.pause()
        else:
            self._labelling.resume()
        self.status.show_paused(paused)

    def _tell(self, topic: str, text: str, severity: Severity = Severity.ERROR) -> None:
        self.centre.messages.show_message(Message(topic, text, severity))

    @Slot(list)
    def _on_paths_chosen(self, paths: list[str]) -> None:
        self.take(Gift(paths=tuple(paths)))

    @Slot(object)
    def _on_images_added(self, keys: Sequence[ImageKey]) -> None:
        self.status.note_added(len(keys))

    @Slot()
    def _on_grid_read(self) -> None:
        self.centre.messages.withdraw("grid")

    @Slot(object)
    def _on_totals(self, totals: LibraryStats) -> None:
        self.centre.show_total(totals.images)
        self.status.show_labeller(self._labelling.labeller_name)
        self.status.show_figures(totals.waiting, self._labelling.labelled_per_s())

    @Slot()
    def _on_viewing_requested(self) -> None:
        self.work.begin_looking()
        self.viewer.showFullScreen()
        self.viewer.setFocus()
        self._on_current_changed(self.centre.grid.current_image_id())

    @Slot(int)
    def _on_current_changed(self, image_id: int) -> None:
        if self.viewer.isVisible():
            self.viewer.show_image(image_id, self.centre.grid.neighbour_ids())

    @Slot(str)
    def _on_ingest_paused(self, reason: str) -> None:
        self._tell("ingest", reason, Severity.WARNING)

    @Slot()
    def _on_ingest_resumed(self) -> None:
        self.centre.messages.withdraw("ingest")

    @Slot(object)
    def _on_query_changed(self, query: Query) -> None:
        self.nodes_panel.mark(query.nodes)

    @Slot(str)
    def _on_add_requested(self, address: str) -> None:
        try:
            self._nodes.add_node(address)
        except MiharuError as error:
            self.nodes_panel.show_refusal(str(error))
        else:
            self.nodes_panel.show_added()

    @Slot()
    def _offer_words(self) -> None:
        self.background.run(self._library.vocabulary, self._on_vocabulary, self._on_vocabulary_failed)

    def _on_vocabulary(self, found: Vocabulary) -> None:
        seen = (node.name for node in self.nodes_panel.model.nodes())
        nodes = tuple(dict.fromkeys((*found.nodes, *seen)))
        self.centre.search.offer(structs.replace(found, nodes=nodes), self.centre.saved.searches)

    def _on_vocabulary_failed(self, error: Exception) -> None:
        self._tell("words", self.tr("The search can't complete words: {reason}").format(reason=error))
