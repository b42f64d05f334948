"""Reading of pictures: format by content, limits before any pixel is decoded, thumbnails the right way up."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import BinaryIO

from msgspec import Struct
from PIL import ExifTags, Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from desktop.core.errors import ImageFileError
from node_agent.wire.messages import THUMBNAIL_SIDE_PX, ImageFormat

MAX_PIXELS = 100_000_000
THUMBNAIL_QUALITY = 80
MAGIC_BYTES = 12
"""How much of a file :func:`format_of` needs."""

# Each decoder by itself: Image.open would try every format there is, and refuse large images without their size.
_OPENERS: Mapping[ImageFormat, type[ImageFile.ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
}
_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that swap width and height (CIPA DC-008, tag 274)."""


class Facts(Struct, frozen=True, kw_only=True):
    """What a picture's header says; width and height are of the upright image."""

    image_format: ImageFormat
    width_px: int
    height_px: int


def format_of(head: bytes) -> ImageFormat | None:
    """The format that the first :data:`MAGIC_BYTES` of a file name, None for any other than ours."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return None


def read_facts(file: BinaryIO, name: str) -> Facts:
    """Reads no more than the header.

    Raises:
        ImageFileError: as for :func:`decode`, but for what only decoding shows.
    """
    try:
        return _open(file, name)[1]
    except ImageFileError:
        raise
    except Exception as error:  # Pillow's decoders raise almost anything on damaged input
        raise ImageFileError(f"{name} is damaged: {error}") from error


def decode(file: BinaryIO, name: str) -> tuple[Facts, bytes]:
    """Decodes a whole picture and returns what it is and its thumbnail (JPEG, longest side 320 px, upright).

    Raises:
        ImageFileError: it is empty, damaged, cut short, too large, or no JPEG, PNG or WebP image; ``name`` is how
            the text calls it.
    """
    try:
        image, facts = _open(file, name)
        return facts, _thumbnail(image)
    except ImageFileError:
        raise
    except Exception as error:  # Pillow's decoders raise almost anything on damaged input
        raise ImageFileError(f"{name} is damaged or cut short: {error}") from error


def _open(file: BinaryIO, name: str) -> tuple[ImageFile.ImageFile, Facts]:
    head = file.read(MAGIC_BYTES)
    if not head:
        raise ImageFileError(f"{name} is empty")
    image_format = format_of(head)
    if image_format is None:
        raise ImageFileError(f"{name} is no JPEG, PNG or WebP image")
    file.seek(0)
    image = _OPENERS[image_format](file)
    width, height = image.size
    if width * height > MAX_PIXELS:
        limit = f"{MAX_PIXELS // 1_000_000} megapixels"
        raise ImageFileError(f"{name} is too large: {width} x {height} pixels, the limit is {limit}")
    if image.getexif().get(ExifTags.Base.Orientation) in _SIDEWAYS:
        width, height = height, width
    return image, Facts(image_format=image_format, width_px=width, height_px=height)


def _thumbnail(image: ImageFile.ImageFile) -> bytes:
    small = _shrinkable(image)
    small.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX), reducing_gap=2.0)  # a JPEG is decoded no larger than that
    small.load()
    small = ImageOps.exif_transpose(small)
    if small.has_transparency_data:
        background = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(background, small.convert("RGBA"))
    out = io.BytesIO()
    small.convert("RGB").save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


def _shrinkable(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")  # a palette has no colours in between
