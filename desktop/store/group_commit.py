"""The durable way in for image bytes: group commit.

What arrives within 20 ms (at most 64 images) is written and synced in parallel, gets its rows in one transaction,
and only then are the senders told. Files of the next group are written while the rows of the last are committed.
Where a step fails, nothing of the image stays behind.
"""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from desktop.core.errors import ForeignStreamError, LibraryError
from desktop.core.events import IngestPaused, IngestResumed
from desktop.store import errors
from desktop.store.boot_clocks import Redating
from desktop.store.connections import Readers, fetch
from desktop.store.group_files import REPEAT, Arrival, GroupFiles, Receipt
from desktop.store.group_rows import insert_group
from desktop.store.image_files import ImageFiles
from desktop.store.rows import NewImage
from desktop.store.streams import check_owner
from desktop.store.thumbnails import Thumbnails
from desktop.store.writer import Transaction, Writer
from node_agent.wire.errors import WireError

log = logging.getLogger(__name__)

MAX_GROUP = 64
GROUP_WINDOW_S = 0.020
# Here already, or deleted here: a person's wish outlives every replay.
_REPEAT = """
SELECT 1 FROM stream JOIN image ON image.stream = stream.id WHERE stream.stream = :stream AND seq = :seq
UNION ALL
SELECT 1 FROM stream JOIN deleted ON deleted.stream = stream.id
WHERE stream.stream = :stream AND :seq BETWEEN first AND last
"""
_CLAIMED = "SELECT path FROM image WHERE path IN (SELECT value FROM json_each(?))"


