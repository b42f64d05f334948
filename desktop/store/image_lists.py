"""Lists of images that have one thing in common, each in the order of every answer: by time, then by id.

A label's list is its part of ``image_label``, a term's its part of ``image_term``, and a mark's (starred, failed ...)
a partial index of ``image``. Whatever a search combines, it walks one of them and probes the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import apsw
from msgspec import Struct

from desktop.core.query import Field, Query, ScoreBound, Term
from desktop.store.annotations import Source
from desktop.store.connections import fetch

_MARKS = {
    "starred": ("image_starred", "starred = 1"),
    "corrected": ("image_corrected", "corrected = 1"),
    "failed": ("image_failed", "state = 'failed'"),
    "waiting": ("image_unlabelled", "state IN ('waiting', 'labelling')"),
}
_COUNTED_UP_TO = 20_000
"""Longer lists without a kept length are only known to be long."""
_LONG = 10**9


class ImageList(Struct, frozen=True):
    """Rows of ``table`` for which ``condition`` holds, one an image; ``images`` is how many at most.

    ``exact`` tells that ``images`` is their number.
    """

    table: str
    image: str
    condition: str
    images: int
    exact: bool = True

    @property
    def rows(self) -> str:
        """(taken_ns, id) of its images, as a relation."""
        return f"(SELECT taken_ns, {self.image} AS id FROM {self.table} WHERE {self.condition})"

    @property
    def holds_found(self) -> str:
        """Whether the row ``found`` (taken_ns, id) is one of its images; one probe of an index."""
        place = f"taken_ns = found.taken_ns AND {self.image} = found.id"
        return f"EXISTS (SELECT 1 FROM {self.table} WHERE {self.condition} AND {place})"


def wanted_lists(connection: apsw.Connection, query: Query) -> list[ImageList] | None:
    """The lists in which an image must be; None when there is a name that no image has."""
    bounds = _bounds(query.scores)
    found = [_label(connection, name, bounds) for name in query.labels]
    for term in query.terms:
        found += _term(connection, term, bounds)
    present = [each for each in found if each is not None]
    if len(present) < len(found):
        return None
    if query.scores and not any(bounds in each.condition for each in present):
        condition = f"best_score IS NOT NULL{bounds.replace('score', 'best_score')}"
        present.append(ImageList("image INDEXED BY image_scored", "id", condition, _LONG, exact=False))
    return list(dict.fromkeys(present))


def unwanted_groups(connection: apsw.Connection, query: Query) -> list[list[ImageList]]:
    """Lists an image must not be in: not in all of any one group."""
    groups = [[_label(connection, name, "")] for name in query.without_labels]
    groups += [_term(connection, term, "") for term in query.without_terms if term.field != Field.FROM]
    return [[each for each in group if each is not None] for group in groups if group and None not in group]


def _label(connection: apsw.Connection, name: str, bounds: str) -> ImageList | None:
    rows = fetch(connection, "SELECT id, images FROM label WHERE key = ?", (name,))
    if not rows:
        return None
    return ImageList("image_label", "image", f"label = {rows[0][0]}{bounds}", rows[0][1], exact=not bounds)


def _term(connection: apsw.Connection, term: Term, bounds: str) -> list[ImageList | None]:
    """The lists that make up one term: several for text of several words, none for where an image came from."""
    if term.field == Field.FROM:
        return []
    if term.field == Field.OBJECT:
        return [_label(connection, term.value, f" AND source & {Source.OBJECT.value} > 0{bounds}")]
    if term.field == Field.IS and term.value in _MARKS:
        return [_mark(connection, *_MARKS[term.value])]
    if term.field == Field.TEXT:
        return [_listed(connection, term.field, word, "") for word in term.value.split()]
    named = term.field in (Field.LOGO, Field.LANDMARK)
    return [_listed(connection, term.field, term.value, bounds if named else "")]


def _listed(connection: apsw.Connection, kind: str, key: str, bounds: str) -> ImageList | None:
    rows = fetch(connection, "SELECT id, images FROM term WHERE kind = ? AND key = ?", (kind, key))
    if not rows:
        return None
    return ImageList("image_term", "image", f"term = {rows[0][0]}{bounds}", rows[0][1], exact=not bounds)


def _mark(connection: apsw.Connection, index: str, condition: str) -> ImageList:
    table = f"image INDEXED BY {index}"
    few = f"SELECT 1 FROM {table} WHERE {condition} LIMIT {_COUNTED_UP_TO + 1}"
    images = fetch(connection, f"SELECT count(*) FROM ({few})")[0][0]
    known = images <= _COUNTED_UP_TO
    return ImageList(table, "id", condition, images if known else _LONG, exact=known)


def _bounds(scores: Iterable[ScoreBound]) -> str:
    return "".join(f" AND score {bound.relation} {bound.score!r}" for bound in scores)


class Cameras(Struct, frozen=True):
    """Some cameras' rows, and how many images they have in all."""

    rows: Sequence[int]
    images: int
    of_images: int

    @property
    def numbers(self) -> str:
        return ", ".join(map(str, self.rows))


def wanted_cameras(connection: apsw.Connection, query: Query) -> Cameras:
    """The cameras from which an image may come."""
    dropped = {term.value == "drop" for term in query.terms if term.field == Field.FROM}
    dropped |= {term.value != "drop" for term in query.without_terms if term.field == Field.FROM}
    found = fetch(
        connection,
        """SELECT camera.id, images, node.name, camera.name, node.node_id IS ''
           FROM camera JOIN node ON node.id = node""",
    )
    chosen = [
        (camera_id, images)
        for camera_id, images, node, camera, is_drop in found
        if _fits(node, query.nodes, query.without_nodes)
        and _fits(camera, query.cameras, query.without_cameras)
        and dropped <= {bool(is_drop)}
    ]
    return Cameras([each for each, _ in chosen], sum(images for _, images in chosen), sum(row[1] for row in found))


def _fits(name: str, wanted: Sequence[str], unwanted: Sequence[str]) -> bool:
    folded = name.casefold()
    return (not wanted or folded in wanted) and folded not in unwanted
