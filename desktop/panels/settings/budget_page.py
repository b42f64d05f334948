"""What labels may cost: the month's caps, and the gate that saves calls."""

from __future__ import annotations

import functools

from PySide6.QtWidgets import QWidget

from desktop.core.library import UnitLedger
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.budget import Budget, BudgetReport
from desktop.panels.settings.editors import Decimal, Toggle, Whole
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import SettingRow, SettingsPage
from desktop.panels.text_widgets import QuietLabel
from desktop.panels.words import count
from desktop.wall.background import Background


class BudgetPage(SettingsPage):
    """Caps and gate, with how the month stands."""

    def __init__(self, keeper: SettingsKeeper, ledger: UnitLedger, background: Background) -> None:
        super().__init__("budget")
        self.call_it(self.tr("Gate and budget"))
        self._keeper = keeper
        self._ledger = ledger
        self._background = background
        self.month = QuietLabel()
        self.section(
            self.tr("Budget"),
            self.tr(
                "Units are counted before each call, for all that work on this library. At a cap, labels come from "
                "this computer until the month ends."
            ),
        )
        self._row(
            "google.monthly_cap_usd",
            self.tr("Cap in dollars"),
            self.tr("Most that Cloud Vision may cost in a month. With 0 only what is free is asked for."),
            Decimal(0, 1_000_000, 1, 2, self.tr(" USD")),
        )
        self._row(
            "google.monthly_cap_units",
            self.tr("Cap in units"),
            self.tr("Most units in a month; a unit is one feature asked for of one image."),
            Whole(0, 2_000_000_000, of_zero=self.tr("no cap in units")),
        )
        self.add(self.month)
        self.section(
            self.tr("Gate"),
            self.tr(
                "An image that looks like the last one labelled of its camera inherits its labels, marked so, and "
                "costs nothing. Files that you drop are always looked at."
            ),
        )
        self._row("gate.enabled", self.tr("Use the gate"), self.tr("Without it every image is paid for."), Toggle())
        self._row(
            "gate.max_distance",
            self.tr("How alike"),
            self.tr("How many of 64 marks of two images may differ. More saves more calls, and misses more."),
            Whole(0, 64),
        )
        self._row(
            "gate.max_age_s",
            self.tr("For how long"),
            self.tr("After this time an image is looked at again, however alike it is."),
            Decimal(0, 1_000_000, 30, 0, self.tr(" s")),
        )
        keeper.changed.connect(self._on_changed)
        self._on_changed(keeper.settings)

    def _row(self, key: str, title: str, explanation: str, editor: QWidget) -> None:
        self.add_row(SettingRow(self._keeper, key, title, explanation, editor))

    def _on_changed(self, settings: Settings) -> None:
        work = functools.partial(_report, self._ledger, settings.google)
        self._background.run(work, self._on_report, self._on_no_report)

    def _on_report(self, report: BudgetReport) -> None:
        text = self.tr(
            "{month} so far: {units} units, ${cost}; ${saved} saved by the gate. The month began and ends at midnight "
            "Pacific time."
        )
        self.month.setText(
            text.format(
                month=report.month,
                units=count(report.units),
                cost=f"{report.cost_usd:.2f}",
                saved=f"{report.saved_usd:.2f}",
            )
        )

    def _on_no_report(self, error: Exception) -> None:
        self.month.setText(str(error))


def _report(ledger: UnitLedger, settings: GoogleSettings) -> BudgetReport:
    return Budget(ledger, settings).report()
