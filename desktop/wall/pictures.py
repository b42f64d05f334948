"""Bringing a thumbnail into the shape in which a tile shows it. Safe on any thread.

This is OpenCV's work rather than Qt's because OpenCV lets go of Python's interpreter lock meanwhile: decoding with
QImage on a worker would hold up the GUI thread as if it decoded itself.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

_LARGEST_CUT = 0.4
"""A picture that would lose more of itself than this to fill its place is shown whole instead."""
_BACKDROP_CELLS = (6, 4)
_BACKDROP_BRIGHTNESS = 0.62


@dataclass(frozen=True)
class PictureShape:
    """Size of a picture on the screen in logical pixels, radius of its corners, and device pixels a logical one."""

    width_px: int
    height_px: int
    radius_px: int
    device_pixel_ratio: float

    @property
    def device_size(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        return round(self.width_px * self.device_pixel_ratio), round(self.height_px * self.device_pixel_ratio)


def decode(data: bytes) -> Pixels | None:
    """Height x width x 3, blue first, upright; None if ``data`` is not an image."""
    if not data:
        return None
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if pixels is None else pixels.astype(np.uint8, copy=False)


def in_shape(picture: Pixels, shape: PictureShape) -> Pixels:
    """``picture`` cropped to fill ``shape``, or whole where that would cut off too much; its corners rounded.

    Height x width x 4 of the shape in device pixels: blue, green, red, premultiplied by the last, alpha.
    """
    size = shape.device_size
    kept_width, kept_height = _largest_inside(size, (picture.shape[1], picture.shape[0]))
    cut = 1 - kept_width * kept_height / (picture.shape[0] * picture.shape[1])
    filled = _whole(picture, size) if cut > _LARGEST_CUT else _scaled(_cropped(picture, kept_width, kept_height), size)
    alpha = _rounded_corners(shape)
    visible = cv2.multiply(filled, cv2.merge((alpha, alpha, alpha)), scale=1 / 255)
    return cv2.merge((*cv2.split(visible), alpha)).astype(np.uint8, copy=False)


def _largest_inside(ratio: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """The largest size with the sides' ratio of ``ratio`` that fits into ``box``; all are width and height."""
    scale = min(box[0] / ratio[0], box[1] / ratio[1])
    return max(1, round(ratio[0] * scale)), max(1, round(ratio[1] * scale))


def _cropped(picture: Pixels, width: int, height: int) -> Pixels:
    # What matters is more often above the middle of an upright picture than below.
    left, top = (picture.shape[1] - width) // 2, (picture.shape[0] - height) // 3
    return picture[top : top + height, left : left + width]


def _whole(picture: Pixels, size: tuple[int, int]) -> Pixels:
    """``picture`` in the middle of its own colours, which are blurred by way of a few cells."""
    canvas = _scaled(_scaled(picture, _BACKDROP_CELLS), size)
    canvas = cv2.convertScaleAbs(canvas, alpha=_BACKDROP_BRIGHTNESS).astype(np.uint8, copy=False)
    width, height = _largest_inside((picture.shape[1], picture.shape[0]), size)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    canvas[top : top + height, left : left + width] = _scaled(picture, (width, height))
    return canvas


def _scaled(picture: Pixels, size: tuple[int, int]) -> Pixels:
    shrinks = size[0] < picture.shape[1]
    scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return scaled.astype(np.uint8, copy=False)


@functools.lru_cache(maxsize=8)
def _rounded_corners(shape: PictureShape) -> Pixels:
    """The alpha of a rounded rectangle, smooth at its edges: from the distance of each pixel to the outline."""
    width, height = shape.device_size
    radius = shape.radius_px * shape.device_pixel_ratio
    x = np.maximum(0, np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius))
    y = np.maximum(0, np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius))
    inside_px = radius - np.hypot(*np.meshgrid(x, y))
    alpha: Pixels = (np.clip(inside_px + 0.5, 0, 1) * 255).astype(np.uint8)
    return alpha
