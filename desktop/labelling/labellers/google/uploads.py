"""Images as they are sent: upright, shrunk, free of EXIF (which may hold a place), and grouped into requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2

from desktop.core.errors import ImageFileError
from desktop.labelling.images import Scale, read_pixels, within

JPEG_QUALITY = 90
MAX_SIDE_PX = 65_500
"""Longer ones libjpeg does not write (its JPEG_MAX_DIMENSION)."""
MAX_IMAGES = 16
"""Images a request: https://cloud.google.com/vision/quotas"""


class Upload(NamedTuple):
    """One image to send; ``place`` is where in the batch it stands, the size that of the JPEG."""

    place: int
    jpeg: bytes
    width_px: int
    height_px: int


def make_upload(place: int, path: Path, scale: Scale) -> Upload:
    """Reads an image file and makes of it what is sent.

    Raises:
        ImageFileError: the file can't be read as an image, or no JPEG can be made of it.
    """
    pixels = read_pixels(path, lambda *size: min(scale(*size), within(MAX_SIDE_PX)(*size)))
    done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise ImageFileError(f"{path.name} can't be sent: no JPEG can be made of it")
    height, width = pixels.shape[:2]
    return Upload(place, jpeg.tobytes(), width, height)


def requests_of(uploads: Iterable[Upload], max_bytes: int) -> Iterator[list[Upload]]:
    """Groups uploads, in order, so that no group has more than :data:`MAX_IMAGES` or, alone excepted, ``max_bytes``."""
    group: list[Upload] = []
    size = 0
    for upload in uploads:
        if group and (len(group) == MAX_IMAGES or size + len(upload.jpeg) > max_bytes):
            yield group
            group, size = [], 0
        group.append(upload)
        size += len(upload.jpeg)
    if group:
        yield group
