"""Reading for the screens."""

from __future__ import annotations

import logging
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.core.errors import ImageFileError
from desktop.core.keys import ImageKeys
from desktop.core.query import Query, Vocabulary
from desktop.core.records import ImageDetails, ImageState, LibraryStats, NodeLedger, Tile
from desktop.store import query_sql
from desktop.store.annotations import annotation_in_effect, decode_labels
from desktop.store.connections import Readers, fetch, id_list
from desktop.store.counting import count
from desktop.store.decoding import decode
from desktop.store.image_files import ImageFiles
from desktop.store.rows import boxes
from desktop.store.thumbnails import Thumbnails

log = logging.getLogger(__name__)

_TILES = """
SELECT image.id, taken_ns, node.name, camera.name, state, best_labels, error, coalesce(file_name, ''), starred,
       corrected,
       coalesce((SELECT inherited_from IS NOT NULL FROM annotation WHERE image = image.id ORDER BY id DESC LIMIT 1), 0)
FROM json_each(?) JOIN image ON image.id = value
JOIN camera ON camera.id = image.camera JOIN node ON node.id = image.node
ORDER BY json_each.key
"""
_DETAILS = """
SELECT path, width_px, height_px, size_bytes, sha256, format, stored_ns, trigger, clock_synced, stream.stream, seq,
       file_name, motion_boxes, device_clock_ns
FROM image LEFT JOIN stream ON stream.id = image.stream WHERE image.id = ?
"""
_ANNOTATION = "SELECT labeller, labelled_ns FROM annotation WHERE image = ? ORDER BY id DESC"
_TOTALS = """
SELECT (SELECT coalesce(sum(images), 0) FROM camera), (SELECT coalesce(sum(bytes), 0) FROM camera),
       (SELECT count(*) FROM image WHERE state = 'waiting') + (SELECT count(*) FROM image WHERE state = 'labelling'),
       (SELECT count(*) FROM image WHERE state = 'failed')
"""
_NODES = """
SELECT node.name, sum(images) FROM node JOIN camera ON camera.node = node.id
WHERE node.node_id IS NOT '' GROUP BY node.name HAVING sum(images) > 0
"""


_VOCABULARY = """
SELECT * FROM (SELECT 'labels', name FROM label WHERE images > 0 ORDER BY images DESC, key LIMIT :limit)
UNION ALL SELECT kind, name FROM (
    SELECT kind, name, images, row_number() OVER (PARTITION BY kind ORDER BY images DESC, key) AS place
    FROM term WHERE kind IN ('logo', 'landmark', 'web', 'colour', 'text') AND images > 0) WHERE place <= :limit
UNION ALL SELECT * FROM (SELECT DISTINCT 'node', name FROM node WHERE name <> '' ORDER BY name)
UNION ALL SELECT * FROM (SELECT DISTINCT 'camera', name FROM camera WHERE name <> '' ORDER BY name)
"""
NAMES_OFFERED = 3000
"""No more names of a kind are offered to complete a search; rarer ones can be typed."""


