"""Writes an agent.toml that explains itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources

import tomlkit


def commented(values: Mapping[str, object]) -> str:
    """The template with ``values`` set; all other keys stand there as comments, with what holds without them.

    Raises:
        KeyError: there is no such key.
    """
    text = resources.files("resources").joinpath("agent.toml").read_text("utf-8")
    for key, value in values.items():
        place = re.search(rf"^#{key} = .*$", text, re.MULTILINE)
        if place is None:
            raise KeyError(key)
        text = f"{text[: place.start()]}{key} = {tomlkit.item(value).as_string()}{text[place.end() :]}"
    return text
