"""The file format of one spooled message.

Little-endian: 8 bytes magic, four u32 lengths, then header and tally (msgpack), thumbnail and image, and a CRC-32
(zlib) over all before it, so that a file torn by a power cut is recognised.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct

from node_agent.errors import DamagedMessageError
from node_agent.wire.codec import decode_header, encode
from node_agent.wire.errors import WireError
from node_agent.wire.messages import DropReason, Frame

MAGIC = b"MIHARU\x00\x01"
_LENGTHS = struct.Struct("<IIII")
_CHECKSUM = struct.Struct("<I")


class Tally(Struct):
    """Running totals since the stream was born.

    Each message carries those of its time: the newest one, which is never deleted, thus holds every capture up to
    a crash. ``refused`` is the part of ``dropped`` that never got a number, by camera; ``torn`` are numbers that a
    power cut spent on captures which were not counted.
    """

    captured: dict[str, int] = {}
    dropped: dict[DropReason, int] = {}
    refused: dict[str, dict[DropReason, int]] = {}
    torn: int = 0

    def count_captured(self, camera: str, count: int) -> None:
        self.captured[camera] = self.captured.get(camera, 0) + count

    def count_dropped(self, reason: DropReason, count: int) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + count

    def count_refused(self, camera: str, reason: DropReason) -> None:
        """Counts a capture that never got a number and never will."""
        self.count_captured(camera, 1)
        self.count_dropped(reason, 1)
        reasons = self.refused.setdefault(camera, {})
        reasons[reason] = reasons.get(reason, 0) + 1

    def copy(self) -> Tally:
        refused = {camera: dict(reasons) for camera, reasons in self.refused.items()}
        return Tally(dict(self.captured), dict(self.dropped), refused, self.torn)

    def merge(self, other: Tally) -> None:
        """Takes over what ``other`` counted further; totals only grow."""
        for camera, count in other.captured.items():
            self.captured[camera] = max(count, self.captured.get(camera, 0))
        for reason, count in other.dropped.items():
            self.dropped[reason] = max(count, self.dropped.get(reason, 0))
        for camera, reasons in other.refused.items():
            mine = self.refused.setdefault(camera, {})
            for reason, count in reasons.items():
                mine[reason] = max(count, mine.get(reason, 0))
        self.torn = max(self.torn, other.torn)


class Message(NamedTuple):
    """A spool file's content."""

    frame: Frame
    tally: Tally


_tally_decoder = msgspec.msgpack.Decoder(Tally)


def pack(frame: Frame, tally: Tally) -> list[bytes]:
    """The file's content in pieces, in order."""
    parts = [encode(frame.header), encode(tally), frame.thumbnail, frame.image]
    pieces = [MAGIC, _LENGTHS.pack(*(len(part) for part in parts)), *parts]
    checksum = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
    return [*pieces, _CHECKSUM.pack(checksum)]


def unpack(data: bytes) -> Message:
    """Reads a file's content back.

    Raises:
        DamagedMessageError: the file is torn or is no message of this version.
    """
    content = memoryview(data)
    start = len(MAGIC) + _LENGTHS.size
    if len(content) < start + _CHECKSUM.size or content[: len(MAGIC)] != MAGIC:
        raise DamagedMessageError("it has no whole beginning")
    lengths = _LENGTHS.unpack(content[len(MAGIC) : start])
    if len(content) != start + sum(lengths) + _CHECKSUM.size:
        raise DamagedMessageError(f"it has {len(content)} bytes, its beginning says otherwise")
    body = content[: -_CHECKSUM.size]
    if _CHECKSUM.unpack(content[-_CHECKSUM.size :]) != (zlib.crc32(body),):
        raise DamagedMessageError("its checksum does not fit")
    return _message(_cut(body[start:], lengths))


def _message(parts: list[bytes]) -> Message:
    header, tally, thumbnail, image = parts
    try:
        return Message(Frame(decode_header(header), thumbnail, image), _tally_decoder.decode(tally))
    except (WireError, msgspec.DecodeError) as error:
        raise DamagedMessageError(f"it is of another version: {error}") from error


def _cut(body: memoryview, lengths: Sequence[int]) -> list[bytes]:
    parts, position = [], 0
    for length in lengths:
        parts.append(bytes(body[position : position + length]))
        position += length
    return parts
