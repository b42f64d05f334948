"""The way in for what nodes send."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial

from desktop.core.records import NodeIdentity, StreamPosition
from desktop.store.boot_clocks import Redating, boot_row, note_began
from desktop.store.connections import Readers
from desktop.store.decoding import MAGIC_BYTES, format_of
from desktop.store.file_names import frame_path
from desktop.store.group_commit import GroupCommit
from desktop.store.group_files import Receipt
from desktop.store.rows import NewImage, Origin, node_row
from desktop.store.streams import check_owner, count_gone, settle, settled_ranges, stream_row
from desktop.store.writer import Transaction, Writer
from node_agent.wire.codec import check_hash
from node_agent.wire.errors import WireError
from node_agent.wire.messages import DropReason, Frame, SeqRange


class FolderIngest:
    """Takes frames of nodes into a library and keeps the position of their streams."""

    def __init__(self, arrivals: GroupCommit, writer: Writer, readers: Readers, redating: Redating) -> None:
        self._arrivals = arrivals
        self._writer = writer
        self._readers = readers
        self._redating = redating

    def store_frame(self, node: NodeIdentity, frame: Frame) -> Future[bool]:
        """See :class:`desktop.core.library.Ingest`."""
        header = frame.header
        image = NewImage(
            origin=Origin(node.node_id, node.name, header.camera),
            taken_ns=header.captured_wall_ns,
            path=frame_path(header.captured_wall_ns, node.name, header.seq, header.camera, header.image_format),
            file_name=header.file_name,
            sha256=header.sha256,
            size_bytes=header.size_bytes,
            width_px=header.width_px,
            height_px=header.height_px,
            image_format=header.image_format,
            header=header,
        )
        return _is_new(self._arrivals.submit(image, frame.image, frame.thumbnail, partial(_check, frame)))

    def position(self, node: NodeIdentity, stream: str) -> StreamPosition:
        """See :class:`desktop.core.library.Ingest`."""
        with self._readers.borrow() as connection:
            check_owner(connection, stream, node.node_id)
            return StreamPosition(settled=settled_ranges(connection, stream))

    def settle_gone(self, node: NodeIdentity, stream: str, seq_range: SeqRange, reason: DropReason) -> None:
        """Notes durably that a range of a stream is gone for good, and why.

        Raises:
            WireError: the range ends before it begins.
        """
        first, last = seq_range
        if first > last:
            raise WireError(f"a range from {first} to {last} is none")

        def job(transaction: Transaction) -> None:
            connection = transaction.connection
            row = stream_row(connection, stream, node_row(connection, node.node_id, node.name))
            count_gone(connection, row, reason, settle(connection, row, first, last))

        self._writer.run(job)

    def note_clock(self, node: NodeIdentity, boot_id: str, began_ns: int) -> None:
        """See :class:`desktop.core.library.Ingest`."""

        def job(transaction: Transaction) -> None:
            connection = transaction.connection
            row, boot = node_row(connection, node.node_id, node.name), boot_row(connection, boot_id)
            if note_began(connection, row, boot, began_ns):
                transaction.after_commit.append(partial(self._redating.begin, row, boot))

        self._writer.run(job)


def _check(frame: Frame) -> None:
    check_hash(frame)
    if format_of(frame.image[:MAGIC_BYTES]) != frame.header.image_format:
        raise WireError(f"image {frame.header.seq} is no {frame.header.image_format} image, as its header says")


def _is_new(receipt: Future[Receipt]) -> Future[bool]:
    answer: Future[bool] = Future()
    answer.set_running_or_notify_cancel()  # what is on its way to the disk can't be called back

    def pass_on(done: Future[Receipt]) -> None:
        error = done.exception()
        if error is None:
            answer.set_result(done.result().new)
        else:
            answer.set_exception(error)

    receipt.add_done_callback(pass_on)
    return answer
