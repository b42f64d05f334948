"""Which images make room for new ones, with a dry run that shows what would go now."""

from __future__ import annotations

import functools

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from desktop.core.retention import NodeShare, Retention, RetentionReport
from desktop.core.settings import Settings
from desktop.panels.settings.editors import Decimal, Toggle, Words
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import SettingRow, SettingsPage
from desktop.panels.words import byte_size, count
from desktop.wall.background import Background
from desktop.wall.words import date_and_time

ROW_PX = 28


class RetentionPage(SettingsPage):
    """Quota, floor and what is kept. The dry run changes nothing."""

    def __init__(self, keeper: SettingsKeeper, retention: Retention, background: Background) -> None:
        super().__init__("retention")
        self.call_it(self.tr("Retention"))
        self._keeper = keeper
        self._retention = retention
        self._background = background
        self._add_rows()
        self.section(
            self.tr("Dry run"),
            self.tr(
                "Shows what would go now, and removes nothing. Files that you dropped or pasted are never removed, and "
                "images with a star stay."
            ),
        )
        self.run_button = QPushButton(self.tr("Show what would go"))
        self.run_button.clicked.connect(self._on_run)
        self.add(self.run_button)
        self.result = QLabel()
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.setWordWrap(True)
        self.result.setContentsMargins(0, 8, 0, 8)
        self.add(self.result)
        self.table = QTableWidget(0, 5)
        self.table.setAccessibleName(self.tr("What would go, by node"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Node"), self.tr("Images"), self.tr("Size"), self.tr("From"), self.tr("To")]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.hide()
        self.add(self.table)
        keeper.changed.connect(self._on_changed)

    def _add_rows(self) -> None:
        self._row(
            "retention.enabled",
            self.tr("Remove old images"),
            self.tr("Without it nothing is ever removed, and storing stops when the disk is full."),
            Toggle(),
        )
        self._row(
            "retention.quota_gb",
            self.tr("Quota"),
            self.tr("Beyond this size of all images from nodes the oldest go. 0 is no quota."),
            Decimal(0, 1_000_000, 10, 1, self.tr(" GB")),
        )
        self._row(
            "retention.min_free_gb",
            self.tr("Free space to leave"),
            self.tr("The oldest go as well when the disk has less than this, or a tenth of its size, left."),
            Decimal(0, 1_000_000, 1, 1, self.tr(" GB")),
        )
        self._row(
            "retention.keep_labels",
            self.tr("Labels to keep"),
            self.tr("Images with any of these labels stay, like those with a star. With commas between them."),
            Words(),
        )
        self._row(
            "retention.keep_hours",
            self.tr("Keep at least"),
            self.tr("So long an image stays after it was stored, whatever else is set."),
            Decimal(0, 100_000, 1, 0, self.tr(" h")),
        )

    def _row(self, key: str, title: str, explanation: str, editor: QWidget) -> None:
        self.add_row(SettingRow(self._keeper, key, title, explanation, editor))

    @Slot()
    def _on_run(self) -> None:
        self.run_button.setEnabled(False)
        self.table.hide()
        self.result.setText(self.tr("Looking through the library…"))
        work = functools.partial(self._retention.plan_retention, self._keeper.settings.retention)
        self._background.run(work, self._on_plan, self._on_no_plan)

    @Slot(object)
    def _on_changed(self, _settings: Settings) -> None:
        self.table.hide()
        self.result.clear()  # it was about other settings

    def _on_plan(self, plan: RetentionReport) -> None:
        self.run_button.setEnabled(True)
        self.result.setText(self._in_words(plan))
        self.table.setVisible(bool(plan.shares))
        self.table.setRowCount(len(plan.shares))
        for row, share in enumerate(plan.shares):
            self._fill(row, share)
        self.table.resizeColumnsToContents()
        self.table.setFixedHeight(ROW_PX * (min(len(plan.shares), 8) + 2))
        if plan.shares:
            QTimer.singleShot(0, self, self._show_table)

    @Slot()
    def _show_table(self) -> None:
        self.ensureWidgetVisible(self.table)

    def _on_no_plan(self, error: Exception) -> None:
        self.run_button.setEnabled(True)
        self.result.setText(str(error))

    def _fill(self, row: int, share: NodeShare) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        texts = [
            share.node,
            count(share.images),
            byte_size(share.bytes),
            date_and_time(share.oldest_ns),
            date_and_time(share.newest_ns),
        ]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column in (1, 2):
                item.setTextAlignment(right)
            self.table.setItem(row, column, item)

    def _in_words(self, plan: RetentionReport) -> str:
        own, free = byte_size(plan.own_bytes), byte_size(plan.free_bytes)
        if plan.oldest_ns is None or plan.newest_ns is None:
            text = self.tr("Nothing would go: {own} of images from nodes, {free} free on the disk.")
            lines = [text.format(own=own, free=free)]
        else:
            text = self.tr("%n image(s), {bytes}, would go, taken {start} to {end}.", "", plan.images)
            lines = [
                text.format(
                    bytes=byte_size(plan.bytes), start=date_and_time(plan.oldest_ns), end=date_and_time(plan.newest_ns)
                ),
                self.tr("Of {own} from nodes; {free} are free on the disk.").format(own=own, free=free),
            ]
        if plan.short_bytes:
            text = self.tr("{bytes} more are too much, but all other images are kept.")
            lines.append(text.format(bytes=byte_size(plan.short_bytes)))
        return "\n".join(lines)
