"""Figures in words, as people read them in the window. All are pure."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.wall.words import ago as ago


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
