"""The books of a node: every capture is stored, waits on the device, or was dropped for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desktop.core.records import CameraLedger, DeviceCount, NodeIdentity, NodeLedger
from node_agent.wire.messages import SeqRange


def balance(
    node: NodeIdentity,
    count: DeviceCount,
    settled: Sequence[SeqRange],
    stored: Mapping[str, int],
    gone: Mapping[str, int],
    counted_ns: int,
) -> NodeLedger:
    """Makes the ledger of a stream from what the device has counted and what is noted here.

    ``settled`` are the numbers that are done with here, as ranges that do not touch; ``stored`` are images of this
    stream by camera, ``gone`` those that can't be had, by reason. What came after the device counted is captured all
    the same: so images on their way make no difference.
    """
    later = _within(settled, count.last_seq + 1, None)
    captured = sum(count.captured.values()) + count.torn + later
    held = range(max(1, count.first_seq), count.last_seq + 1)
    waiting = len(held) - _within(settled, held.start, held.stop - 1)
    dropped = Counter(gone) + Counter(count.refused)
    return NodeLedger(
        node=node,
        stream=count.stream,
        captured=captured,
        stored=sum(stored.values()),
        waiting=waiting,
        dropped=dict(sorted(dropped.items())),
        unexplained=captured - sum(stored.values()) - waiting - dropped.total(),
        cameras=tuple(
            CameraLedger(camera=camera, captured=count.captured.get(camera, 0), stored=stored.get(camera, 0))
            for camera in sorted({*count.captured, *stored})
        ),
        counted_ns=counted_ns,
    )


def _within(ranges: Sequence[SeqRange], first: int, last: int | None) -> int:
    """How many numbers of ``ranges`` lie from ``first`` to ``last``; None means without end."""
    ends = ((max(first, begin), end if last is None else min(last, end)) for begin, end in ranges)
    return sum(max(0, end - begin + 1) for begin, end in ends)
