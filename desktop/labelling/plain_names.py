"""Class names of models, and the plain words that sum up ImageNet's fine ones."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

_RANGE = " .. "
_ALREADY_PLAIN = "already_plain"


class ClassName(NamedTuple):
    """A class of a model: the word for it that a person would search for, and the model's own name."""

    plain: str
    fine: str


def class_names(labels: str | tuple[str, ...]) -> tuple[ClassName, ...]:
    """The classes of a model in the order of its outputs; ``labels`` is ``imagenet``, ``coco`` or the names."""
    if labels == "imagenet":
        return imagenet()
    names = coco() if labels == "coco" else tuple(labels)
    return tuple(ClassName(name, name) for name in names)


@cache
def coco() -> tuple[str, ...]:
    """The 80 object names of COCO, in the order in which detectors number them."""
    return _lines("coco_names.txt")


@cache
def imagenet() -> tuple[ClassName, ...]:
    """The 1,000 classes of ImageNet-1k in order, each with its plain word from ``resources/plain_names.toml``."""
    fine_names = _lines("imagenet_names.txt")
    plain = {fine: word for word, names in _words(fine_names).items() for fine in names}
    return tuple(ClassName(plain.get(fine, fine), fine) for fine in fine_names)


def _words(fine_names: tuple[str, ...]) -> dict[str, list[str]]:
    """Fine names by the plain word that sums them up."""
    sections = tomllib.loads(_text("plain_names.toml"))
    del sections[_ALREADY_PLAIN]
    return {
        word: [fine for entry in entries for fine in expand(entry, fine_names)]
        for section in sections.values()
        for word, entries in section.items()
    }


def expand(entry: str, fine_names: tuple[str, ...]) -> tuple[str, ...]:
    """The fine names that an entry of the map means: itself, or for ``A .. B`` all from A to B.

    Raises:
        ValueError: a name in it is none of ``fine_names``.
    """
    first, _, last = entry.partition(_RANGE)
    return fine_names[fine_names.index(first) : fine_names.index(last or first) + 1]


def _lines(name: str) -> tuple[str, ...]:
    return tuple(_text(name).splitlines())


def _text(name: str) -> str:
    return resources.files("resources").joinpath(name).read_text("utf-8")
