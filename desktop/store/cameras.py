"""What the wall reads of cameras: index reads, whose cost does not grow with the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.core.records import Camera, ImageKey
from desktop.store.connections import Readers

_MINUTE_NS = 60 * 10**9
_NEWEST = """
SELECT camera.id, coalesce(node.node_id, ''), node.name, camera.name, image.taken_ns, image.id, (
    SELECT count(*) FROM (SELECT 1 FROM image AS each WHERE each.camera = camera.id
        AND each.taken_ns BETWEEN image.taken_ns - 3600000000000 AND image.taken_ns LIMIT 240))
FROM camera JOIN node ON node.id = camera.node JOIN image ON image.id = (
    SELECT newest.id FROM image AS newest WHERE newest.camera = camera.id ORDER BY taken_ns DESC, id DESC LIMIT 1)
WHERE node.node_id IS NOT '' ORDER BY camera.id
"""
_BY_MINUTE = """
SELECT camera.id, taken_ns / 60000000000 AS minute, count(*)
FROM node JOIN camera ON camera.node = node.id CROSS JOIN image ON image.camera = camera.id AND taken_ns >= ?
WHERE node.node_id IS NOT '' GROUP BY camera.id, minute
"""


def newest_per_camera(readers: Readers) -> Sequence[Camera]:
    """See :meth:`desktop.core.library.Gallery.cameras`."""
    return [
        Camera(
            camera_id=camera_id, node_id=node_id, node=node, name=name, newest=ImageKey(taken_ns, image_id), hourly=n
        )
        for camera_id, node_id, node, name, taken_ns, image_id, n in readers.fetch(_NEWEST)
    ]


def images_by_minute(readers: Readers, since_ns: int) -> Mapping[int, Mapping[int, int]]:
    """See :meth:`desktop.core.library.Gallery.images_by_minute`."""
    found: dict[int, dict[int, int]] = {}
    first_ns = -(-since_ns // _MINUTE_NS) * _MINUTE_NS
    for camera_id, minute, images in readers.fetch(_BY_MINUTE, (first_ns,)):
        found.setdefault(camera_id, {})[minute] = images
    return found
