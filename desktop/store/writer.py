"""The one thread that writes to the catalogue; it commits jobs in groups."""

from __future__ import annotations

import logging
import queue
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Generic, TypeVar

import apsw
import msgspec

from desktop.core.errors import LibraryError
from desktop.core.events import LibraryEvent
from desktop.store import errors
from desktop.store.connections import connect
from desktop.store.feed import Feed

log = logging.getLogger(__name__)

MAX_GROUP_JOBS = 64
KEPT_CHANGES = 10_000
"""How many events a process that looks now and then may lag behind."""

T = TypeVar("T")
Job = Callable[["Transaction"], T]


class Transaction:
    """What a job works with: the writer's connection, and what shall happen once all is safe."""

    def __init__(self, connection: apsw.Connection) -> None:
        self.connection = connection
        self.events: list[LibraryEvent] = []
        self.after_commit: list[Callable[[], None]] = []

    def announce(self, event: LibraryEvent) -> None:
        """Sends ``event`` after the commit, here and in other processes."""
        self.events.append(event)


class _Work(Generic[T]):
    def __init__(self, job: Job[T], connection: apsw.Connection) -> None:
        self._job = job
        self._transaction = Transaction(connection)
        self._outcome: T | BaseException
        self.future: Future[T] = Future()

    def attempt(self) -> Sequence[LibraryEvent]:
        self._outcome = self._job(self._transaction)
        return self._transaction.events

    def fail(self, error: BaseException) -> None:
        self._transaction.events.clear()
        self._transaction.after_commit.clear()
        self._outcome = error

    def finish(self) -> Sequence[LibraryEvent]:
        for step in self._transaction.after_commit:
            try:
                step()
            except Exception:  # the commit stands; what follows it is a convenience
                log.exception("a step after the commit failed")
        if isinstance(self._outcome, BaseException):
            self.future.set_exception(self._outcome)
        else:
            self.future.set_result(self._outcome)
        return self._transaction.events


class Writer:
    """The one thread that writes. Jobs that wait at the same time share one commit; each is whole or not at all.

    After the commit come a job's ``after_commit`` steps, then its future, then its events.
    """

    def __init__(self, path: Path, feed: Feed) -> None:
        self.process = uuid.uuid4().hex
        """By this the events of this writer are told from those of others."""
        self._path = path
        self._feed = feed
        self._connection = connect(path)
        self._queue: queue.SimpleQueue[_Work[Any] | LibraryEvent | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="miharu-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job[T]) -> Future[T]:
        """Runs ``job`` on the writer thread; the future is done once it is durable.

        Raises:
            LibraryError: the library is closed. The future raises it when the database fails.
        """
        work = _Work(job, self._connection)
        self._put(work)
        return work.future

    def run(self, job: Job[T]) -> T:
        """Like :meth:`submit`, and waits."""
        if threading.current_thread() is self._thread:
            raise LibraryError("a listener of the change feed can't wait for the library: hand over to another thread")
        return self.submit(job).result()

    def publish(self, event: LibraryEvent) -> None:
        """Sends an event that is no change of the database to the listeners of this process."""
        self._put(event)

    def close(self) -> None:
        """Ends after what was submitted, and folds the write-ahead log back."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _put(self, item: _Work[Any] | LibraryEvent) -> None:
        with self._lock:
            if self._closed:
                raise errors.closed(self._path.parent)
            self._queue.put(item)

    def _run(self) -> None:
        ended = False
        while not ended:
            batch = [self._queue.get()]
            while len(batch) < MAX_GROUP_JOBS and not self._queue.empty():
                batch.append(self._queue.get())
            ended = batch[-1] is None  # nothing is ever put after it
            self._work_off([item for item in batch if item is not None])
        self._fold_back()

    def _work_off(self, batch: Sequence[_Work[Any] | LibraryEvent]) -> None:
        works = [item for item in batch if isinstance(item, _Work)]
        if works:
            self._commit(works)
        for item in batch:
            for event in item.finish() if isinstance(item, _Work) else (item,):
                self._feed.publish(event)

    def _commit(self, works: Sequence[_Work[Any]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for work in works:
                self._attempt(work)
            self._connection.execute("COMMIT")
        except Exception as error:  # every one of the group learns why it was not stored
            for work in works:
                work.fail(self._in_words(error))
            self._roll_back()

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except apsw.Error:  # the next group finds the same trouble and tells of it
            log.exception("could not roll back")

    def _attempt(self, work: _Work[Any]) -> None:
        self._connection.execute("SAVEPOINT job")
        try:
            self._note(work.attempt())
        except Exception as error:  # it belongs to whoever gave the job, and to no other
            if not self._connection.in_transaction:
                raise  # the database gave up the whole group
            self._connection.execute("ROLLBACK TO job")
            work.fail(self._in_words(error))
        self._connection.execute("RELEASE job")

    def _note(self, events: Sequence[LibraryEvent]) -> None:
        for event in events:
            self._connection.execute(
                "INSERT INTO change (process, event) VALUES (?, ?)", (self.process, msgspec.msgpack.encode(event))
            )
        if events:
            self._connection.execute("DELETE FROM change WHERE id <= last_insert_rowid() - ?", (KEPT_CHANGES,))

    def _in_words(self, error: Exception) -> Exception:
        if not isinstance(error, apsw.Error):
            return error
        words = errors.from_database(error, self._path, self._connection.system_errno)
        words.__cause__ = error
        return words

    def _fold_back(self) -> None:
        try:
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except apsw.Error as error:  # nothing is lost: the next one to open the library does it
            log.warning("the write-ahead log stays: %s", error)
        self._connection.close()
