"""What systemd is told of the agent (sd_notify(3)); without systemd, nothing."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Mapping

log = logging.getLogger(__name__)


class ServiceManager:
    """Speaks to whoever started the process, if that listens.

    Attributes:
        alive_every_s: how often :meth:`alive` is due, half of what systemd allows; None where it does not watch.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        # A socket in the abstract namespace is written with @ (unix(7)).
        self._address = "\0" + address[1:] if address.startswith("@") else address
        watched = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        allowed_us = environment.get("WATCHDOG_USEC", "")
        self.alive_every_s = int(allowed_us) / 2e6 if watched and allowed_us.isdigit() else None
        self._trouble = ""

    def ready(self, status: str) -> None:
        """The service has started, or is itself again after :meth:`reloading`; ``status`` is shown to people."""
        self._tell("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        self._tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def alive(self) -> None:
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def _tell(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
                sender.sendto("\n".join(lines).encode(), self._address)
            self._trouble = ""
        except OSError as error:
            if str(error) != self._trouble:
                log.warning("The service manager at %s can't be told: %s", self._address, error)
            self._trouble = str(error)
