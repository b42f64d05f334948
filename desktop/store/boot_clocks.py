"""True dates for images that were taken before their device's clock was set.

Every header has the time since the device's boot. From the first moment of that boot at which the clock was right, it
is known when the boot began, and with that when each image was taken. The file keeps the name that it has.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

import apsw

from desktop.core.errors import LibraryError
from desktop.core.events import ImagesRedated
from desktop.core.records import ImageKey
from desktop.store.connections import Readers, fetch
from desktop.store.writer import Transaction, Writer
from node_agent.wire.messages import FrameHeader

AT_ONCE = 100
"""Images dated anew in one job: other jobs must not wait long."""
LATEST_NS = 2**63 - 1

log = logging.getLogger(__name__)

_UNDATED = "clock_synced = 0 AND device_clock_ns IS NULL AND monotonic_ns > 0"
"""As the index ``image_undated`` has it."""
_FACTS = """
SELECT id, taken_ns, monotonic_ns, began_ns FROM image
JOIN boot_clock ON boot_clock.node = image.node AND boot_clock.boot = image.boot
"""
_FIND_SOME = f"""
{_FACTS} WHERE image.node = ? AND image.boot = ? AND id > ? AND {_UNDATED} ORDER BY id LIMIT {AT_ONCE}
"""
_FIND_ONE = f"{_FACTS} WHERE id = ? AND {_UNDATED}"
_FIND_BOOTS = f"""
SELECT node, boot FROM boot_clock
WHERE EXISTS (SELECT 1 FROM image WHERE image.node = boot_clock.node AND image.boot = boot_clock.boot AND {_UNDATED})
"""
_FIND_NAMES = """
SELECT label.id, score, source FROM label CROSS JOIN image_label ON image_label.label = label.id
WHERE image_label.taken_ns = ?1 AND image_label.image = ?2 AND (
    EXISTS (SELECT 1 FROM annotation WHERE image = ?2) OR EXISTS (SELECT 1 FROM correction WHERE image = ?2))
"""


def boot_row(connection: apsw.Connection, boot_id: str) -> int:
    """The id of a boot's row, made when missing."""
    known = fetch(connection, "SELECT id FROM boot WHERE boot_id = ?", (boot_id,))
    if not known:
        known = fetch(connection, "INSERT INTO boot (boot_id) VALUES (?) RETURNING id", (boot_id,))
    row: int = known[0][0]
    return row


def note_began(connection: apsw.Connection, node: int, boot: int, began_ns: int) -> bool:
    """Notes when a node's boot began (Unix time), unless that is known; whether it is news.

    The first word counts: it is the nearest to the images from before it.
    """
    sql = "INSERT OR IGNORE INTO boot_clock VALUES (?, ?, ?) RETURNING boot"
    return bool(fetch(connection, sql, (node, boot, began_ns)))


def date_columns(connection: apsw.Connection, node: int, boot: int, header: FrameHeader) -> dict[str, int | None]:
    """When an image was taken as far as is known by now, and what the device's clock said if that was not asked."""
    told_ns, taken_ns = header.captured_wall_ns, None
    if not header.clock_synced and header.captured_monotonic_ns:
        taken_ns = _true_ns(_began_ns(connection, node, boot), header.captured_monotonic_ns)
    if taken_ns is None:
        return {"taken_ns": told_ns, "device_clock_ns": None}
    return {"taken_ns": taken_ns, "device_clock_ns": told_ns}


def date_claimed(transaction: Transaction, image_id: int) -> None:
    """Gives one image its true date, if that is known, now that its row has what its device said of it."""
    _date_anew(transaction, fetch(transaction.connection, _FIND_ONE, (image_id,)))


class Redating:
    """Dates images anew once it is known when their boot began, some at a time.

    What a crash or the closing of the library leaves undone is done after the next opening.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def resume(self, readers: Readers) -> None:
        """Goes on where it was broken off."""
        for node, boot in readers.fetch(_FIND_BOOTS):
            self.begin(node, boot)

    def begin(self, node: int, boot: int, after: int = 0) -> None:
        """Dates the images of a boot with an id beyond ``after``, on the writer's thread; does not wait for it."""
        try:
            self._writer.submit(partial(self._date_some, node, boot, after)).add_done_callback(_tell_failure)
        except LibraryError:
            log.debug("closed: the next opening goes on with boot %d of node %d", boot, node)

    def _date_some(self, node: int, boot: int, after: int, transaction: Transaction) -> None:
        found = fetch(transaction.connection, _FIND_SOME, (node, boot, after))
        _date_anew(transaction, found)
        if len(found) == AT_ONCE:
            transaction.after_commit.append(partial(self.begin, node, boot, found[-1][0]))


def _date_anew(transaction: Transaction, found: Sequence[tuple[Any, ...]]) -> None:
    keys = []
    for image_id, told_ns, monotonic_ns, began_ns in found:
        taken_ns = _true_ns(began_ns, monotonic_ns)
        if taken_ns is not None:
            _move(transaction.connection, ImageKey(told_ns, image_id), taken_ns)
            keys.append(ImageKey(taken_ns, image_id))
    if keys:
        transaction.announce(ImagesRedated(tuple(keys)))


def _move(connection: apsw.Connection, key: ImageKey, taken_ns: int) -> None:
    """Gives an image another time, also in the lists of its names; triggers keep the counts."""
    connection.execute(
        "UPDATE image SET device_clock_ns = taken_ns, taken_ns = ? WHERE id = ?", (taken_ns, key.image_id)
    )
    names = fetch(connection, _FIND_NAMES, key)
    where = "label = ? AND taken_ns = ? AND image = ?"
    connection.executemany(f"DELETE FROM image_label WHERE {where}", [(label, *key) for label, *_ in names])
    connection.executemany(
        "INSERT INTO image_label (label, taken_ns, image, score, source) VALUES (?, ?, ?, ?, ?)",
        [(label, taken_ns, key.image_id, score, source) for label, score, source in names],
    )


def _began_ns(connection: apsw.Connection, node: int, boot: int) -> int | None:
    known = fetch(connection, "SELECT began_ns FROM boot_clock WHERE node = ? AND boot = ?", (node, boot))
    return known[0][0] if known else None


def _true_ns(began_ns: int | None, monotonic_ns: int) -> int | None:
    """None when it is not known, or makes no sense: a device may say anything."""
    taken_ns = None if began_ns is None else began_ns + monotonic_ns
    return taken_ns if taken_ns is not None and 0 <= taken_ns <= LATEST_NS else None


def _tell_failure(done: Future[None]) -> None:
    if (error := done.exception()) is not None:
        log.warning("images keep the date of a clock that was not set until the library is opened again: %s", error)
