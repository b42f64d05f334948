"""Why a node is quiet, from all that is known of it."""

from __future__ import annotations

from desktop.core.records import Condition, Trust
from node_agent.wire.messages import CameraHealth, Heartbeat

CLOCK_TOLERANCE_S = 60.0
"""A device's clock may differ so much from this computer's: heartbeats wait in queues, too."""

_KEYS = {Trust.KEY_REFUSED: Condition.KEY_REFUSED, Trust.KEY_CHANGED: Condition.KEY_CHANGED}
_CAUSES = {
    "full": Condition.DEVICE_FULL,
    "frozen": Condition.FROZEN,
    "black": Condition.BLACK,
    "no_motion": Condition.NO_MOTION,
}
_WORST_FIRST = (
    Condition.DEVICE_FULL,
    Condition.CAMERA_STUCK,
    Condition.FROZEN,
    Condition.BLACK,
    Condition.CLOCK_WRONG,
)


def condition_of(
    *, online: bool, trust: Trust, stopped: bool, heartbeat: Heartbeat | None, clock_ahead_s: float | None
) -> Condition:
    """The one thing to know first of a node that is paired.

    ``stopped``: its agent said good-bye, or ended its connection. ``clock_ahead_s`` is by how much the device's clock
    is ahead of this computer's; None when that is not known. Of several cameras the worst one counts, but nothing is
    called still while another camera sees something move.
    """
    if trust in _KEYS:
        return _KEYS[trust]
    if not online:
        return Condition.AGENT_STOPPED if stopped else Condition.NO_NETWORK
    cameras = [_of_camera(camera) for camera in heartbeat.cameras] if heartbeat is not None else []
    found = set(cameras)
    if heartbeat is not None and heartbeat.spool_full:
        found.add(Condition.DEVICE_FULL)
    if clock_ahead_s is not None and abs(clock_ahead_s) > CLOCK_TOLERANCE_S:
        found.add(Condition.CLOCK_WRONG)
    still = bool(cameras) and all(camera is Condition.NO_MOTION for camera in cameras)
    return next((one for one in _WORST_FIRST if one in found), Condition.NO_MOTION if still else Condition.LIVE)


def _of_camera(camera: CameraHealth) -> Condition:
    if camera.cause in _CAUSES:
        return _CAUSES[camera.cause]
    return Condition.CAMERA_STUCK if camera.state in ("stuck", "failed") else Condition.LIVE
