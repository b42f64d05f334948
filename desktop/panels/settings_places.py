"""Which setting a text is about: errors name the key to look at, and the window leads there."""

from __future__ import annotations

import re

from desktop.core.settings import Settings, values_of

MODELS = "models"
"""The place of on-device models, which are no setting."""
_KEYS = "|".join(re.escape(key) for key in values_of(Settings()) if "." in key)
_KEY = re.compile(rf"\b({_KEYS})\b")
_MODELS_COMMAND = re.compile(r"\bmiharu models\b")


def place_in(text: str) -> str | None:
    """The dotted key, or :data:`MODELS`, that ``text`` says to look at; None for a text about something else."""
    if found := _KEY.search(text):
        return found[1]
    return MODELS if _MODELS_COMMAND.search(text) else None
