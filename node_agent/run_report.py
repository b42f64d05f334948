"""What a running agent says of itself in its state folder, for `miharu-agent status`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from node_agent.wire.errors import DamagedFileError
from node_agent.wire.messages import Heartbeat

REPORT_FILE = "running.json"


class RunReport(Struct, frozen=True, kw_only=True):
    """The agent at one moment. ``last_captured`` has the cameras that have taken an image since the start."""

    pid: int
    config: str
    data_port: int
    started: datetime
    written: datetime
    heartbeat: Heartbeat
    last_captured: dict[str, datetime]


def write_report(folder: Path, report: RunReport) -> None:
    """Replaces the report; it is not made durable, as it is worth nothing after a power cut.

    Raises:
        OSError: it can't be written.
    """
    new = folder / f".{REPORT_FILE}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(report)) + b"\n")
    new.replace(folder / REPORT_FILE)


def read_report(folder: Path) -> RunReport | None:
    """The last report of the agent in ``folder``, which may run no more; None when there is none.

    Raises:
        DamagedFileError, OSError: it can't be read.
    """
    path = folder / REPORT_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunReport)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise DamagedFileError(f"{path} is damaged ({error}); a running agent replaces it in a moment") from error
