"""What a person types as a node's new configuration: a file, or keys with their values."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
import typer

from node_agent.wire.messages import MAX_CONTROL_BYTES

MAX_FILE_BYTES = MAX_CONTROL_BYTES - 4096
"""Leaves room for what goes with it in a message."""


def wanted(words: Sequence[str]) -> dict[str, str]:
    """The arguments of the command `configure` on the wire.

    Raises:
        typer.BadParameter: the words are neither one file nor KEY=VALUE.
    """
    if len(words) == 1 and "=" not in words[0]:
        return {"toml": _file(Path(words[0]))}
    changes: dict[str, Any] = {}
    without: list[str] = []
    for word in words:
        key, equals, value = word.partition("=")
        if not (key and equals):
            raise typer.BadParameter(f"{word!r} is not KEY=VALUE; give one FILE.toml, or keys with their values")
        if not value:
            without.append(key)
        elif key == "sources":
            changes[key] = [*changes.get(key, []), *_as_list(_value(value))]
        else:
            changes[key] = _value(value)
    return {"changes": tomlkit.dumps(changes), "without": ",".join(without)}


def _file(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} can't be read: {error}; else give KEY=VALUE") from error
    if len(text.encode()) > MAX_FILE_BYTES:
        raise typer.BadParameter(f"{path} is larger than {MAX_FILE_BYTES:,} bytes")
    return text


def _value(text: str) -> object:
    """As TOML has it, where it is TOML; else the text itself, so that nobody has to type quotes."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
