"""The middle of the window: search line, grid or what stands in its place, messages and work that lasts."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.library import Library
from desktop.core.query import Query, quoted
from desktop.panels.activity.view import ActivityView
from desktop.panels.empty_state import EmptyState
from desktop.panels.gifts import Gifts
from desktop.panels.message_area import MessageArea
from desktop.panels.placeholder import Placeholder
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.saved_searches import SavedSearchButton
from desktop.panels.search_bar import SearchBar
from desktop.panels.views import View, ViewSwitch
from desktop.wall.background import Background
from desktop.wall.cameras import CamerasModel
from desktop.wall.grid import GridView
from desktop.wall.mailbox import Mailbox
from desktop.wall.model import GridModel
from desktop.wall.timeline import Timeline
from desktop.wall.wall_view import WallView


class Centre(QFrame):
    """The grid follows the search line, the wall all cameras; where one would be empty, a page says why and what to do.

    A search is for the stream: with a new one the wall gives way to it.
    """

    view_changed = Signal(object)
    """:class:`View`"""

    def __init__(
        self, library: Library, background: Background, mailbox: Mailbox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "base")
        self._library = library
        self._background = background
        self._mailbox = mailbox
        self.view = View.STREAM
        self._total = 0

    def build(self) -> Iterator[None]:
        """Makes all that is seen, in steps that are each short enough for the window to stay alive."""
        library, background, mailbox = self._library, self._background, self._mailbox
        self.model = GridModel(library, background, mailbox, self)
        self._pages = QStackedWidget(self)
        self.grid = GridView(self.model, library, background, self._pages)
        self.cameras = CamerasModel(library, background, mailbox, self)
        self.wall = WallView(self.cameras, library, background, self._pages)
        yield
        self.activity = ActivityView(library, background, mailbox, self._pages)
        yield
        self.switch = ViewSwitch(self)
        self.timeline = Timeline(self.model, self)
        self.timeline.hide()
        self.search = SearchBar(self)
        self.saved = SavedSearchButton(library, background, self.search, self)
        self.search.add_button(self.saved)
        self.messages = MessageArea(self)
        self.progress = ProgressLines(self)
        self.imports = Gifts(library, self.progress, self)
        self.imports.told.connect(self.messages.show_message)
        yield
        self.empty = EmptyState(self._pages)
        yield
        self._make_notices()
        yield
        for page in (self._opening, self.grid, self.wall, self.no_camera, self.activity, self.empty, self.nothing):
            self._pages.addWidget(page)
        self._lay_out()
        self._wire()

    def _make_notices(self) -> None:
        self.clear_button = QPushButton(self.tr("Clear search"))
        self.nothing = Placeholder(
            "nothing",
            self.tr("Nothing matches"),
            self.tr("No image fits this search. New ones that fit will appear here."),
            (self.clear_button,),
        )
        self.stream_button = QPushButton(self.tr("Show all images"))
        self.no_camera = Placeholder(
            "camera",
            self.tr("No camera yet"),
            self.tr(
                "Run miharu-agent on a device in this network and accept it at the left: its picture appears here."
            ),
            (self.stream_button,),
        )
        self._opening = Placeholder("images", self.tr("Reading the library…"))

    @Slot(int)
    def show_total(self, total: int) -> None:
        """How many images the library has in all."""
        self._total = total
        self._follow_rows()

    @Slot(object)
    def show_view(self, view: View) -> None:
        """Shows the stream, the wall or the activity, and gives it the keys."""
        if view is not self.view:
            self._turn_to(view)
            self._focus_page()

    def _turn_to(self, view: View) -> None:
        self.view = view
        if view is View.WALL:
            self.cameras.follow()
        else:
            self.cameras.rest()
        self.switch.show_view(view)
        self._follow_rows()
        self.view_changed.emit(view)

    def page(self) -> QWidget | None:
        """What stands in the middle now: grid, wall, empty state, or why nothing is shown."""
        return self._pages.currentWidget()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 0, 0)
        top.setSpacing(0)
        top.addWidget(self.switch)
        top.addWidget(self.search, 1)
        layout.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._pages, 1)
        row.addWidget(self.timeline)
        layout.addLayout(row, 1)
        layout.addWidget(self.messages)
        layout.addWidget(self.progress)

    def _wire(self) -> None:
        self.search.query_changed.connect(self.model.set_query)
        self.search.query_changed.connect(self._on_query_changed)
        self.search.left.connect(self._focus_page)
        self.switch.view_chosen.connect(self.show_view)
        self.stream_button.clicked.connect(functools.partial(self.show_view, View.STREAM))
        self.wall.camera_activated.connect(self._on_camera_activated)
        self.cameras.loaded.connect(self._follow_rows)
        self.cameras.modelReset.connect(self._follow_rows)
        self.timeline.moment_chosen.connect(self.grid.go_to_moment)
        self.timeline.wheel_turned.connect(self.grid.wheelEvent)
        self.timeline.left.connect(self.grid.setFocus)
        self.grid.view_moved.connect(self.timeline.show_view)
        self.grid.selection_changed.connect(self._on_selection_changed)
        self.clear_button.clicked.connect(self.search.clear)
        self.model.loading.connect(self.search.begin_counting)
        self.model.loaded.connect(self._follow_rows)
        self.model.rowsInserted.connect(self._follow_rows)
        self.model.rowsRemoved.connect(self._follow_rows)
        self.model.modelReset.connect(self._follow_rows)

    @Slot()
    def _follow_rows(self) -> None:
        if self.model.query is None:
            return
        rows = self.model.rowCount()
        page = self._page_of_view()
        if self._pages.currentWidget() is self._opening:
            (page if page in (self.grid, self.wall) else self.search.line).setFocus()
        self._pages.setCurrentWidget(page)
        self.timeline.setVisible(page is self.grid)
        if self.model.loaded_all:
            self.search.show_count(rows, max(rows, self._total))

    @Slot()
    def _focus_page(self) -> None:
        page = self.page()
        if page is not None:
            page.setFocus()

    def _page_of_view(self) -> QWidget:
        match self.view:
            case View.WALL:
                return self._page_of_wall()
            case View.ACTIVITY:
                return self.activity
        return self._page_of_stream()

    def _page_of_stream(self) -> QWidget:
        if self.model.rowCount():
            return self.grid
        return self.empty if self.model.query == Query() else self.nothing

    def _page_of_wall(self) -> QWidget:
        return self.no_camera if self.cameras.is_loaded and not self.cameras.rowCount() else self.wall

    @Slot()
    def _on_selection_changed(self) -> None:
        self.search.show_selected(self.grid.selected_count())

    @Slot(object)
    def _on_query_changed(self, _query: Query) -> None:
        if self.view is not View.STREAM:
            self._turn_to(View.STREAM)  # the keys stay where the search is being typed

    @Slot(str, str)
    def _on_camera_activated(self, node: str, camera: str) -> None:
        named = (("node", node), ("camera", camera))
        self.search.set_text(" ".join(quoted(field, name) for field, name in named if name))
        self.show_view(View.STREAM)
