"""Work on many images in batches, so that what comes in meanwhile gets its turn between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from desktop.core.curation import Report
from desktop.store.writer import Transaction, Writer

BATCH_IMAGES = 500
"""Takes some tens of milliseconds, for so long ingest waits at most."""

T = TypeVar("T")


def in_batches(
    writer: Writer, items: Sequence[T], work: Callable[[Sequence[T], Transaction], None], progress: Report | None
) -> None:
    """Calls ``work`` in one transaction a batch until ``progress`` says that it is enough; what is done stays done."""
    for batch in batches(items, progress):
        writer.run(partial(work, batch))


def batches(items: Sequence[T], progress: Report | None) -> Iterator[Sequence[T]]:
    """``items`` in batches, reporting after each, until ``progress`` says that it is enough."""
    for first in range(0, len(items), BATCH_IMAGES):
        yield items[first : first + BATCH_IMAGES]
        done = min(first + BATCH_IMAGES, len(items))
        if progress is not None and not progress(done, len(items)):
            return
