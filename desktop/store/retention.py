"""Room for new images: the oldest ones go, within a byte quota and a floor of free disk space.

A row goes first, and its path into the table ``retired``; then the file; then the path. So whatever moment a crash
comes, a file without a row is known as one that is to go.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from desktop.core.events import ImagesRemoved
from desktop.core.records import ImageKey
from desktop.core.retention import GoOn, NodeShare, RetentionReport
from desktop.core.settings import RetentionSettings
from desktop.store.annotations import clear_names
from desktop.store.bin import FolderBin
from desktop.store.connections import Readers, fetch, id_list
from desktop.store.image_files import ImageFiles
from desktop.store.streams import note_deleted
from desktop.store.thumbnails import Thumbnails
from desktop.store.writer import Transaction, Writer

BATCH_IMAGES = 200
"""Takes some tens of milliseconds, for so long ingest waits at most."""
PLAN_IMAGES = 5000
FLOOR_SHARE = 0.1
"""The floor is never more than this part of the disk: small disks are there to be used."""

log = logging.getLogger(__name__)

# Only files that a person gave have a time of change noted, and the node without an id is that person.
_FREE = "starred = 0 AND mtime_ns IS NULL"
_OLDEST = f"""
SELECT image.id, taken_ns, node.name, path, size_bytes FROM image JOIN node ON node.id = image.node
WHERE (taken_ns, image.id) > (:taken_ns, :image) AND {_FREE} AND node_id IS NOT '' AND stored_ns < :stored_before_ns
AND NOT EXISTS (
    SELECT 1 FROM image_label JOIN label ON label.id = image_label.label
    WHERE label.key IN (SELECT value FROM json_each(:keep))
    AND image_label.taken_ns = image.taken_ns AND image_label.image = image.id)
