"""The messages of wire version 1.

Two sockets carry them. The data socket (PUB to SUB) carries multipart messages ``[topic, header, thumbnail,
image]`` for images and ``[topic, heartbeat]`` for heartbeats. The control socket (DEALER to ROUTER) carries
``[control]``, and for :class:`Data` ``[control, thumbnail, image]``. Header, heartbeat and control parts are
msgpack maps, checked strictly against the types below.

Sequence numbers run once per device and start at 1; a stream is one run of them, born with the spool.
"""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from node_agent.wire.errors import WireError

WIRE_VERSION = 1
MAX_MESSAGE_BYTES = 32 * 1024 * 1024
"""Largest image message an agent sends; a larger capture is refused on the device."""
MAX_CONTROL_BYTES = 64 * 1024
"""Largest message an agent accepts."""
THUMBNAIL_SIDE_PX = 320
"""Longest side of the thumbnail (JPEG) that the device makes."""
HEARTBEAT_S = 2.0
OFFLINE_AFTER_S = 3 * HEARTBEAT_S
"""Any message counts as a heartbeat; three missed ones mean offline."""

CONFIRM_WITHIN_S = 30.0
"""How long a new configuration stays in use without being confirmed."""
NOT_IN_USE_YET = "the new configuration is not in use yet"
"""The one reason for which a confirmation is refused that is worth another try."""

Seq = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^/\x00-\x1f]+$")]
NodeId = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}$")]
StreamId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
Fraction = Annotated[float, Meta(ge=0.0, le=1.0)]
Size = Annotated[int, Meta(ge=1, le=100_000)]
Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
SeqRange = tuple[Seq, Seq]
"""First and last sequence number, both included."""
MotionBox = tuple[Fraction, Fraction, Fraction, Fraction]
"""Left, top, right, bottom as fractions of the upright image."""

ImageFormat = Literal["jpeg", "png", "webp"]
Trigger = Literal["interval", "motion", "file", "command"]
CameraState = Literal["starting", "live", "stuck", "failed"]
QuietCause = Literal["full", "frozen", "black", "no_motion"]
"""Why a camera may be quiet: no room or a failing disk, the same picture again and again, darkness, nothing moves."""
DropReason = Literal["quota", "too_large", "unreadable", "disk_error", "delivered"]
"""``delivered``: trimmed after every desktop known then had it; only tombstones say so, it is no loss."""


class FrameHeader(Struct, frozen=True, kw_only=True):
    """What an agent knows of one captured image.

    ``captured_wall_ns`` is Unix time by the device's clock; ``captured_monotonic_ns`` counts since the boot named
    by ``boot_id``, so that a wrong clock can be mended later; 0 when it is not known. ``sha256`` and ``size_bytes``
    are of the image bytes. ``width_px`` and ``height_px`` are of the upright image (EXIF orientation applied).
    """

    version: Literal[1] = 1
    stream: StreamId
    seq: Seq
    camera: Name
    captured_wall_ns: Count
    captured_monotonic_ns: Count
    boot_id: Annotated[str, Meta(max_length=64)]
    clock_synced: bool
    trigger: Trigger
    motion_boxes: Annotated[tuple[MotionBox, ...], Meta(max_length=32)] = ()
    width_px: Size
    height_px: Size
    size_bytes: Annotated[int, Meta(ge=1, le=MAX_MESSAGE_BYTES)]
    sha256: Annotated[bytes, Meta(min_length=32, max_length=32)]
    image_format: ImageFormat
    file_name: Annotated[str, Meta(max_length=255)] | None = None


class Frame(NamedTuple):
    """One image as it travels: the header, a JPEG thumbnail and the image's own bytes."""

    header: FrameHeader
    thumbnail: bytes
    image: bytes


class CameraHealth(Struct, frozen=True, kw_only=True):
    """How one camera of a node is doing; ``captures_per_s`` is over the last ten seconds.

    ``cause`` is a :data:`QuietCause`, or empty; a desktop passes over one that it does not know.
    """

    name: Name
    state: CameraState
    captures_per_s: Annotated[float, Meta(ge=0.0)] = 0.0
    captured: Count = 0
    detail: Annotated[str, Meta(max_length=300)] = ""
    cause: Annotated[str, Meta(max_length=32)] = ""


class CameraTally(Struct, frozen=True, kw_only=True):
    """What one camera has captured since the stream was born, and what of that never got a sequence number."""

    camera: Name
    captured: Count
    refused: dict[DropReason, Count] = msgspec.field(default_factory=dict)


