"""Finds labellers by name. They register as entry points of the group ``miharu.labellers``.

An entry point is a factory ``create(settings: Settings) -> Labeller``; anyone's package can add one.
"""

from __future__ import annotations

import logging
from importlib.metadata import entry_points

from desktop.core.errors import LabellerUnavailableError, SettingsError
from desktop.core.settings import Settings
from desktop.labelling.labeller import Labeller
from desktop.labelling.labellers.google import is_set_up

log = logging.getLogger(__name__)

GROUP = "miharu.labellers"
AUTO = "auto"


def names() -> list[str]:
    """The names of all labellers there are, sorted; ``auto`` is none of them but a choice among them."""
    return sorted(entry_points(group=GROUP).names)


def make_labeller(settings: Settings) -> Labeller:
    """Makes the labeller that ``settings.labeller`` names: not for the GUI thread, imports and models take seconds.

    ``auto`` is google if it is set up, else on-device if its models are installed, else basic.

    Raises:
        SettingsError: there is no labeller of that name; the text names those there are.
        LabellerUnavailableError: it can't work as things are (no model installed, a package missing).
    """
    if settings.labeller == AUTO:
        return _best_labeller(settings)
    return _create(settings.labeller, settings)


def _best_labeller(settings: Settings) -> Labeller:
    if is_set_up(settings.google):
        return _create("google", settings)
    try:
        return _create("on-device", settings)
    except LabellerUnavailableError as reason:
        log.info("labelling with basic: %s", reason)
        return _create("basic", settings)


def _create(name: str, settings: Settings) -> Labeller:
    found = tuple(entry_points(group=GROUP, name=name))
    if not found:
        raise SettingsError(f"there is no labeller {name!r}; there are {', '.join([AUTO, *names()])}")
    try:
        factory = found[0].load()
    except ImportError as error:
        raise LabellerUnavailableError(
            f"The labeller {name} can't be loaded: {error}. Install what is missing: pip install 'miharu[desktop]'"
        ) from error
    labeller: Labeller = factory(settings)
    return labeller
