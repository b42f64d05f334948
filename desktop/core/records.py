"""Immutable records that pass between the parts. Boxes are fractions of the upright image (EXIF applied)."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from node_agent.wire.messages import SeqRange


class ImageState(enum.StrEnum):
    """Where an image is on its way to its labels."""

    WAITING = "waiting"
    LABELLING = "labelling"
    LABELLED = "labelled"
    FAILED = "failed"


class Box(Struct, frozen=True):
    """A bounding box; each edge is a fraction of the upright image, 0 at the left and the top."""

    left: float
    top: float
    right: float
    bottom: float


class Label(Struct, frozen=True):
    """A word for the whole image. ``score`` is 0 to 1, or None where the labeller measures none.

    ``mid`` is the Knowledge Graph id where the labeller gives one; ``detail`` is what more there is to say, such
    as the fine name that a plain one was summed up from.
    """

    name: str
    score: float | None = None
    mid: str | None = None
    detail: str | None = None


class DetectedObject(Struct, frozen=True):
    """A thing at a place in the image."""

    name: str
    box: Box
    score: float | None = None
    mid: str | None = None


class Face(Struct, frozen=True):
    """A face at a place in the image. ``detail`` says what the labeller saw in it, in words (joy, blurred)."""

    box: Box
    score: float | None = None
    detail: str | None = None


class Text(Struct, frozen=True):
    """Text read from the image: ``kind`` is ``text``, ``qr`` or ``barcode``."""

    text: str
    kind: str = "text"
    box: Box | None = None


class Colour(Struct, frozen=True):
    """A main colour; ``fraction`` is its share of the image, 0 to 1."""

    name: str
    red: int
    green: int
    blue: int
    fraction: float


class Annotation(Struct, frozen=True, kw_only=True):
    """All that a labeller says of one image, in the shape of Cloud Vision's AnnotateImageResponse.

    ``labeller`` names who said it where several may have been asked. ``inherited_from`` is the id of the image that
    was really looked at, where this one merely looks like it.
    """

    labels: tuple[Label, ...] = ()
    objects: tuple[DetectedObject, ...] = ()
    faces: tuple[Face, ...] = ()
    texts: tuple[Text, ...] = ()
    landmarks: tuple[DetectedObject, ...] = ()
    logos: tuple[DetectedObject, ...] = ()
    web: tuple[Label, ...] = ()
    colours: tuple[Colour, ...] = ()
    crop_hints: tuple[Box, ...] = ()
    safe_search: dict[str, str] = {}
    labeller: str = ""
    inherited_from: int | None = None


class LabelError(Struct, frozen=True):
    """Why one image could not be labelled, in words. Its batch-mates are not touched by it.

    ``retry`` tells whether another try may help (a time-out) or not (not an image).
    """

    message: str
    retry: bool = False


class NotNow(Struct, frozen=True):
    """Why one image was not labelled this time, though others were; it waits on, and no try is counted."""

    message: str


class Picture(Struct, frozen=True, kw_only=True):
    """An image as a labeller gets it. ``dropped`` is true for files that a person gave to Miharu.

    ``wanted`` is the labeller that a person asked for, empty where any will do.
    """

    path: Path
    image_id: int = 0
    taken_ns: int = 0
    camera: str = ""
    node: str = ""
    node_id: str = ""
    dropped: bool = False
    wanted: str = ""
    motion_boxes: tuple[Box, ...] = ()


class UnitCount(Struct, frozen=True, kw_only=True):
    """Units of a paid service by what they are billed as: asked for, and saved by not asking."""

    spent: dict[str, int] = {}
    saved: dict[str, int] = {}


class LabelResult(Struct, frozen=True, kw_only=True):
    """What a worker hands back for one leased image."""

    image_id: int
    outcome: Annotation | LabelError


class ImageKey(NamedTuple):
    """The place of an image in the order of all images: by the time it was taken, then by id."""

    taken_ns: int
    image_id: int


class Camera(Struct, frozen=True, kw_only=True):
    """A camera of a node and its newest image. ``camera_id`` counts up in the order in which cameras came to the
    library; ``node_id`` is empty where no more than a name is known of the node. ``hourly`` are its images in the hour
    that ended with the newest one, counted up to 240."""

    camera_id: int
    node_id: str
    node: str
    name: str
    newest: ImageKey
    hourly: int


class Tile(Struct, frozen=True, kw_only=True):
    """What the grid shows of one image. ``labels`` are the best three; ``node`` is empty for dropped files.

    ``corrected`` tells that a person has changed its labels, ``inherited`` that they are those of an image that looks
    alike.
    """

    image_id: int
    taken_ns: int
    node: str
    camera: str
    state: ImageState
    labels: tuple[Label, ...] = ()
    error: str | None = None
    name: str = ""
    starred: bool = False
    corrected: bool = False
    inherited: bool = False


class ImageDetails(Struct, frozen=True, kw_only=True):
    """All that the library knows of one image; ``annotation`` is None until it is labelled.

    ``clock_synced`` is whether the device's clock was right; where it was not and the time could be worked out later,
    ``device_clock_ns`` is what it said, while ``tile.taken_ns`` is true.

    ``annotation`` is what counts of the latest one (see ``core/curation.py``); ``also_labelled_by`` names the
    labellers whose earlier ones are kept beside it.
    """

    tile: Tile
    path: Path
    width_px: int
    height_px: int
    size_bytes: int
    sha256: str
    image_format: str
    stored_ns: int
    trigger: str | None = None
    clock_synced: bool = True
    device_clock_ns: int | None = None
    stream: str | None = None
    seq: int | None = None
    file_name: str | None = None
    motion_boxes: tuple[Box, ...] = ()
    annotation: Annotation | None = None
    also_labelled_by: tuple[str, ...] = ()
    labeller: str | None = None
    labelled_ns: int | None = None


class NodeIdentity(Struct, frozen=True):
    """Who a node is: ``node_id`` never changes, ``name`` may."""

    node_id: str
    name: str


class StreamPosition(Struct, frozen=True, kw_only=True):
    """What of a stream is settled here: stored or known to be gone, as sorted ranges that do not touch."""

    settled: tuple[SeqRange, ...] = ()

    @property
    def up_to(self) -> int:
        """All from 1 to this number is settled; 0 when the first one is not."""
        return self.settled[0][1] if self.settled and self.settled[0][0] == 1 else 0


class DeviceCount(Struct, frozen=True, kw_only=True):
    """What a device has counted of one stream, all at one moment, and what its spool held then.

    ``captured`` is by camera; ``refused``, by reason, is the part of it that never got a sequence number, also told
    by camera where the device does so. ``torn`` are
    numbers that were spent on captures which nobody counted. ``first_seq`` is past ``last_seq`` while it holds none.
    """

    stream: str
    captured: dict[str, int]
    refused: dict[str, int] = {}
    refused_by_camera: dict[str, dict[str, int]] = {}
    torn: int = 0
    first_seq: int
    last_seq: int


class CameraLedger(Struct, frozen=True, kw_only=True):
    """One camera's share of a ledger, which balances as the whole does, with ``untold`` added.

    ``untold`` are neither stored nor refused, but either wait or were dropped or are unexplained: which of these is
    known of the node as a whole, and of a single camera only where no more than one of them can be.
    """

    camera: str
    captured: int
    stored: int
    waiting: int = 0
    dropped: dict[str, int] = {}
    unexplained: int = 0
    untold: int = 0


class NodeLedger(Struct, frozen=True, kw_only=True):
    """The books of one node's stream: ``captured`` = ``stored`` + ``waiting`` + ``dropped`` + ``unexplained``.

    ``waiting`` are on the device and not here yet; ``dropped`` is by reason, ``delivered`` for those that only other
    desktops have. ``unexplained`` should be 0; right after an outage it may take seconds to become that. ``counted_ns``
    is Unix time of the device's count.
    """

    node: NodeIdentity
    stream: str
    captured: int
    stored: int
    waiting: int
    dropped: dict[str, int]
    unexplained: int
    cameras: tuple[CameraLedger, ...]
    counted_ns: int


class NodeState(enum.StrEnum):
    """Whether a node is there. ``FOUND`` is known by name but not heard yet."""

    FOUND = "found"
    ONLINE = "online"
    OFFLINE = "offline"


class Trust(enum.StrEnum):
    """How this desktop and a node stand to each other. Images come from ``PAIRED`` ones only.

    ``KEY_REFUSED``: the node lets this desktop in no more. ``KEY_CHANGED``: something shows another key than the
    node's pinned one.
    """

    PAIRED = "paired"
    UNPAIRED = "unpaired"
    KEY_REFUSED = "key refused"
    KEY_CHANGED = "key changed"


class Condition(enum.StrEnum):
    """Why a paired node is quiet, or that it is not."""

    LIVE = "live"
    NO_MOTION = "no motion"
    CAMERA_STUCK = "camera stuck"
    FROZEN = "camera frozen"
    BLACK = "camera black"
    DEVICE_FULL = "device full"
    NO_NETWORK = "no network"
    AGENT_STOPPED = "agent stopped"
    KEY_REFUSED = "key refused"
    KEY_CHANGED = "key changed"
    CLOCK_WRONG = "clock wrong"


class NodeStatus(Struct, frozen=True, kw_only=True):
    """How one node is doing. ``node_id`` is empty while a node given as HOST:PORT has not answered yet.

    ``rate_per_s`` counts images stored over the last ten seconds; ``captured`` is how many its stream has had in all,
    ``waiting`` how many the device still holds that are not stored here; ``detail`` says in words why the node is not
    live, ``condition`` in one word; None while it is looked for, or is not paired. ``unaccounted`` is how many of its
    captures can't be explained though there was time enough: an alarm. ``node_id`` of an unpaired node is what mDNS
    says; of one that poses as another it is empty.
    """

    node_id: str
    name: str
    address: str
    state: NodeState
    rate_per_s: float = 0.0
    last_seen_ns: int | None = None
    captured: int = 0
    waiting: int = 0
    detail: str = ""
    trust: Trust = Trust.PAIRED
    condition: Condition | None = None
    ledger: NodeLedger | None = None
    unaccounted: int = 0


class LibraryStats(Struct, frozen=True, kw_only=True):
    """Totals of a library. ``bytes`` is the size of the images, dropped files included; ``nodes`` counts by name.

    ``ledgers`` are the books of every stream, the newest count first.
    """

    images: int
    labelled: int
    waiting: int
    failed: int
    bytes: int
    nodes: dict[str, int]
    ledgers: tuple[NodeLedger, ...] = ()


class VerifyReport(Struct, frozen=True, kw_only=True):
    """Result of comparing rows with files. Each list holds paths in words; all are empty when ``clean``."""

    checked: int
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return not (self.missing or self.changed or self.unknown)


class SavedSearch(Struct, frozen=True):
    """A search line that a person keeps under a name."""

    name: str
    line: str