class Heartbeat(Struct, frozen=True, kw_only=True, tag_field="kind", tag="heartbeat"):
    """Sent every :data:`HEARTBEAT_S` seconds. ``last_seq`` is 0 while the stream has no image yet.

    It names the node and its control port, so that a desktop that was told no more than host and data port learns
    the rest from it.

    ``tally`` counts every capture since the stream was born, also of cameras that are no more; it and ``last_seq``
    are of one moment, so that a desktop can balance what it holds against what there was. None comes from an agent
    that does not count so. ``torn`` are numbers that a power cut spent: their captures were not counted. ``dropped``
    are those gone for good, by reason. With ``spool_full`` the oldest images go to make room for new ones.

    ``stopping`` is true in the last heartbeat of an agent that is stopped in order. ``wall_ns`` is Unix time by the
    device's clock, 0 from an agent that does not say; ``monotonic_ns`` counts since the boot named by ``boot_id``, 0
    from one that does not.
    """

    version: Literal[1] = 1
    node_id: NodeId
    name: Name
    control_port: Annotated[int, Meta(ge=1, le=65535)]
    stream: StreamId
    first_seq: Count
    last_seq: Count
    spool_bytes: Count
    spool_quota_bytes: Count
    disk_free_bytes: Count
    cameras: Annotated[tuple[CameraHealth, ...], Meta(max_length=32)] = ()
    dropped: dict[DropReason, Count] = msgspec.field(default_factory=dict)
    tally: Annotated[tuple[CameraTally, ...], Meta(max_length=256)] | None = None
    torn: Count = 0
    spool_full: bool = False
    stopping: bool = False
    wall_ns: Count = 0
    monotonic_ns: Count = 0
    boot_id: Annotated[str, Meta(max_length=64)] = ""
    clock_synced: bool = True
    temperature_c: float | None = None
    throttled: bool | None = None


class Hello(Struct, frozen=True, kw_only=True, tag_field="kind", tag="hello"):
    """Desktop to agent, first thing on the control socket. ``desktop_id`` tells desktops apart for acks."""

    version: Literal[1] = 1
    desktop_id: NodeId
    desktop_name: Name


class Welcome(Struct, frozen=True, kw_only=True, tag_field="kind", tag="welcome"):
    """The agent's answer to Hello: who it is and what its spool holds."""

    version: Literal[1] = 1
    node_id: NodeId
    name: Name
    stream: StreamId
    first_seq: Count
    last_seq: Count
    data_port: Annotated[int, Meta(ge=1, le=65535)]


class Fetch(Struct, frozen=True, kw_only=True, tag_field="kind", tag="fetch"):
    """Asks for spooled images, oldest first, until ``credit_bytes`` of image bytes are sent.

    A new Fetch replaces what is left of an earlier one from the same desktop. The credit is renewed by the next
    Fetch, sent after the commit, so a replay never outruns the desktop's disk.
    """

    stream: StreamId
    ranges: Annotated[tuple[SeqRange, ...], Meta(max_length=256)]
    credit_bytes: Annotated[int, Meta(ge=1)]


class Data(Struct, frozen=True, kw_only=True, tag_field="kind", tag="data"):
    """One replayed image; thumbnail and image follow as parts of the same multipart message."""

    header: FrameHeader


class Tombstone(Struct, frozen=True, kw_only=True, tag_field="kind", tag="tombstone"):
    """A range that was asked for and is gone for good, and why."""

    stream: StreamId
    seq_range: SeqRange
    reason: DropReason


class Ack(Struct, frozen=True, kw_only=True, tag_field="kind", tag="ack"):
    """All up to ``up_to``, and ``ranges`` beyond it, are safe on the desktop's disk (or known to be gone)."""

    stream: StreamId
    up_to: Count
    ranges: Annotated[tuple[SeqRange, ...], Meta(max_length=256)] = ()


class Command(Struct, frozen=True, kw_only=True, tag_field="kind", tag="command"):
    """Asks the agent to do something; ``request_id`` comes back in the answer.

    ``capture_now``: take an image with the ``camera`` named, or with all.

    ``configure``: use another configuration on trial. ``toml`` is the whole file; or ``changes`` are keys with their
    new values in TOML and ``without`` names keys to leave out, with commas between. It is checked before the answer
    and in use some moments later. Unless the same desktop sends ``confirm_configuration`` within ``confirm_within_s``
    (:data:`CONFIRM_WITHIN_S` unless given), the agent goes back to what it had.
    """

    request_id: Count
    name: Literal["capture_now", "configure", "confirm_configuration"]
    arguments: dict[str, str] = msgspec.field(default_factory=dict)


class Done(Struct, frozen=True, kw_only=True, tag_field="kind", tag="done"):
    """A Command was carried out."""

    request_id: Count


class Failed(Struct, frozen=True, kw_only=True, tag_field="kind", tag="failed"):
    """A Command, or a control message with ``request_id`` 0, could not be carried out; ``reason`` is in words."""

    request_id: Count
    reason: Annotated[str, Meta(max_length=500)]


FromDesktop = Hello | Fetch | Ack | Command
FromAgent = Welcome | Data | Tombstone | Done | Failed


def check_name(name: str) -> None:
    """Raises :class:`WireError` when ``name`` can't be the name of a node, a camera or a desktop."""
    try:
        msgspec.convert(name, Name)
    except msgspec.ValidationError as error:
        raise WireError(f"{name!r} can't be a name: it has 1 to 64 characters, no slash, no line break") from error
