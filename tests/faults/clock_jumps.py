"""A device whose clock is wrong at first and is put right later."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

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


def clock_jumps(rounds: int, folder: Path) -> Outcome:
    """The clock stands at 1970, a year ahead and a year behind in turn, and is put right while images are taken."""
    outcome = Outcome()
    wrong_dates = 0
    for number in range(rounds):
        outcome.rounds += 1
        ahead_s = (-time.time(), A_YEAR_S, -A_YEAR_S)[number % 3]
        wrong_dates += _jump(outcome, folder / str(number), ahead_s)
    outcome.demand(not wrong_dates, f"{wrong_dates} of {outcome.images} images keep the date of the wrong clock")
    return outcome


def _jump(outcome: Outcome, folder: Path, ahead_s: float) -> int:
    """One round; returns how many images have a wrong date."""
    folder.mkdir()
    library, file = folder / "library", folder / "clock.json"
    Clock(ahead_s, synced=False).set_in(file)
    program = (sys.executable, "-m", "tests.faults.wrong_clock", str(file))
    with (
        running_agent(
            "scenes:street", name=f"porch {folder.name}", spool=folder / "spool", interval_s=INTERVAL_S, program=program
        ) as agent,
        running_hub(library, "--node", f"127.0.0.1:{agent.data_port}", "--labeller", "none") as hub,
    ):
        wait_until(lambda: len(stored(library)) >= SOME, hub.process)
        Clock(0.0, synced=True).set_in(file)
        wait_until(lambda: sum(synced for *_, synced in _rows(library)) >= SOME, hub.process)
        outcome.demand(hub.stop() == 0, "the hub does not end well")
        outcome.demand(agent.stop() == 0, "the agent does not end well")
    rows, held = _rows(library), spooled_seqs(folder / "spool")
    outcome.images += len(rows)
    outcome.lost += len(set(range(1, max(held) + 1)) - held - {seq for seq, *_ in rows})
    outcome.demand(sorted(rows, key=lambda row: row[2]) == rows, "the numbers are not in the order of capture")
    marks = [bool(row[3]) for row in rows]
    outcome.demand(
        marks == sorted(marks) and {*marks} == {False, True}, "the marks do not say when the clock was right"
    )
    outcome.demand(verified(library).clean, "verify finds faults")
    return sum(abs(row[1] / 1e9 - time.time()) > RIGHT_WITHIN_S for row in rows)


def _rows(library: Path) -> list[Any]:
    """Number, time by the device's clock, time since its boot, and mark of every image, in the order of the numbers."""
    with closing(apsw.Connection(str(library / CATALOGUE))) as connection:
        connection.set_busy_timeout(10_000)
        sql = "SELECT seq, taken_ns, monotonic_ns, clock_synced FROM image ORDER BY seq"
        return connection.execute(sql).fetchall()
