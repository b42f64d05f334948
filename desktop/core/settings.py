"""What a person can set, with its defaults. Reading and writing the file is ``desktop/settings_file.py``."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from desktop.core.errors import SettingsError


class GoogleSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cloud Vision. With neither key file nor API key, Application Default Credentials are used.

    ``endpoint`` is ``host[:port]`` for TLS, or ``http://host:port`` for a proxy or an emulator without TLS and
    credentials.
    """

    endpoint: str = "vision.googleapis.com"
    key_file: str = ""
    api_key: str = ""
    features: Annotated[tuple[str, ...], Meta(min_length=1)] = ("labels",)
    timeout_s: Annotated[float, Meta(gt=0)] = 60.0
    max_images_per_minute: Annotated[int, Meta(ge=1)] = 1800


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings of the desktop. An empty ``library`` means the platform's pictures folder, ``Miharu``."""

    library: str = ""
    labeller: Annotated[str, Meta(min_length=1)] = "auto"
    workers: Annotated[int, Meta(ge=1, le=64)] = 4
    google: GoogleSettings = GoogleSettings()


def from_toml(text: str, origin: str) -> Settings:
    """Reads settings from TOML; ``origin`` names the file in errors.

    Raises:
        SettingsError: not TOML, an unknown key, or a value that does not fit; the text names the key.
    """
    try:
        return msgspec.toml.decode(text, type=Settings)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{origin}: {error}") from error
