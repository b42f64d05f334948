"""The activity view of the window: reads while it is seen, and then no faster than every few seconds."""

from __future__ import annotations

import functools
import importlib
from datetime import date
from types import ModuleType
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import settings_file
from desktop.core.activity import Activity, ActivityCounts
from desktop.core.library import UnitLedger
from desktop.labelling.budget import Budget, BudgetReport
from desktop.labelling.labellers.google import is_set_up
from desktop.panels.activity.periods import Span, bounds_h, name
from desktop.panels.activity.tables import Tables
from desktop.panels.placeholder import Placeholder
from desktop.panels.text_widgets import Heading, QuietLabel
from desktop.panels.turns import Turns
from desktop.panels.words import byte_size, count
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox

PACE_MS = 2000
TOP_LABELS = 10
_BOARD = "desktop.panels.activity.board"
Reading = tuple[ActivityCounts, "BudgetReport | None"]


class Counted(Activity, UnitLedger, Protocol):
    """What the view reads."""


class ActivityView(QFrame):
    """Charts or tables of one time span. ``failed(str)`` says why they could not be read."""

    failed = Signal(str)

    def __init__(self, library: Counted, background: Background, mailbox: Mailbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "base")
        self.setAccessibleName(self.tr("Activity"))
        self._library = library
        self._background = background
        self._reading = False
        self._outdated = True
        self._last: tuple[Span, Reading] | None = None
        self.span = Span.WEEK
        self.board: Any = None
        """The charts, once they are made; their module is loaded late."""
        self._building: Turns | None = None
        self._pages = QStackedWidget(self)
        self._area = QScrollArea(self._pages)
        self._numbers = QStackedWidget(self._area.viewport())
        self.tables = Tables(self._numbers)
        self.summary = QuietLabel()
        self.span_buttons = {span: _toggle(name(span)) for span in Span}
        self.table_button = _toggle(self.tr("As tables"))
        self.empty = Placeholder(
            "images",
            self.tr("Nothing to count yet"),
            self.tr("Start an agent on a device, or drop images on the window; what comes in is counted here."),
        )
        self._opening = Placeholder("images", self.tr("Counting…"))
        self._pace = QTimer(self, interval=PACE_MS, singleShot=True)
        self._pace.timeout.connect(self._read_if_wanted)
        self._lay_out()
        self._choose = QButtonGroup(self)
        for span, button in self.span_buttons.items():
            self._choose.addButton(button)
            button.clicked.connect(functools.partial(self.show_span, span))
        self.span_buttons[self.span].setChecked(True)
        self.setFocusProxy(self.span_buttons[self.span])
        self.table_button.toggled.connect(self._on_table_toggled)
        for moved in (mailbox.images_added, mailbox.images_changed, mailbox.images_removed):
            moved.connect(self._on_moved)

    def show_span(self, span: Span) -> None:
        """Shows that time."""
        self.span = span
        self.span_buttons[span].setChecked(True)
        self._outdated = True
        self._read_if_wanted()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._building is None:
            load = functools.partial(importlib.import_module, _BOARD)  # not for the start of the window to wait for
            self._background.run(load, self._on_loaded, self._on_failed)
        self._outdated = True
        self._read_if_wanted()

    def hideEvent(self, event: QHideEvent) -> None:
        self._pace.stop()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(Heading(self.tr("Activity"), 1))
        top.addStretch(1)
        top.addWidget(self.table_button)
        spans = QHBoxLayout()  # on a line of its own: the centre of a small window is narrow
        for button in self.span_buttons.values():
            spans.addWidget(button)
        spans.addStretch(1)
        area = self._area
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Charts"))
        self._numbers.addWidget(self.tables)
        area.setWidget(self._numbers)
        for page in (self._opening, self.empty, area):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 12, 12)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(spans)
        layout.addWidget(self.summary)
        layout.addWidget(self._pages, 1)

    @Slot()
    def _on_moved(self) -> None:
        self._outdated = True
        if self.isVisible() and not self._pace.isActive():
            self._pace.start()

    @Slot()
    def _read_if_wanted(self) -> None:
        if self.isVisible() and self._outdated and not self._reading:
            self._reading, self._outdated = True, False
            work = functools.partial(_read, self._library, self.span)
            self._background.run(work, functools.partial(self._on_read, self.span), self._on_failed)

    def _on_loaded(self, module: ModuleType) -> None:
        if self._building is None:
            board = module.Board()
            self._building = Turns(board.build(), functools.partial(self._on_built, board), self)

    def _on_built(self, board: Any) -> None:
        self.board = board
        self._numbers.addWidget(board)
        self._on_table_toggled(self.table_button.isChecked())
        self._show_last()

    def _on_read(self, span: Span, reading: Reading) -> None:
        self._reading = False
        self._last = (span, reading)
        self._show_last()
        self._read_if_wanted()  # another span was chosen meanwhile

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self.failed.emit(self.tr("Activity can't be read: {reason}").format(reason=error))

    def _show_last(self) -> None:
        if self._last is None or self.board is None:
            return
        span, (counts, report) = self._last
        if not counts.nodes:
            self.summary.clear()
            self._pages.setCurrentWidget(self.empty)
            return
        words = self.tr("{images} images, {labelled} with labels; {bytes} in all")
        self.summary.setText(
            words.format(images=count(counts.images), labelled=count(counts.labelled), bytes=byte_size(counts.bytes))
        )
        self.tables.show_counts(span, counts)
        self.board.show_counts(span, counts, report)
        self._pages.setCurrentWidget(self._area)

    @Slot(bool)
    def _on_table_toggled(self, tables: bool) -> None:
        if self.board is not None:
            self._numbers.setCurrentWidget(self.tables if tables else self.board)


def _read(library: Counted, span: Span) -> Reading:
    settings = settings_file.load().google
    report = Budget(library, settings).report()
    counts = library.activity(bounds_h(span, date.today()), TOP_LABELS)
    return counts, report if report.units or report.saved_units or is_set_up(settings) else None


def _toggle(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    return button
