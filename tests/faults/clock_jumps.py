"""A device whose clock is wrong at first and is put right later."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import apsw

from desktop.store.library import CATALOGUE
from tests.faults.outcome import Outcome
from tests.faults.truth import spooled_seqs, stored, verified
from tests.faults.waiting import wait_until
from tests.faults.wrong_clock import Clock
from tests.helpers.agents import running_agent
from tests.helpers.hubs import running_hub

A_YEAR_S = 365 * 86400.0
SOME = 5
INTERVAL_S = 0.1
RIGHT_WITHIN_S = 300.0


class _Row(NamedTuple):
    seq: int
    taken_ns: int
    monotonic_ns: int
    clock_synced: int
    device_clock_ns: int | None


class _Trial:
    """One device and one library."""

    def __init__(self, folder: Path) -> None:
        self.library = folder / "library"
        self.spool = folder / "spool"
        self._clock = folder / "clock.json"
        self._program = (sys.executable, "-m", "tests.faults.wrong_clock", str(self._clock))
        self.agent = partial(
            running_agent, "scenes:street", name=f"porch {folder.name}", spool=self.spool, interval_s=INTERVAL_S,
            program=self._program,
        )  # fmt: skip

    def set_clock(self, ahead_s: float, synced: bool) -> None:
        Clock(ahead_s, synced).set_in(self._clock)

    def rows(self) -> list[_Row]:
        """What is said of every image, in the order of the numbers."""
        if not stored(self.library):
            return []
        with closing(apsw.Connection(str(self.library / CATALOGUE))) as connection:
            connection.set_busy_timeout(10_000)
            sql = "SELECT seq, taken_ns, monotonic_ns, clock_synced, device_clock_ns FROM image ORDER BY seq"
            return [_Row(*row) for row in connection.execute(sql)]

    def count(self, *, synced: bool) -> int:
        return sum(bool(row.clock_synced) == synced for row in self.rows())

    def all_dated(self) -> bool:
        """Whether images came by a wrong clock and by a right one, and each has its date."""
        return self.count(synced=True) >= SOME and all(row.clock_synced or row.device_clock_ns for row in self.rows())


def clock_jumps(rounds: int, folder: Path) -> Outcome:
    """The clock stands at 1970, a year ahead and a year behind in turn, and is put right.

    In turn, too: all the time a hub is there; hub and agent are started again before the clock is right; the images
    from before come by replay after those from afterwards.
    """
    outcome = Outcome()
    for number in range(rounds):
        outcome.rounds += 1
        trial_folder = folder / str(number)
        trial_folder.mkdir()
        trial, ahead_s = _Trial(trial_folder), (-time.time(), A_YEAR_S, -A_YEAR_S)[number % 3]
        trial.set_clock(ahead_s, synced=False)
        (_with_a_hub, _started_again, _by_replay)[number % 3](outcome, trial)
        _check(outcome, trial, ahead_s)
    return outcome


def _with_a_hub(outcome: Outcome, trial: _Trial) -> None:
    with (
        trial.agent() as agent,
        running_hub(trial.library, "--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none") as hub,
    ):
        wait_until(lambda: len(trial.rows()) >= SOME, hub.process)
        trial.set_clock(0.0, synced=True)
        wait_until(trial.all_dated, hub.process)
        _end(outcome, hub.stop, agent.stop)


def _started_again(outcome: Outcome, trial: _Trial) -> None:
    for synced in (False, True):
        if synced:
            trial.set_clock(0.0, synced=True)
        with (
            trial.agent() as agent,
            running_hub(trial.library, "--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none") as hub,
        ):
            wait_until(trial.all_dated if synced else lambda: len(trial.rows()) >= SOME, hub.process)
            _end(outcome, hub.stop, agent.stop)


def _by_replay(outcome: Outcome, trial: _Trial) -> None:
    with trial.agent() as agent:
        wait_until(lambda: len(spooled_seqs(trial.spool)) >= SOME, agent.process)
        trial.set_clock(0.0, synced=True)
        with running_hub(trial.library, "--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none") as hub:
            wait_until(trial.all_dated, hub.process)
            wait_until(lambda: trial.count(synced=False) >= SOME, hub.process)
            _end(outcome, hub.stop, agent.stop)


def _end(outcome: Outcome, stop_hub: Callable[[], int], stop_agent: Callable[[], int]) -> None:
    outcome.demand(stop_hub() == 0, "the hub does not end well")
    outcome.demand(stop_agent() == 0, "the agent does not end well")


def _check(outcome: Outcome, trial: _Trial, ahead_s: float) -> None:
    rows, held = trial.rows(), spooled_seqs(trial.spool)
    outcome.images += len(rows)
    outcome.lost += len(set(range(1, max(held) + 1)) - held - {row.seq for row in rows})
    outcome.demand(_in_order(rows, key=lambda row: row.monotonic_ns), "the numbers are not in the order of capture")
    outcome.demand(_in_order(rows, key=lambda row: row.taken_ns), "the dates are not in the order of capture")
    outcome.demand(_in_order(rows, key=lambda row: row.clock_synced), "the marks do not say when the clock was right")
    wrong = [row for row in rows if abs(row.taken_ns / 1e9 - time.time()) > RIGHT_WITHIN_S]
    outcome.demand(not wrong, f"{len(wrong)} of {len(rows)} images keep the date of the wrong clock")
    told = [row for row in rows if row.device_clock_ns]
    outcome.demand({row.seq for row in told} == {row.seq for row in rows if not row.clock_synced}, "marks are missing")
    odd = [row for row in told if abs((row.device_clock_ns or 0) - row.taken_ns - ahead_s * 1e9) > RIGHT_WITHIN_S * 1e9]
    outcome.demand(not odd, f"{len(odd)} images do not say what the wrong clock said")
    outcome.demand(verified(trial.library).clean, "verify finds faults")


def _in_order(rows: list[_Row], key: Callable[[_Row], int]) -> bool:
    return sorted(rows, key=key) == rows
