"""A library in a folder: the parts put together behind one face."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import apsw

from desktop.core.activity import ActivityCounts
from desktop.core.curation import BinDay, Corrections, Deletion, Judgement, Place, Report, Suppression
from desktop.core.keys import ImageKeys
from desktop.core.library import Library
from desktop.core.query import Query, Vocabulary
from desktop.core.records import (
    Annotation,
    Camera,
    DeviceCount,
    ImageDetails,
    LabelResult,
    LibraryStats,
    NodeIdentity,
    NodeLedger,
    Picture,
    SavedSearch,
    StreamPosition,
    Tile,
    UnitCount,
    VerifyReport,
)
from desktop.core.retention import GoOn, RetentionReport
from desktop.core.settings import RetentionSettings
from desktop.store import errors, schema
from desktop.store.activity import FolderActivity
from desktop.store.answers import FolderAnswers
from desktop.store.bin import FolderBin
from desktop.store.boot_clocks import Redating
from desktop.store.cameras import images_by_minute, newest_per_camera
from desktop.store.connections import Readers
from desktop.store.corrections import FolderCorrections
from desktop.store.feed import Feed
from desktop.store.gallery import FolderGallery
from desktop.store.group_commit import GroupCommit
from desktop.store.image_files import ImageFiles
from desktop.store.importing import FolderImporter
from desktop.store.ingest import FolderIngest
from desktop.store.label_queue import FolderLabelQueue
from desktop.store.ledgers import FolderLedgers
from desktop.store.reindex import index_files
from desktop.store.retention import FolderRetention
from desktop.store.saved_searches import FolderSavedSearches
from desktop.store.suppressions import FolderSuppressions
from desktop.store.thumbnails import Thumbnails
from desktop.store.units import FolderUnitLedger
from desktop.store.verify import verify
from desktop.store.watch import Watcher
from desktop.store.writer import Writer
from node_agent.wire.messages import DropReason, Frame, SeqRange

CATALOGUE = "catalogue.db"
THUMBNAILS = "thumbnails.db"


def open_library(
    folder: Path, progress: Report | None = None, *, clock_ns: Callable[[], int] = time.time_ns
) -> Library:
    """Opens the library in ``folder``, or makes one there. Several processes may have it open.

    When the catalogue is missing, it is made anew from the images that are there, which takes as long as reading
    them; ``progress`` is told of each and may end it. ``clock_ns`` is Unix time in nanoseconds.

    Raises:
        OpeningCancelledError: ``progress`` wished so.
        LibraryError: the folder can't be made or written to, or its catalogue can't be used; the text says why.
    """
    files = ImageFiles(folder.resolve())
    files.prepare()
    path = files.folder / CATALOGUE
    try:
        schema.prepare(path, partial(index_files, files, clock_ns, progress))
    except apsw.Error as error:
        raise errors.from_database(error, path) from error
    return FolderLibrary(files, clock_ns)


class FolderLibrary:
    """Implements :class:`desktop.core.library.Library`, where every method is described."""

    def __init__(self, files: ImageFiles, clock_ns: Callable[[], int]) -> None:
        path = files.folder / CATALOGUE
        self._files = files
        self._feed = Feed()
        with ExitStack() as stack:
            self._readers = Readers(path)
            stack.callback(self._readers.close)
            library_id = self._readers.fetch("SELECT id FROM library")[0][0]
            thumbnails = Thumbnails(files.folder / THUMBNAILS, library_id)
            stack.callback(thumbnails.close)
            self._writer = Writer(path, self._feed)
            stack.callback(self._writer.close)
            redating = Redating(self._writer)
            redating.resume(self._readers)
            arrivals = GroupCommit(files, self._writer, self._readers, thumbnails, redating, clock_ns)
            stack.callback(arrivals.close)
            watcher = Watcher(path, self._writer.process, self._writer.publish)
            stack.callback(watcher.close)
            self._parts = stack.pop_all()
        self._ingest = FolderIngest(arrivals, self._writer, self._readers, redating)
        self._importer = FolderImporter(files, arrivals, self._writer, self._readers, thumbnails, clock_ns)
        self._queue = FolderLabelQueue(self._writer, self._readers, files, clock_ns)
        self._units = FolderUnitLedger(self._writer, self._readers)
        self._ledgers = FolderLedgers(self._writer, self._readers, clock_ns)
        self._corrections = FolderCorrections(self._writer, self._readers, clock_ns)
        self._answers = FolderAnswers(self._writer, self._readers)
        self._suppressions = FolderSuppressions(self._writer, self._readers, clock_ns)
        self._bin = FolderBin(files, self._writer, self._readers, thumbnails, clock_ns)
        self._activity = FolderActivity(self._readers)
        self._retention = FolderRetention(files, self._writer, self._readers, thumbnails, self._bin, clock_ns)
        self._searches = FolderSavedSearches(self._writer, self._readers)
        self._gallery = FolderGallery(self._readers, thumbnails, files, self._ledgers.ledgers)

    @property
    def folder(self) -> Path:
        return self._files.folder

    @property
    def feed(self) -> Feed:
        return self._feed

    def close(self) -> None:
        self._parts.close()  # the last part first: what still arrives is stored before the writer ends

    def store_frame(self, node: NodeIdentity, frame: Frame) -> Future[bool]:
        return self._ingest.store_frame(node, frame)

    def position(self, node: NodeIdentity, stream: str) -> StreamPosition:
        return self._ingest.position(node, stream)

    def settle_gone(self, node: NodeIdentity, stream: str, seq_range: SeqRange, reason: DropReason) -> None:
        self._ingest.settle_gone(node, stream, seq_range, reason)

    def note_clock(self, node: NodeIdentity, boot_id: str, began_ns: int) -> None:
        self._ingest.note_clock(node, boot_id, began_ns)

    def balance(self, node: NodeIdentity, count: DeviceCount) -> NodeLedger:
        return self._ledgers.balance(node, count)

    def add_file(self, path: Path) -> int:
        return self._importer.add_file(path)

    def begin_file(self, path: Path) -> Future[int]:
        return self._importer.begin_file(path)

    def add_bytes(self, data: bytes, name: str) -> int:
        return self._importer.add_bytes(data, name)

    def lease(self, owner: str, limit: int, duration_s: float) -> Sequence[Picture]:
        return self._queue.lease(owner, limit, duration_s)

    def renew(self, owner: str, image_ids: Iterable[int], duration_s: float) -> None:
        self._queue.renew(owner, image_ids, duration_s)

    def complete(self, owner: str, labeller: str, results: Sequence[LabelResult]) -> int:
        return self._queue.complete(owner, labeller, results)

    def release(self, owner: str, image_ids: Iterable[int]) -> None:
        self._queue.release(owner, image_ids)

    def waiting(self) -> int:
        return self._queue.waiting()

    def relabel(self, image_ids: Iterable[int], labeller: str | None = None) -> int:
        return self._queue.relabel(image_ids, labeller)

    def annotations(self, image_id: int) -> Mapping[str, Annotation]:
        return self._queue.annotations(image_id)

    def reserve(
        self, hour: int, since: int, units: Mapping[str, int], allows: Callable[[Mapping[str, int]], bool]
    ) -> bool:
        return self._units.reserve(hour, since, units, allows)

    def note_saved(self, hour: int, units: Mapping[str, int]) -> None:
        self._units.note_saved(hour, units)

    def units(self, since: int) -> UnitCount:
        return self._units.units(since)

    def first_spent(self, since: int) -> int | None:
        return self._units.first_spent(since)

    def keys(self, query: Query) -> ImageKeys:
        return self._gallery.keys(query)

    def newest_keys(self, query: Query, limit: int) -> ImageKeys:
        return self._gallery.newest_keys(query, limit)

    def count(self, query: Query) -> int:
        return self._gallery.count(query)

    def matching(self, query: Query, image_ids: Sequence[int]) -> set[int]:
        return self._gallery.matching(query, image_ids)

    def tiles(self, image_ids: Sequence[int]) -> Sequence[Tile]:
        return self._gallery.tiles(image_ids)

    def thumbnails(self, image_ids: Sequence[int]) -> Mapping[int, bytes]:
        return self._gallery.thumbnails(image_ids)

    def details(self, image_id: int) -> ImageDetails | None:
        return self._gallery.details(image_id)

    def cameras(self) -> Sequence[Camera]:
        return newest_per_camera(self._readers)

    def images_by_minute(self, since_ns: int) -> Mapping[int, Mapping[int, int]]:
        return images_by_minute(self._readers, since_ns)

    def label_names(self) -> Sequence[str]:
        return self._gallery.label_names()

    def vocabulary(self) -> Vocabulary:
        return self._gallery.vocabulary()

    def saved_searches(self) -> Sequence[SavedSearch]:
        return self._searches.saved_searches()

    def save_search(self, search: SavedSearch) -> None:
        self._searches.save_search(search)

    def rename_search(self, name: str, new_name: str) -> None:
        self._searches.rename_search(name, new_name)

    def delete_search(self, name: str) -> None:
        self._searches.delete_search(name)

    def stats(self) -> LibraryStats:
        return self._gallery.stats()

    def star(self, image_ids: Sequence[int], progress: Report | None = None) -> Sequence[int]:
        return self._corrections.star(image_ids, progress)

    def unstar(self, image_ids: Sequence[int], progress: Report | None = None) -> Sequence[int]:
        return self._corrections.unstar(image_ids, progress)

    def correct(
        self, image_ids: Sequence[int], add: Sequence[str], remove: Sequence[str], progress: Report | None = None
    ) -> Mapping[int, Corrections]:
        return self._corrections.correct(image_ids, add, remove, progress)

    def put_corrections(self, corrections: Mapping[int, Corrections], progress: Report | None = None) -> None:
        self._corrections.put_corrections(corrections, progress)

    def labellers_in_effect(self, image_ids: Sequence[int]) -> Mapping[int, str]:
        return self._answers.labellers_in_effect(image_ids)

    def put_labellers_in_effect(self, labellers: Mapping[int, str], progress: Report | None = None) -> None:
        self._answers.put_labellers_in_effect(labellers, progress)

    def name_counts(self, image_ids: Sequence[int]) -> Mapping[str, int]:
        return self._corrections.name_counts(image_ids)

    def judgement(self, image_id: int) -> Judgement | None:
        return self._suppressions.judgement(image_id)

    def suppress(self, image_id: int, place: Place, progress: Report | None = None) -> int | None:
        return self._suppressions.suppress(image_id, place, progress)

    def lift(self, suppression_id: int, progress: Report | None = None) -> None:
        self._suppressions.lift(suppression_id, progress)

    def suppress_again(self, suppression: Suppression, progress: Report | None = None) -> None:
        self._suppressions.suppress_again(suppression, progress)

    def suppressions(self) -> Sequence[Suppression]:
        return self._suppressions.suppressions()

    def finish_rework(self, progress: Report | None = None) -> None:
        self._suppressions.finish_rework(progress)

    def delete(self, image_ids: Sequence[int], progress: Report | None = None) -> Deletion:
        return self._bin.delete(image_ids, progress)

    def restore(self, image_ids: Sequence[int], progress: Report | None = None) -> Sequence[int]:
        return self._bin.restore(image_ids, progress)

    def bin_days(self) -> Sequence[BinDay]:
        return self._bin.bin_days()

    def binned(self, day: BinDay) -> Sequence[int]:
        return self._bin.binned(day)

    def empty_bin(self, before_ns: int, progress: Report | None = None) -> int:
        return self._bin.empty_bin(before_ns, progress)

    def activity(self, bounds_h: Sequence[int], labels: int) -> ActivityCounts:
        return self._activity.activity(bounds_h, labels)

    def plan_retention(self, settings: RetentionSettings) -> RetentionReport:
        return self._retention.plan_retention(settings)

    def retain(self, settings: RetentionSettings, go_on: GoOn) -> RetentionReport:
        return self._retention.retain(settings, go_on)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
        return verify(self._readers, self._files, progress)
