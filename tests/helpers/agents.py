"""Real ``miharu-agent run`` processes for end-to-end tests."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes, PairedNode
from desktop.nodes.own_keys import config_folder, own_identity
from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.state_folder import KEY_FILE
from node_agent.wire.keys import load_or_create

START_DEADLINE_S = 60.0
STOP_DEADLINE_S = 30.0
MIHARU_AGENT = (sys.executable, "-m", "node_agent.cli")


@dataclass(frozen=True)
class RunningAgent:
    """An agent process that is up: what it said of itself, and where it keeps its things."""

    name: str
    node_id: str
    data_port: int
    control_port: int
    spool: Path
    process: subprocess.Popen[bytes]
    log_path: Path

    @property
    def log(self) -> str:
        """What the agent has logged so far."""
        return self.log_path.read_text("utf-8", errors="replace")

    def kill(self) -> None:
        """Ends the process at once, as kill -9 does; the spool stays as it is."""
        self.process.kill()
        self.process.wait(STOP_DEADLINE_S)

    def stop(self) -> int:
        """Asks the process to end (SIGTERM) and returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_DEADLINE_S)


@contextmanager
def running_agent(
    *sources: str,
    name: str = "porch",
    spool: Path | None = None,
    interval_s: float | None = None,
    motion: bool = False,
    arguments: Sequence[str] = (),
    program: Sequence[str] = MIHARU_AGENT,
) -> Iterator[RunningAgent]:
    """Runs an agent as :func:`unpaired_agent` does, paired beforehand with the desktop of this test's config folder."""
    with tempfile.TemporaryDirectory(prefix="miharu-spool-") as folder:
        spool = spool or Path(folder)
        pair_beforehand(spool, name)
        with unpaired_agent(
            *sources,
            name=name,
            spool=spool,
            interval_s=interval_s,
            motion=motion,
            arguments=arguments,
            program=program,
        ) as agent:
            yield agent


def pair_beforehand(spool: Path, name: str) -> PairedNode:
    """Does what `miharu-agent authorize` and `miharu nodes add` do, in this process, which takes no time."""
    desktop = own_identity()
    AllowList(spool / ALLOW_LIST_FILE).add(desktop.keys.public, desktop.name)
    node = PairedNode(key=load_or_create(spool / KEY_FILE).public, name=name)
    KnownNodes(config_folder() / KNOWN_NODES_FILE).add(node)
    return node


@contextmanager
def unpaired_agent(
    *sources: str,
    name: str = "porch",
    spool: Path | None = None,
    interval_s: float | None = None,
    motion: bool = False,
    arguments: Sequence[str] = (),
    program: Sequence[str] = MIHARU_AGENT,
) -> Iterator[RunningAgent]:
    """Runs an agent on free ports until the block ends; it is killed then if it still runs.

    ``sources`` are as for ``--source`` (``folder:PATH``, ``scenes:NAME``, ...). Without ``spool`` the spool is a
    temporary folder that goes with the block; give one to start again on it. ``arguments`` are added as they are,
    ``program`` is what to run instead of `miharu-agent` itself.

    Raises:
        RuntimeError: the agent did not start; the text holds its log.
    """
    with tempfile.TemporaryDirectory(prefix="miharu-agent-") as folder:
        spool = spool or Path(folder) / "spool"
        log_path = Path(folder) / "agent.log"
        command = [*program, "run", "--name", name, "--spool", str(spool)]
        command += [argument for source in sources for argument in ("--source", source)]
        command += ["--interval", str(interval_s)] if interval_s is not None else []
        command += ["--motion"] if motion else []
        with _run([*command, *arguments], spool, log_path, os.environ) as agent:
            yield agent


@contextmanager
def agent_by_file(
    file: Path, spool: Path, environment: Mapping[str, str] = os.environ, program: Sequence[str] = MIHARU_AGENT
) -> Iterator[RunningAgent]:
    """Runs an agent that has no flag but ``--config``; ``spool`` is the one that the file names."""
    log_path = file.with_suffix(".log")
    with _run([*program, "run", "--config", str(file)], spool, log_path, environment) as agent:
        yield agent


@contextmanager
def _run(command: Sequence[str], spool: Path, log_path: Path, environment: Mapping[str, str]) -> Iterator[RunningAgent]:
    with log_path.open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment)
    try:
        yield _started(process, spool, log_path)
    finally:
        process.kill()
        process.wait(STOP_DEADLINE_S)
        assert process.stdout is not None
        process.stdout.close()


def _started(process: subprocess.Popen[bytes], spool: Path, log_path: Path) -> RunningAgent:
    """The agent's first line on standard output is a JSON object that says who it is."""
    line = _first_line(process)
    if not line.endswith(b"\n"):
        raise RuntimeError(f"the agent did not start:\n{log_path.read_text('utf-8', errors='replace')}")
    facts = json.loads(line)
    return RunningAgent(
        name=facts["name"],
        node_id=facts["node_id"],
        data_port=facts["data_port"],
        control_port=facts["control_port"],
        spool=spool,
        process=process,
        log_path=log_path,
    )


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    line, deadline = b"", time.monotonic() + START_DEADLINE_S
    while not line.endswith(b"\n"):
        readable, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        piece = process.stdout.read1(4096) if readable else b""
        if not piece:
            break
        line += piece
    return line
