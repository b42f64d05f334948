"""The times that charts show, cut into periods of local time. All are pure; texts go through Qt's translator."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

_HOUR_S = 3600


class Span(enum.Enum):
    """How far back the charts go."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def name(span: Span) -> str:
    return {
        Span.TODAY: _tr("Today"),
        Span.WEEK: _tr("7 days"),
        Span.MONTH: _tr("30 days"),
        Span.YEAR: _tr("Year"),
    }[span]


def bounds_h(span: Span, today: date) -> list[int]:
    """Unix hours between which the periods lie: hours of today, quarters of 7 days, 30 days, or 53 weeks.

    Where local time is not whole hours from UTC, a period begins at the whole hour of UTC before.
    """
    tomorrow = today + timedelta(days=1)
    match span:
        case Span.TODAY:
            return list(range(_hour(today), _hour(tomorrow) + 1))
        case Span.WEEK:
            days = [today - timedelta(days=6 - number) for number in range(7)]
            return [*(_hour(day, quarter) for day in days for quarter in (0, 6, 12, 18)), _hour(tomorrow)]
        case Span.MONTH:
            return [_hour(today - timedelta(days=29 - number)) for number in range(30)] + [_hour(tomorrow)]
        case Span.YEAR:
            monday = today - timedelta(days=today.weekday())
            return [_hour(monday + timedelta(weeks=number)) for number in range(-52, 2)]


def in_words(span: Span, start_h: int) -> str:
    """A period in full: ``14:00``, ``Mon 3 Nov, 06:00``, ``3 Nov 2026``, ``Week of 3 Nov 2026``."""
    start = _local(start_h)
    match span:
        case Span.TODAY:
            return f"{start:%H:%M}"
        case Span.WEEK:
            return f"{_form(start, _tr('ddd d MMM'))}, {start:%H:%M}"
        case Span.MONTH:
            return _form(start, _tr("d MMM yyyy"))
        case Span.YEAR:
            return _tr("Week of {day}").format(day=_form(start, _tr("d MMM yyyy")))


def ticks(span: Span, bounds: Sequence[int]) -> list[tuple[float, str]]:
    """Where the time axis bears which words; period n has its middle at n + 0.5."""
    starts = [_local(hour) for hour in bounds[:-1]]
    match span:
        case Span.TODAY:
            return [(float(n), f"{start:%H:%M}") for n, start in enumerate(starts) if start.hour % 4 == 0]
        case Span.WEEK:
            return [(n + 2.0, _form(start, _tr("ddd d"))) for n, start in enumerate(starts) if n % 4 == 0]
        case Span.MONTH:
            return [(n + 0.5, _form(start, _tr("d MMM"))) for n, start in enumerate(starts) if (29 - n) % 7 == 0]
        case Span.YEAR:
            months = [start.month for start in starts]
            firsts = [n for n in range(1, len(starts)) if months[n] != months[n - 1]]
            return [(float(n), _form(starts[n], _tr("MMM"))) for n in firsts[::2]]


def _hour(day: date, hour: int = 0) -> int:
    return int(datetime(day.year, day.month, day.day, hour).timestamp()) // _HOUR_S


def _local(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * _HOUR_S)


def _form(moment: datetime, form: str) -> str:
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), form)


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
