"""Moments as a person writes them: 2026-11-01, 2026-11-01T08:00, today, yesterday, monday, 7d, 12h."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FORMS = "2026-11-01, 2026-11-01T08:00, today, yesterday, a weekday, 7d or 12h"

_AGO = re.compile(r"(\d{1,5})(min|[hdw])")
_NS = 10**9
_FARTHEST_S = 2**63 // _NS - 1
"""Nanoseconds of more than this do not fit into 64 bits."""


def read_moment(value: str, now: datetime) -> int:
    """Unix time in nanoseconds of the beginning of what ``value`` names, in the local time zone.

    ``now`` is local time without a zone. A weekday is the latest one, which may be today. Days and weeks ago begin at
    midnight; hours and minutes ago at a full minute.

    Raises:
        ValueError: it names no moment.
    """
    value = value.lower()
    today = datetime.combine(now.date(), time())
    if value == "today":
        moment = today
    elif value == "yesterday":
        moment = today - timedelta(days=1)
    elif value in WEEKDAYS:
        moment = today - timedelta(days=(now.weekday() - WEEKDAYS.index(value)) % 7)
    elif ago := _AGO.fullmatch(value):
        moment = _before(now, today, int(ago[1]), ago[2])
    else:
        moment = datetime.fromisoformat(value.upper())
    try:
        seconds = round(moment.timestamp())  # without a zone it is taken as local, summer time included
    except (OverflowError, OSError) as error:
        raise ValueError(f"{value} is out of range") from error
    if abs(seconds) > _FARTHEST_S:
        raise ValueError(f"{value} is out of range")
    return seconds * _NS


def _before(now: datetime, today: datetime, count: int, unit: str) -> datetime:
    try:
        if unit in ("d", "w"):
            return today - timedelta(days=count * (7 if unit == "w" else 1))
        minutes = count * (60 if unit == "h" else 1)
        return now.replace(second=0, microsecond=0) - timedelta(minutes=minutes)
    except OverflowError as error:
        raise ValueError(f"{count}{unit} ago is out of range") from error
