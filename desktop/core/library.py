"""What the parts may ask of a library, free of any database's words.

``store`` implements it; ``nodes`` hands images in, ``labelling`` works its queue, ``wall`` and ``panels`` read
and listen. Every method may be called from any thread but the GUI thread (they do file and database work);
``feed`` and the futures of ``store_frame`` are the way back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from desktop.core.activity import Activity
from desktop.core.curation import Curation
from desktop.core.events import Listener
from desktop.core.keys import ImageKeys
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
from desktop.core.retention import Retention
from node_agent.wire.messages import DropReason, Frame, SeqRange


class ChangeFeed(Protocol):
    """Tells subscribers what has changed, after the commit, on the writer thread, in the order of commits."""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` for every event from now on; the returned function ends that."""


class Ingest(Protocol):
    """The way in for what nodes send."""

    def store_frame(self, node: NodeIdentity, frame: Frame) -> Future[bool]:
        """Stores an image durably. The future is done after file and row are safe: True when new, False for a
        repeat of the same (stream, seq), which is harmless.

        The future raises LibraryFullError while the disk is full (nothing stored, ask again later), WireError
        when the bytes do not fit the header, LibraryError otherwise.
        """

    def position(self, node: NodeIdentity, stream: str) -> StreamPosition:
        """What of ``stream``, which ``node`` says is its own, is settled here.

        A stream belongs to the node that it first came from. For another one this, and all that adds to a stream,
        raises ForeignStreamError; ``store_frame`` does so through its future.
        """

    def settle_gone(self, node: NodeIdentity, stream: str, seq_range: SeqRange, reason: DropReason) -> None:
        """Notes durably that a range of a stream is gone for good, and why."""

    def note_clock(self, node: NodeIdentity, boot_id: str, began_ns: int) -> None:
        """Notes durably when (Unix time) a boot of a node began, as its clock is right now. Images of that boot that
        were taken before it was get their true date, soon after; :class:`ImagesRedated` tells of them."""

    def balance(self, node: NodeIdentity, count: DeviceCount) -> NodeLedger:
        """Notes durably what the device has counted, and says how that fits with what is here."""


class Importer(Protocol):
    """The way in for files that a person gives to Miharu. They are indexed where they lie and never changed."""

    def add_file(self, path: Path) -> int:
        """Indexes one image file and returns its id; a file that is there already (same path and hash) keeps it.

        Raises:
            ImageFileError: the file is missing, empty, damaged, too large, or no JPEG, PNG or WebP image.
        """

    def begin_file(self, path: Path) -> Future[int]:
        """Reads as :meth:`add_file` does, and does not wait until the image is durable: the future is done then.

        Who brings in many files so lets them share a commit. Reading's errors are raised here, the others there.
        """

    def add_bytes(self, data: bytes, name: str) -> int:
        """Stores an image that has no file (pasted, or dropped from a web page) as one of the library's own.

        Raises:
            ImageFileError: as for :meth:`add_file`.
        """


class LabelQueue(Protocol):
    """Images that wait for labels, handed out under leases so that a crashed worker loses none."""

    def lease(self, owner: str, limit: int, duration_s: float) -> Sequence[Picture]:
        """Hands out up to ``limit`` waiting images to ``owner``: newest first, fair between nodes.

        An image whose lease has run out counts as waiting again, after a last call: its owner has ``duration_s`` to
        renew it, for neither of the two may have been able to write for a while (the disk was full, the computer
        slept). One that was leased too often without a result becomes failed.
        """

    def renew(self, owner: str, image_ids: Iterable[int], duration_s: float) -> None:
        """Lets those of the images that ``owner`` still holds be leased for that long from now on."""

    def complete(self, owner: str, labeller: str, results: Sequence[LabelResult]) -> int:
        """Commits results of leased images; returns how many counted. A result for an image that ``owner`` does
        not hold (any more) is ignored. A LabelError with ``retry`` puts its image back."""

    def release(self, owner: str, image_ids: Iterable[int]) -> None:
        """Puts images back unlabelled, without counting it as a try."""

    def waiting(self) -> int:
        """How many images wait or are being labelled."""

    def relabel(self, image_ids: Iterable[int], labeller: str | None = None) -> int:
        """Puts images back into the queue for ``labeller``, or for whichever is set; returns how many there were.
        What was said of them so far counts until the new answer is there, and is kept beside it."""

    def annotations(self, image_id: int) -> Mapping[str, Annotation]:
        """What each labeller said of an image, by labeller, the latest last."""


