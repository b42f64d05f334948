"""Meters and ledgers that keep their counts in memory."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from desktop.core.records import UnitCount


class FreeMeter:
    """Counts, and refuses nothing."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.saved: Counter[str] = Counter()
        self._lock = threading.Lock()

    def spend(self, units: Mapping[str, int]) -> None:
        with self._lock:
            self.spent.update(units)

    def refund(self, units: Mapping[str, int]) -> None:
        with self._lock:
            self.spent.subtract(units)

    def save(self, units: Mapping[str, int]) -> None:
        with self._lock:
            self.saved.update(units)

    def has_room(self, units: Mapping[str, int]) -> bool:  # noqa: ARG002
        return True


class MemoryLedger:
    """A ledger without a library."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spent: dict[int, Counter[str]] = defaultdict(Counter)
        self._saved: dict[int, Counter[str]] = defaultdict(Counter)

    def reserve(
        self, hour: int, since: int, units: Mapping[str, int], allows: Callable[[Mapping[str, int]], bool]
    ) -> bool:
        with self._lock:
            if not allows(_sum(self._spent, since) + Counter(units)):
                return False
            self._spent[hour].update(units)
            return True

    def note_saved(self, hour: int, units: Mapping[str, int]) -> None:
        with self._lock:
            self._saved[hour].update(units)

    def units(self, since: int) -> UnitCount:
        with self._lock:
            return UnitCount(spent=dict(_sum(self._spent, since)), saved=dict(_sum(self._saved, since)))

    def first_spent(self, since: int) -> int | None:
        with self._lock:
            return min((hour for hour in self._spent if hour >= since), default=None)


def _sum(hours: Mapping[int, Counter[str]], since: int) -> Counter[str]:
    return sum((count for hour, count in hours.items() if hour >= since), Counter())
