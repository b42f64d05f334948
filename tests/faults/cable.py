"""Two computers on one cable: two network namespaces joined by a veth pair."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.outcome import Skipped

DEVICE_ADDRESS = "10.213.77.1"
DESKTOP_ADDRESS = "10.213.77.2"
RATE = "20mbit"
LOSS_PERCENT = 5


class Cable:
    """A device at one end, a desktop at the other.

    Attributes:
        at_device, at_desktop: what to put before a command to run it there.
    """

    def __init__(self) -> None:
        self._ends = {f"miharu-device-{os.getpid()}": DEVICE_ADDRESS, f"miharu-desktop-{os.getpid()}": DESKTOP_ADDRESS}
        self.at_device, self.at_desktop = (_in_namespace(end) for end in self._ends)

    def lay(self) -> None:
        """Joins the two with 5 % loss both ways and 20 Mbit/s. Raises Skipped where that can't be done."""
        device, desktop = self._ends
        for end in self._ends:
            _run("ip", "netns", "add", end)
        _run("ip", "-n", device, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", desktop)
        for end, address in self._ends.items():
            _run("ip", "-n", end, "address", "add", f"{address}/24", "dev", "cable")
            for interface in ("lo", "cable"):
                _run("ip", "-n", end, "link", "set", interface, "up")
            _run("tc", "-n", end, "qdisc", "add", "dev", "cable", "root", "tbf", "rate", RATE, *("burst", "64k"),
                 *("latency", "400ms"))  # fmt: skip
            _run(*(*_in_namespace(end), "nft", "add table inet faults; add chain inet faults out "),
                 "{ type filter hook output priority 0; }; add rule inet faults out oifname cable "
                 f"numgen random mod 100 < {LOSS_PERCENT} counter drop")  # fmt: skip

    def pull(self) -> None:
        _run("ip", "-n", next(iter(self._ends)), "link", "set", "cable", "down")

    def plug_in(self) -> None:
        _run("ip", "-n", next(iter(self._ends)), "link", "set", "cable", "up")

    def dropped(self) -> str:
        """What nftables has counted on the device's side."""
        done = subprocess.run([*self.at_device, "nft", "list", "ruleset"], capture_output=True, text=True, check=True)
        return next(line.strip() for line in done.stdout.splitlines() if "counter" in line)

    def take_away(self) -> None:
        for end in self._ends:
            subprocess.run(["ip", "netns", "delete", end], capture_output=True)


@contextmanager
def cable() -> Iterator[Cable]:
    """A cable for the length of the block; skipped where there is none to be had (not root, no nft, ...)."""
    for tool in ("ip", "tc", "nft", "nsenter"):
        if shutil.which(tool) is None:
            raise Skipped(f"there is no {tool}")
    one = Cable()
    try:
        one.lay()
        yield one
    finally:
        one.take_away()


@contextmanager
def slow_line(cable: Cable, *ports: int) -> Iterator[None]:
    """Ports of 127.0.0.1 on the desktop's side lead to the device's, 200 ms away."""
    command = [*cable.at_desktop, sys.executable, "-m", "tests.faults.slow_line", DEVICE_ADDRESS, *map(str, ports)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"ready\n"
            yield
        finally:
            process.kill()


def _in_namespace(name: str) -> tuple[str, ...]:
    # `ip netns exec` would copy the table of mounts too, and keep disks mounted that others unmount meanwhile.
    return "nsenter", f"--net=/run/netns/{name}"


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Skipped(f"{' '.join(command[:6])} does not work here: {done.stderr.strip()}")
