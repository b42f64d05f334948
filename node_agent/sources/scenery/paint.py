"""What all scenes are painted with. Coordinates are pixels of a 1280 x 720 frame, colours are ``#rrggbb``."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from node_agent.encode import Pixels

WIDTH, HEIGHT = 1280, 720
Point = tuple[float, float]
Mask = NDArray[np.floating[Any]]
"""Height x width, 0 to 1."""

Array = TypeVar("Array", Pixels, Mask)

_FRACTION_BITS = 4
_FRACTION = 2**_FRACTION_BITS
_CURVE_STEPS = 6
_BAND_ROWS = 60
_COARSE_RADIUS = 3.5
_CIRCLE = [(math.cos(math.tau * step / 10), math.sin(math.tau * step / 10)) for step in range(10)]
_GRAIN_MARGIN = 64
_KEPT_HALO_PX = 100


@functools.lru_cache(maxsize=1024)
def bgr(colour: str) -> tuple[int, int, int]:
    """``#rrggbb`` as OpenCV has it."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return blue, green, red


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two; ``share`` 0 is the first, 1 the second."""
    parts = zip(bgr(first)[::-1], bgr(second)[::-1], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def curve(points: Sequence[Point], closed: bool = True) -> list[Point]:
    """A smooth line through all points (Catmull-Rom spline)."""
    p = np.asarray(points, np.float64)
    around = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, _CURVE_STEPS, endpoint=False)[None, :, None]
    a, b, c, d = (around[start : len(around) - 3 + start][:, None, :] for start in range(4))
    line = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    smooth = [(float(x), float(y)) for x, y in line.reshape(-1, 2)]
    return smooth if closed else [*smooth, (float(p[-1][0]), float(p[-1][1]))]


def placed(
    points: Sequence[Point], at: Point, scale: float = 1.0, flip: bool = False, turn: float = 0.0
) -> list[Point]:
    """A shape moved to ``at``, scaled, mirrored, and turned by ``turn`` radians (clockwise on the screen)."""
    cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
    mirror = -1 if flip else 1
    return [(at[0] + mirror * (x * cos - y * sin), at[1] + x * sin + y * cos) for x, y in points]


class Canvas:
    """Draws on pixels in place, with smooth edges."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        cv2.fillPoly(self.pixels, [_fixed(points)], bgr(colour), cv2.LINE_AA, _FRACTION_BITS)

    def line(self, points: Sequence[Point], width: float, colour: str) -> None:
        thickness = max(1, round(width))
        cv2.polylines(self.pixels, [_fixed(points)], False, bgr(colour), thickness, cv2.LINE_AA, _FRACTION_BITS)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def disc(self, centre: Point, radius: float, colour: str, squash: float = 1.0, turn: float = 0.0) -> None:
        """An ellipse whose second radius is ``squash`` times the first."""
        if radius < _COARSE_RADIUS:
            # OpenCV draws so small an ellipse as a diamond.
            self.polygon(placed([(radius * x, radius * squash * y) for x, y in _CIRCLE], centre, turn=turn), colour)
            return
        middle = round(centre[0] * _FRACTION), round(centre[1] * _FRACTION)
        axes = round(radius * _FRACTION), round(radius * squash * _FRACTION)
        degrees = math.degrees(turn)
        cv2.ellipse(self.pixels, middle, axes, degrees, 0, 360, bgr(colour), -1, cv2.LINE_AA, _FRACTION_BITS)

    def gradient(self, top: int, bottom: int, colours: Sequence[str]) -> None:
        """Fills the whole width between two heights, through ``colours`` at even distances."""
        self.pixels[top:bottom] = ramp(bottom - top, colours)[:, None, :]

    def glow(self, centre: Point, radius: float, colour: str, strength: float = 1.0, squash: float = 1.0) -> None:
        """Adds light around a point."""
        add_patch(self.pixels, halo_patch(round(radius), colour, strength, squash), centre)

    def blend(self, mask: Mask, colour: str, strength: float = 1.0) -> None:
        """Lays a colour over all pixels by a mask of the frame's size."""
        paint = np.array(bgr(colour), np.float32)
        for rows, weights in _bands(self.pixels, mask):
            if not weights.any():
                continue
            weight = weights[..., None] * np.float32(strength)
            rows[:] = (rows * (1 - weight) + paint * weight).astype(np.uint8)

    def texture(self, pattern: Mask, amount: float, mask: Mask) -> None:
        """Makes pixels lighter and darker by a pattern, where the mask is."""
        for rows, change in _bands(self.pixels, (1 + (pattern - 0.5) * np.float32(2 * amount) * mask)):
            rows[:] = np.clip(rows * change[..., None], 0, 255).astype(np.uint8)


def blank() -> Canvas:
    """A black canvas of the frame's size."""
    return Canvas(np.zeros((HEIGHT, WIDTH, 3), np.uint8))


