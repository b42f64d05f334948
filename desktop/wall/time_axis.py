"""How the timeline cuts time into slots: by calendar, as fine as there is room, with empty stretches drawn together."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

NS_PER_S = 1_000_000_000
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_MOST_EDGES = 6000
"""Finer units are not tried when they would cut time into more than this: each edge is a search through all images."""
_SHORT_GAP = 2
"""So many empty slots in a row are shown as they are; more become one."""

Moments = npt.NDArray[np.int64]
"""Unix time in nanoseconds."""


class Unit(enum.IntEnum):
    """Length of a slot; the value is the least length in seconds. From a day on by the local calendar."""

    YEAR = 365 * _DAY_S
    MONTH = 28 * _DAY_S
    WEEK = 7 * _DAY_S
    DAY = _DAY_S
    SIX_HOURS = 6 * _HOUR_S
    HOUR = _HOUR_S
    TEN_MINUTES = 10 * _MINUTE_S
    MINUTE = _MINUTE_S

    def edges(self, oldest_ns: int, newest_ns: int) -> Moments:
        """Where slots begin and end, ascending: the first holds ``oldest_ns``, the last ``newest_ns``."""
        if self < Unit.DAY:
            start_ns = _midnight_ns(local(oldest_ns).date())
            step_ns = self * NS_PER_S
            start_ns += (oldest_ns - start_ns) // step_ns * step_ns
            return np.arange(start_ns, newest_ns + step_ns + 1, step_ns, dtype=np.int64)
        first, last = self._begin(local(oldest_ns).date()), local(newest_ns).date()
        days = [first]
        while days[-1] <= last:
            days.append(self._next(days[-1]))
        return np.array([_midnight_ns(day) for day in days], np.int64)

    def _begin(self, day: date) -> date:
        match self:
            case Unit.YEAR:
                return day.replace(month=1, day=1)
            case Unit.MONTH:
                return day.replace(day=1)
            case Unit.WEEK:
                return day - timedelta(days=day.weekday())
        return day

    def _next(self, day: date) -> date:
        match self:
            case Unit.YEAR:
                return day.replace(year=day.year + 1)
            case Unit.MONTH:
                return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
        return day + timedelta(days=self // _DAY_S)


@dataclass(frozen=True)
class Axis:
    """Slots of time, oldest first.

    Attributes:
        unit: length of a slot that is no gap.
        starts_ns: where each slot begins.
        ends_ns: where it ends: where the next one begins.
        counts: how many images each slot holds.
        gaps: which slots stand for a long stretch without any.
    """

    unit: Unit
    starts_ns: Moments
    ends_ns: Moments
    counts: npt.NDArray[np.int64]
    gaps: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.starts_ns)

    def slot(self, moment_ns: int) -> int:
        """The slot that holds this moment, or the nearest one."""
        found = int(np.searchsorted(self.starts_ns, moment_ns, side="right")) - 1
        return max(0, min(found, len(self) - 1))

    def depth(self, moment_ns: int) -> float:
        """How many slots lie above this moment when the newest is at the top; 0 to ``len``."""
        slot = self.slot(moment_ns)
        start_ns, end_ns = int(self.starts_ns[slot]), int(self.ends_ns[slot])
        share = (moment_ns - start_ns) / (end_ns - start_ns)
        return len(self) - slot - max(0.0, min(share, 1.0))

    def moment_ns(self, depth: float) -> int:
        """The moment that lies so many slots below the newest end; the reverse of :meth:`depth`."""
        from_oldest = max(0.0, min(len(self) - depth, float(len(self))))
        slot = min(int(from_oldest), len(self) - 1)
        start_ns, end_ns = int(self.starts_ns[slot]), int(self.ends_ns[slot])
        return min(start_ns + round((from_oldest - slot) * (end_ns - start_ns)), end_ns - 1)

    def occupied(self, slot: int, steps: int) -> int:
        """The slot with images that lies ``steps`` such slots newer (older, below 0), as far as there are any."""
        full = np.flatnonzero(self.counts)
        place = int(np.searchsorted(full, slot))
        on_one = place < len(full) and full[place] == slot
        place += steps if on_one or steps < 0 else steps - 1
        return int(full[max(0, min(place, len(full) - 1))])


def axis_of(taken_before: Callable[[Moments], Moments], oldest_ns: int, newest_ns: int, most_slots: int) -> Axis:
    """The finest axis from the oldest to the newest image that has no more than ``most_slots`` slots.

    ``taken_before`` says how many images were taken before each of some ascending moments.
    """
    stretches = [(oldest_ns, newest_ns)]
    best: Axis | None = None
    for unit in sorted(Unit, reverse=True):
        length_s = sum(newest - oldest for oldest, newest in stretches) / NS_PER_S
        if best is not None and length_s / unit > _MOST_EDGES:
            break
        edges = _once_each(np.concatenate([unit.edges(*stretch) for stretch in stretches]))
        axis = _drawn_together(unit, edges, np.diff(taken_before(edges)))
        if best is not None and len(axis) > most_slots:
            break
        best, stretches = axis, _stretches(axis)
    assert best is not None
    return best


def _once_each(moments: Moments) -> Moments:
    # np.unique would load all of numpy.ma at its first call, which is on the GUI thread.
    ascending = np.sort(moments)
    new = np.append(True, np.diff(ascending) > 0)
    return np.compress(new, ascending)


def _stretches(axis: Axis) -> list[tuple[int, int]]:
    """First and last moment of what lies between the gaps."""
    breaks = np.flatnonzero(np.diff(axis.gaps)) + 1
    runs = [run for run in np.split(np.arange(len(axis)), breaks) if not axis.gaps[run[0]]]
    return [(int(axis.starts_ns[run[0]]), int(axis.ends_ns[run[-1]]) - 1) for run in runs]


def _drawn_together(unit: Unit, edges: Moments, counts: npt.NDArray[np.int64]) -> Axis:
    full = np.flatnonzero(counts)
    first, last = int(full[0]), int(full[-1])
    edges, counts = edges[first : last + 2], counts[first : last + 1]
    changes = np.flatnonzero(np.diff(counts > 0)) + 1
    begins = np.concatenate(([0], changes))
    ends = np.concatenate((changes, [len(counts)]))
    long = edges[ends] - edges[begins] > (_SHORT_GAP + 0.5) * unit * NS_PER_S
    gap_runs = (counts[begins] == 0) & long
    kept = np.ones(len(counts), bool)
    gaps = np.zeros(len(counts), bool)
    for begin, end in zip(begins[gap_runs], ends[gap_runs], strict=True):
        kept[begin + 1 : end] = False
        gaps[begin] = True
    starts_ns = edges[:-1][kept]
    ends_ns = np.append(starts_ns[1:], edges[-1])
    return Axis(unit, starts_ns, ends_ns, counts[kept], gaps[kept])


def local(moment_ns: int) -> datetime:
    """The local time of a moment."""
    return datetime.fromtimestamp(moment_ns / NS_PER_S)


@functools.lru_cache(16_384)
def _midnight_ns(day: date) -> int:
    return int(datetime(day.year, day.month, day.day).timestamp()) * NS_PER_S
