"""Works a library's label queue with a labeller on a thread pool."""

from __future__ import annotations

import logging
import os
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from desktop.core.errors import LabellerUnavailableError, LibraryError, MiharuError
from desktop.core.events import ImagesAdded, ImagesChanged, IngestResumed, LibraryEvent
from desktop.core.library import Library
from desktop.core.priority import give_way
from desktop.core.records import Annotation, LabelResult, NotNow, Picture
from desktop.labelling.asking import ask_once
from desktop.labelling.current import CurrentLabeller, Make
from desktop.labelling.labeller import Labeller, Outcome
from desktop.labelling.leases import kept
from desktop.labelling.rate import Rate
from desktop.labelling.turns import Turns

log = logging.getLogger(__name__)

LEASE_S = 60.0
"""Leases are renewed while a batch is under way, however long that is. A crashed process's images wait for the end of
its leases and for that of the queue's last call, which is as long."""
STOP_S = 1.8
_BY_A_PERSON, _NO_LABELLER = "by a person", "no labeller"


class LabellingEngine(QObject):
    """Labels what waits in a library, demand-driven: a free worker leases a batch, labels it, commits it, and so on.

    When nothing waits, workers sleep until the library's change feed says that there may be something. The labeller
    is made by the first worker, because that imports much; without one all images wait. All work is done in the
    workers; none of the methods here reads a file or the library. It runs once: after :meth:`stop` make a new one.

    Signals:
        unavailable: nothing can be labelled for now, and why (once an outage); it tries again by itself.
        available: the outage is over.
    """

    unavailable = Signal(str)
    available = Signal()

    def __init__(
        self,
        library: Library,
        make_labeller: Make | None,
        workers: int = 4,
        batch_size: int = 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._current = CurrentLabeller(make_labeller or _no_labeller)
        self._calls_at_once = workers
        self._batch_size = batch_size
        self._owner = f"{os.getpid()}-{uuid4().hex[:8]}"
        self._turns = Turns()
        self._rate = Rate()
        self._held: set[int] = set()
        """Leased images; each worker adds and removes only its own."""
        self._pool = QThreadPool(self)
        self._workers: dict[int, _Worker] = {}
        """Keeps the QRunnables alive: the pool must not delete what Python made."""
        self._unsubscribe: Callable[[], None] | None = None
        self._rest_without(make_labeller)
        # Qt waits for a pool's threads: an engine that nobody stops must not keep the process from ending.
        weakref.finalize(self, self._turns.end)

    def start(self) -> None:
        self._unsubscribe = self._library.feed.subscribe(self._on_library_event)
        self.set_workers(self._calls_at_once)

    def set_workers(self, workers: int) -> None:
        """Changes how many batches are labelled at once, also during the work; those under way are finished."""
        self._pool.setMaxThreadCount(workers + 1)  # one of them leases and commits meanwhile
        for number in self._turns.allow_calls(workers):
            self._workers[number] = _Worker(number, self._work)
            self._pool.start(self._workers[number])

    def set_batch_size(self, batch_size: int) -> None:
        """Changes how many images a worker takes at once, from its next batch on; 0, or more than the labeller
        takes, leaves it to the labeller."""
        self._batch_size = batch_size

    def set_labeller(self, make_labeller: Make | None) -> None:
        """Labels with what ``make_labeller`` makes from the next batch on; those under way are finished.

        With None nothing is labelled until there is one. An outage is not waited out: the new one is tried at once.
        """
        self._current.exchange(make_labeller or _no_labeller)
        self._rest_without(make_labeller)
        self._turns.retry_now()

    def pause(self) -> None:
        """Leases no more; batches under way are finished."""
        self._turns.pause(_BY_A_PERSON)

    def resume(self) -> None:
        """Goes on after :meth:`pause`, and tries at once after an outage."""
        self._turns.resume(_BY_A_PERSON)
        self._turns.retry_now()

    def stop(self) -> None:
        """Ends within two seconds: cancels calls in flight and puts their images back unlabelled. Once is enough."""
        deadline = time.monotonic() + STOP_S
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._turns.end()
        self._current.close()
        left_ms = max(0, round(1000 * (deadline - time.monotonic())))
        if not self._pool.waitForDone(left_ms):
            log.warning(
                "the labeller does not stop; its images wait until their leases run out: %s", sorted(self._held)
            )

    def busy(self) -> bool:
        """Whether a batch is being labelled."""
        return bool(self._held)

    @property
    def labeller_name(self) -> str:
        """Of the labeller in use; empty until the first worker has made it."""
        return self._current.name

    def labelled_per_s(self) -> float:
        """Images labelled a second, over the last ten seconds."""
        return self._rate.per_s()

    def _on_library_event(self, event: LibraryEvent) -> None:
        # On the library's writer thread.
        match event:
            case ImagesAdded():
                self._turns.hint()
            case ImagesChanged(image_ids) if not self._held.issuperset(image_ids):
                self._turns.hint()
            case IngestResumed():
                self._turns.retry_now()

    def _rest_without(self, make_labeller: Make | None) -> None:
        if make_labeller is None:
            self._turns.pause(_NO_LABELLER)
        else:
            self._turns.resume(_NO_LABELLER)

    # All below runs in the workers.

    def _work(self, number: int) -> None:
        give_way()
        while self._turns.wait(number):
            try:
                self._label_next(number)
            except MiharuError as error:
                self._begin_outage(str(error))
            except Exception as error:  # a worker must outlive a bug in a labeller's factory or in the store
                log.exception("labelling broke down")
                self._begin_outage(f"Labelling broke down: {error!r}")

    def _label_next(self, number: int) -> None:
        with self._current.lent() as labeller:
            batch_size = min(self._batch_size or labeller.batch_size, labeller.batch_size)
        if self._turns.ended:  # while it was made
            return
        owner = f"{self._owner}-{number}"
        pictures = self._library.lease(owner, batch_size, LEASE_S)
        if not pictures:
            self._note_idle()
            return
        if len(pictures) == batch_size:
            self._turns.hint()  # there may be more, for another worker
        image_ids = [picture.image_id for picture in pictures]
        self._held.update(image_ids)
        try:
            with kept(self._library, owner, image_ids, LEASE_S):
                self._label(owner, pictures)
        finally:
            self._held.difference_update(image_ids)
            self._turns.hint()

    def _label(self, owner: str, pictures: Sequence[Picture]) -> None:
        image_ids = [picture.image_id for picture in pictures]
        try:
            answer = self._call(pictures)
        except LabellerUnavailableError:
            self._library.release(owner, image_ids)
            raise
        if answer is None:
            self._library.release(owner, image_ids)
            return
        by_image = dict(zip(image_ids, answer.outcomes, strict=True))
        results = [LabelResult(image_id=i, outcome=o) for i, o in by_image.items() if not isinstance(o, NotNow)]
        self._commit(owner, answer.labeller, results)
        self._put_back(owner, {i: o for i, o in by_image.items() if isinstance(o, NotNow)})

    def _call(self, pictures: Sequence[Picture]) -> _Answer | None:
        """What the labeller says; None when it may not be asked now."""
        if not self._turns.begin_call():
            return None
        try:
            with self._current.lent() as labeller:
                outcomes = ask_once(labeller, pictures)
                return _Answer(labeller.name, outcomes)
        finally:
            self._turns.end_call()

    def _put_back(self, owner: str, waiting: Mapping[int, NotNow]) -> None:
        """Puts those back that could not be labelled though others could, and pauses before they are tried again."""
        if waiting:
            self._library.release(owner, waiting)
            self._begin_outage(next(iter(waiting.values())).message)

    def _note_idle(self) -> None:
        self._end_outage()
        if self._library.waiting() > len(self._held):
            self._turns.hint_in(LEASE_S / 3)  # another process holds the rest and may die over it

    def _commit(self, owner: str, labeller: str, results: Sequence[LabelResult]) -> None:
        """Tries until the library takes the labels: they may have cost money."""
        while True:
            try:
                self._library.complete(owner, labeller, results)
            except LibraryError as error:
                self._begin_outage(str(error))
                if not self._turns.wait_for_end_of_outage():
                    log.warning("the labels of %d images could not be stored: %s", len(results), error)
                    return
            else:
                self._end_outage()
                self._rate.add(sum(isinstance(result.outcome, Annotation) for result in results))
                return

    def _begin_outage(self, reason: str) -> None:
        is_news = self._turns.begin_outage()
        if is_news and not self._turns.ended:
            log.warning("labelling is not possible: %s", reason)
            self.unavailable.emit(reason)

    def _end_outage(self) -> None:
        if self._turns.end_outage():
            log.info("labelling works again")
            self.available.emit()


class _Answer(NamedTuple):
    labeller: str
    outcomes: Sequence[Outcome]


def _no_labeller() -> Labeller:
    raise LabellerUnavailableError("No labeller is set: images are stored and wait")


class _Worker(QRunnable):
    def __init__(self, number: int, work: Callable[[int], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._number = number
        self._work = work

    def run(self) -> None:
        self._work(self._number)
