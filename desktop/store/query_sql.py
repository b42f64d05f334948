"""A search as SQL, made so that it reads its answer and little else.

The rarest list (see :mod:`desktop.store.image_lists`) leads, and every other term is one probe of an index a row;
without lists the cameras' index leads, or the one by time.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw
from msgspec import Struct, structs

from desktop.core.query import Query
from desktop.store.image_lists import Cameras, ImageList, unwanted_groups, wanted_cameras, wanted_lists

MERGED_CAMERAS = 16
"""Of more cameras the images are read by time and looked at one by one, rather than merged."""


class Terms(Struct, frozen=True):
    """A query with lists for names: in all of ``wanted``, the rarest first; in no whole one of the ``unwanted``
    groups, the commonest first; from one of ``cameras`` (None: any); ``span`` is a condition on the time."""

    wanted: Sequence[ImageList]
    unwanted: Sequence[Sequence[ImageList]]
    cameras: Cameras | None
    span: Sequence[str]


def resolve(connection: apsw.Connection, query: Query) -> Terms | None:
    """Looks the names of ``query`` up; None when a wanted one does not exist, so that nothing can fit."""
    wanted = wanted_lists(connection, query)
    cameras = wanted_cameras(connection, query)
    if wanted is None or not cameras.rows:
        return None
    return Terms(
        sorted(wanted, key=lambda each: each.images),
        sorted(unwanted_groups(connection, query), key=fewest_images, reverse=True),
        cameras if cameras.images < cameras.of_images else None,
        _span(query),
    )


def fewest_images(group: Sequence[ImageList]) -> int:
    """How many images can be in all lists of a group."""
    return min(each.images for each in group)


def select_all(terms: Terms) -> str:
    """The statement for (taken_ns, id) of all images that fit, oldest first. It has no bindings."""
    return f"{select_any(terms)} ORDER BY taken_ns, id"


def select_newest(terms: Terms) -> str:
    """As :func:`select_all`, but newest first, and no more than its one binding says."""
    return f"{select_any(terms)} ORDER BY taken_ns DESC, id DESC LIMIT ?"


def select_any(terms: Terms) -> str:
    """The statement for (taken_ns, id) of all images that fit, in no certain order."""
    cameras = terms.cameras
    if terms.wanted and (cameras is None or terms.wanted[0].images <= cameras.images):
        leading, *others = terms.wanted
        return _select(leading.rows, [*_by_list(structs.replace(terms, wanted=others)), *_by_camera(terms)])
    if cameras is None:
        return _select("image", _by_list(terms))
    if len(cameras.rows) > MERGED_CAMERAS or cameras.images > cameras.of_images // 2:
        return _select("image", [*_by_list(terms), f"found.camera IN ({cameras.numbers})"])
    # Each camera's images are in order already: they are merged as they are read.
    return " UNION ALL ".join(_select("image", [*_by_list(terms), f"found.camera = {row}"]) for row in cameras.rows)


def select_among(terms: Terms) -> str:
    """The statement for the ids that fit among those in its one binding, a JSON array."""
    conditions = _by_list(terms)
    if terms.cameras is not None:
        conditions.append(f"found.camera IN ({terms.cameras.numbers})")
    wanted = "json_each(?) AS wanted CROSS JOIN image AS found ON found.id = wanted.value"
    return f"SELECT found.id FROM {wanted} WHERE {_all(conditions)}"


def _select(rows: str, conditions: Sequence[str]) -> str:
    return f"SELECT taken_ns, id FROM {rows} AS found WHERE {_all(conditions)}"


def _by_list(terms: Terms) -> list[str]:
    conditions = [*terms.span, *(each.holds_found for each in terms.wanted)]
    for group in terms.unwanted:
        conditions.append(f"NOT ({_all([each.holds_found for each in group])})")
    return conditions


def _by_camera(terms: Terms) -> list[str]:
    if terms.cameras is None:
        return []
    return [f"(SELECT camera FROM image WHERE image.id = found.id) IN ({terms.cameras.numbers})"]


def _span(query: Query) -> list[str]:
    span = []
    if query.after_ns is not None:
        span.append(f"found.taken_ns >= {query.after_ns}")
    if query.before_ns is not None:
        span.append(f"found.taken_ns < {query.before_ns}")
    return span


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions) or "true"
