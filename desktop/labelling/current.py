"""The labeller in use: made when it is first wanted, and exchanged for another one during the work."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop.labelling.labeller import Labeller

Make = Callable[[], Labeller]


class CurrentLabeller:
    """Lends one labeller to many threads. After :meth:`exchange` the old one is closed when its last user is done,
    so that no answer that is paid for is thrown away."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._making = threading.Lock()
        self._lock = threading.Lock()
        self._labeller: Labeller | None = None
        self._users: Counter[int] = Counter()
        self._retired: dict[int, Labeller] = {}
        self._closed = False

    @property
    def name(self) -> str:
        """Of the labeller in use; empty until it is made."""
        labeller = self._labeller
        return "" if labeller is None else labeller.name

    @contextmanager
    def lent(self) -> Iterator[Labeller]:
        """The labeller, for as long as the block lasts; the first one to come makes it, which may take seconds.

        Raises whatever the making raises.
        """
        labeller = self._take()
        try:
            yield labeller
        finally:
            self._give_back(labeller)

    def exchange(self, make: Make) -> None:
        """From the next loan on, what ``make`` makes. This one waits for nothing."""
        with self._lock:
            self._make = make
            old, self._labeller = self._labeller, None
            if old is not None and self._users[id(old)]:
                self._retired[id(old)] = old
                old = None
        if old is not None:
            old.close()

    def close(self) -> None:
        """Closes all that are in use, which cancels their calls; one that is being made is closed at once."""
        with self._lock:
            self._closed = True
            every = [*self._retired.values(), *([self._labeller] if self._labeller is not None else [])]
        for labeller in every:
            labeller.close()

    def _take(self) -> Labeller:
        with self._making:
            labeller = self._lend()
            while labeller is None:
                make = self._make
                made = make()
                with self._lock:
                    if make is self._make:
                        self._labeller = made
                if self._labeller is not made or self._closed:
                    made.close()
                labeller = self._lend()
        return labeller

    def _lend(self) -> Labeller | None:
        with self._lock:
            if self._labeller is not None:
                self._users[id(self._labeller)] += 1
            return self._labeller

    def _give_back(self, labeller: Labeller) -> None:
        with self._lock:
            self._users[id(labeller)] -= 1
            if self._users[id(labeller)]:
                return
            del self._users[id(labeller)]
            retired = self._retired.pop(id(labeller), None)
        if retired is not None:
            retired.close()
