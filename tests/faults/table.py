"""The table of faults: each row brings one about many times and counts what became of the images."""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.faults.clock_jumps import clock_jumps
from tests.faults.full_disk import full_desktop, full_device
from tests.faults.hostile import hostile
from tests.faults.kill_agent import kill_agent
from tests.faults.kill_hub import kill_hub
from tests.faults.many import many_agents
from tests.faults.network import bad_network
from tests.faults.outcome import Outcome, Skipped
from tests.faults.power_cut import power_cut_of_desktop, power_cut_of_device


class Row(NamedTuple):
    """A fault, how often `make faults` brings it about, and how."""

    fault: str
    rounds: int
    bring_about: Callable[[int, Path], Outcome]


ROWS = (
    Row("kill -9 of the hub", 200, kill_hub),
    Row("kill -9 of the agent", 200, kill_agent),
    Row("disk full on the desktop", 20, full_desktop),
    Row("disk full on the device", 20, full_device),
    Row("power cut of the desktop", 60, power_cut_of_desktop),
    Row("power cut of the device", 60, power_cut_of_device),
    Row("bad network", 10, bad_network),
    Row("100 agents (seconds)", 300, many_agents),
    Row("hostile peers (seconds)", 60, hostile),
    Row("device clock wrong", 3, clock_jumps),
)
HEADER = f"{'fault':34} {'rounds':>6} {'images':>7} {'lost':>5} {'doubled':>7}  {'holds':8} {'time':>7}"
PRIVATE_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")


def print_table(rounds: int | None, wanted: str) -> bool:
    """Runs the rows whose name holds ``wanted`` and prints each as it is done; whether all hold.

    ``rounds`` shortens each row to as many.
    """
    print(HEADER, flush=True)
    outcomes = [_print_row(row, min(rounds or row.rounds, row.rounds)) for row in ROWS if wanted in row.fault]
    return all(outcomes)


def _print_row(row: Row, rounds: int) -> bool:
    begun_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="miharu-faults-") as name:
        folder = Path(name)
        for variable in PRIVATE_FOLDERS:
            os.environ[variable] = str(folder / "home")
        try:
            outcome = row.bring_about(rounds, folder)
        except Skipped as reason:
            print(f"{row.fault:34} skipped: {reason}", flush=True)
            return True
        except Exception as error:  # a row that breaks off has not held; the others are still of interest
            traceback.print_exc()
            outcome = Outcome(wrong=[f"broke off: {error!r}"])
    print(_line(row, outcome, time.monotonic() - begun_s), flush=True)
    for remark in outcome.notes + outcome.wrong:
        print(f"    {remark}", flush=True)
    return outcome.holds


def _line(row: Row, outcome: Outcome, time_s: float) -> str:
    verdict = "yes" if outcome.holds else "NO"
    counts = f"{outcome.rounds:6} {outcome.images:7} {outcome.lost:5} {outcome.doubled:7}"
    return f"{row.fault:34} {counts}  {verdict:8} {time_s:5.0f} s"