class GroupCommit:
    """Takes images from any thread. What it is given must stay open until it is closed."""

    def __init__(
        self,
        files: ImageFiles,
        writer: Writer,
        readers: Readers,
        thumbnails: Thumbnails,
        redating: Redating,
        clock_ns: Callable[[], int],
    ) -> None:
        self._files = files
        self._group_files = GroupFiles(files, readers)
        self._writer = writer
        self._readers = readers
        self._thumbnails = thumbnails
        self._redating = redating
        self._clock_ns = clock_ns
        self._paused = False
        self._committing: Sequence[Arrival] = ()
        self._commit: Future[None] | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._queue: queue.SimpleQueue[Arrival | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="miharu-ingest", daemon=True)
        self._thread.start()

    def submit(self, image: NewImage, data: bytes, thumbnail: bytes, check: Callable[[], None]) -> Future[Receipt]:
        """Stores ``data`` at the path of ``image``, or at one like it where that is taken.

        ``check`` is called off the caller's thread before anything is written; it raises WireError when the bytes
        are not what ``image`` says. The receipt raises that error, LibraryFullError or LibraryError.
        """
        arrival = Arrival(image, data, thumbnail, check)
        with self._lock:
            if self._closed:
                raise errors.closed(self._files.folder)
            self._queue.put(arrival)
        return arrival.receipt

    def close(self) -> None:
        """Ends after what was submitted."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        self._group_files.close()

    def _run(self) -> None:
        ended = False
        while not ended:
            if self._queue.empty():
                self._end_commit()
            arrivals = self._next_arrivals()
            ended = arrivals[-1] is None  # nothing is ever put after it
            self._store([arrival for arrival in arrivals if arrival is not None])
        self._end_commit()

    def _next_arrivals(self) -> list[Arrival | None]:
        arrivals = [self._queue.get()]
        deadline = time.monotonic() + GROUP_WINDOW_S
        while arrivals[-1] is not None and len(arrivals) < MAX_GROUP:
            try:
                arrivals.append(self._queue.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                break
        return arrivals

    def _store(self, group: Sequence[Arrival]) -> None:
        """Stores a group and gives every sender a receipt."""
        try:
            own = [arrival for arrival in group if not self._refuse_foreign(arrival)]
            fresh = [arrival for arrival in own if not self._answer_repeat(arrival)]
            if fresh:
                self._store_new(fresh)
        except Exception as error:  # the senders are told, and the next group may do better
            log.warning("%d images could not be stored", len(group), exc_info=error)
            self._refuse(dict.fromkeys((arrival for arrival in group if not arrival.receipt.done()), error))

    def _refuse_foreign(self, arrival: Arrival) -> bool:
        header = arrival.image.header
        if header is None:
            return False
        try:
            with self._readers.borrow() as connection:
                check_owner(connection, header.stream, arrival.image.origin.node_id)
        except ForeignStreamError as error:
            self._refuse({arrival: error})
            return True
        return False

    def _answer_repeat(self, arrival: Arrival) -> bool:
        header = arrival.image.header
        if header is None:
            return False
        repeated = bool(self._readers.fetch(_REPEAT, {"stream": header.stream, "seq": header.seq}))
        if repeated:
            arrival.receipt.set_result(REPEAT)
        return repeated

    def _store_new(self, group: Sequence[Arrival]) -> None:
        failures = self._group_files.write(group, self._committing)  # while the writer is at the group before
        self._end_commit()
        self._take_back(failures)
        self._committing = [arrival for arrival in group if arrival not in failures]
        if self._committing:
            self._commit = self._writer.submit(partial(self._insert, self._committing))

    def _insert(self, group: Sequence[Arrival], transaction: Transaction) -> None:
        receipts = insert_group(group, self._group_files, self._redating, self._clock_ns(), transaction)
        transaction.after_commit.append(partial(self._hand_out, group, receipts))

    def _end_commit(self) -> None:
        if self._commit is None:
            return
        error = self._commit.exception()  # waits
        if error is not None:
            self._take_back(dict.fromkeys(self._committing, error))
        elif self._paused:
            self._paused = False
            self._writer.publish(IngestResumed())
        self._commit, self._committing = None, ()

    def _take_back(self, failures: Mapping[Arrival, BaseException]) -> None:
        """Takes the files back, as far as no other process has taken them up, and tells the senders."""
        if any(arrival.is_named for arrival in failures):
            try:
                self._writer.run(partial(self._remove_unclaimed, list(failures)))
            except LibraryError as error:  # they are taken up when they are sent again
                log.warning("%d files stay in %s without a row: %s", len(failures), self._files.folder, error)
        self._refuse(failures)

    def _remove_unclaimed(self, group: Sequence[Arrival], transaction: Transaction) -> None:
        paths = json.dumps([arrival.image.path for arrival in group])
        claimed = {path for (path,) in fetch(transaction.connection, _CLAIMED, (paths,))}
        self._group_files.remove(arrival for arrival in group if arrival.image.path not in claimed)

    def _hand_out(self, group: Sequence[Arrival], receipts: Mapping[Arrival, Receipt]) -> None:
        self._thumbnails.put(
            {receipt.image_id: arrival.thumbnail for arrival, receipt in receipts.items() if receipt != REPEAT}
        )
        for arrival, receipt in receipts.items():
            arrival.receipt.set_result(receipt)
        gone = LibraryError("another process gave up the same image; it is taken in when it is sent again")
        self._refuse(dict.fromkeys((arrival for arrival in group if arrival not in receipts), gone))

    def _refuse(self, failures: Mapping[Arrival, BaseException]) -> None:
        for arrival, error in failures.items():
            words = self._in_words(error)
            if isinstance(words, LibraryError) and not self._paused:
                self._paused = True
                self._writer.publish(IngestPaused(str(words)))
            arrival.receipt.set_exception(words)

    def _in_words(self, error: BaseException) -> LibraryError | WireError:
        if isinstance(error, LibraryError | WireError):
            return error
        if isinstance(error, OSError):
            return errors.from_system(error, self._files.folder)
        words = LibraryError(f"images can't be stored in {self._files.folder}: {error!r}")
        words.__cause__ = error
        return words