ORDER BY taken_ns, image.id LIMIT :limit
"""
_OWN_BYTES = """
SELECT coalesce(sum(bytes), 0) FROM camera JOIN node ON node.id = camera.node WHERE node_id IS NOT ''
"""
_TO_RETIRE = f"""
SELECT id, taken_ns, path, stream, seq FROM image WHERE id IN (SELECT value FROM json_each(?)) AND {_FREE}
"""


class DiskUsage(NamedTuple):
    """What the file system says of itself, in bytes."""

    total: int
    used: int
    free: int


class Candidate(NamedTuple):
    """An image that may go."""

    image_id: int
    taken_ns: int
    node: str
    path: str
    size_bytes: int


class FolderRetention:
    """Implements :class:`desktop.core.retention.Retention`."""

    def __init__(
        self,
        files: ImageFiles,
        writer: Writer,
        readers: Readers,
        thumbnails: Thumbnails,
        folder_bin: FolderBin,
        clock_ns: Callable[[], int],
    ) -> None:
        self._files = files
        self._writer = writer
        self._readers = readers
        self._thumbnails = thumbnails
        self._bin = folder_bin
        self._clock_ns = clock_ns

    def plan_retention(self, settings: RetentionSettings) -> RetentionReport:
        own_bytes, free_bytes = self._own_bytes(), self._disk().free
        needed_bytes = self._needed_bytes(settings)
        batches = self._oldest(settings, needed_bytes, PLAN_IMAGES)
        return _report(own_bytes, free_bytes, needed_bytes, [each for batch in batches for each in batch])

    def retain(self, settings: RetentionSettings, go_on: GoOn) -> RetentionReport:
        self._remove_retired()
        own_bytes, free_bytes = self._own_bytes(), self._disk().free
        if self._missing_bytes(settings) > 0:
            self._bin.empty_bin(self._kept_from_ns(settings), lambda _done, _total: go_on())
        needed_bytes = self._needed_bytes(settings)
        gone: list[Candidate] = []
        for batch in self._oldest(settings, needed_bytes, BATCH_IMAGES):
            if not go_on():
                break
            retired = set(self._writer.run(partial(_retire, [each.image_id for each in batch])))
            self._remove_retired()
            self._thumbnails.remove(list(retired))
            gone += [each for each in batch if each.image_id in retired]
        return _report(own_bytes, free_bytes, needed_bytes, gone)

    def _needed_bytes(self, settings: RetentionSettings) -> int:
        """How many bytes are too much; known once at the start, as a file system may free space with delay."""
        over_quota = self._own_bytes() - round(settings.quota_gb * 1e9) if settings.quota_gb else 0
        return max(0, over_quota, self._missing_bytes(settings))

    def _missing_bytes(self, settings: RetentionSettings) -> int:
        disk = self._disk()
        return min(round(settings.min_free_gb * 1e9), round(disk.total * FLOOR_SHARE)) - disk.free

    def _own_bytes(self) -> int:
        return int(self._readers.fetch(_OWN_BYTES)[0][0])

    def _disk(self) -> DiskUsage:
        return DiskUsage(*shutil.disk_usage(self._files.folder))

    def _kept_from_ns(self, settings: RetentionSettings) -> int:
        return self._clock_ns() - round(settings.keep_hours * 3600e9)

    def _oldest(self, settings: RetentionSettings, needed_bytes: int, limit: int) -> Iterator[list[Candidate]]:
        """The oldest that may go, in batches, until they have ``needed_bytes``."""
        last = (-(2**63), 0)
        while needed_bytes > 0:
            bindings = {
                "taken_ns": last[0],
                "image": last[1],
                "stored_before_ns": self._kept_from_ns(settings),
                "keep": json.dumps([label.strip().casefold() for label in settings.keep_labels]),
                "limit": limit,
            }
            found = [Candidate(*row) for row in self._readers.fetch(_OLDEST, bindings)]
            if not found:
                return
            last = (found[-1].taken_ns, found[-1].image_id)
            batch = []
            for each in found:
                if needed_bytes > 0 and not PurePath(each.path).is_absolute():
                    batch.append(each)
                    needed_bytes -= each.size_bytes
            yield batch

    def _remove_retired(self) -> None:
        """Removes the files whose rows are gone, also those that a crash has left."""
        # Where another image has got the name since, the file there is that one's.
        paths = [
            path
            for (path,) in self._readers.fetch(
                "SELECT path FROM retired WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.path = retired.path)"
            )
        ]
        removed = [path for path in paths if self._remove(path)]
        for folder in {self._files.absolute(path).parent for path in removed}:
            if folder.exists():
                self._files.sync_folder(folder)
        if paths:
            self._writer.run(partial(_forget, removed))

    def _remove(self, path: str) -> bool:
        try:
            self._files.absolute(path).unlink(missing_ok=True)
        except OSError as error:  # the next run tries again
            log.warning("%s could not be removed: %s", self._files.absolute(path), error)
            return False
        return True


def _retire(image_ids: Sequence[int], transaction: Transaction) -> list[int]:
    connection = transaction.connection
    rows = fetch(connection, _TO_RETIRE, (id_list(image_ids),))
    seqs: defaultdict[int, list[int]] = defaultdict(list)
    for image_id, taken_ns, path, stream, seq in rows:
        clear_names(connection, ImageKey(taken_ns, image_id))
        connection.execute("INSERT OR IGNORE INTO retired VALUES (?)", (path,))
        if stream is not None:
            seqs[stream].append(seq)
    for stream, numbers in seqs.items():
        note_deleted(connection, stream, numbers)
    ids = [image_id for image_id, *_ in rows]
    connection.execute("DELETE FROM image WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),))
    if ids:
        transaction.announce(ImagesRemoved(tuple(ids)))
    return ids


def _forget(paths: Sequence[str], transaction: Transaction) -> None:
    transaction.connection.executemany("DELETE FROM retired WHERE path = ?", [(path,) for path in paths])


def _report(own_bytes: int, free_bytes: int, needed_bytes: int, going: Sequence[Candidate]) -> RetentionReport:
    short_bytes = max(0, needed_bytes - sum(each.size_bytes for each in going))
    return RetentionReport(
        own_bytes=own_bytes, free_bytes=free_bytes, shares=tuple(_shares(going)), short_bytes=short_bytes
    )


def _shares(going: Iterable[Candidate]) -> Iterator[NodeShare]:
    by_node: defaultdict[str, list[Candidate]] = defaultdict(list)
    for each in going:
        by_node[each.node].append(each)
    for node, images in sorted(by_node.items()):
        taken = [each.taken_ns for each in images]
        size_bytes = sum(each.size_bytes for each in images)
        yield NodeShare(node=node, images=len(images), bytes=size_bytes, oldest_ns=min(taken), newest_ns=max(taken))
