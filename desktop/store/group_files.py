"""The files of a group of images: named, written and synced in parallel, taken back where a step fails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from desktop.store.connections import Readers
from desktop.store.file_names import alternatives
from desktop.store.image_files import ImageFiles, sha256_of
from desktop.store.rows import NewImage
from node_agent.wire.errors import WireError

FILE_THREADS = 8
"""More than there are cores: they wait for the disk, and file systems join syncs that come at one time."""


class Receipt(NamedTuple):
    """Says that an image is safe. ``new`` is false for a repeat, which has no ``image_id`` (0)."""

    image_id: int
    new: bool
    taken_ns: int = 0


REPEAT = Receipt(0, False)


@dataclass(eq=False)
class Arrival:
    """An image on its way.

    ``has_file`` says that these very bytes lie at its path already: a crash left them, or another process was faster.
    ``is_named`` says that the file at its path was made for it.
    """

    image: NewImage
    data: bytes
    thumbnail: bytes
    check: Callable[[], None]
    receipt: Future[Receipt] = field(default_factory=Future)
    has_file: bool = False
    is_named: bool = False


Failures = dict[Arrival, Exception]


class GroupFiles:
    """Writes the files of one group at a time; only one thread may call it."""

    def __init__(self, files: ImageFiles, readers: Readers) -> None:
        self._files = files
        self._readers = readers
        self._pool = ThreadPoolExecutor(FILE_THREADS, "miharu-files")

    def write(self, group: Sequence[Arrival], in_commit: Sequence[Arrival]) -> Failures:
        """Makes the files of ``group`` durable; those that are returned with their error are not.

        ``in_commit`` are those before it whose rows no reader can see yet.

        Raises:
            LibraryError, OSError: nothing was written, as it can't be known which names are free.
        """
        taken = {arrival.image.path.casefold() for arrival in in_commit}
        self._find_places(group, taken)
        written = self._pool.map(self._write_file, group)
        outcomes = [self._give_name(arrival, file, taken) for arrival, file in zip(group, list(written), strict=True)]
        failures = {arrival: error for arrival, error in zip(group, outcomes, strict=True) if error is not None}
        return failures | self._sync_folders([arrival for arrival in group if arrival not in failures])

    def remove(self, group: Iterable[Arrival]) -> None:
        """Takes the files of ``group`` back, as far as they were made for it.

        Only for a writer's job: another process may take them up as its own, and does so in a job of its writer.
        """
        for arrival in group:
            if arrival.is_named:
                self._files.remove(arrival.image.path)

    def is_there(self, arrival: Arrival) -> bool:
        """Whether its file still lies at its path. For a writer's job, as :meth:`remove`."""
        return self._files.absolute(arrival.image.path).exists()

    def close(self) -> None:
        self._pool.shutdown()

    def _find_places(self, group: Sequence[Arrival], taken: set[str]) -> None:
        for arrival in group:
            for path in alternatives(arrival.image.path):
                arrival.has_file = self._files.absolute(path).exists()
                if path.casefold() not in taken and (not arrival.has_file or self._is_left_over(path, arrival.image)):
                    break
            arrival.image = replace(arrival.image, path=path)
            taken.add(path.casefold())

    def _is_left_over(self, path: str, image: NewImage) -> bool:
        """Whether the file at ``path`` is this image from a node, and belongs to no stream yet."""
        claimed = self._readers.fetch("SELECT 1 FROM image WHERE path = ? AND stream IS NOT NULL", (path,))
        return image.header is not None and not claimed and sha256_of(self._files.absolute(path)) == image.sha256

    def _write_file(self, arrival: Arrival) -> Path | Exception | None:
        """What was written, None where the file is there already, or why not."""
        try:
            arrival.check()
            if not arrival.has_file:
                return self._files.write(arrival.data)
            self._files.sync(arrival.image.path)
        except (WireError, OSError) as error:
            return error
        return None

    def _give_name(self, arrival: Arrival, written: Path | Exception | None, taken: set[str]) -> Exception | None:
        if not isinstance(written, Path):
            return written
        try:
            while not arrival.has_file and not arrival.is_named:
                arrival.is_named = self._files.give_name(written, arrival.image.path)
                if not arrival.is_named:  # another process was faster
                    taken.discard(arrival.image.path.casefold())
                    self._find_places([arrival], taken)
            if arrival.has_file:
                written.unlink()
                self._files.sync(arrival.image.path)
        except OSError as error:
            return error
        return None

    def _sync_folders(self, group: Sequence[Arrival]) -> Failures:
        folders: defaultdict[Path, list[Arrival]] = defaultdict(list)
        for arrival in group:
            folders[self._files.absolute(arrival.image.path).parent].append(arrival)
        failures: Failures = {}
        for arrivals, error in zip(folders.values(), self._pool.map(self._sync_folder, folders), strict=True):
            if error is not None:
                failures.update(dict.fromkeys(arrivals, error))
        return failures

    def _sync_folder(self, folder: Path) -> OSError | None:
        try:
            self._files.sync_folder(folder)
        except OSError as error:
            return error
        return None