class UnitLedger(Protocol):
    """Units of paid services by Unix hour: durable, and one count for all processes on the library."""

    def reserve(
        self, hour: int, since: int, units: Mapping[str, int], allows: Callable[[Mapping[str, int]], bool]
    ) -> bool:
        """Counts ``units`` as spent in ``hour`` if ``allows`` agrees to all units spent from the hour ``since`` on,
        these included. True once that is durable; False when nothing was counted."""

    def note_saved(self, hour: int, units: Mapping[str, int]) -> None:
        """Counts units that were not spent, though they would have been."""

    def units(self, since: int) -> UnitCount:
        """The units from the hour ``since`` on."""

    def first_spent(self, since: int) -> int | None:
        """The first hour from ``since`` on in which units were spent, None without any."""


class Gallery(Protocol):
    """Reading for the screens."""

    def keys(self, query: Query) -> ImageKeys:
        """All images that fit, oldest first. The caller owns the answer and may change it."""

    def newest_keys(self, query: Query, limit: int) -> ImageKeys:
        """The newest ``limit`` of those that fit, oldest first: the end of :meth:`keys`, in milliseconds."""

    def count(self, query: Query) -> int:
        """How many images fit."""

    def matching(self, query: Query, image_ids: Sequence[int]) -> set[int]:
        """Those of ``image_ids`` that fit ``query``."""

    def tiles(self, image_ids: Sequence[int]) -> Sequence[Tile]:
        """One tile for each id that still exists, in the order asked for."""

    def thumbnails(self, image_ids: Sequence[int]) -> Mapping[int, bytes]:
        """JPEG bytes (longest side 320 px) by id; made anew from the file where they were lost. An id whose
        picture can't be read is left out."""

    def details(self, image_id: int) -> ImageDetails | None:
        """All about one image, None when it is no longer there."""

    def cameras(self) -> Sequence[Camera]:
        """Every camera that has an image here, in the order of their ids. Dropped files are of none. The size of the
        library makes no difference."""

    def images_by_minute(self, since_ns: int) -> Mapping[int, Mapping[int, int]]:
        """How many images each camera (by id) took in each minute (Unix time in ns // 60 s) that begins at
        ``since_ns`` or later."""

    def label_names(self) -> Sequence[str]:
        """All label names in use, most frequent first."""

    def vocabulary(self) -> Vocabulary:
        """What a search line can be completed to: names in use, each kind most frequent first and cut at a few
        thousand."""

    def stats(self) -> LibraryStats:
        """Totals of the library."""

    def verify(self, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
        """Compares every row with its file and every file with its row. ``progress`` gets done and total."""


class SavedSearches(Protocol):
    """Searches that a person keeps under a name."""

    def saved_searches(self) -> Sequence[SavedSearch]:
        """All of them, by name."""

    def save_search(self, search: SavedSearch) -> None:
        """Keeps a search; one of the same name gives way."""

    def rename_search(self, name: str, new_name: str) -> None:
        """Gives a search another name; nothing happens if there is none of the old name.

        Raises:
            LibraryError: another search has the new name.
        """

    def delete_search(self, name: str) -> None:
        """Forgets a search, if there is one of that name."""


class Library(
    Ingest, Importer, LabelQueue, UnitLedger, Gallery, SavedSearches, Curation, Retention, Activity, Protocol
):
    """A library as a whole."""

    @property
    def folder(self) -> Path:
        """The folder that a person can read."""

    @property
    def feed(self) -> ChangeFeed:
        """The change feed."""

    def close(self) -> None:
        """Ends the writer after what it has begun; later calls raise LibraryError."""