class FolderGallery:
    """What the screens read of a library."""

    def __init__(
        self,
        readers: Readers,
        thumbnails: Thumbnails,
        files: ImageFiles,
        ledgers: Callable[[], tuple[NodeLedger, ...]],
    ) -> None:
        self._readers = readers
        self._thumbnails = thumbnails
        self._files = files
        self._ledgers = ledgers

    def keys(self, query: Query) -> ImageKeys:
        """All images that fit, oldest first."""
        return self._keys(query, query_sql.select_all)

    def newest_keys(self, query: Query, limit: int) -> ImageKeys:
        """The newest ``limit`` of those that fit, oldest first."""
        newest_first = self._keys(query, query_sql.select_newest, limit)
        return newest_first[::-1]

    def count(self, query: Query) -> int:
        """How many images fit."""
        with self._readers.snapshot() as connection:
            terms = query_sql.resolve(connection, query)
            return 0 if terms is None else count(connection, terms)

    def matching(self, query: Query, image_ids: Sequence[int]) -> set[int]:
        """Those of ``image_ids`` that fit ``query``."""
        with self._readers.snapshot() as connection:
            terms = query_sql.resolve(connection, query)
            if terms is None:
                return set()
            return {row[0] for row in fetch(connection, query_sql.select_among(terms), (id_list(image_ids),))}

    def tiles(self, image_ids: Sequence[int]) -> list[Tile]:
        """One tile for each id that still exists, in the order asked for."""
        return [_tile(row) for row in self._readers.fetch(_TILES, (id_list(image_ids),))]

    def thumbnails(self, image_ids: Sequence[int]) -> Mapping[int, bytes]:
        """See :class:`desktop.core.library.Gallery`."""
        found = self._thumbnails.get(image_ids)
        missing = [image_id for image_id in image_ids if image_id not in found]
        if missing:
            made = self._made_anew(missing)
            self._thumbnails.put(made)
            found.update(made)
        return found

    def details(self, image_id: int) -> ImageDetails | None:
        """All about one image, None when it is no longer there."""
        with self._readers.snapshot() as connection:
            tiles = fetch(connection, _TILES, (id_list([image_id]),))
            if not tiles:
                return None
            row = fetch(connection, _DETAILS, (image_id,))[0]
            said = fetch(connection, _ANNOTATION, (image_id,))
            annotation = annotation_in_effect(connection, image_id)
        labeller, labelled_ns = said[0] if said else (None, None)
        return ImageDetails(
            tile=_tile(tiles[0]),
            path=self._files.absolute(row[0]),
            width_px=row[1],
            height_px=row[2],
            size_bytes=row[3],
            sha256=row[4].hex(),
            image_format=row[5],
            stored_ns=row[6],
            trigger=row[7],
            clock_synced=bool(row[8]),
            stream=row[9],
            seq=row[10],
            file_name=row[11],
            motion_boxes=boxes(row[12]),
            device_clock_ns=row[13],
            annotation=annotation,
            also_labelled_by=tuple(other[0] for other in said[1:]),
            labeller=labeller,
            labelled_ns=labelled_ns,
        )

    def label_names(self) -> list[str]:
        """All label names in use, most frequent first."""
        rows = self._readers.fetch("SELECT name FROM label WHERE images > 0 ORDER BY images DESC, key")
        return [name for (name,) in rows]

    def vocabulary(self) -> Vocabulary:
        """What a search line can be completed to."""
        with self._readers.snapshot() as connection:
            names: defaultdict[str, list[str]] = defaultdict(list)
            for kind, name in fetch(connection, _VOCABULARY, {"limit": NAMES_OFFERED}):
                names[kind].append(name)
        return Vocabulary(
            labels=tuple(names["labels"]),
            logos=tuple(names["logo"]),
            landmarks=tuple(names["landmark"]),
            web=tuple(names["web"]),
            colours=tuple(names["colour"]),
            text_words=tuple(names["text"]),
            nodes=tuple(names["node"]),
            cameras=tuple(names["camera"]),
        )

    def stats(self) -> LibraryStats:
        """Totals of the library."""
        with self._readers.snapshot() as connection:
            images, size_bytes, waiting, failed = fetch(connection, _TOTALS)[0]
            nodes = dict(fetch(connection, _NODES))
        labelled = images - waiting - failed
        return LibraryStats(
            images=images,
            labelled=labelled,
            waiting=waiting,
            failed=failed,
            bytes=size_bytes,
            nodes=nodes,
            ledgers=self._ledgers(),
        )

    def _keys(self, query: Query, select: Callable[[query_sql.Terms], str], *bindings: int) -> ImageKeys:
        with self._readers.snapshot() as connection:
            terms = query_sql.resolve(connection, query)
            if terms is None:
                return ImageKeys(array("q"), array("q"))
            # One row of packed numbers: each row would give back and take the interpreter's lock, a million times.
            packed = "unhex(group_concat(format('%016x%016x', taken_ns, id), ''))"
            sql = f"SELECT {packed} FROM ({select(terms)})"
            return _unpack(fetch(connection, sql, bindings)[0][0] or b"")

    def _made_anew(self, image_ids: Sequence[int]) -> dict[int, bytes]:
        made = {}
        sql = "SELECT id, path FROM image WHERE id IN (SELECT value FROM json_each(?))"
        for image_id, path in self._readers.fetch(sql, (id_list(image_ids),)):
            try:
                with self._files.absolute(path).open("rb") as file:
                    made[image_id] = decode(file, path)[1]
            except (OSError, ImageFileError) as error:
                log.info("no thumbnail of image %d: %s", image_id, error)
        return made


def _tile(row: Sequence[Any]) -> Tile:
    image_id, taken_ns, node, camera, state, best_labels, error, name, starred, corrected, inherited = row
    return Tile(
        image_id=image_id,
        taken_ns=taken_ns,
        node=node,
        camera=camera,
        state=ImageState(state),
        labels=decode_labels(best_labels),
        error=error,
        name=name,
        starred=bool(starred),
        corrected=bool(corrected),
        inherited=bool(inherited),
    )


def _unpack(packed: bytes) -> ImageKeys:
    numbers = array("q")
    numbers.frombytes(packed)
    if sys.byteorder == "little":
        numbers.byteswap()
    return ImageKeys(numbers[0::2], numbers[1::2])
