"""The month's budget in the window: a figure in the status bar, and a word when it runs out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLabel

from desktop import settings_file
from desktop.core.library import UnitLedger
from desktop.labelling.budget import Budget, BudgetReport
from desktop.labelling.labellers.google import is_set_up
from desktop.panels.message_area import Message, Severity
from desktop.panels.words import count
from desktop.wall.background import Background

TOPIC, TROUBLE = "budget", "budget trouble"


class BudgetDisplay(QObject):
    """Shows how the month stands while Cloud Vision is in use, and says once when 50, 80 or 100 % are reached.

    ``message(Message)`` is for the message area, ``withdrawn(str)`` names the topic of one that is no longer true.
    """

    message = Signal(object)
    withdrawn = Signal(str)

    def __init__(self, ledger: UnitLedger, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.figure = QLabel()
        self.figure.setProperty("figure", True)
        self.figure.setAccessibleName(self.tr("Cost of Cloud Vision this month"))
        self.figure.hide()
        self._ledger = ledger
        self._background = background
        self._reading = False
        self._warned_of: tuple[str, float, int] | None = None
        """The month and the caps that a warning was about: with others, all can be reached again."""
        self._warned_percent = 0
        self._failure = ""
        """What is told of as long as the budget can't be read."""

    @Slot()
    def refresh(self) -> None:
        """Reads how the month stands, in the background."""
        if not self._reading:
            self._reading = True
            self._background.run(self._read, self._on_read, self._on_failed)

    def show_report(self, report: BudgetReport) -> None:
        self.figure.setText(self._figure(report))
        self.figure.setToolTip(self._in_words(report))
        self.figure.setProperty("tone", "caution" if report.warning_percent >= 80 else None)
        self.figure.style().polish(self.figure)
        self.figure.show()
        self._warn(report)

    def _warn(self, report: BudgetReport) -> None:
        basis = (report.month, report.cap_usd, report.cap_units)
        if basis != self._warned_of:
            self._warned_of, self._warned_percent = basis, 0
        if report.warning_percent > self._warned_percent:
            self._warned_percent = report.warning_percent
            self.message.emit(Message(TOPIC, self._warning(report), Severity.WARNING))
        elif report.warning_percent < self._warned_percent:
            self.withdrawn.emit(TOPIC)

    def _read(self) -> BudgetReport | None:
        settings = settings_file.load().google
        report = Budget(self._ledger, settings).report()
        return report if report.units or is_set_up(settings) else None

    def _on_read(self, report: BudgetReport | None) -> None:
        self._reading = False
        if self._failure:
            self._failure = ""
            self.withdrawn.emit(TROUBLE)
        if report is not None:
            self.show_report(report)
        else:
            self.figure.hide()

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        text = self.tr("The month's budget can't be read: {reason}").format(reason=error)
        if text != self._failure:
            self._failure = text
            self.message.emit(Message(TROUBLE, text))

    def _figure(self, report: BudgetReport) -> str:
        cost, cap = _money(report.cost_usd), _money(report.cap_usd)
        if not report.cap_units:
            return self.tr("${cost} of ${cap} this month").format(cost=cost, cap=cap)
        text = self.tr("${cost} of ${cap}, {units} of {cap_units} units this month")
        return text.format(cost=cost, cap=cap, units=count(report.units), cap_units=count(report.cap_units))

    def _warning(self, report: BudgetReport) -> str:
        if report.spent:
            return self.tr(
                "The month's budget for Cloud Vision is used up. Images get labels that cost nothing until {date}; "
                "to go on before, raise google.monthly_cap_usd or google.monthly_cap_units in the settings."
            ).format(date=report.next_month)
        text = self.tr("{percent} % of the month's budget for Cloud Vision is used; it may come to ${forecast}.")
        return text.format(percent=report.warning_percent, forecast=_money(report.forecast_usd))

    def _in_words(self, report: BudgetReport) -> str:
        lines = [
            self.tr("{n} units of Cloud Vision in {month}").format(n=count(report.units), month=report.month),
            self.tr("${forecast} by the end of the month at this rate").format(forecast=_money(report.forecast_usd)),
            self.tr("${saved} saved on images that look alike ({n} units)").format(
                saved=_money(report.saved_usd), n=count(report.saved_units)
            ),
        ]
        return "\n".join(lines)


def _money(usd: float) -> str:
    return f"{usd:.0f}" if usd == int(usd) and usd else f"{usd:.2f}"
