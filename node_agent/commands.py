"""What a paired desktop may command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from node_agent.errors import CommandRefusedError
from node_agent.wire.messages import Command


class Configurable(Protocol):
    """Takes a new configuration on trial. Both methods raise CommandRefusedError, with the reason in words."""

    def propose(self, desktop_id: str, command: Command) -> None:
        """Takes over what ``command`` asks for, until it is confirmed or its time is up."""

    def confirm(self, desktop_id: str) -> None:
        """Keeps the configuration that is on trial."""


class Commands:
    """Carries out commands of desktops, each known by its proven key."""

    def __init__(self, capture_now: Callable[[str | None], None], configurable: Configurable | None) -> None:
        """``capture_now`` gets a camera's name or None for all; it raises CommandRefusedError."""
        self._capture_now = capture_now
        self._configurable = configurable

    def carry_out(self, desktop_id: str, command: Command) -> None:
        """Raises CommandRefusedError when it can't be done."""
        if command.name == "capture_now":
            self._capture_now(command.arguments.get("camera"))
        elif self._configurable is None:
            raise CommandRefusedError("this agent can't be configured from afar")
        elif command.name == "configure":
            self._configurable.propose(desktop_id, command)
        else:
            self._configurable.confirm(desktop_id)
