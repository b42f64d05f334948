"""Rows of images and of where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import apsw
import msgspec
from msgspec import Struct

from desktop.core.records import Box, ImageKey
from desktop.store.boot_clocks import boot_row, date_columns
from desktop.store.connections import fetch
from node_agent.wire.messages import FrameHeader, ImageFormat, MotionBox

_boxes_decoder = msgspec.msgpack.Decoder(list[MotionBox])


class Origin(Struct, frozen=True):
    """Where an image comes from. ``node_id`` is None where no more than the name of a folder is known of the node."""

    node_id: str | None
    node_name: str
    camera: str


PERSON = Origin("", "", "")
"""Of images that a person dropped or pasted."""


class NewImage(Struct, frozen=True, kw_only=True):
    """An image about to get its row. ``path`` is as rows hold it; ``header`` is what its node said of it."""

    origin: Origin
    taken_ns: int
    path: str
    file_name: str | None = None
    sha256: bytes
    size_bytes: int
    width_px: int
    height_px: int
    image_format: ImageFormat
    mtime_ns: int | None = None
    seq: int | None = None
    header: FrameHeader | None = None


def insert_image(connection: apsw.Connection, image: NewImage, stored_ns: int) -> ImageKey | None:
    """Adds a row and returns its key, or None when that number of that stream has a row already.

    The stream of an image that has a header must have its row.
    """
    source = {**_origin_columns(connection, image.origin), **_header_columns(connection, image)}
    values = {
        "taken_ns": image.taken_ns,
        **source,
        **_date_columns(connection, image, source),
        "path": image.path,
        "file_name": image.file_name,
        "sha256": image.sha256,
        "size_bytes": image.size_bytes,
        "width_px": image.width_px,
        "height_px": image.height_px,
        "format": image.image_format,
        "stored_ns": stored_ns,
        "mtime_ns": image.mtime_ns,
    }
    columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    sql = f"INSERT INTO image ({columns}) VALUES ({places}) ON CONFLICT (stream, seq) DO NOTHING RETURNING taken_ns, id"
    added = fetch(connection, sql, values)
    return ImageKey(*added[0]) if added else None


def claim_image(connection: apsw.Connection, image: NewImage) -> int | None:
    """Gives the row of an image that was found as a file (a lost catalogue was remade) what its node says of it.

    Its time stays as the file name gives it, to the millisecond. Returns the id, None when there is no such row.
    """
    values = {**_origin_columns(connection, image.origin), **_header_columns(connection, image)}
    changes = ", ".join(f"{name} = :{name}" for name in values)
    sql = f"UPDATE image SET {changes} WHERE path = :path AND stream IS NULL AND sha256 = :sha256 RETURNING id"
    claimed = fetch(connection, sql, {**values, "path": image.path, "sha256": image.sha256})
    return claimed[0][0] if claimed else None


def node_row(connection: apsw.Connection, node_id: str | None, name: str) -> int:
    """The id of a node's row, made when missing; a node that has a new name keeps its row."""
    if node_id is None:
        known = fetch(connection, "SELECT id, name FROM node WHERE node_id IS NULL AND name = ?", (name,))
    else:
        known = fetch(connection, "SELECT id, name FROM node WHERE node_id = ?", (node_id,))
    if not known:
        known = fetch(connection, "INSERT INTO node (node_id, name) VALUES (?, ?) RETURNING id, name", (node_id, name))
    row: int = known[0][0]
    if known[0][1] != name:
        connection.execute("UPDATE node SET name = ? WHERE id = ?", (name, row))
    return row


def boxes(motion_boxes: bytes | None) -> tuple[Box, ...]:
    """Motion boxes as a row holds them."""
    return tuple(Box(*box) for box in _boxes_decoder.decode(motion_boxes)) if motion_boxes else ()


def _origin_columns(connection: apsw.Connection, origin: Origin) -> dict[str, Any]:
    node = node_row(connection, origin.node_id, origin.node_name)
    camera = fetch(connection, "SELECT id FROM camera WHERE node = ? AND name = ?", (node, origin.camera))
    if not camera:
        sql = "INSERT INTO camera (node, name) VALUES (?, ?) RETURNING id"
        camera = fetch(connection, sql, (node, origin.camera))
    return {"node": node, "camera": camera[0][0]}


def _header_columns(connection: apsw.Connection, image: NewImage) -> dict[str, Any]:
    header = image.header
    if header is None:
        return {"seq": image.seq}
    return {
        "stream": fetch(connection, "SELECT id FROM stream WHERE stream = ?", (header.stream,))[0][0],
        "seq": header.seq,
        "trigger": header.trigger,
        "clock_synced": header.clock_synced,
        "boot": boot_row(connection, header.boot_id),
        "monotonic_ns": header.captured_monotonic_ns,
        "motion_boxes": msgspec.msgpack.encode(header.motion_boxes) if header.motion_boxes else None,
    }


def _date_columns(connection: apsw.Connection, image: NewImage, source: Mapping[str, Any]) -> dict[str, Any]:
    if image.header is None:
        return {}
    return date_columns(connection, source["node"], source["boot"], image.header)
