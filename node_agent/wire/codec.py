"""How the messages become the parts that travel, and come back: msgpack, checked strictly against their types."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct

from node_agent.wire.errors import WireError
from node_agent.wire.messages import (
    WIRE_VERSION,
    Data,
    Done,
    Failed,
    Frame,
    FrameHeader,
    FromAgent,
    FromDesktop,
    Heartbeat,
    Tombstone,
    Welcome,
)

T = TypeVar("T")

_encoder = msgspec.msgpack.Encoder()
_header_decoder = msgspec.msgpack.Decoder(FrameHeader)
_heartbeat_decoder = msgspec.msgpack.Decoder(Heartbeat)
_from_desktop_decoder: msgspec.msgpack.Decoder[FromDesktop] = msgspec.msgpack.Decoder(FromDesktop)
_from_agent_decoder: msgspec.msgpack.Decoder[FromAgent] = msgspec.msgpack.Decoder(FromAgent)


def image_topic(node_id: str, camera: str) -> bytes:
    return f"i/{node_id}/{camera}/".encode()


def heartbeat_topic(node_id: str) -> bytes:
    return f"h/{node_id}/".encode()


def encode(message: Struct) -> bytes:
    return _encoder.encode(message)


def frame_parts(node_id: str, frame: Frame) -> list[bytes]:
    """The multipart message that publishes ``frame``: topic, header, thumbnail, image."""
    return [image_topic(node_id, frame.header.camera), encode(frame.header), frame.thumbnail, frame.image]


def heartbeat_parts(heartbeat: Heartbeat) -> list[bytes]:
    return [heartbeat_topic(heartbeat.node_id), encode(heartbeat)]


def data_parts(frame: Frame) -> list[bytes]:
    """The multipart message that replays ``frame`` on the control socket."""
    return [encode(Data(header=frame.header)), frame.thumbnail, frame.image]


def decode_published(parts: Sequence[bytes], node_id: str) -> Frame | Heartbeat:
    """Decodes a multipart message of the data socket; image bytes are not hashed here, see :func:`check_hash`.

    Raises:
        WireError: wrong number of parts, a foreign topic, or a part that does not fit its type.
    """
    if len(parts) == 2:
        heartbeat = decode_heartbeat(parts)
        if heartbeat.node_id != node_id:
            raise WireError(f"a heartbeat of node {heartbeat.node_id} came from node {node_id}")
        return heartbeat
    if len(parts) != 4:
        raise WireError(f"a published message has 2 or 4 parts, this one has {len(parts)}")
    header = _decode(_header_decoder, parts[1])
    if parts[0] != image_topic(node_id, header.camera):
        raise WireError(f"topic {parts[0][:80]!r} does not belong to node {node_id}, camera {header.camera!r}")
    return _frame(header, parts[2], parts[3])


def decode_heartbeat(parts: Sequence[bytes]) -> Heartbeat:
    """Decodes a heartbeat of any node, for a desktop that does not know yet who it is talking to.

    Raises:
        WireError: the message is no heartbeat, or names another node than its topic.
    """
    if len(parts) != 2:
        raise WireError(f"a heartbeat has 2 parts, this message has {len(parts)}")
    heartbeat = _decode(_heartbeat_decoder, parts[1])
    if parts[0] != heartbeat_topic(heartbeat.node_id):
        raise WireError(f"topic {parts[0][:80]!r} does not belong to node {heartbeat.node_id}")
    return heartbeat


def decode_from_agent(parts: Sequence[bytes]) -> Welcome | Frame | Tombstone | Done | Failed:
    """Decodes a control message that an agent sent; a :class:`Data` comes back as its :class:`Frame`.

    Raises:
        WireError: the message does not fit its type or has the wrong number of parts.
    """
    if not parts:
        raise WireError("an empty control message")
    message = _decode(_from_agent_decoder, parts[0])
    wanted = 3 if isinstance(message, Data) else 1
    if len(parts) != wanted:
        raise WireError(f"a {type(message).__name__} message has {wanted} parts, this one has {len(parts)}")
    if isinstance(message, Data):
        return _frame(message.header, parts[1], parts[2])
    return message


def decode_from_desktop(parts: Sequence[bytes]) -> FromDesktop:
    """Decodes a control message that a desktop sent.

    Raises:
        WireError: the message does not fit its type or has more than one part.
    """
    if len(parts) != 1:
        raise WireError(f"a control message to an agent has 1 part, this one has {len(parts)}")
    return _decode(_from_desktop_decoder, parts[0])


def decode_header(data: bytes) -> FrameHeader:
    """Decodes a header as a spool file holds it.

    Raises:
        WireError: the bytes are not a header of this version.
    """
    return _decode(_header_decoder, data)


def check_hash(frame: Frame) -> None:
    """Raises :class:`WireError` when the image bytes are not those that the header's SHA-256 names."""
    if hashlib.sha256(frame.image).digest() != frame.header.sha256:
        raise WireError(f"image {frame.header.seq} does not match its SHA-256")


def _frame(header: FrameHeader, thumbnail: bytes, image: bytes) -> Frame:
    if len(image) != header.size_bytes:
        raise WireError(f"image {header.seq} has {len(image)} bytes, its header says {header.size_bytes}")
    return Frame(header, thumbnail, image)


def _decode(decoder: msgspec.msgpack.Decoder[T], data: bytes) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(f"not a message of wire version {WIRE_VERSION}: {error}") from error
