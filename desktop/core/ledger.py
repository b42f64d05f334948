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
    stored_later: Mapping[str, int],
    gone: Mapping[str, int],
    counted_ns: int,
) -> NodeLedger:
    """Makes the ledger of a stream from what the device has counted and what is noted here.

    ``settled`` are the numbers that are done with here, as ranges that do not touch; ``stored`` are images of this
    stream by camera, ``stored_later`` those of them that came after the device counted, ``gone`` those that can't be
    had, by reason. What came later is captured all the same: so images on their way make no difference.
    """
    later = _within(settled, count.last_seq + 1, None)
    captured = sum(count.captured.values()) + count.torn + later
    held = range(max(1, count.first_seq), count.last_seq + 1)
    waiting = len(held) - _within(settled, held.start, held.stop - 1)
    dropped = Counter(gone) + Counter(count.refused)
    unexplained = captured - sum(stored.values()) - waiting - dropped.total()
    return NodeLedger(
        node=node,
        stream=count.stream,
        captured=captured,
        stored=sum(stored.values()),
        waiting=waiting,
        dropped=dict(sorted(dropped.items())),
        unexplained=unexplained,
        cameras=_share_out(
            [_camera(name, count, stored, stored_later) for name in sorted({*count.captured, *stored})],
            waiting,
            # Nobody knows of which camera those were that a power cut tore.
            Counter(gone) - Counter(disk_error=count.torn),
            unexplained,
        ),
        counted_ns=counted_ns,
    )


def _camera(name: str, count: DeviceCount, stored: Mapping[str, int], stored_later: Mapping[str, int]) -> CameraLedger:
    """A camera's ledger in which all that got a number and is not here is ``untold``."""
    captured = count.captured.get(name, 0) + stored_later.get(name, 0)
    refused = count.refused_by_camera.get(name, {})
    return CameraLedger(
        camera=name,
        captured=captured,
        stored=stored.get(name, 0),
        dropped=dict(sorted(refused.items())),
        untold=captured - stored.get(name, 0) - sum(refused.values()),
    )


def _share_out(
    cameras: Sequence[CameraLedger], waiting: int, gone: Counter[str], unexplained: int
) -> tuple[CameraLedger, ...]:
    """Says of each camera's untold images what became of them, as far as that can be told.

    Devices do not say of which camera those are that wait or are gone. It is clear when no more than one camera lacks
    any, or when all that are lacking lack for one cause.
    """
    lacking = [camera for camera in cameras if camera.untold > 0]
    causes = sum(map(bool, (waiting, gone.total(), unexplained)))
    if len(lacking) > 1 and causes > 1:
        return tuple(cameras)
    if len(lacking) > 1:
        told = {camera.camera: _tell_one_cause(camera, waiting, gone) for camera in lacking}
    else:
        told = {camera.camera: _tell(camera, waiting, gone, unexplained) for camera in lacking}
    return tuple(told.get(camera.camera, camera) for camera in cameras)


def _tell_one_cause(camera: CameraLedger, waiting: int, gone: Counter[str]) -> CameraLedger:
    if waiting:
        return _tell(camera, camera.untold, Counter(), 0)
    if gone:
        return _tell(camera, 0, Counter({" or ".join(sorted(gone)): camera.untold}), 0)
    return _tell(camera, 0, Counter(), camera.untold)


def _tell(camera: CameraLedger, waiting: int, gone: Counter[str], unexplained: int) -> CameraLedger:
    dropped = Counter(camera.dropped) + gone
    return CameraLedger(
        camera=camera.camera,
        captured=camera.captured,
        stored=camera.stored,
        waiting=waiting,
        dropped=dict(sorted(dropped.items())),
        unexplained=unexplained,
        untold=camera.untold - waiting - gone.total() - unexplained,
    )


def _within(ranges: Sequence[SeqRange], first: int, last: int | None) -> int:
    """How many numbers of ``ranges`` lie from ``first`` to ``last``; None means without end."""
    ends = ((max(first, begin), end if last is None else min(last, end)) for begin, end in ranges)
    return sum(max(0, end - begin + 1) for begin, end in ends)