def ramp(length: int, colours: Sequence[str]) -> Pixels:
    """``length`` pixels that go through ``colours`` at even distances."""
    stops = np.array([bgr(colour) for colour in colours], np.float32)
    at = np.linspace(0, len(stops) - 1, length)
    channels = [np.interp(at, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=1).astype(np.uint8)


def vignette(pixels: Pixels, strength: float) -> None:
    """Darkens towards the corners, as a lens does."""
    y, x = np.linspace(-1, 1, HEIGHT, dtype=np.float32), np.linspace(-1, 1, WIDTH, dtype=np.float32)
    shade = 1 - strength * ((x[None, :] ** 2 + y[:, None] ** 2) / 2) ** 1.5
    for rows, light in _bands(pixels, shade):
        rows[:] = (rows * light[..., None]).astype(np.uint8)


def shape_mask(points: Sequence[Point], blur_px: float = 0.0) -> Mask:
    """A mask of a polygon, with a soft edge."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(mask, [_fixed(points)], 255, cv2.LINE_AA, _FRACTION_BITS)
    soft = cv2.GaussianBlur(mask, (0, 0), blur_px) if blur_px else mask
    return soft.astype(np.float32) / 255


def rows_mask(top: float, bottom: float, soft_px: float = 1.0) -> Mask:
    """A mask of all between two heights, fading in and out over ``soft_px``."""
    rows = np.arange(HEIGHT, dtype=np.float32)
    inside = np.clip(np.minimum(rows - top, bottom - rows) / soft_px, 0, 1)
    return np.repeat(inside[:, None], WIDTH, axis=1)


def cloud_noise(seed: int, cell: tuple[int, int] = (160, 60), octaves: int = 4) -> Mask:
    """Smooth random patches, the largest of about ``cell`` pixels (width, height)."""
    random = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    for octave in range(octaves):
        columns, rows = (1 + max(1, side * 2**octave // one) for side, one in zip((WIDTH, HEIGHT), cell, strict=True))
        patches = random.random((min(rows, HEIGHT), min(columns, WIDTH)), np.float32)
        total += cv2.resize(patches, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) / 2**octave
    low, high = np.percentile(total[::8, ::8], [1, 99]).astype(np.float32)
    stretched: Mask = np.clip((total - low) / (high - low), 0, 1)
    return stretched


def halo_patch(radius_px: int, colour: str, strength: float = 1.0, squash: float = 1.0) -> Pixels:
    """Light that fades from its middle, to be added. Small ones are kept."""
    if radius_px <= _KEPT_HALO_PX:
        return _kept_halo(radius_px, colour, strength, squash)
    return _halo(radius_px, colour, strength, squash)


def add_patch(pixels: Pixels, patch: Pixels, centre: Point) -> None:
    """Adds light in place; what lies outside is cut off."""
    target, source = _overlap(pixels, patch, centre)
    if target.size:
        cv2.add(target, source, dst=target)


def darken(pixels: Pixels, mask: Mask, centre: Point, strength: float) -> None:
    """Lays a soft shadow in place."""
    target, source = _overlap(pixels, mask, centre)
    if target.size:
        target[:] = (target * (1 - strength * source[..., None])).astype(np.uint8)


@functools.lru_cache(maxsize=16)
def shadow_patch(width_px: int, height_px: int) -> Mask:
    """A soft ellipse."""
    shadow: Mask = np.clip(1.15 - _distances(width_px, height_px), 0, 1) ** np.float32(1.3)
    return shadow


def grain(pixels: Pixels, time_s: float) -> None:
    """The noise of a sensor, in place; it differs from frame to frame, and is the same at the same time."""
    noise = _grain_field()
    step = round(time_s * 30)
    x, y = (step * 37) % _GRAIN_MARGIN, (step * 53) % _GRAIN_MARGIN
    cv2.addWeighted(pixels, 1, noise[y : y + HEIGHT, x : x + WIDTH], 1, -128, dst=pixels)


@functools.cache
def _grain_field() -> Pixels:
    random = np.random.default_rng(7)
    size = (HEIGHT + _GRAIN_MARGIN, WIDTH + _GRAIN_MARGIN, 3)
    grain: Pixels = np.clip(128 + random.standard_normal(size, np.float32) * 2.2, 0, 255).astype(np.uint8)
    return grain


def _halo(radius_px: int, colour: str, strength: float, squash: float) -> Pixels:
    fall = np.clip(1 - _distances(radius_px, round(radius_px * squash)), 0, 1) ** np.float32(2.2)
    light = fall[..., None] * (np.array(bgr(colour), np.float32) * np.float32(strength))
    return np.asarray(np.clip(light, 0, 255), np.uint8)


@functools.lru_cache(maxsize=128)
def _kept_halo(radius_px: int, colour: str, strength: float, squash: float) -> Pixels:
    return _halo(radius_px, colour, strength, squash)


def _distances(width_px: int, height_px: int) -> Mask:
    """Of a patch twice as large from its middle, 1 at the ends of both axes."""
    x = np.linspace(-1, 1, 2 * width_px, dtype=np.float32)
    y = np.linspace(-1, 1, 2 * height_px, dtype=np.float32)
    distances: Mask = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)
    return distances


def _fixed(points: Sequence[Point]) -> NDArray[np.int32]:
    fixed: NDArray[np.int32] = np.round(np.asarray(points, np.float64) * _FRACTION).astype(np.int32)
    return fixed


def _bands(pixels: Pixels, values: Mask) -> Iterator[tuple[Pixels, Mask]]:
    """Both in slices of some rows, so that the floating-point copies stay small."""
    for top in range(0, HEIGHT, _BAND_ROWS):
        yield pixels[top : top + _BAND_ROWS], values[top : top + _BAND_ROWS]


def _overlap(pixels: Pixels, patch: Array, centre: Point) -> tuple[Pixels, Array]:
    height, width = patch.shape[:2]
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(pixels.shape[1], left + width), min(pixels.shape[0], top + height)
    if x0 >= x1 or y0 >= y1:
        return pixels[:0], patch[:0]
    return pixels[y0:y1, x0:x1], patch[y0 - top : y1 - top, x0 - left : x1 - left]
