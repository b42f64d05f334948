"""Measures that take turns, so that a busy moment of the machine does not hit one of them alone."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping

Figures = Mapping[str, float]
Spread = dict[str, float]
"""``median``, ``low`` and ``high`` of several rounds."""


def alternate(measures: Mapping[str, Callable[[], Figures]], rounds: int) -> dict[str, dict[str, Spread]]:
    """Runs all measures ``rounds`` times in turn; gives the spread of each of their figures."""
    found: dict[str, list[Figures]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: {key: spread([one[key] for one in all_]) for key in all_[0]} for name, all_ in found.items()}


def spread(values: list[float]) -> Spread:
    return {
        "median": round(statistics.median(values), 3),
        "low": round(min(values), 3),
        "high": round(max(values), 3),
    }


def percentiles(values: list[float]) -> dict[str, float]:
    """The 50th, 95th and 99th percentile, each a value that really occurred."""
    ordered = sorted(values)
    return {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}
