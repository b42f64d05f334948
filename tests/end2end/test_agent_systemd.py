"""What systemd hears of a running agent, on a real notify socket."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.agents import agent_by_file
from tests.unit.agent.making import DEADLINE_S

HANGING = (
    sys.executable,
    "-c",
    "import threading\n"
    "from node_agent import agent, publisher\n"
    "agent.HANGS_AFTER_S = 0.5\n"
    "publisher.Publisher._check_access_if_due = lambda self: threading.Event().wait()\n"
    "from node_agent.cli import main\n"
    "main()\n",
)
"""An agent whose publisher never gets beyond its first turn."""


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.settimeout(DEADLINE_S)
        listener.bind(str(tmp_path / "notify"))
        yield listener


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "agent.toml"
    file.write_text(f'name = "porch"\nsources = ["scenes:snow"]\nspool = "{tmp_path / "spool"}"\nannounce = false\n')
    return file


def environment(systemd: socket.socket) -> dict[str, str]:
    return {**os.environ, "NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "200000"}


def heard(systemd: socket.socket, wanted: str) -> list[str]:
    """All that comes up to the first message that begins as ``wanted`` does."""
    messages: list[str] = []
    while not (messages and messages[-1].startswith(wanted)):
        messages.append(systemd.recv(1000).decode())
    return messages


def test_it_is_ready_then_alive_then_stopping(systemd: socket.socket, file: Path, tmp_path: Path) -> None:
    with agent_by_file(file, tmp_path / "spool", environment(systemd)) as agent:
        assert heard(systemd, "READY=1") == ["READY=1\nSTATUS=porch watches snow"]
        assert [systemd.recv(1000) for _ in range(5)] == [b"WATCHDOG=1"] * 5
        file.write_text(file.read_text() + "interval_s = 5\n")
        agent.process.send_signal(signal.SIGHUP)
        heard(systemd, "RELOADING=1")
        assert heard(systemd, "READY=1")
        assert agent.stop() == 0
        assert set(heard(systemd, "STOPPING=1")) <= {"WATCHDOG=1", "STOPPING=1"}


def test_an_agent_that_hangs_is_not_said_to_be_alive(systemd: socket.socket, file: Path, tmp_path: Path) -> None:
    with agent_by_file(file, tmp_path / "spool", environment(systemd), HANGING) as agent:
        heard(systemd, "READY=1")
        systemd.settimeout(1.0)
        with pytest.raises(TimeoutError):
            heard(systemd, "never")
        assert "The agent hangs: publisher" in agent.log


def test_without_systemd_nothing_is_missed(file: Path, tmp_path: Path) -> None:
    quiet = {key: value for key, value in os.environ.items() if key not in ("NOTIFY_SOCKET", "WATCHDOG_USEC")}
    with agent_by_file(file, tmp_path / "spool", quiet) as agent:
        assert agent.stop() == 0
