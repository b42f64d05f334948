"""The table of faults: each row brings one about many times and counts what became of the images."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from tests.faults.burst import burst
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
    Row("burst (images of 100 kB)", 3000, burst),
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
KEPT_LINES = 20
PRIVATE_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")


class _Result(NamedTuple):
    """What is to be printed of a row, and whether it holds."""

    text: str
    holds: bool


def print_table(rounds: int | None, wanted: str, at_once: int) -> bool:
    """Runs the rows whose name holds ``wanted`` and prints each as it is done; whether all hold.

    ``rounds`` shortens each row to as many, ``at_once`` is how many rows run side by side.
    """
    print(HEADER, flush=True)
    # Each row has a process of its own, as each has its own home folder in the environment.
    fresh = multiprocessing.get_context("spawn")
    holds = True
    with ProcessPoolExecutor(at_once, fresh, max_tasks_per_child=1) as processes:
        chosen = [number for number, row in enumerate(ROWS) if wanted in row.fault]
        running = [processes.submit(_run_row, number, rounds) for number in chosen]
        for done in as_completed(running):
            result = done.result()
            print(result.text, flush=True)
            holds = holds and result.holds
    return holds and bool(chosen)


def _run_row(number: int, most_rounds: int | None) -> _Result:
    row = ROWS[number]
    rounds = min(most_rounds or row.rounds, row.rounds)
    begun_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="miharu-faults-") as name:
        folder = Path(name)
        for variable in PRIVATE_FOLDERS:
            os.environ[variable] = str(folder / "home")
        try:
            outcome = row.bring_about(rounds, folder)
        except Skipped as reason:
            return _Result(f"{row.fault:34} skipped: {reason}", True)
        except Exception as error:  # a row that breaks off has not held; the others are still of interest
            traceback.print_exc()
            outcome = Outcome(wrong=[f"broke off: {error!r}", *_last_words(folder)])
    remarks = [f"    {remark}" for remark in outcome.notes + outcome.wrong]
    return _Result("\n".join([_line(row, outcome, time.monotonic() - begun_s), *remarks]), outcome.holds)


def _last_words(folder: Path) -> list[str]:
    """The ends of what the programs have logged."""
    return [f"{path.name}: {line}" for path in folder.rglob("*.log") for line in _tail(path)]


def _tail(path: Path) -> list[str]:
    return path.read_text("utf-8", errors="replace").splitlines()[-KEPT_LINES:]


def _line(row: Row, outcome: Outcome, time_s: float) -> str:
    verdict = "yes" if outcome.holds else "NO"
    counts = f"{outcome.rounds:6} {outcome.images:7} {outcome.lost:5} {outcome.doubled:7}"
    return f"{row.fault:34} {counts}  {verdict:8} {time_s:5.0f} s"
