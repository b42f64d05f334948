"""What the timeline says of times. All are pure; texts go through Qt's translator."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.wall.time_axis import Unit, local


def period(unit: Unit, start_ns: int) -> str:
    """A slot in full: ``2026``, ``November 2026``, ``Week of 9 November 2026``, ``12 November 2026, 14:10``."""
    start = local(start_ns)
    match unit:
        case Unit.YEAR:
            return f"{start:%Y}"
        case Unit.MONTH:
            return _in_form(start.date(), _tr("MMMM yyyy"))
    day = _in_form(start.date(), _tr("d MMMM yyyy"))
    match unit:
        case Unit.WEEK:
            return _tr("Week of {day}").format(day=day)
        case Unit.DAY:
            return day
    return f"{day}, {start:%H:%M}"


def gap(start_ns: int, end_ns: int) -> str:
    """A stretch without images: ``Nothing from 3 March 2025 to 12 June 2026``."""
    form = _tr("d MMMM yyyy")
    start, end = (_in_form(local(moment_ns).date(), form) for moment_ns in (start_ns, end_ns))
    if start == end:
        start, end = f"{local(start_ns):%H:%M}", f"{local(end_ns):%H:%M}"
    return _tr("Nothing from {start} to {end}").format(start=start, end=end)


def heading(unit: Unit, start_ns: int) -> str:
    """What stands beside the slots that have it in common: the year, the month, the day; or its time."""
    start = local(start_ns)
    match unit:
        case Unit.YEAR | Unit.MONTH:
            return f"{start:%Y}"
        case Unit.WEEK | Unit.DAY:
            return _in_form(start.date(), _tr("MMM yyyy"))
        case Unit.SIX_HOURS | Unit.HOUR:
            return _in_form(start.date(), _tr("d MMM"))
    return f"{start:%H:%M}" if start.hour or start.minute else _in_form(start.date(), _tr("d MMM"))


def begins_heading(unit: Unit, start_ns: int, newer_ns: int) -> bool:
    """Whether a slot that starts at ``start_ns`` bears its heading, when the one above it starts at ``newer_ns``."""
    match unit:
        case Unit.TEN_MINUTES:
            return local(start_ns).minute == 0
        case Unit.MINUTE:
            return local(start_ns).minute % 10 == 0
    return heading(unit, start_ns) != heading(unit, newer_ns)


def _in_form(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
