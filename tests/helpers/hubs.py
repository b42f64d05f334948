"""Real ``miharu hub`` processes for end-to-end tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DEADLINE_S = 60.0
LOOK_INTERVAL_S = 0.05
MIHARU = (sys.executable, "-m", "desktop.cli")


@dataclass(frozen=True)
class RunningHub:
    """A hub process on a library."""

    library: Path
    process: subprocess.Popen[bytes]
    log_path: Path

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self.log_path.read_text("utf-8", errors="replace")

    def wait_for_log(self, text: str) -> None:
        """Waits until it has said ``text``, or ended."""
        deadline_s = time.monotonic() + DEADLINE_S
        while text not in self.log and time.monotonic() < deadline_s:
            try:
                self.process.wait(LOOK_INTERVAL_S)
                break
            except subprocess.TimeoutExpired:
                continue
        assert text in self.log, self.log

    def kill(self) -> None:
        """Ends the process at once, as kill -9 does."""
        self.process.kill()
        self.process.wait(DEADLINE_S)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to end and returns its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Waits until it ends by itself and returns its exit code."""
        return self.process.wait(DEADLINE_S)


@contextmanager
def running_hub(
    library: Path,
    *arguments: str,
    discover: bool = False,
    program: Sequence[str] = MIHARU,
    log_path: Path | None = None,
) -> Iterator[RunningHub]:
    """Runs a hub until the block ends; it is killed then if it still runs.

    By default it finds no nodes by mDNS, as other tests' nodes may be in the same network.
    ``program`` is what to run instead of `miharu` itself, ``log_path`` is beside the
    library unless given.
    """
    log_path = log_path or library.with_name(f"{library.name}.log")
    command = [*program, "hub", "--library", str(library), *arguments]
    command += [] if discover else ["--no-discovery"]
    with log_path.open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield RunningHub(library, process, log_path)
    finally:
        process.kill()
        process.wait(DEADLINE_S)
