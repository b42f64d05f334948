"""Words that the library keeps in English, as the window says them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def in_words(kept: str) -> str:
    """One or more of these words, with commas between; what is none of them stays as it is."""
    known = _known()
    return ", ".join(known.get(word, word) for word in kept.split(", "))


def _known() -> dict[str, str]:
    return {
        # triggers
        "interval": _tr("interval"),
        "motion": _tr("motion"),
        "file": _tr("new file"),
        "command": _tr("asked for"),
        # faces
        "joy": _tr("joy"),
        "sorrow": _tr("sorrow"),
        "anger": _tr("anger"),
        "surprise": _tr("surprise"),
        "headwear": _tr("headwear"),
        "underexposed": _tr("underexposed"),
        "blurred": _tr("blurred"),
        # safe search
        "adult": _tr("adult"),
        "spoof": _tr("spoof"),
        "medical": _tr("medical"),
        "violence": _tr("violence"),
        "racy": _tr("racy"),
        "unknown": _tr("unknown"),
        "very unlikely": _tr("very unlikely"),
        "unlikely": _tr("unlikely"),
        "possible": _tr("possible"),
        "likely": _tr("likely"),
        "very likely": _tr("very likely"),
        # the web
        "best guess": _tr("best guess"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
