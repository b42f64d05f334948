"""The list of what was deleted, by day, where each day's images can be had back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.core.curation import BinDay
from desktop.panels.words import byte_size
from desktop.panels.work.deeds.bin import BIN_KEPT_DAYS
from desktop.panels.work.deeds.deed import images
from desktop.panels.work.list_dialog import ListDialog
from desktop.wall.words import date_and_time


class BinDialog(ListDialog):
    """Its things are days of the bin."""

    def __init__(self, days: Sequence[BinDay], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        about = self.tr("What was deleted stays here for {n} days. Restored, it is back with its labels and its star.")
        about_none = self.tr("Nothing is in the bin. What you delete from the library stays here for {n} days.")
        self.say(
            self.tr("Bin"),
            self.tr("Restore"),
            about.format(n=BIN_KEPT_DAYS),
            about_none.format(n=BIN_KEPT_DAYS),
        )
        for day in days:
            self.append(f"{images(day.images)}, {byte_size(day.bytes)}\n{self._when(day)}", day)

    def _when(self, day: BinDay) -> str:
        first, last = date_and_time(day.first_ns), date_and_time(day.last_ns)
        if first == last:
            return self.tr("deleted {moment}").format(moment=last)
        return self.tr("deleted from {first} to {last}").format(first=first, last=last)
