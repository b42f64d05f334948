"""A folder as a camera: the images in it, and those that come."""

from __future__ import annotations

import heapq
import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from node_agent.sources.due import DuePaths
from node_agent.sources.examine import Examiner, ImageFile, Later, RefusedFile
from node_agent.sources.folder_watch import FolderWatch
from node_agent.sources.sent_files import FileVersion, SentFiles
from node_agent.sources.source import SourceHealth
from node_agent.wire.messages import FrameHeader

log = logging.getLogger(__name__)

AFTERTOUCH_S = 0.05
"""Programs that copy a file may set its time just after closing it, which would make it another version."""
RETRY_S = 1.0
SCAN_EVERY_S = 30.0
"""Network file systems tell nothing, and what the watch missed is found."""
SCAN_SHARE = 100
"""Scanning takes no more than one part in this many of the time."""
MAX_WAITING = 10_000


class FolderSource:
    """Finds the image files in a folder and below, oldest first, then new ones as they are complete.

    What a file is, its content says, not its name. Hidden files and folders are left out. A file that was read is
    under way until :meth:`settle` or :meth:`put_back` is called with its version.
    """

    def __init__(
        self,
        folder: Path,
        sent: SentFiles,
        examiner: Examiner,
        spooled: Iterable[FrameHeader] = (),
        leave_out: Iterable[Path] = (),
    ) -> None:
        """``folder`` is an absolute path; ``leave_out`` are folders below it that are not looked into.

        ``spooled`` are the newest headers of the spool: a crash may have come between spooling a file and the
        record of sent files.
        """
        self._folder = folder
        self._sent = sent
        self._examiner = examiner
        self._spooled = frozenset((header.file_name, header.size_bytes, header.captured_wall_ns) for header in spooled)
        self._leave_out = frozenset(leave_out)
        self._news = threading.Condition()
        self._waiting = DuePaths()
        self._closed_files: set[Path] = set()
        self._under_way: set[FileVersion] = set()
        self._scan_due_s = float("-inf")
        self._more = False
        self._closed = False
        self._health = SourceHealth("starting")
        self._watch = FolderWatch(folder, self._on_file, self._on_folder)

    def read(self, timeout_s: float) -> ImageFile | RefusedFile | None:
        deadline_s = time.monotonic() + timeout_s
        while not self._closed:
            now_s = time.monotonic()
            if now_s >= self._scan_due_s or (self._more and not self._waiting):
                self._scan()
            path = self._next_due(deadline_s)
            found = self._look_at(path) if path is not None else None
            if found is not None or now_s >= deadline_s:
                return found
        return None

    def settle(self, version: FileVersion) -> None:
        """The file is durable in the spool, or refused for good: this version never comes again."""
        try:
            self._sent.add(version)
        except OSError as error:
            log.error("%s will be sent again after a restart: the record can't be written: %s", version.path, error)
        with self._news:
            self._under_way.discard(version)

    def put_back(self, version: FileVersion) -> None:
        """The file could not be spooled; it comes again."""
        with self._news:
            self._under_way.discard(version)
            self._waiting.put(version.path, time.monotonic() + RETRY_S)

    def health(self) -> SourceHealth:
        return self._health

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._watch.close()

    def _next_due(self, deadline_s: float) -> Path | None:
        """The next path that is due; None at the deadline, or when it is time to scan."""
        with self._news:
            while not self._closed:
                now_s = time.monotonic()
                path = self._waiting.pop(now_s)
                if path is not None:
                    return path
                wake_s = min(deadline_s, self._scan_due_s, self._waiting.next_s or deadline_s)
                if wake_s <= now_s:
                    return None
                self._news.wait(wake_s - now_s)
        return None

    def _look_at(self, path: Path) -> ImageFile | RefusedFile | None:
        version = FileVersion.at(path)
        with self._news:
            closed = path in self._closed_files
            self._closed_files.discard(path)
        if version is None or self._is_known(version):
            self._examiner.forget(path)
            return None
        found = self._examiner.examine(version, closed)
        with self._news:
            if isinstance(found, Later):
                self._waiting.put(path, time.monotonic() + found.delay_s)
                return None
            self._under_way.add(found.version)
        return found

    def _is_known(self, version: FileVersion) -> bool:
        """Whether a version was sent or is under way; one found in the spool is settled there and then.

        The first scan asks this of every file before any is sent: later, ``spooled`` may not reach back so far.
        """
        with self._news:
            if version in self._under_way or version in self._sent:
                return True
        spooled = (version.name, version.size_bytes, version.modified_ns) in self._spooled
        if spooled:
            self.settle(version)
        return spooled

    def _scan(self) -> None:
        """Looks through the whole folder for files that were not sent."""
        begun_s = time.monotonic()
        try:
            # Before the listing, so that no file slips through between them.
            self._watch.renew()
            unsent = (version for version in self._files(self._folder) if not self._is_known(version))
            oldest = heapq.nsmallest(MAX_WAITING, unsent, key=lambda version: (version.modified_ns, version.path))
            self._health = SourceHealth("live")
        except OSError as error:
            oldest = []
            self._health = SourceHealth("failed", f"{self._folder}: {error.strerror or error}")
        now_s = time.monotonic()
        with self._news:
            for version in oldest:
                self._waiting.put(version.path, now_s)
            self._more = len(oldest) == MAX_WAITING
            self._scan_due_s = now_s + max(SCAN_EVERY_S, SCAN_SHARE * (now_s - begun_s))

    def _files(self, folder: Path) -> Iterator[FileVersion]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if self._closed or entry.name.startswith("."):
                    continue
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    yield from self._files_below(path)
                elif (version := FileVersion.at(path)) is not None:
                    yield version

    def _files_below(self, folder: Path) -> Iterator[FileVersion]:
        if folder in self._leave_out:
            return
        try:
            yield from self._files(folder)
        except OSError as error:
            log.warning("%s can't be looked into: %s", folder, error.strerror or error)

    def _on_file(self, path: Path, closed: bool) -> None:
        if any(part.startswith(".") for part in path.relative_to(self._folder).parts):
            return
        if self._leave_out.intersection(path.parents):
            return
        with self._news:
            if len(self._waiting) >= MAX_WAITING and path not in self._waiting:
                return  # a scan finds it when there is room
            if closed:
                self._closed_files.add(path)
            self._waiting.put(path, time.monotonic() + AFTERTOUCH_S)
            self._news.notify_all()

    def _on_folder(self) -> None:
        with self._news:
            self._scan_due_s = float("-inf")
            self._news.notify_all()
