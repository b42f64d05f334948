"""What a search line can be completed to."""

from __future__ import annotations

from msgspec import Struct

from desktop.core.query.dates import WEEKDAYS

FIXED_VALUES = {
    "is": ("starred", "waiting", "failed", "corrected", "inherited"),
    "has": ("label", "object", "face", "text", "code", "logo", "landmark", "web", "colour", "crop"),
    "unsafe": ("adult", "medical", "racy", "spoof", "violence"),
    "from": ("drop",),
}
"""The values of fields that have only these.

``code`` is a QR or bar code, ``web`` a match in the web, ``crop`` a crop hint.
"""


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Names in use in a library, each most frequent first."""

    labels: tuple[str, ...] = ()
    logos: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    web: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    text_words: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()


def date_values() -> tuple[str, ...]:
    """Moments that need no digits, and a few that do."""
    return ("today", "yesterday", *WEEKDAYS, "12h", "7d", "4w")
