"""Keeps leases alive while their images are worked on, however long that takes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from desktop.core.errors import LibraryError
from desktop.core.library import LabelQueue

log = logging.getLogger(__name__)

BEATS = 3
"""Renewals a lease: one or two may be missed."""


@contextmanager
def kept(queue: LabelQueue, owner: str, image_ids: Sequence[int], lease_s: float) -> Iterator[None]:
    """Renews these leases of ``owner`` until the block ends. So only a process that died loses what it took."""
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(lease_s / BEATS):
            try:
                queue.renew(owner, image_ids, lease_s)
            except LibraryError as error:  # who can't renew for now has the queue's last call to do it
                log.debug("leases of %s were not renewed: %s", owner, error)

    threading.Thread(target=renew, name=f"miharu-leases-{owner}", daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
