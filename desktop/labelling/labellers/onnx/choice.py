"""Which models label: those that the settings name, else the best installed one of each sort."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from desktop.core.errors import LabellerUnavailableError
from desktop.labelling.models.shelf import ModelShelf, ModelState
from desktop.labelling.models.spec import ModelSpec

WHAT_A_KIND_SEES = {"classifier": "labels", "nanodet": "objects", "yolox": "objects", "yunet": "faces"}

_log = logging.getLogger(__name__)


def chosen_models(shelf: ModelShelf, names: Sequence[str]) -> list[ModelSpec]:
    """The models of those names, or for no names the first of ``shelf`` that is installed for labels, for objects
    and for faces.

    Raises:
        LabellerUnavailableError: a named model is not installed, or none is.
        ModelSpecError: there is no model of such a name.
    """
    return [_installed(shelf, name) for name in names] or _best_installed(shelf)


def _installed(shelf: ModelShelf, name: str) -> ModelSpec:
    spec = shelf.find(name)
    state = shelf.state(spec)
    if state is not ModelState.INSTALLED:
        raise LabellerUnavailableError(f"The model {name} is {state}: run `miharu models install {name}`")
    return spec


def _best_installed(shelf: ModelShelf) -> list[ModelSpec]:
    best: dict[str, ModelSpec] = {}
    for spec in shelf.specs():
        if WHAT_A_KIND_SEES[spec.kind] in best:
            continue
        state = shelf.state(spec)
        if state is ModelState.INSTALLED:
            best[WHAT_A_KIND_SEES[spec.kind]] = spec
        elif state is ModelState.DAMAGED:
            _log.warning("The model %s is damaged and not used: run `miharu models install %s`", spec.name, spec.name)
    if not best:
        raise LabellerUnavailableError(
            "No on-device models are installed: install them in the settings, "
            "or run `miharu models install mobilenetv2 nanodet`"
        )
    return list(best.values())
