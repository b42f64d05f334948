"""Figures in words, as people read them in the window. All are pure; texts go through Qt's translator."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

_NS_PER_S = 1_000_000_000
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400


def count(number: int) -> str:
    """A whole number with its thousands apart: ``10,342``."""
    return QLocale().toString(number)


def byte_size(size_bytes: int) -> str:
    """A size in SI units: ``1.2 MB``."""
    precision = 0 if size_bytes < 1_000_000 else 1
    return QLocale().formattedDataSize(size_bytes, precision, QLocale.DataSizeFormat.DataSizeSIFormat)


def rate(per_s: float) -> str:
    """A number a second: ``0`` when nothing moves, two figures when it is slow, whole numbers when it is fast."""
    if per_s <= 0:
        return "0"
    if per_s < 10:
        return QLocale().toString(per_s, "g", 2)
    return count(round(per_s))


def ago(then_ns: int, now_ns: int) -> str:
    """How long ago ``then_ns`` was (both Unix time): ``just now``, ``4 s ago``, ``3 h ago``."""
    past_s = max(0, (now_ns - then_ns) // _NS_PER_S)
    if past_s < 2:
        return _tr("just now")
    for unit_s, text in ((_DAY_S, _tr("{n} d ago")), (_HOUR_S, _tr("{n} h ago")), (_MINUTE_S, _tr("{n} min ago"))):
        if past_s >= unit_s:
            return text.format(n=count(past_s // unit_s))
    return _tr("{n} s ago").format(n=past_s)


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
