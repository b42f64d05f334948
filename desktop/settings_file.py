"""The settings file: TOML in the user's config folder, or wherever ``MIHARU_SETTINGS`` says."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec
import tomli_w

from desktop.core.errors import SettingsError
from desktop.core.settings import Settings, from_toml
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
    file = path()
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings {file} can't be read: {error}") from error
    return from_toml(text, str(file))


def save(settings: Settings) -> None:
    """Replaces the settings file as a whole: after a crash the old or the new one is there, never half of one.

    Raises:
        SettingsError: it can't be written; the old one is untouched.
    """
    file = path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, tomli_w.dumps(msgspec.to_builtins(settings)).encode())
    except OSError as error:
        raise SettingsError(f"The settings {file} can't be written: {error}") from error


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
