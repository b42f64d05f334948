"""The numbers of the charts as tables: for those who hear them, copy them, or want them to the last digit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.core.activity import ActivityCounts
from desktop.panels.activity.periods import Span, in_words
from desktop.panels.activity.series import images_by_node, labelled, storage
from desktop.panels.text_widgets import Heading
from desktop.panels.words import byte_size, count

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_PX = 26
MAX_ROWS = 12
"""A table with more rows scrolls in itself."""


class Tables(QWidget):
    """One table a chart, periods without images left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.periods = _table(self.tr("Images and labels over time"), self)
        self.labels = _table(self.tr("Top labels"), self)
        self.storage = _table(self.tr("Storage by node"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for table in (self.periods, self.labels, self.storage):
            layout.addWidget(Heading(table.accessibleName(), 2))
            layout.addWidget(table)
        layout.addStretch(1)

    def show_counts(self, span: Span, counts: ActivityCounts) -> None:
        columns = images_by_node(counts)
        with_labels = labelled(counts).values if columns else ()
        rows = []
        for place in reversed(range(len(with_labels))):
            numbers = [each.values[place] for each in columns]
            if sum(numbers):
                shown = [sum(numbers), with_labels[place], *numbers]
                rows.append([in_words(span, counts.bounds_h[place]), *map(count, shown)])
        heads = [self.tr("Time"), self.tr("Images"), self.tr("With labels"), *(each.name for each in columns)]
        _fill(self.periods, heads, rows)
        labels = [[each.name, count(each.images)] for each in counts.top_labels]
        _fill(self.labels, [self.tr("Label"), self.tr("Images")], labels)
        shares = [[name, byte_size(size_bytes)] for name, size_bytes in storage(counts)]
        _fill(self.storage, [self.tr("Node"), self.tr("Size")], shares)


def _table(name: str, parent: QWidget) -> QTableWidget:
    table = QTableWidget(parent)
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    return table


def _fill(table: QTableWidget, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table.setColumnCount(len(heads))
    table.setHorizontalHeaderLabels(list(heads))
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(_RIGHT)
            table.setItem(row, column, item)
    table.resizeColumnsToContents()
    table.setFixedHeight(ROW_PX * (min(max(1, len(rows)), MAX_ROWS) + 1) + 14)
