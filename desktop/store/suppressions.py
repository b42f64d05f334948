"""What is wrong on a camera: hidden in all that is said of it, also of the images that are here already."""

from __future__ import annotations

from collections.abc import Callable

import apsw
import msgspec

from desktop.core.curation import Judgement, Place, Report, Saying, Suppression, hides
from desktop.core.events import ImagesChanged
from desktop.core.records import ImageKey
from desktop.store.annotations import clear_names, corrections_of, decode_annotation, read_place, write_names
from desktop.store.batches import BATCH_IMAGES
from desktop.store.connections import Readers, fetch
from desktop.store.writer import Transaction, Writer

_ALL = """
SELECT suppression.id, camera.id, node.name, camera.name, kind, suppression.name, box, suppressed_ns
FROM suppression JOIN camera ON camera.id = suppression.camera JOIN node ON node.id = camera.node
"""
_CAMERA = """
SELECT camera.id FROM image JOIN camera ON camera.id = image.camera JOIN node ON node.id = camera.node
WHERE image.id = ? AND node.node_id IS NOT ''
"""


_SAYINGS = "SELECT labeller, labelled_ns, content FROM annotation WHERE image = ? ORDER BY id DESC"
_AFTER_ALL_NS = 2**63 - 1


class FolderSuppressions:
    """Implements the part of :class:`desktop.core.curation.Curation` that is about what is wrong on a camera.

    A change counts at once for what is labelled or looked at from then on. The names of earlier images are reworked
    batch by batch; how far that is stands in the catalogue, so that it can be finished later.
    """

    def __init__(self, writer: Writer, readers: Readers, clock_ns: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._clock_ns = clock_ns

    def judgement(self, image_id: int) -> Judgement | None:
        with self._readers.borrow() as connection, connection:
            known = fetch(connection, "SELECT 1 FROM image WHERE id = ?", (image_id,))
            said = fetch(connection, _SAYINGS, (image_id,))
            camera = fetch(connection, _CAMERA, (image_id,))
            here = _read(connection, "WHERE suppression.camera = ?", camera[0]) if camera else []
            corrections = corrections_of(connection, image_id)
        if not known:
            return None
        sayings = tuple(Saying(labeller, when, decode_annotation(content)) for labeller, when, content in said)
        return Judgement(
            sayings=sayings,
            corrections=corrections,
            hidden=tuple(each for each in here if sayings and hides(each.place, sayings[0].annotation)),
            suppressible=bool(camera),
        )

    def suppress(self, image_id: int, place: Place, progress: Report | None = None) -> int | None:
        def job(transaction: Transaction) -> int | None:
            connection = transaction.connection
            camera = fetch(connection, _CAMERA, (image_id,))
            if not camera:
                return None
            return _add(connection, None, camera[0][0], place, self._clock_ns())

        suppression_id = self._writer.run(job)
        self.finish_rework(progress)
        return suppression_id

    def lift(self, suppression_id: int, progress: Report | None = None) -> None:
        def job(transaction: Transaction) -> None:
            connection = transaction.connection
            for (camera,) in fetch(
                connection, "DELETE FROM suppression WHERE id = ? RETURNING camera", (suppression_id,)
            ):
                _note_rework(connection, camera)

        self._writer.run(job)
        self.finish_rework(progress)

    def suppress_again(self, suppression: Suppression, progress: Report | None = None) -> None:
        def job(transaction: Transaction) -> None:
            known = suppression.suppression_id
            if not fetch(transaction.connection, "SELECT 1 FROM suppression WHERE id = ?", (known,)):
                place, when_ns = suppression.place, suppression.suppressed_ns
                _add(transaction.connection, known, suppression.camera_id, place, when_ns)

        self._writer.run(job)
        self.finish_rework(progress)

    def suppressions(self) -> list[Suppression]:
        with self._readers.borrow() as connection:
            return _read(connection, "ORDER BY suppression.id DESC", ())

    def finish_rework(self, progress: Report | None = None) -> None:
        done, total = 0, self._left()
        while done < total and (count := self._writer.run(_rework_batch)):
            done += count
            if progress is not None and not progress(min(done, total), total):
                return

    def _left(self) -> int:
        sql = """SELECT count(*) FROM rework JOIN image ON image.camera = rework.camera
                 AND (image.taken_ns, image.id) < (rework.taken_ns, rework.image)"""
        return int(self._readers.fetch(sql)[0][0])


def _read(connection: apsw.Connection, condition: str, bindings: tuple[object, ...]) -> list[Suppression]:
    return [
        Suppression(
            suppression_id=suppression_id,
            camera_id=camera_id,
            node=node,
            camera=camera,
            place=read_place(kind, name, box),
            suppressed_ns=suppressed_ns,
        )
        for suppression_id, camera_id, node, camera, kind, name, box, suppressed_ns in fetch(
            connection, f"{_ALL} {condition}", bindings
        )
    ]


def _add(connection: apsw.Connection, known_id: int | None, camera: int, place: Place, when_ns: int) -> int:
    box = None if place.box is None else msgspec.msgpack.encode(place.box)
    added = fetch(
        connection,
        """INSERT INTO suppression (id, camera, kind, key, name, box, suppressed_ns)
           VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        (known_id, camera, place.kind.value, place.name.casefold(), place.name, box, when_ns),
    )
    _note_rework(connection, camera)
    return int(added[0][0])


def _note_rework(connection: apsw.Connection, camera: int) -> None:
    connection.execute("INSERT OR REPLACE INTO rework VALUES (?, ?, 0)", (camera, _AFTER_ALL_NS))


def _rework_batch(transaction: Transaction) -> int:
    """Writes the names of the next images anew, the newest first; returns how many there were."""
    connection = transaction.connection
    waiting = fetch(connection, "SELECT camera, taken_ns, image FROM rework LIMIT 1")
    if not waiting:
        return 0
    sql = """SELECT taken_ns, id FROM image WHERE camera = ? AND (taken_ns, id) < (?, ?)
             ORDER BY taken_ns DESC, id DESC LIMIT ?"""
    keys = [ImageKey(*row) for row in fetch(connection, sql, (*waiting[0], BATCH_IMAGES))]
    camera = waiting[0][0]
    if len(keys) < BATCH_IMAGES:
        connection.execute("DELETE FROM rework WHERE camera = ?", (camera,))
    else:
        connection.execute("UPDATE rework SET taken_ns = ?, image = ? WHERE camera = ?", (*keys[-1], camera))
    for key in keys:
        clear_names(connection, key)
        write_names(connection, key)
    if keys:
        transaction.announce(ImagesChanged(tuple(key.image_id for key in keys)))
    return len(keys)
