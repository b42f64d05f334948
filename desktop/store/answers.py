"""Which of several labellers' answers counts for an image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import apsw

from desktop.core.curation import Report
from desktop.core.events import ImagesChanged
from desktop.core.records import ImageKey
from desktop.store.annotations import clear_names, write_names
from desktop.store.batches import batches, in_batches
from desktop.store.connections import Readers, fetch, id_list
from desktop.store.writer import Transaction, Writer

_COUNTING = """
SELECT image, labeller FROM annotation WHERE id IN (
    SELECT max(id) FROM annotation WHERE image IN (SELECT value FROM json_each(?)) GROUP BY image)
"""


class FolderAnswers:
    """Implements the part of :class:`desktop.core.curation.Curation` that is about labellers' answers."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def labellers_in_effect(self, image_ids: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for batch in batches(image_ids, None):
            found.update(self._readers.fetch(_COUNTING, (id_list(batch),)))
        return found

    def put_labellers_in_effect(self, labellers: Mapping[int, str], progress: Report | None = None) -> None:
        def work(batch: Sequence[int], transaction: Transaction) -> None:
            changed = [each for each in batch if _make_count(transaction.connection, each, labellers[each])]
            if changed:
                transaction.announce(ImagesChanged(tuple(changed)))

        in_batches(self._writer, list(labellers), work, progress)


def _make_count(connection: apsw.Connection, image_id: int, labeller: str) -> bool:
    sql = """SELECT taken_ns FROM image JOIN annotation ON annotation.image = image.id
             WHERE image.id = ? AND labeller = ?"""
    found = fetch(connection, sql, (image_id, labeller))
    if not found:
        return False
    key = ImageKey(found[0][0], image_id)
    clear_names(connection, key)
    connection.execute(  # the latest one counts
        "UPDATE annotation SET id = (SELECT max(id) + 1 FROM annotation) WHERE image = ? AND labeller = ?",
        (image_id, labeller),
    )
    connection.execute(
        """UPDATE image SET state = 'labelled', owner = NULL, deadline_ns = NULL, error = NULL, wanted = NULL
           WHERE id = ?""",
        (image_id,),
    )
    write_names(connection, key)
    return True
