"""A search as SQL, made so that it reads its answer and little else.

A label's list (``image_label``) is in the order of the answer already. So the rarest label leads, and every other
term is one probe of an index a row; without labels the cameras' index leads, or the one by time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw
from msgspec import Struct, structs

from desktop.core.query import Query
from desktop.store.connections import fetch


class Terms(Struct, frozen=True):
    """A query with row ids for names: all ``labels``, none of ``without``, one of ``cameras`` (None: any)."""

    labels: Sequence[int]
    without: Sequence[int]
    cameras: Sequence[int] | None


def resolve(connection: apsw.Connection, query: Query) -> Terms | None:
    """Looks the names of ``query`` up; None when a wanted one does not exist, so that nothing can fit."""
    labels = _labels(connection, query.labels)
    cameras = _cameras(connection, query) if query.nodes or query.cameras else None
    if len(labels) < len(set(query.labels)) or cameras == []:
        return None
    return Terms(labels, _labels(connection, query.without_labels), cameras)


def select_all(terms: Terms) -> str:
    """The statement for (taken_ns, id) of all images that fit, oldest first. It has no bindings."""
    return f"{_select(terms)} ORDER BY taken_ns, id"


def select_newest(terms: Terms) -> str:
    """As :func:`select_all`, but newest first, and no more than its one binding says."""
    parts = [terms]
    if not terms.labels and terms.cameras is not None:
        # Each camera's images are in order already: they are merged as they are read, and few are read.
        parts = [structs.replace(terms, cameras=[camera]) for camera in terms.cameras]
    return f"{' UNION ALL '.join(map(_select, parts))} ORDER BY taken_ns DESC, id DESC LIMIT ?"


def select_among(terms: Terms) -> str:
    """The statement for the ids that fit among those in its one binding, a JSON array."""
    conditions = [*_by_label(terms.labels, terms.without), *_by_camera(terms, "found.camera")]
    wanted = "json_each(?) AS wanted CROSS JOIN image AS found ON found.id = wanted.value"
    return f"SELECT found.id FROM {wanted} WHERE {_all(conditions)}"


def _select(terms: Terms) -> str:
    if terms.labels:
        leading, *others = terms.labels
        found = "(SELECT label, taken_ns, image AS id FROM image_label)"
        conditions = [f"label = {leading}", *_by_label(others, terms.without)]
        conditions += _by_camera(terms, "(SELECT camera FROM image WHERE image.id = found.id)")
    else:
        found = "image"
        conditions = [*_by_label((), terms.without), *_by_camera(terms, "found.camera")]
    return f"SELECT taken_ns, id FROM {found} AS found WHERE {_all(conditions)}"


def _by_label(labels: Sequence[int], without: Sequence[int]) -> list[str]:
    probe = "EXISTS (SELECT 1 FROM image_label WHERE label = {} AND taken_ns = found.taken_ns AND image = found.id)"
    return [probe.format(label) for label in labels] + [f"NOT {probe}".format(label) for label in without]


def _by_camera(terms: Terms, camera: str) -> list[str]:
    return [] if terms.cameras is None else [f"{camera} IN ({', '.join(map(str, terms.cameras))})"]


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions) or "true"


def _labels(connection: apsw.Connection, names: Sequence[str]) -> list[int]:
    sql = "SELECT id FROM label WHERE key IN (SELECT value FROM json_each(?)) ORDER BY images"
    return [label for (label,) in fetch(connection, sql, (json.dumps(names),))]


def _cameras(connection: apsw.Connection, query: Query) -> list[int]:
    rows = fetch(connection, "SELECT camera.id, node.name, camera.name FROM camera JOIN node ON node.id = node")
    return [
        camera_id
        for camera_id, node, camera in rows
        if (not query.nodes or node.casefold() in query.nodes)
        and (not query.cameras or camera.casefold() in query.cameras)
    ]
