"""Runs `miharu-agent` with a clock of its own: ``python -m tests.faults.wrong_clock FILE ARGUMENTS...``.

The file holds a :class:`Clock` as JSON and may be replaced at any time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from node_agent import cli, clock


class Clock(msgspec.Struct, frozen=True):
    """How many seconds the device's clock is ahead of the true time, and whether the device takes it for right."""

    ahead_s: float
    synced: bool

    def set_in(self, file: Path) -> None:
        new = file.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(self))
        new.rename(file)


def _read(file: Path) -> Clock:
    return msgspec.json.decode(file.read_bytes(), type=Clock)


def _go_by(file: Path) -> None:
    true_now = clock.now

    def now() -> clock.Moment:
        true, told = true_now(), _read(file)
        return true._replace(wall_ns=true.wall_ns + int(told.ahead_s * 1e9), clock_synced=told.synced)

    clock.now = now


if __name__ == "__main__":
    _, clock_file, *sys.argv[1:] = sys.argv
    _go_by(Path(clock_file))
    cli.main()
