from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from node_agent.service_manager import ServiceManager
from tests.unit.agent.making import DEADLINE_S


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.settimeout(DEADLINE_S)
        listener.bind(str(tmp_path / "notify"))
        yield listener


def test_systemd_is_told_in_its_own_words(systemd: socket.socket) -> None:
    service = ServiceManager({"NOTIFY_SOCKET": systemd.getsockname()})
    service.ready("porch with 2 cameras")
    assert systemd.recv(1000) == b"READY=1\nSTATUS=porch with 2 cameras"
    service.alive()
    assert systemd.recv(1000) == b"WATCHDOG=1"
    service.reloading()
    assert systemd.recv(1000).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
    service.stopping()
    assert systemd.recv(1000) == b"STOPPING=1"


def test_a_name_in_the_abstract_namespace_works() -> None:
    name = f"miharu-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.settimeout(DEADLINE_S)
        listener.bind(f"\0{name}")
        ServiceManager({"NOTIFY_SOCKET": f"@{name}"}).alive()
        assert listener.recv(1000) == b"WATCHDOG=1"


@pytest.mark.parametrize(
    ("environment", "every_s"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_it_is_alive_twice_as_often_as_the_watchdog_barks(environment: dict[str, str], every_s: float | None) -> None:
    assert ServiceManager(environment).alive_every_s == every_s


def test_nobody_listening_is_no_reason_to_fail(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    service = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    service.alive()
    service.alive()
    assert caplog.text.count("can't be told") == 1
    ServiceManager({}).alive()
