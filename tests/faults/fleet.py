"""Many agents in one process: ``python -m tests.faults.fleet INTERVAL_S SPOOL...`` runs one on each spool.

It prints the data ports as JSON once all have started, and ends them when its standard input ends. As processes of
their own a hundred of them would need 10 GB.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from node_agent.agent import Agent
from node_agent.config import Plan, load

SOURCE = "scenes:street"
STOP_DEADLINE_S = 120.0


class Fleet:
    """Running agents. ``ports`` are those of their data sockets, in order."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self.process = process
        self.ports: list[int] = json.loads(process.stdout.readline())

    def stop(self) -> int:
        """Ends all of them, in order, and returns the exit code."""
        self.process.communicate(timeout=STOP_DEADLINE_S)
        return self.process.returncode


@contextmanager
def fleet(spools: Sequence[Path], interval_s: float) -> Iterator[Fleet]:
    """Runs an agent on each spool until the block ends; they are killed then if they still run."""
    command = [sys.executable, "-m", "tests.faults.fleet", str(interval_s), *map(str, spools)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield Fleet(process)
        finally:
            process.kill()


def _agent(spool: str, interval_s: str) -> Agent:
    plan = load(None, {"name": Path(spool).name, "sources": [SOURCE], "interval_s": interval_s, "spool": spool})
    return Agent(Plan(replace(plan.config, announce=False), plan.sources))


if __name__ == "__main__":
    interval_s, *spools = sys.argv[1:]
    agents = [_agent(spool, interval_s) for spool in spools]
    print(json.dumps([agent.start().data_port for agent in agents]), flush=True)
    sys.stdin.read()
    for agent in agents:
        agent.stop()
