"""What Cloud Vision costs this month, and what the gate saved."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.labelling.budget import BudgetReport
from desktop.panels.text_widgets import Heading, QuietLabel
from desktop.panels.words import count


class Cost(QWidget):
    """The month in a bar and in words; without a report it says that labels cost nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Part of the month's budget that is used"))
        self.text = QuietLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Heading(self.tr("Cost this month"), 2))
        layout.addWidget(self.bar)
        layout.addWidget(self.text)
        layout.addStretch(1)

    def show_report(self, report: BudgetReport | None) -> None:
        self.bar.setVisible(report is not None)
        if report is None:
            self.text.setText(self.tr("Nothing: no paid labeller is set up."))
            return
        self.bar.setValue(round(report.percent))
        self.text.setText("\n".join(self._lines(report)))

    def _lines(self, report: BudgetReport) -> list[str]:
        spent = self.tr("${cost} of ${cap} spent ({percent} %), {units} units.").format(
            cost=_money(report.cost_usd),
            cap=_money(report.cap_usd),
            percent=round(report.percent),
            units=count(report.units),
        )
        forecast = self.tr("${forecast} by the end of {month} if all goes on as in the last 24 hours.")
        saved = self.tr("${saved} saved by the gate: {units} units for images that look alike.")
        lines = [
            spent,
            forecast.format(forecast=_money(report.forecast_usd), month=report.month),
            saved.format(saved=_money(report.saved_usd), units=count(report.saved_units)),
        ]
        if report.cap_units:
            lines.insert(1, self.tr("The cap in units is {cap}.").format(cap=count(report.cap_units)))
        if report.spent:
            lines.append(self.tr("The cap is reached; a new budget begins on {date}.").format(date=report.next_month))
        return lines


def _money(usd: float) -> str:
    return f"{usd:,.2f}"
