"""New configurations that desktops send: checked, kept beside the file, and taken over once they are confirmed."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError

from node_agent.config import FLAGS, Plan, keys_of, plan_of, text_of
from node_agent.errors import CommandRefusedError, ConfigError
from node_agent.wire.messages import CONFIRM_WITHIN_S, NOT_IN_USE_YET, Command
from node_agent.wire.private_file import sync_folder

LEAST_TRIAL_S, LONGEST_TRIAL_S = 2.0, 600.0


class Proposal(NamedTuple):
    """A configuration that a desktop wants, and how long it may take to confirm it."""

    desktop_id: str
    plan: Plan
    confirm_within_s: float


class Proposals:
    """One configuration at a time on its way to become the file. Any thread may call any method."""

    def __init__(
        self,
        file: Path | None,
        flags: Mapping[str, object],
        in_use: Callable[[], Plan],
        on_proposed: Callable[[Proposal], None],
    ) -> None:
        """``flags`` win over the file; ``on_proposed`` is called with what is to be tried."""
        # A link stays one, and what it leads to is replaced.
        self._file = file and file.resolve()
        self._in_use = in_use
        self._flags = flags
        self._on_proposed = on_proposed
        self._lock = threading.Lock()
        self._waiting: Proposal | None = None
        self._on_trial = False
        self._given_up = ""

    def propose(self, desktop_id: str, command: Command) -> None:
        """Checks the configuration that ``command`` asks for as the file would be checked, and hands it on.

        Raises:
            CommandRefusedError: it can't be used, or not now; nothing has changed.
        """
        with self._lock:
            if self._file is None:
                raise CommandRefusedError("this agent was started without --config, so it has no file to change")
            if self._waiting is not None:
                raise CommandRefusedError("another configuration is on trial there; try again in a minute")
            confirm_within_s = _trial_s(command.arguments)
            try:
                text = _wanted_text(self._file, command.arguments)
                self._check_flags(text, command.arguments)
                plan = plan_of(text, self._file.name, self._flags)
                plan.check_successor_of(self._in_use())
            except ConfigError as error:
                raise CommandRefusedError(str(error)) from error
            self._stage(text)
            self._waiting, self._on_trial = Proposal(desktop_id, plan, confirm_within_s), False
            proposal, self._given_up = self._waiting, ""
        self._on_proposed(proposal)

    def confirm(self, desktop_id: str) -> None:
        """Makes the configuration on trial the file, durably.

        Raises:
            CommandRefusedError: this desktop has none on trial, or the file can't be written.
        """
        with self._lock:
            if self._file is None or self._waiting is None or self._waiting.desktop_id != desktop_id:
                raise CommandRefusedError(self._given_up or "no configuration of this desktop is on trial")
            if not self._on_trial:
                raise CommandRefusedError(NOT_IN_USE_YET)
            try:
                _staged(self._file).replace(self._file)
                sync_folder(self._file.parent)
            except OSError as error:
                raise CommandRefusedError(f"{self._file} can't be written: {error.strerror}") from error
            self._waiting = None

    def holds(self, proposal: Proposal) -> bool:
        """Whether it still waits: it may have been withdrawn meanwhile."""
        with self._lock:
            return self._waiting is proposal

    def begin_trial(self) -> None:
        """The configuration is in use: from now on it can be confirmed."""
        with self._lock:
            self._on_trial = True

    def withdraw(self, reason: str) -> bool:
        """Gives the waiting configuration up; False when there is none any more, because it was confirmed.

        ``reason`` is what a desktop hears that confirms it all the same.
        """
        with self._lock:
            if self._waiting is None:
                return False
            self._waiting, self._given_up = None, reason
            if self._file is not None:
                _staged(self._file).unlink(missing_ok=True)
            return True

    def _check_flags(self, text: str, arguments: Mapping[str, str]) -> None:
        """Raises ConfigError where a flag of the command line would win over a key that is to change."""
        wanted = keys_of(text, "the new configuration")
        named = wanted.keys() if "toml" in arguments else {*_changes(arguments), *_left_out(arguments)}
        in_use = msgspec.json.decode(msgspec.json.encode(self._in_use().config))
        for key in sorted(named & self._flags.keys()):
            if wanted.get(key) != in_use[key]:
                raise ConfigError(f"{key}: {FLAGS[key]} is given on the device's command line and wins over the file")

    def _stage(self, text: str) -> None:
        assert self._file is not None
        try:
            descriptor = os.open(_staged(self._file), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                _staged(self._file).chmod(self._file.stat().st_mode & 0o777)
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CommandRefusedError(f"{self._file.parent} can't be written: {error.strerror}") from error


def _staged(file: Path) -> Path:
    return file.with_name(f"{file.name}.proposed")


def _trial_s(arguments: Mapping[str, str]) -> float:
    try:
        trial_s = float(arguments.get("confirm_within_s", CONFIRM_WITHIN_S))
    except ValueError:
        trial_s = math.nan
    if not LEAST_TRIAL_S <= trial_s <= LONGEST_TRIAL_S:
        raise CommandRefusedError(f"confirm_within_s: use {LEAST_TRIAL_S:.0f} to {LONGEST_TRIAL_S:.0f} seconds")
    return trial_s


def _wanted_text(file: Path, arguments: Mapping[str, str]) -> str:
    """The file as it is wanted: given whole, or the present one with some keys changed and its comments kept."""
    if "toml" in arguments:
        return arguments["toml"]
    changes = _changes(arguments)
    try:
        document: dict[str, Any] = tomlkit.parse(text_of(file))
    except TOMLKitError as error:
        raise ConfigError(f"{file}: not a TOML file: {error}") from error
    document.update(changes)
    for key in _left_out(arguments):
        document.pop(key, None)
    return tomlkit.dumps(document)


def _changes(arguments: Mapping[str, str]) -> dict[str, Any]:
    try:
        return tomlkit.parse(arguments.get("changes", ""))
    except TOMLKitError as error:
        raise ConfigError(f"the changes are no TOML: {error}") from error


def _left_out(arguments: Mapping[str, str]) -> list[str]:
    return [key for key in arguments.get("without", "").split(",") if key]
