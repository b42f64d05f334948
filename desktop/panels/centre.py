"""The middle of the window: search line, grid or what stands in its place, messages and work that lasts."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.library import Library
from desktop.core.query import Query
from desktop.panels.empty_state import EmptyState
from desktop.panels.gifts import Gifts
from desktop.panels.message_area import MessageArea
from desktop.panels.placeholder import Placeholder
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.search_bar import SearchBar
from desktop.wall.background import Background
from desktop.wall.grid import GridView
from desktop.wall.mailbox import Mailbox
from desktop.wall.model import GridModel
from desktop.wall.timeline import Timeline


class Centre(QFrame):
    """The grid follows the search line; where it would be empty, a page says why and what to do."""

    def __init__(
        self, library: Library, background: Background, mailbox: Mailbox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "base")
        self.model = GridModel(library, background, mailbox, self)
        self._pages = QStackedWidget(self)
        self.grid = GridView(self.model, library, background, self._pages)
        self.timeline = Timeline(self.model, self)
        self.search = SearchBar(self)
        self.messages = MessageArea(self)
        self.progress = ProgressLines(self)
        self.imports = Gifts(library, self.progress, self)
        self.imports.told.connect(self.messages.show_message)
        self.empty = EmptyState(self._pages)
        self.clear_button = QPushButton(self.tr("Clear search"))
        self.nothing = Placeholder(
            "nothing",
            self.tr("Nothing matches"),
            self.tr("No image fits this search. New ones that fit will appear here."),
            (self.clear_button,),
        )
        self._opening = Placeholder("images", self.tr("Reading the library…"))
        self.timeline.hide()
        self._total = 0
        for page in (self._opening, self.grid, self.empty, self.nothing):
            self._pages.addWidget(page)
        self._lay_out()
        self._wire()

    @Slot(int)
    def show_total(self, total: int) -> None:
        """How many images the library has in all."""
        self._total = total
        self._follow_rows()

    def page(self) -> QWidget | None:
        """What stands in the middle now: grid, empty state, or why nothing is shown."""
        return self._pages.currentWidget()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.search)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._pages, 1)
        row.addWidget(self.timeline)
        layout.addLayout(row, 1)
        layout.addWidget(self.messages)
        layout.addWidget(self.progress)

    def _wire(self) -> None:
        self.search.query_changed.connect(self.model.set_query)
        self.search.left.connect(self.grid.setFocus)
        self.timeline.moment_chosen.connect(self.grid.go_to_moment)
        self.timeline.left.connect(self.grid.setFocus)
        self.grid.view_moved.connect(self.timeline.show_view)
        self.clear_button.clicked.connect(self.search.clear)
        self.model.loaded.connect(self._follow_rows)
        self.model.rowsInserted.connect(self._follow_rows)
        self.model.rowsRemoved.connect(self._follow_rows)
        self.model.modelReset.connect(self._follow_rows)

    @Slot()
    def _follow_rows(self) -> None:
        if self.model.query is None:
            return
        rows = self.model.rowCount()
        if rows:
            page: QWidget = self.grid
        else:
            page = self.empty if self.model.query == Query() else self.nothing
        if self._pages.currentWidget() is self._opening:
            (self.grid if rows else self.search.line).setFocus()
        self._pages.setCurrentWidget(page)
        self.timeline.setVisible(page is self.grid)
        self.search.show_count(rows, max(rows, self._total))
