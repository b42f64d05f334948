"""What a month costs, and that no cap is ever passed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.core.errors import BudgetSpentError
from desktop.core.settings import GoogleSettings
from desktop.labelling.budget import BILLING_ZONE, Budget
from desktop.labelling.labellers.google.features import FEATURES
from desktop.labelling.prices import price_list
from tests.helpers.meters import MemoryLedger


class Clock:
    """Stands where a test sets it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at.timestamp()


def pacific(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BILLING_ZONE)


@pytest.fixture
def clock() -> Clock:
    return Clock(pacific(11, 10, 12))


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


def test_every_feature_that_can_be_asked_for_has_a_price() -> None:
    assert price_list().usd_per_1000.keys() == FEATURES.keys()


@pytest.mark.parametrize(
    ("units", "usd"),
    [
        ({"labels": 1000}, 0.0),
        ({"labels": 2000}, 1.5),
        ({"labels": 1000, "faces": 1000}, 0.0),
        ({"web": 3000}, 7.0),
        ({"objects": 2000}, 2.25),
        ({"labels": 5_001_000}, 7498.5 + 1.0),
        ({"safe_search": 2000}, 1.5),
        ({"safe_search with labels": 9000}, 0.0),
    ],
)
def test_the_free_units_of_each_feature_come_first_and_the_rest_has_its_price(
    units: dict[str, int], usd: float
) -> None:
    assert price_list().cost_usd(units) == pytest.approx(usd)


def test_safe_search_is_free_beside_labels_and_only_there() -> None:
    assert price_list().units_of_an_image(["labels", "safe_search"]) == {"labels": 1, "safe_search with labels": 1}
    assert price_list().units_of_an_image(["faces", "safe_search"]) == {"faces": 1, "safe_search": 1}


def test_the_cap_in_money_is_reached_to_the_unit_and_never_passed(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(monthly_cap_usd=1.5), clock)
    budget.spend({"labels": 2000})
    with pytest.raises(BudgetSpentError, match=r"\$1\.50.*begins on 2026-12-01.*google\.monthly_cap_usd"):
        budget.spend({"labels": 1})
    assert budget.report().units == 2000
    assert budget.report().spent


def test_a_cap_of_nothing_leaves_what_is_free(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(monthly_cap_usd=0), clock)
    budget.spend({"labels": 1000})
    assert not budget.has_room({"labels": 1})
    assert budget.has_room({"faces": 1})


def test_the_cap_in_units_counts_free_ones_too(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(monthly_cap_units=10), clock)
    budget.spend({"labels": 8})
    with pytest.raises(BudgetSpentError):
        budget.spend({"labels": 3})
    budget.spend({"labels": 2})
    assert budget.report().warning_percent == 100


def test_months_begin_at_midnight_pacific_time(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(monthly_cap_units=5), clock)
    clock.at = datetime(2026, 12, 1, 7, 59, tzinfo=UTC)  # 23:59 on 30 November there
    budget.spend({"labels": 5})
    assert budget.report().month == "2026-11"
    assert not budget.has_room({"labels": 1})
    clock.at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert budget.report().month == "2026-12"
    budget.spend({"labels": 5})


@pytest.mark.parametrize(("units", "percent"), [(0, 0), (4, 0), (5, 50), (7, 50), (8, 80), (9, 80), (10, 100)])
def test_it_warns_at_50_80_and_100_percent(units: int, percent: int, ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(monthly_cap_units=10), clock)
    budget.spend({"labels": units})
    assert budget.report().warning_percent == percent


def test_refunded_units_can_be_spent_again(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(monthly_cap_units=5), clock)
    budget.spend({"labels": 5})
    budget.refund({"labels": 2})
    budget.spend({"labels": 2})
    assert budget.report().units == 5


def test_the_forecast_goes_on_at_the_rate_of_the_last_day(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(), clock)
    clock.at = pacific(11, 20, 0)
    budget.spend({"labels": 2400})
    clock.at = pacific(11, 21, 0)
    budget.spend({"labels": 2400})
    forecast = 2400 + 2400 + 10 * 24 * 2400  # the last 24 hours hold the second lot; it counts as one hour's work
    assert budget.report().forecast_usd == pytest.approx(price_list().cost_usd({"labels": forecast}))


def test_without_use_the_forecast_is_what_it_cost_so_far(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(), clock)
    budget.spend({"labels": 3000})
    clock.at = pacific(11, 14)
    assert budget.report().forecast_usd == budget.report().cost_usd == 3.0


def test_saved_units_are_worth_what_they_would_have_cost(ledger: MemoryLedger, clock: Clock) -> None:
    budget = Budget(ledger, GoogleSettings(), clock)
    budget.spend({"labels": 500})
    budget.save({"labels": 1500})
    report = budget.report()
    assert (report.cost_usd, report.saved_units, report.saved_usd) == (0.0, 1500, 1.5)


def test_half_four_fifths_and_all_of_a_cap_are_each_told_once(
    ledger: MemoryLedger, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    settings = GoogleSettings(monthly_cap_usd=1000.0, monthly_cap_units=10)
    for _ in range(10):
        Budget(ledger, settings, clock).spend({"labels": 1})  # as another process would
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"{percent} % of the month's budget for Cloud Vision is used" for percent in (50, 80, 100)]
