"""The queue of images that wait for labels: leases, results, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import apsw

from desktop.core.events import ImagesChanged
from desktop.core.records import Annotation, ImageKey, LabelError, LabelResult, Picture
from desktop.store.annotations import decode_annotation, write_annotation
from desktop.store.connections import Readers, fetch, id_list
from desktop.store.image_files import ImageFiles
from desktop.store.rows import boxes
from desktop.store.writer import Transaction, Writer

MAX_ATTEMPTS = 5

# The newest of each node take turns: first the newest one of every node, then the second newest, and so on.
_LEASE = """
UPDATE image SET state = 'labelling', owner = :owner, deadline_ns = :deadline_ns, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM (
        SELECT newest.id, newest.taken_ns,
               row_number() OVER (PARTITION BY newest.node ORDER BY newest.taken_ns DESC, newest.id DESC) AS turn
        FROM node CROSS JOIN image AS newest ON newest.id IN (
            SELECT id FROM image WHERE state = 'waiting' AND node = node.id
            ORDER BY taken_ns DESC, id DESC LIMIT :limit))
    ORDER BY turn, taken_ns DESC, id DESC LIMIT :limit)
RETURNING id
"""
_RENEW = """
UPDATE image SET deadline_ns = :deadline_ns
WHERE state = 'labelling' AND owner = :owner AND id IN (SELECT value FROM json_each(:wanted))
"""
# The deadline of a last call is kept as a negative number, which tells it from a lease's own.
_LAST_CALL = """
UPDATE image SET deadline_ns = -:deadline_ns WHERE state = 'labelling' AND deadline_ns BETWEEN 0 AND :now_ns
"""
_PICTURES = """
SELECT image.id, path, taken_ns, camera.name, node.name, node.node_id, coalesce(wanted, ''), motion_boxes
FROM image JOIN camera ON camera.id = image.camera JOIN node ON node.id = image.node
WHERE image.id IN (SELECT value FROM json_each(?))
ORDER BY taken_ns DESC, image.id DESC
"""
_IDLE = "owner = NULL, deadline_ns = NULL"


class FolderLabelQueue:
    """The label queue of a library. Time is ``clock_ns``'s, so that a lease outlives its process."""

    def __init__(self, writer: Writer, readers: Readers, files: ImageFiles, clock_ns: Callable[[], int]) -> None:
        self._writer = writer
        self._readers = readers
        self._files = files
        self._clock_ns = clock_ns

    def lease(self, owner: str, limit: int, duration_s: float) -> Sequence[Picture]:
        """See :class:`desktop.core.library.LabelQueue`; that a lease ran out is noticed by the next call."""

        def job(transaction: Transaction) -> list[Picture]:
            now_ns = self._clock_ns()
            deadline_ns = now_ns + round(duration_s * 1e9)
            expired = _take_back_expired(transaction.connection, now_ns)
            transaction.connection.execute(_LAST_CALL, {"now_ns": now_ns, "deadline_ns": deadline_ns})
            binding = {"owner": owner, "deadline_ns": deadline_ns, "limit": limit}
            leased = [image_id for (image_id,) in fetch(transaction.connection, _LEASE, binding)]
            if changed := {*expired, *leased}:
                transaction.announce(ImagesChanged(tuple(sorted(changed))))
            return self._pictures(transaction.connection, leased)

        return self._writer.run(job)

    def renew(self, owner: str, image_ids: Iterable[int], duration_s: float) -> None:
        """See :class:`desktop.core.library.LabelQueue`."""
        wanted = id_list(image_ids)

        def job(transaction: Transaction) -> None:
            deadline_ns = self._clock_ns() + round(duration_s * 1e9)
            transaction.connection.execute(_RENEW, {"owner": owner, "deadline_ns": deadline_ns, "wanted": wanted})

        self._writer.run(job)

    def complete(self, owner: str, labeller: str, results: Sequence[LabelResult]) -> int:
        """See :class:`desktop.core.library.LabelQueue`."""

        def job(transaction: Transaction) -> int:
            held = _held(transaction.connection, owner, [result.image_id for result in results])
            counted = {result.image_id: result.outcome for result in results if result.image_id in held}
            for image_id, outcome in counted.items():
                if isinstance(outcome, LabelError):
                    _note_error(transaction.connection, image_id, outcome)
                else:
                    write_annotation(transaction.connection, held[image_id], labeller, outcome, self._clock_ns())
            if counted:
                transaction.announce(ImagesChanged(tuple(counted)))
            return len(counted)

        return self._writer.run(job)

    def release(self, owner: str, image_ids: Iterable[int]) -> None:
        """See :class:`desktop.core.library.LabelQueue`."""
        wanted = id_list(image_ids)

        def job(transaction: Transaction) -> None:
            released = fetch(
                transaction.connection,
                f"""UPDATE image SET state = 'waiting', {_IDLE}, attempts = attempts - 1
                    WHERE state = 'labelling' AND owner = ? AND id IN (SELECT value FROM json_each(?)) RETURNING id""",
                (owner, wanted),
            )
            if released:
                transaction.announce(ImagesChanged(tuple(image_id for (image_id,) in released)))

        self._writer.run(job)

    def relabel(self, image_ids: Iterable[int], labeller: str | None = None) -> int:
        """See :class:`desktop.core.library.LabelQueue`. An answer that is under way for one of them is not taken."""
        wanted = id_list(image_ids)

        def job(transaction: Transaction) -> int:
            changed = fetch(
                transaction.connection,
                f"""UPDATE image SET state = 'waiting', {_IDLE}, attempts = 0, error = NULL, wanted = ?
                    WHERE id IN (SELECT value FROM json_each(?)) RETURNING id""",
                (labeller, wanted),
            )
            if changed:
                transaction.announce(ImagesChanged(tuple(image_id for (image_id,) in changed)))
            return len(changed)

        return self._writer.run(job)

    def annotations(self, image_id: int) -> dict[str, Annotation]:
        """What each labeller said of an image, the latest last."""
        sql = "SELECT labeller, content FROM annotation WHERE image = ? ORDER BY id"
        return {labeller: decode_annotation(content) for labeller, content in self._readers.fetch(sql, (image_id,))}

    def waiting(self) -> int:
        """How many images wait or are being labelled."""
        sql = """SELECT (SELECT count(*) FROM image WHERE state = 'waiting')
                      + (SELECT count(*) FROM image WHERE state = 'labelling')"""
        count: int = self._readers.fetch(sql)[0][0]
        return count

    def _pictures(self, connection: apsw.Connection, image_ids: Sequence[int]) -> list[Picture]:
        return [
            Picture(
                image_id=image_id,
                path=self._files.absolute(path),
                taken_ns=taken_ns,
                camera=camera,
                node=node,
                node_id=node_id or "",
                dropped=node_id == "",
                wanted=wanted,
                motion_boxes=boxes(motion_boxes),
            )
            for image_id, path, taken_ns, camera, node, node_id, wanted, motion_boxes in fetch(
                connection, _PICTURES, (id_list(image_ids),)
            )
        ]


