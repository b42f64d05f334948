"""The rows of a group of images, within the writer's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

import apsw

from desktop.core.events import ImagesAdded, ImagesChanged
from desktop.core.records import ImageKey
from desktop.store.boot_clocks import Redating, boot_row, date_claimed, note_began
from desktop.store.connections import fetch
from desktop.store.group_files import REPEAT, Arrival, GroupFiles, Receipt
from desktop.store.rows import claim_image, insert_image, node_row
from desktop.store.streams import runs, settle, stream_row
from desktop.store.writer import Transaction


def insert_group(
    group: Sequence[Arrival], files: GroupFiles, redating: Redating, stored_ns: int, transaction: Transaction
) -> dict[Arrival, Receipt]:
    """Gives every image of ``group`` its row and its stream's position, and announces them.

    None is given to one whose file, made by another process, that one has taken back.
    """
    whole = [arrival for arrival in group if not arrival.has_file or files.is_there(arrival)]
    _settle_group(transaction.connection, whole)
    _note_clocks(whole, redating, transaction)
    receipts = {arrival: _insert(arrival, files, stored_ns, transaction) for arrival in whole}
    added = [ImageKey(receipt.taken_ns, receipt.image_id) for receipt in receipts.values() if receipt.new]
    if added:
        transaction.announce(ImagesAdded(tuple(added)))
    return receipts


def _settle_group(connection: apsw.Connection, group: Sequence[Arrival]) -> None:
    seqs: defaultdict[int, list[int]] = defaultdict(list)
    for image in (arrival.image for arrival in group):
        if image.header is not None:
            node = node_row(connection, image.origin.node_id, image.origin.node_name)
            seqs[stream_row(connection, image.header.stream, node)].append(image.header.seq)
    for stream, numbers in seqs.items():
        for first, last in runs(numbers):
            settle(connection, stream, first, last)


def _note_clocks(group: Sequence[Arrival], redating: Redating, transaction: Transaction) -> None:
    """Learns from images that were taken by a right clock when their boot began."""
    boots: dict[tuple[str, str], Arrival] = {}
    for arrival in group:
        header = arrival.image.header
        if header is not None and header.clock_synced and header.captured_monotonic_ns:
            boots.setdefault((arrival.image.origin.node_id or "", header.boot_id), arrival)
    for image in (arrival.image for arrival in boots.values()):
        assert image.header is not None
        node = node_row(transaction.connection, image.origin.node_id, image.origin.node_name)
        boot = boot_row(transaction.connection, image.header.boot_id)
        began_ns = image.header.captured_wall_ns - image.header.captured_monotonic_ns
        if note_began(transaction.connection, node, boot, began_ns):
            transaction.after_commit.append(partial(redating.begin, node, boot))


def _insert(arrival: Arrival, files: GroupFiles, stored_ns: int, transaction: Transaction) -> Receipt:
    image, connection = arrival.image, transaction.connection
    if arrival.has_file and (claimed := claim_image(connection, image)) is not None:
        transaction.announce(ImagesChanged((claimed,)))
        date_claimed(transaction, claimed)
        return Receipt(claimed, new=False)
    key = insert_image(connection, image, stored_ns)
    if key is not None:
        return Receipt(key.image_id, new=True, taken_ns=key.taken_ns)
    if not fetch(connection, "SELECT 1 FROM image WHERE path = ?", (image.path,)):
        # It came twice within moments, or another process was faster: the file of the other copy is the image.
        transaction.after_commit.append(partial(files.remove, [arrival]))
    return REPEAT
