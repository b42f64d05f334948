"""From a picture to what travels: the image's bytes, a thumbnail and the facts of both."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from typing import NamedTuple, get_args

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL import Image

from node_agent.errors import ImageRefusedError
from node_agent.wire.messages import MAX_MESSAGE_BYTES, THUMBNAIL_SIDE_PX, ImageFormat

Pixels = NDArray[np.uint8]
"""Height x width x 3, blue-green-red, as OpenCV has it."""

MAX_PIXELS = 100_000_000
MAX_SIDE_PX = 100_000
MAX_IMAGE_BYTES = MAX_MESSAGE_BYTES - 256 * 1024
"""Leaves room for thumbnail, header and encryption in the largest message."""
DRAFT_FACTOR = 2
"""A JPEG is decoded at no less than this many times the thumbnail's size, so that it stays sharp."""

_ORIENTATION_TAG = 0x0112
# EXIF 2.32, 4.6.4, tag Orientation: what brings a picture upright again.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})
_FORMATS = tuple(name.upper() for name in get_args(ImageFormat))
_PNG_END = b"IEND\xaeB`\x82"

# Pillow warns below our own limit, which _check_pixels holds.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


class EncodedImage(NamedTuple):
    """An image ready to travel; width and height are of the upright image."""

    image: bytes
    thumbnail: bytes
    width_px: int
    height_px: int
    image_format: ImageFormat
    sha256: bytes


class Encoder:
    """Encodes with the qualities (1 to 100) that the user set."""

    def __init__(self, jpeg_quality: int = 90, thumbnail_quality: int = 80) -> None:
        self._jpeg_quality = jpeg_quality
        self._thumbnail_quality = thumbnail_quality

    def of_frame(self, pixels: Pixels) -> EncodedImage:
        """Encodes a live frame as JPEG.

        Raises:
            ImageRefusedError: the JPEG would not fit into a message.
        """
        height_px, width_px = pixels.shape[:2]
        image = _jpeg(pixels, self._jpeg_quality)
        check_size(len(image))
        thumbnail = self._thumbnail(pixels)
        return EncodedImage(image, thumbnail, width_px, height_px, "jpeg", hashlib.sha256(image).digest())

    def of_file(self, data: bytes) -> EncodedImage:
        """Takes a file's bytes as they are and decodes them once: for the thumbnail, and to know that all is there.

        Raises:
            ImageRefusedError: too large for a message, over :data:`MAX_PIXELS` (judged by the header, before
                decoding), no JPEG, PNG or WebP, or not whole.
        """
        if not data:
            raise ImageRefusedError("unreadable", "the file is empty")
        check_size(len(data))
        try:
            picture = Image.open(BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError as error:
            raise ImageRefusedError("too_large", f"more than {MAX_PIXELS // 1_000_000} megapixels") from error
        except Exception as error:
            # A damaged header makes Pillow raise anything from OSError to struct.error and SyntaxError.
            raise ImageRefusedError("unreadable", "no JPEG, PNG or WebP image") from error
        with picture:
            _check_pixels(picture)
            orientation = _orientation(picture)
            width_px, height_px = picture.size if orientation not in _SIDEWAYS else picture.size[::-1]
            thumbnail = self._thumbnail(_decoded(picture, data, orientation))
            image_format = _format(picture)
        return EncodedImage(data, thumbnail, width_px, height_px, image_format, hashlib.sha256(data).digest())

    def _thumbnail(self, pixels: Pixels) -> bytes:
        height_px, width_px = pixels.shape[:2]
        scale = min(1.0, THUMBNAIL_SIDE_PX / max(width_px, height_px))
        size = max(1, round(width_px * scale)), max(1, round(height_px * scale))
        return _jpeg(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), self._thumbnail_quality)


def check_size(size_bytes: int) -> None:
    """Raises :class:`ImageRefusedError` when an image of this size does not fit into a message."""
    if size_bytes > MAX_IMAGE_BYTES:
        raise ImageRefusedError(
            "too_large", f"{size_bytes / 2**20:.1f} MiB, the most is {MAX_IMAGE_BYTES / 2**20:.2f} MiB"
        )


def _check_pixels(picture: Image.Image) -> None:
    width_px, height_px = picture.size
    if width_px * height_px > MAX_PIXELS:
        raise ImageRefusedError(
            "too_large", f"{width_px} x {height_px} pixels, the most is {MAX_PIXELS // 1_000_000} megapixels"
        )
    if max(width_px, height_px) > MAX_SIDE_PX:
        raise ImageRefusedError("too_large", f"{width_px} x {height_px} pixels, the longest side is {MAX_SIDE_PX}")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:
        # Damaged EXIF raises much like a damaged header; the picture itself may still be whole.
        return 1


def _format(picture: Image.Image) -> ImageFormat:
    # Pillow says MPO for a JPEG that carries further pictures behind the first, as many phones write them.
    formats: dict[str | None, ImageFormat] = {"PNG": "png", "WEBP": "webp"}
    return formats.get(picture.format, "jpeg")


def _decoded(picture: Image.Image, data: bytes, orientation: int) -> Pixels:
    """The whole picture, upright; a large one is scaled down to not much more than the thumbnail's size."""
    side = THUMBNAIL_SIDE_PX * DRAFT_FACTOR
    try:
        picture.draft("RGB", (side, side))
        picture.load()
        small = _rgb(picture, reduction=max(picture.size) // side)
    except Exception as error:
        # As in Encoder.of_file: what a damaged file makes Pillow raise is no closed list.
        raise ImageRefusedError("unreadable", f"not a whole image ({error})") from error
    if picture.format == "PNG" and _PNG_END not in data:
        raise ImageRefusedError("unreadable", "not a whole image (its end is missing)")
    if orientation in _UPRIGHT:
        small = small.transpose(_UPRIGHT[orientation])
    return np.asarray(cv2.cvtColor(np.asarray(small), cv2.COLOR_RGB2BGR), np.uint8)


def _rgb(picture: Image.Image, reduction: int) -> Image.Image:
    """A picture of any mode as RGB: transparency over white, 16 bits a sample scaled down."""
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.asarray(picture) >> 8).clip(0, 255).astype(np.uint8))
    elif picture.mode in ("P", "PA", "1"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if reduction > 1:
        picture = picture.reduce(reduction)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _jpeg(pixels: MatLike, quality: int) -> bytes:
    done, buffer = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ImageRefusedError("unreadable", "a frame could not be encoded as JPEG")
    return buffer.tobytes()
