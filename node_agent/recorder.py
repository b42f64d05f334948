"""The one thread that writes the spool: every capture passes here on its way out."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from node_agent import threads
from node_agent.capture import Capture
from node_agent.errors import SpoolFullError
from node_agent.pulse import Pulse
from node_agent.spool import Spool
from node_agent.wire.messages import Frame

log = logging.getLogger(__name__)

BATCH_SIZE = 8
"""Captures that share a sync of the folder; as many as the data socket queues for a subscriber."""
CHECKPOINT_S = 5.0


class _Submission(NamedTuple):
    capture: Capture
    stored: Future[Frame]


class Recorder:
    """Makes captures durable in the order in which they come, then hands them on to be published."""

    def __init__(self, spool: Spool, publish: Callable[[Sequence[Frame]], None], on_crash: Callable[[], None]) -> None:
        self._spool = spool
        self._publish = publish
        self._submissions: queue.Queue[_Submission | None] = queue.Queue(BATCH_SIZE)
        self._checkpoint_due_s = time.monotonic() + CHECKPOINT_S
        self._problem = ""
        self.pulse = Pulse()
        self._thread = threads.start("recorder", self._run, on_crash)

    @property
    def problem(self) -> str:
        """Why captures can't be written now, in words; empty while they can."""
        return self._problem

    def record(self, capture: Capture) -> Future[Frame]:
        """Queues a capture; waits while the queue is full.

        The future is done, in the recorder's thread, when the capture is durable and before it is published. It
        raises OSError when the capture is not in the spool.
        """
        submission = _Submission(capture, Future())
        self._submissions.put(submission)
        return submission.stored

    def close(self) -> None:
        """Ends after what is queued."""
        self._submissions.put(None)
        self._thread.join()

    def _run(self) -> None:
        going_on = True
        while going_on:
            self.pulse.beat()
            batch, going_on = self._next_batch()
            if batch:
                self._store(batch)
            if not going_on or time.monotonic() >= self._checkpoint_due_s:
                self._checkpoint()

    def _next_batch(self) -> tuple[list[_Submission], bool]:
        """What is queued, or nothing once a checkpoint is due; and whether more may come."""
        batch: list[_Submission] = []
        try:
            while len(batch) < BATCH_SIZE:
                wait_s = 0.0 if batch else max(0.0, self._checkpoint_due_s - time.monotonic())
                submission = self._submissions.get(timeout=wait_s)
                if submission is None:
                    return batch, False
                batch.append(submission)
        except queue.Empty:
            pass
        return batch, True

    def _store(self, batch: Sequence[_Submission]) -> None:
        outcomes = self._spool.append([submission.capture for submission in batch])
        for submission, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, OSError):
                self._note_failure(submission.capture, outcome)
                submission.stored.set_exception(outcome)
            else:
                self._note_success()
                submission.stored.set_result(outcome)
        self._publish([outcome for outcome in outcomes if isinstance(outcome, Frame)])

    def _checkpoint(self) -> None:
        self._checkpoint_due_s = time.monotonic() + CHECKPOINT_S
        try:
            self._spool.checkpoint()
        except OSError as error:
            log.error("The spool's document can't be written, trying again: %s", error)

    def _note_failure(self, capture: Capture, error: OSError) -> None:
        if capture.can_wait and isinstance(error, SpoolFullError):
            return
        problem = f"can't write the spool: {error.strerror or error}"
        if problem != self._problem:
            log.error("%s", problem)
        self._problem = problem

    def _note_success(self) -> None:
        if self._problem:
            log.info("The spool can be written again")
        self._problem = ""
