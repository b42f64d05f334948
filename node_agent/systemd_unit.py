"""The systemd unit that keeps an agent running, and its place (systemd.unit(5))."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import platformdirs

from node_agent.errors import AgentError

BOOTED = Path("/run/systemd/system")
"""Exists where systemd is what the machine was started with (sd_booted(3))."""
SYSTEM_UNITS = Path("/etc/systemd/system")
_TIMEOUT_S = 200.0


class SystemdError(AgentError):
    """There is no systemd here, or it refuses; the text says which and what to do."""


class Unit(NamedTuple):
    """A unit file. ``scope`` are the flags by which systemctl means its manager."""

    path: Path
    text: str
    scope: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.name

    def way_back(self) -> list[str]:
        """The commands that take it away again."""
        systemctl = " ".join(["systemctl", *self.scope])
        return [f"{systemctl} disable --now {self.name}", f"rm {self.path}", f"{systemctl} daemon-reload"]

    def install(self) -> None:
        """Writes the file, and starts the service now and at every boot; one that runs already is started anew.

        Raises:
            SystemdError: see there; the file may be written.
            OSError: the file can't be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.text, "utf-8")
        for words in (["daemon-reload"], ["enable", self.name], ["restart", self.name]):
            _systemctl([*self.scope, *words])


def unit_for_user(node_name: str, config: Path) -> Unit:
    """A service of the user's own manager."""
    text = _text(node_name, config, order="", user="", target="default.target")
    folder = platformdirs.user_config_path("systemd") / "user"
    return Unit(folder / _file_name(node_name), text, ("--user",))


def unit_for_system(node_name: str, config: Path, user: str) -> Unit:
    """A service of the machine, run as ``user``."""
    order = "Wants=network-online.target\nAfter=network-online.target time-sync.target"
    text = _text(node_name, config, order=order, user=f"User={user}", target="multi-user.target")
    return Unit(SYSTEM_UNITS / _file_name(node_name), text, ())


def check_systemd() -> None:
    """Raises SystemdError where systemd does not run this machine."""
    if shutil.which("systemctl") is None or not BOOTED.is_dir():
        raise SystemdError(
            "systemd does not run this machine, so nothing is installed. Have your own init start "
            "`miharu-agent run --config FILE`, or see the unit with --print"
        )


def _text(node_name: str, config: Path, *, order: str, user: str, target: str) -> str:
    template = resources.files("resources").joinpath("miharu-agent.service").read_text("utf-8")
    command = [sys.executable, "-m", "node_agent.cli", "run", "--config", str(config)]
    filled = string.Template(template).substitute(
        name=node_name.replace("%", "%%"),
        order=order,
        command=" ".join(map(_quoted, command)),
        folder=str(config.parent).replace("%", "%%"),
        user=user,
        target=target,
    )
    return re.sub(r"\n\n+(?=[A-Z#])", "\n", filled)


def _quoted(word: str) -> str:
    """As ExecStart takes it: % and $ have a meaning there, and blanks part words (systemd.service(5))."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s\"'\\;]", word) else escaped


def _file_name(node_name: str) -> str:
    return f"miharu-agent-{re.sub(r'[^A-Za-z0-9_.-]+', '-', node_name)}.service"


def _systemctl(words: Sequence[str]) -> None:
    command = ["systemctl", *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SystemdError(f"`{' '.join(command)}` can't be run: {error}") from error
    if done.returncode:
        raise SystemdError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
