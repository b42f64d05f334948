"""The month's budget for Cloud Vision: units counted before they are asked for, and never more than the cap allows."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from desktop.core.errors import BudgetSpentError, LabellerUnavailableError, LibraryError
from desktop.core.library import UnitLedger
from desktop.core.settings import GoogleSettings
from desktop.labelling.prices import PriceList, price_list

log = logging.getLogger(__name__)

BILLING_ZONE = ZoneInfo("America/Los_Angeles")
"""Google's billing months begin at midnight Pacific time: https://cloud.google.com/billing/docs/how-to/reports"""
WARNINGS_PERCENT = (50, 80, 100)
RATE_WINDOW_H = 24
_HOUR_S = 3600
_EPSILON_USD = 1e-9
"""Sums of prices are not exact in binary."""


class BudgetReport(Struct, frozen=True, kw_only=True):
    """How the month stands. ``spent`` says that another image has no room; ``cap_units`` 0 is no cap in units.

    ``forecast_usd`` is what the month will have cost if all goes on as in the last 24 hours, cap or not.
    """

    month: str
    next_month: str
    units: int
    units_by_feature: dict[str, int]
    cost_usd: float
    cap_usd: float
    cap_units: int
    forecast_usd: float
    saved_units: int
    saved_usd: float
    spent: bool
    prices_as_of: str

    @property
    def percent(self) -> float:
        """How much of the nearer cap is used, 0 to 100."""
        return 100.0 if self.spent else _percent(self.cost_usd, self.cap_usd, self.units, self.cap_units)

    @property
    def warning_percent(self) -> int:
        """The highest of :data:`WARNINGS_PERCENT` that is reached, 0 for none."""
        return _warning(self.percent)


class Budget:
    """Counts units in a library's ledger under the caps of the settings; for any thread.

    ``clock`` is Unix time in seconds.
    """

    def __init__(
        self,
        ledger: UnitLedger,
        settings: GoogleSettings,
        clock: Callable[[], float] = time.time,
        prices: PriceList | None = None,
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self._clock = clock
        self._prices = prices or price_list()
        self._image_units = self._prices.units_of_an_image(settings.features)

    def spend(self, units: Mapping[str, int]) -> None:
        """Counts units that are about to be asked for; on return that is durable.

        Once in a month, whatever process spends, the log is told that half, four fifths or all of a cap is used.

        Raises:
            BudgetSpentError: a cap has no room for them; nothing was counted.
            LabellerUnavailableError: the library can't be written to.
        """
        now = self._now()
        total: dict[str, int] = {}

        def allows(spent: Mapping[str, int]) -> bool:
            total.update(spent)
            return self._allows(spent)

        try:
            counted = self._ledger.reserve(_hour(now), _hour(_month(now)), units, allows)
        except LibraryError as error:
            raise LabellerUnavailableError(f"Cloud Vision's units can't be counted: {error}") from error
        if not counted:
            raise BudgetSpentError(self._refusal(now))
        reached = self._warning_at(total)
        if reached > self._warning_at(_sum(total, {name: -count for name, count in units.items()})):
            log.warning("%d %% of the month's budget for Cloud Vision is used", reached)

    def refund(self, units: Mapping[str, int]) -> None:
        """Takes spent units back that were certainly never asked for."""
        now = self._now()
        given_back = {billed_as: -count for billed_as, count in units.items()}
        try:
            self._ledger.reserve(_hour(now), _hour(_month(now)), given_back, lambda _spent: True)
        except LibraryError as error:  # they stay counted, which is the safe side
            log.warning("units that were not asked for stay counted: %s", error)

    def save(self, units: Mapping[str, int]) -> None:
        """Counts units that did not have to be asked for."""
        self._ledger.note_saved(_hour(self._now()), units)

    def has_room(self, units: Mapping[str, int]) -> bool:
        """Whether the caps have room for that many more units this month; so it is held to be where the library
        can't tell, for only :meth:`spend` lets a call pass."""
        try:
            spent = self._ledger.units(_hour(_month(self._now()))).spent
        except LibraryError as error:
            log.info("how much of the month's budget is used is not known: %s", error)
            return True
        return self._allows(_sum(spent, units))

    def report(self) -> BudgetReport:
        """How the month stands; it asks the library."""
        now = self._now()
        month, next_month = _month(now), _next_month(now)
        count = self._ledger.units(_hour(month))
        cost_usd = self._prices.cost_usd(count.spent)
        return BudgetReport(
            month=f"{month:%Y-%m}",
            next_month=f"{next_month:%Y-%m-%d}",
            units=sum(count.spent.values()),
            units_by_feature=count.spent,
            cost_usd=cost_usd,
            cap_usd=self._settings.monthly_cap_usd,
            cap_units=self._settings.monthly_cap_units,
            forecast_usd=self._prices.cost_usd(self._forecast(count.spent, now)),
            saved_units=sum(count.saved.values()),
            saved_usd=self._prices.cost_usd(_sum(count.spent, count.saved)) - cost_usd,
            spent=not self._allows(_sum(count.spent, self._image_units)),
            prices_as_of=self._prices.as_of.isoformat(),
        )

    def _allows(self, spent: Mapping[str, int]) -> bool:
        cap_units = self._settings.monthly_cap_units
        if cap_units and sum(spent.values()) > cap_units:
            return False
        return self._prices.cost_usd(spent) <= self._settings.monthly_cap_usd + _EPSILON_USD

    def _warning_at(self, spent: Mapping[str, int]) -> int:
        caps = self._settings
        cost_usd, units = self._prices.cost_usd(spent), sum(spent.values())
        return _warning(_percent(cost_usd, caps.monthly_cap_usd, units, caps.monthly_cap_units))

    def _forecast(self, spent: Mapping[str, int], now: datetime) -> dict[str, int]:
        window = max(_hour(_month(now)), _hour(now) - RATE_WINDOW_H + 1)
        first = self._ledger.first_spent(window)
        if first is None:
            return dict(spent)
        elapsed_h = max(1.0, now.timestamp() / _HOUR_S - first)
        left_h = _next_month(now).timestamp() / _HOUR_S - now.timestamp() / _HOUR_S
        lately = self._ledger.units(window).spent
        return _sum(spent, {billed_as: round(count * left_h / elapsed_h) for billed_as, count in lately.items()})

    def _refusal(self, now: datetime) -> str:
        caps = f"${self._settings.monthly_cap_usd:.2f}"
        if self._settings.monthly_cap_units:
            caps += f", {self._settings.monthly_cap_units:,} units"
        return (
            f"The month's budget for Cloud Vision ({caps}) is used up; a new one begins on "
            f"{_next_month(now):%Y-%m-%d}. To go on before, raise google.monthly_cap_usd or google.monthly_cap_units "
            "in the settings"
        )

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), BILLING_ZONE)


def _percent(cost_usd: float, cap_usd: float, units: int, cap_units: int) -> float:
    shares = [100 * cost_usd / cap_usd] if cap_usd else []
    shares += [100 * units / cap_units] if cap_units else []
    return min(100.0, max(shares, default=0.0))


def _warning(percent: float) -> int:
    return max((each for each in WARNINGS_PERCENT if percent >= each), default=0)


def _sum(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {name: first.get(name, 0) + second.get(name, 0) for name in {*first, *second}}


def _month(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next_month(now: datetime) -> datetime:
    return _month(_month(now) + timedelta(days=32))


def _hour(moment: datetime) -> int:
    return int(moment.timestamp()) // _HOUR_S
