"""Image files for tests, drawn on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

RGB = tuple[int, int, int]
RED: RGB = (200, 20, 20)
GREEN: RGB = (20, 160, 20)
BLUE: RGB = (20, 20, 200)


def plain(path: Path, colour: RGB = RED, size_px: tuple[int, int] = (64, 48)) -> Path:
    """A file of one colour; the suffix of ``path`` says of what format."""
    Image.new("RGB", size_px, colour).save(path)
    return path


def noise(path: Path, size_px: tuple[int, int]) -> Path:
    """A file that compresses badly: several bits a pixel."""
    pixels = np.random.default_rng(1).integers(0, 256, (size_px[1], size_px[0], 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path, quality=95)
    return path


def turned(path: Path, image: Image.Image, orientation: int) -> Path:
    """A JPEG whose EXIF says that it is to be turned (6: a quarter to the right)."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, exif=exif)
    return path
