"""All charts, as they stand on the page. Import it off the GUI thread, as ``charts``."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.activity import ActivityCounts
from desktop.labelling.budget import BudgetReport
from desktop.panels.activity.charts import NameChart, TimeChart
from desktop.panels.activity.cost import Cost
from desktop.panels.activity.periods import Span, ticks
from desktop.panels.activity.series import images_by_node, labelled, storage
from desktop.panels.words import byte_size, count

LABELS_COLOUR, STORAGE_COLOUR = 2, 0


class Board(QWidget):
    """Images and labels over time, below them labels, storage and cost."""

    def __init__(self) -> None:
        super().__init__()
        self.cost = Cost()

    def build(self) -> Iterator[None]:
        """Makes the charts one after another, so that the window stays alive between them; lays them out at the end."""
        self.images = TimeChart(self.tr("Images by node"))
        yield
        self.labelled = TimeChart(self.tr("Images with labels"), LABELS_COLOUR)
        yield
        self.labels = NameChart(self.tr("Top labels"), count, LABELS_COLOUR)
        yield
        self.storage = NameChart(self.tr("Storage by node"), byte_size, STORAGE_COLOUR)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(24)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.storage)
        right.addWidget(self.cost, 1)
        left = QVBoxLayout()
        left.addWidget(self.labels)
        left.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.images)
        layout.addWidget(self.labelled)
        layout.addLayout(row)
        layout.addStretch(1)

    def show_counts(self, span: Span, counts: ActivityCounts, report: BudgetReport | None) -> None:
        marks = ticks(span, counts.bounds_h)
        self.images.show_series(images_by_node(counts), marks)
        self.labelled.show_series([labelled(counts)] if counts.nodes else [], marks)
        self.labels.show_numbers([(each.name, each.images) for each in counts.top_labels])
        self.storage.show_numbers(storage(counts)[:8])
        self.cost.show_report(report)
