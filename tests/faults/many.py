"""A hundred agents on one hub."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from tests.faults.fleet import fleet
from tests.faults.outcome import Outcome
from tests.faults.truth import check_fleet, stored
from tests.faults.waiting import ends_within, wait_until
from tests.helpers.agents import pair_beforehand
from tests.helpers.hubs import running_hub

AGENTS = 100
IN_ONE_PROCESS = 25
INTERVAL_S = 1.0
LOOKS = 20
FLAT_BYTES = 40_000_000
WARM_UP = 0.3


def many_agents(rounds: int, folder: Path, agents: int = AGENTS) -> Outcome:
    """Each agent takes an image a second for as many seconds as ``rounds``; the hub keeps up and stays as large."""
    outcome, library = Outcome(rounds=rounds), folder / "library"
    spools = [folder / "spools" / f"node-{number:03}" for number in range(agents)]
    for spool in spools:
        pair_beforehand(spool, spool.name)
    with ExitStack() as things:
        groups = [spools[first : first + IN_ONE_PROCESS] for first in range(0, agents, IN_ONE_PROCESS)]
        fleets = [things.enter_context(fleet(group, INTERVAL_S)) for group in groups]
        nodes = [word for one in fleets for port in one.ports for word in ("--node", f"127.0.0.1:{port}")]
        hub = things.enter_context(running_hub(library, *nodes, "--labeller", "none"))
        wait_until(lambda: len(stored(library)) >= agents, hub.process)
        process, sizes_bytes, before, begun_s = (
            psutil.Process(hub.process.pid),
            [],
            len(stored(library)),
            time.monotonic(),
        )
        for _ in range(LOOKS):
            outcome.demand(not ends_within(hub.process, rounds / LOOKS), "the hub has ended by itself")
            sizes_bytes.append(process.memory_info().rss)
        rate_per_s = (len(stored(library)) - before) / (time.monotonic() - begun_s)
        for one in fleets:
            outcome.demand(one.stop() == 0, "an agent does not end well")
        outcome.demand(hub.stop() == 0, "the hub does not end well")
    waiting = check_fleet(outcome, library, spools)
    growth = sizes_bytes[-1] - sizes_bytes[int(LOOKS * WARM_UP)]
    outcome.demand(growth < FLAT_BYTES, f"the hub grew by {growth / 1e6:.0f} MB")
    outcome.notes.append(
        f"{rate_per_s:.0f} images/s stored, {waiting} waiting at the end; the hub has {sizes_bytes[-1] / 1e6:.0f} MB, "
        f"{growth / 1e6:+.1f} MB since warm"
    )
    return outcome
