"""Counts over time, from the roll-ups ``node_hour``, ``label_hour`` and ``label_day`` that triggers keep."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence

from desktop.core.activity import ActivityCounts, LabelCount, NodeActivity
from desktop.store.connections import Readers, fetch

HOURS_A_DAY = 24

_NODES = """
SELECT node.id, node.name, node_id IS '', coalesce(sum(camera.bytes), 0)
FROM node LEFT JOIN camera ON camera.node = node.id GROUP BY node.id ORDER BY node.name, node.id
"""
_PERIODS = """
WITH period AS MATERIALIZED (SELECT key, value ->> 0 AS start, value ->> 1 AS stop FROM json_each(?))
SELECT node, key, sum(images), sum(labelled)
FROM node CROSS JOIN period CROSS JOIN node_hour ON node_hour.node = node.id AND hour >= start AND hour < stop
GROUP BY node, key
"""
# Whole days of UTC from the roll-up by day, what is left at both ends by hour; each label by itself, so that only
# the rows that count are read.
_TOP_LABELS = """
SELECT name, counted FROM (
    SELECT name,
        coalesce((SELECT sum(images) FROM label_day WHERE label = id AND day >= :first_day AND day < :last_day), 0)
        + coalesce((SELECT sum(images) FROM label_hour WHERE label = id AND hour >= :start AND hour < :head_end), 0)
        + coalesce((SELECT sum(images) FROM label_hour WHERE label = id AND hour >= :tail AND hour < :end), 0)
        AS counted
    FROM label WHERE label.images > 0)
WHERE counted > 0 ORDER BY counted DESC, name LIMIT :limit
"""


class FolderActivity:
    """Implements :class:`desktop.core.activity.Activity`."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def activity(self, bounds_h: Sequence[int], labels: int) -> ActivityCounts:
        bounds = tuple(bounds_h)
        periods = json.dumps(list(itertools.pairwise(bounds)))
        with self._readers.borrow() as connection:
            nodes = fetch(connection, _NODES)
            counted = fetch(connection, _PERIODS, (periods,))
            top = fetch(connection, _TOP_LABELS, _span(bounds[0], bounds[-1]) | {"limit": labels})
        images = {node: [0] * (len(bounds) - 1) for node, *_ in nodes}
        labelled = {node: [0] * (len(bounds) - 1) for node, *_ in nodes}
        for node, period, images_then, labelled_then in counted:
            images[node][period] = images_then
            labelled[node][period] = labelled_then
        return ActivityCounts(
            bounds_h=bounds,
            nodes=tuple(
                NodeActivity(
                    node="" if is_person else name,
                    images=tuple(images[node]),
                    labelled=tuple(labelled[node]),
                    bytes=size_bytes,
                )
                for node, name, is_person, size_bytes in nodes
                if size_bytes or any(images[node])
            ),
            top_labels=tuple(LabelCount(name, number) for name, number in top),
        )


def _span(start_h: int, end_h: int) -> dict[str, int]:
    """The time as whole days, with the hours before and after them."""
    first_day, last_day = -(-start_h // HOURS_A_DAY), end_h // HOURS_A_DAY
    if first_day >= last_day:
        return {"first_day": 0, "last_day": 0, "start": start_h, "head_end": end_h, "tail": end_h, "end": end_h}
    return {
        "first_day": first_day,
        "last_day": last_day,
        "start": start_h,
        "head_end": first_day * HOURS_A_DAY,
        "tail": last_day * HOURS_A_DAY,
        "end": end_h,
    }