def _take_back_expired(connection: apsw.Connection, now_ns: int) -> list[int]:
    """Puts images whose last call is over back into the queue; those that were leased too often become failed."""
    expired = fetch(
        connection,
        f"""UPDATE image SET state = iif(attempts < :most, 'waiting', 'failed'), {_IDLE},
                error = iif(attempts < :most, error, :message)
            WHERE state = 'labelling' AND deadline_ns BETWEEN -:now_ns AND -1 RETURNING id""",
        {
            "most": MAX_ATTEMPTS,
            "message": f"labelling was begun {MAX_ATTEMPTS} times and never ended",
            "now_ns": now_ns,
        },
    )
    return [image_id for (image_id,) in expired]


def _held(connection: apsw.Connection, owner: str, image_ids: Sequence[int]) -> dict[int, ImageKey]:
    sql = """SELECT taken_ns, id FROM image
             WHERE id IN (SELECT value FROM json_each(?)) AND state = 'labelling' AND owner = ?"""
    return {key[1]: ImageKey(*key) for key in fetch(connection, sql, (id_list(image_ids), owner))}


def _note_error(connection: apsw.Connection, image_id: int, error: LabelError) -> None:
    connection.execute(
        f"""UPDATE image SET state = iif(:retry AND attempts < :most, 'waiting', 'failed'), {_IDLE}, error = :message
            WHERE id = :image_id""",
        {"retry": error.retry, "most": MAX_ATTEMPTS, "message": error.message, "image_id": image_id},
    )
