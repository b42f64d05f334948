"""Reads image files for labellers: within bounds, upright, no larger than needed, and with clear words if bad."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike
from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.core.errors import ImageFileError

Pixels = MatLike
"""8-bit values as rows x columns x 3 (red, green, blue), or as rows x columns when grey."""
Scale = Callable[[int, int], float]
"""Tells from width and height of an image in pixels by what to multiply them."""

FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MAX_PIXELS = 100_000_000


def within(side_px: int) -> Scale:
    """The scale at which the longest side is at most ``side_px``; never more than 1."""
    return lambda width, height: min(1.0, side_px / max(width, height))


def at_least(long_px: int, short_px: int) -> Scale:
    """The smallest scale at which an image, lying or standing, is still that large; never more than 1."""
    return lambda width, height: min(1.0, max(long_px / max(width, height), short_px / min(width, height)))


def read_pixels(path: Path, scale: Scale) -> Pixels:
    """Reads an image file as RGB pixels, upright (EXIF orientation applied), shrunk by ``scale``.

    Raises:
        ImageFileError: missing, unreadable, empty, damaged, over 100 megapixels, or no JPEG, PNG or WebP image.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_large(path)
            return _decode(image, scale(image.width, image.height))
    except ImageFileError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except UnidentifiedImageError as error:
        what = "empty" if path.stat().st_size == 0 else "no JPEG, PNG or WebP image"
        raise ImageFileError(f"{path.name} is {what}") from error
    except FileNotFoundError as error:
        raise ImageFileError(f"{path} is not there") from error
    except (IsADirectoryError, PermissionError) as error:
        raise ImageFileError(f"{path.name} can't be read: {error.strerror}") from error
    except Exception as error:  # a decoder may raise anything over a damaged file
        raise ImageFileError(f"{path.name} is damaged: {error}") from error


def _decode(image: Image.Image, scale: float) -> Pixels:
    width, height = (max(1, round(side * scale)) for side in image.size)
    image.draft("RGB", (width, height))  # lets a JPEG be decoded at a half, quarter or eighth: several times faster
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    upright = ImageOps.exif_transpose(image).convert("RGB")
    if image.size != upright.size:
        width, height = height, width
    pixels = np.asarray(upright)
    if (width, height) == upright.size:
        return pixels
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)


def _too_large(path: Path) -> ImageFileError:
    return ImageFileError(f"{path.name} is too large: at most {MAX_PIXELS // 1_000_000} megapixels can be labelled")
