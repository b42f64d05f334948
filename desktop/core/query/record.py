"""What a search line asks for."""

from __future__ import annotations

import enum
from typing import Literal

from msgspec import Struct


class Field(enum.StrEnum):
    """What a term looks at, beside labels, nodes and cameras."""

    OBJECT = "object"
    TEXT = "text"
    LOGO = "logo"
    LANDMARK = "landmark"
    WEB = "web"
    COLOUR = "colour"
    UNSAFE = "unsafe"
    HAS = "has"
    IS = "is"
    FROM = "from"


class Term(Struct, frozen=True):
    """One thing that an image has or has not, ``value`` in lower case: ``Term(Field.HAS, "face")``."""

    field: Field
    value: str


class ScoreBound(Struct, frozen=True):
    """What a score (0 to 1) must be: ``ScoreBound(">", 0.8)``."""

    relation: Literal["<", "<=", ">", ">="]
    score: float


class Query(Struct, frozen=True, kw_only=True):
    """Which images are wanted: with all ``labels`` and ``terms``, none of ``without_labels`` and ``without_terms``, of
    any of ``nodes`` and ``cameras`` and none of ``without_nodes`` and ``without_cameras``.

    ``scores`` bind each of the names that are wanted, or the best name of an image where none is. The image was taken
    at ``after_ns`` or later and earlier than ``before_ns`` (Unix time). Names are compared without regard to case; an
    empty query means all images.
    """

    labels: tuple[str, ...] = ()
    without_labels: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    without_nodes: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    without_cameras: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    without_terms: tuple[Term, ...] = ()
    scores: tuple[ScoreBound, ...] = ()
    after_ns: int | None = None
    before_ns: int | None = None
