"""The settings file: TOML in the user's config folder, or wherever ``MIHARU_SETTINGS`` says."""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.errors import SettingsError
from desktop.core.settings import Settings, from_toml, values_of
from desktop.nodes.own_keys import config_folder


def path() -> Path:
    """Where the settings are kept."""
    if given := os.environ.get("MIHARU_SETTINGS"):
        return Path(given)
    return config_folder() / "settings.toml"


def load() -> Settings:
    """Reads the settings; where there is no file, all have their defaults.

    Raises:
        SettingsError: the file can't be read, or a value in it can't be used; the text names file and key.
    """
    return from_toml(_read(), str(path()))


def save(settings: Settings) -> None:
    """Writes all settings; what else the file holds (comments, keys that Miharu does not know) stays.

    Raises:
        SettingsError: it can't be read or written; the old one is untouched.
    """
    change(values_of(settings))


def change(values: Mapping[str, Any]) -> Settings:
    """Sets the values of dotted keys (``google.api_key``) and leaves all else in the file as it stands there now.

    A value that is the default of a key that the file does not have is not written. The file is replaced as a whole:
    after a crash the old or the new one is there, never half of one. Returns what the file then says.

    Raises:
        SettingsError: a value does not fit, or the file can't be read or written; the old one is untouched.
    """
    import tomlkit  # only writing needs it
    from tomlkit.exceptions import TOMLKitError

    defaults = values_of(Settings())
    try:
        document = tomlkit.parse(_read())
    except TOMLKitError as error:
        raise SettingsError(f"{path()}: {error}") from error
    for key, value in values.items():
        _set(document, key, value, defaults[key])
    text = tomlkit.dumps(document)
    settings = from_toml(text, str(path()))
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        _replace(path().resolve(), text.encode())  # it may be a link to where a person keeps such files
    except OSError as error:
        raise SettingsError(f"The settings {path()} can't be written: {error}") from error
    return settings


def _read() -> str:
    try:
        return path().read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings {path()} can't be read: {error}") from error


def _set(document: Any, key: str, value: Any, default: Any) -> None:
    import tomlkit

    *tables, name = key.split(".")
    table: Any = functools.reduce(lambda outer, inner: outer.get(inner, {}), tables, document)
    if name not in table and value == default:
        return
    table = document
    for inner in tables:
        if inner not in table:
            table[inner] = tomlkit.table()
        table = table[inner]
    if name not in table or table[name] != _plain(value):
        table[name] = _plain(value)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _replace(file: Path, content: bytes) -> None:
    # In the same folder, as only there a rename is atomic. It may hold an API key: mkstemp makes it the owner's alone.
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(descriptor)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
