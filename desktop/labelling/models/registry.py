"""The models that Miharu knows by itself."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from desktop.labelling.models.spec import ModelSpec


class _Registry(Struct, frozen=True, forbid_unknown_fields=True):
    models: tuple[ModelSpec, ...]


@cache
def known_models() -> tuple[ModelSpec, ...]:
    """All models of ``resources/models.toml``, the better one of a kind first."""
    text = resources.files("resources").joinpath("models.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=_Registry).models
