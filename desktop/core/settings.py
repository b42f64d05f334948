"""What a person can set, with its defaults. Reading and writing the file is ``desktop/settings_file.py``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from desktop.core.errors import SettingsError

NO_LABELLER = "none"
"""As the name of the labeller: images are stored and wait."""


class GoogleSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cloud Vision. With neither key file nor API key, Application Default Credentials are used.

    ``endpoint`` is ``host[:port]`` for TLS, or ``http://host:port`` for a proxy or an emulator without TLS and
    credentials. ``timeout_s`` is for a request with all its tries, from its first turn under
    ``max_images_per_minute`` on; a batch may be several requests.
    No call is made that could lead beyond a cap; months are Google's. With ``monthly_cap_usd`` 0 only what is free is
    asked for; ``monthly_cap_units`` 0 is no cap in units.
    """

    endpoint: str = "vision.googleapis.com"
    key_file: str = ""
    api_key: str = ""
    features: Annotated[tuple[str, ...], Meta(min_length=1)] = ("labels",)
    timeout_s: Annotated[float, Meta(gt=0, le=120)] = 60.0
    max_images_per_minute: Annotated[int, Meta(ge=1)] = 1800
    monthly_cap_usd: Annotated[float, Meta(ge=0, le=1e6)] = 10.0
    monthly_cap_units: Annotated[int, Meta(ge=0)] = 0


class OnDeviceSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The on-device models. Without names in ``models``, the best installed ones for labels, objects and faces.

    ``providers`` are what ONNX Runtime computes on, the first that works; ``threshold`` is the least score of a
    label or an object.
    """

    models: tuple[str, ...] = ()
    providers: tuple[Literal["cpu", "cuda", "coreml", "directml", "openvino"], ...] = ("cpu",)
    threshold: Annotated[float, Meta(ge=0, le=1)] = 0.4


class GateSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which images inherit the labels of one that looks like them, in place of a paid call.

    ``max_distance`` is how many of the 64 bits of the two perceptual hashes may differ, ``max_age_s`` how far apart
    the two may have been taken.
    """

    enabled: bool = True
    max_distance: Annotated[int, Meta(ge=0, le=64)] = 2
    max_age_s: Annotated[float, Meta(ge=0, le=1e6)] = 300.0


class ChainSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The labeller ``chain``: ``then`` is asked where ``first`` is unsure or sees something of interest.

    Unsure is a best score below ``unsure_below``, or nothing seen at all; ``if_sees`` are names of labels.
    """

    first: str = "on-device"
    then: str = "google"
    unsure_below: Annotated[float, Meta(ge=0, le=1)] = 0.5
    if_sees: tuple[str, ...] = ()


class RetentionSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which images make room for new ones; on, unless a person turns it off.

    ``quota_gb`` (GB of 1e9 bytes) is for the images that Miharu wrote; 0 is no quota. ``min_free_gb`` is what shall
    stay free on the disk, at most a tenth of it. The oldest go first; those with a star or a label of ``keep_labels``
    stay, and so do all that were stored within the last ``keep_hours``, so that no other program's hunger for space,
    and no device with a wrong clock, takes what has just come.
    """

    enabled: bool = True
    quota_gb: Annotated[float, Meta(ge=0, le=1e6)] = 200.0
    min_free_gb: Annotated[float, Meta(ge=0, le=1e6)] = 5.0
    keep_labels: tuple[str, ...] = ()
    keep_hours: Annotated[float, Meta(ge=0, le=1e6)] = 24.0


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings of the desktop. An empty ``library`` means the platform's pictures folder, ``Miharu``.

    ``labeller_of`` names another labeller for a node (``"porch"``) or one of its cameras (``"porch/front"``).
    ``batch_size`` 0, or more than the labeller takes at once, leaves it to the labeller.
    With ``notify_when_silent`` the window tells, also on the desktop, when a node goes silent. ``look`` and
    ``language`` are those of the window; ``system`` follows the system's.
    """

    library: str = ""
    labeller: Annotated[str, Meta(min_length=1)] = "auto"
    labeller_of: dict[str, str] = {}
    workers: Annotated[int, Meta(ge=1, le=64)] = 4
    batch_size: Annotated[int, Meta(ge=0, le=64)] = 0
    notify_when_silent: bool = True
    look: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "ja"] = "system"
    google: GoogleSettings = GoogleSettings()
    on_device: OnDeviceSettings = OnDeviceSettings()
    gate: GateSettings = GateSettings()
    retention: RetentionSettings = RetentionSettings()
    chain: ChainSettings = ChainSettings()


def from_toml(text: str, origin: str) -> Settings:
    """Reads settings from TOML; ``origin`` names the file in errors.

    Raises:
        SettingsError: not TOML, an unknown key, or a value that does not fit; the text names the key.
    """
    try:
        return msgspec.toml.decode(text, type=Settings)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{origin}: {error}") from error


def values_of(settings: Settings) -> dict[str, Any]:
    """All values by their dotted keys, as in the settings file: ``{"workers": 4, "google.api_key": "", …}``."""
    values: dict[str, Any] = {}
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if isinstance(value, Struct):
            values |= {f"{name}.{inner}": getattr(value, inner) for inner in value.__struct_fields__}
        else:
            values[name] = value
    return values


def with_values(settings: Settings, values: dict[str, Any]) -> Settings:
    """``settings`` with the values of these dotted keys.

    Raises:
        SettingsError: a value does not fit; the text names the key.
    """
    tree: dict[str, Any] = {}
    for key, value in (values_of(settings) | values).items():
        *tables, name = key.split(".")
        inner = tree
        for table in tables:
            inner = inner.setdefault(table, {})
        inner[name] = value
    try:
        return msgspec.convert(msgspec.to_builtins(tree), Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error
