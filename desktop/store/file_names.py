"""The names of the library's own image files, made so that a person can read them and a lost row be remade.

``2026/2026-11-23/porch/2026-11-23T08-15-02.417Z-000000012345-front.jpg`` was taken at that time (UTC) by the camera
*front* of the node *porch* as its number 12345. Files that a person pasted lie in the folder ``dropped`` and have
their name in place of number and camera.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, count
from pathlib import PurePosixPath

from msgspec import Struct

from node_agent.wire.messages import ImageFormat

DROPPED_FOLDER = "dropped"
MAX_PART_BYTES = 100
RECENT = 512
"""Names and seconds that are kept as they were written: what comes in has few of them at a time."""

_ENDINGS: dict[ImageFormat, str] = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|~]')
# What Windows keeps for devices (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), and our own folder.
_TAKEN = re.compile(rf"(con|prn|aux|nul|com\d|lpt\d|{DROPPED_FOLDER})(\..*)?", re.IGNORECASE)
_NAME = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3})Z(?:-(?P<seq>\d{12,19}))?(?:-(?P<rest>[^~]+))?(?:~\d+)?\.(?:jpg|png|webp)"
)


class FileFacts(Struct, frozen=True):
    """What a path says of its image. ``node`` and ``seq`` are None for a pasted one, which has a ``file_name``."""

    taken_ns: int
    node: str | None
    camera: str
    seq: int | None
    file_name: str | None


def frame_path(taken_ns: int, node: str, seq: int, camera: str, image_format: ImageFormat) -> str:
    """Where an image from a node lies, relative to the library."""
    day, time = _moment(taken_ns)
    return f"{day}/{safe_part(node)}/{time}Z-{seq:012d}-{safe_part(camera)}.{_ENDINGS[image_format]}"


def pasted_path(taken_ns: int, file_name: str, image_format: ImageFormat) -> str:
    """Where an image that a person pasted lies, relative to the library."""
    day, time = _moment(taken_ns)
    stem = safe_part(PurePosixPath(file_name.replace("\\", "/")).stem)
    return f"{day}/{DROPPED_FOLDER}/{time}Z-{stem}.{_ENDINGS[image_format]}"


def alternatives(path: str) -> Iterator[str]:
    """``path`` itself, then others like it for when it is taken."""
    stem, dot, ending = path.rpartition(".")
    return chain([path], (f"{stem}~{number}{dot}{ending}" for number in count(2)))


@lru_cache(RECENT)
def safe_part(name: str) -> str:
    """``name`` as a part of a path that every file system takes: no separators, no device names, not too long."""
    part = _UNFIT.sub("_", name).encode("utf-8", "replace")[:MAX_PART_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{part}_" if not part or _TAKEN.fullmatch(part) else part


def read_path(path: str) -> FileFacts | None:
    """What the relative ``path`` of one of the library's own files says, None when it is no such path."""
    parts = PurePosixPath(path).parts
    match = _NAME.fullmatch(parts[-1]) if len(parts) == 4 else None
    if match is None:
        return None
    try:
        taken = datetime.strptime(match["time"], "%Y-%m-%dT%H-%M-%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    taken_ns = round(taken.timestamp() * 1000) * 1_000_000
    if parts[2] == DROPPED_FOLDER:
        return FileFacts(taken_ns, None, "", None, f"{match['rest']}{PurePosixPath(path).suffix}")
    return FileFacts(taken_ns, parts[2], match["rest"] or "", int(match["seq"] or 0) or None, None)


def _moment(taken_ns: int) -> tuple[str, str]:
    day, second = _second(taken_ns // 1_000_000_000)
    return day, f"{second}.{taken_ns // 1_000_000 % 1000:03d}"


@lru_cache(RECENT)
def _second(taken_s: int) -> tuple[str, str]:
    taken = datetime.fromtimestamp(taken_s, UTC)
    return f"{taken:%Y}/{taken:%Y-%m-%d}", f"{taken:%Y-%m-%dT%H-%M-%S}"
