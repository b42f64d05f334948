"""Thumbnails come into the shape of a tile whole and sharp, whatever shape they had."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from desktop.wall.pictures import PictureShape, decode, in_shape

RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)


def shape(width_px: int = 240, height_px: int = 160, ratio: float = 1.0) -> PictureShape:
    return PictureShape(width_px, height_px, 8, ratio)


def plain(width: int, height: int, colour: tuple[int, int, int] = RED) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


def is_about(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel[:3].astype(int) - colour).max() < 12)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize(("width", "height"), [(320, 180), (320, 240), (180, 320), (320, 20), (1, 1), (40, 30)])
def test_the_outcome_has_the_size_of_the_shape_in_device_pixels(width: int, height: int, ratio: float) -> None:
    pixels = in_shape(plain(width, height), shape(ratio=ratio))
    assert pixels.shape == (round(160 * ratio), round(240 * ratio), 4)
    assert is_about(pixels[round(80 * ratio), round(120 * ratio)], RED)


def test_corners_are_clear_and_edges_are_not() -> None:
    pixels = in_shape(plain(320, 240), shape())
    for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert pixels[corner].tolist() == [0, 0, 0, 0]
    for edge in ((0, 120), (-1, 120), (80, 0), (80, -1)):
        assert pixels[edge].tolist() == [*RED, 255]


def test_colours_are_premultiplied_by_alpha() -> None:
    pixels = in_shape(plain(320, 240, (255, 255, 255)), shape()).astype(int)
    assert np.abs(pixels[..., 0] - pixels[..., 3]).max() <= 1
    assert len(np.unique(pixels[..., 3])) > 4, "the corners are smooth"


def test_a_wide_picture_loses_the_same_at_both_sides() -> None:
    picture = plain(320, 180)
    picture[:, :20], picture[:, 300:] = GREEN, GREEN
    pixels = in_shape(picture, shape())
    assert is_about(pixels[80, 2], RED)
    assert is_about(pixels[80, -3], RED)


def test_an_upright_picture_that_would_lose_too_much_is_shown_whole() -> None:
    picture = plain(180, 320)
    picture[:20], picture[300:] = GREEN, BLUE
    pixels = in_shape(picture, shape())
    assert is_about(pixels[2, 120], GREEN)
    assert is_about(pixels[-3, 120], BLUE)
    assert pixels[80, 10, 3] == 255
    assert not is_about(pixels[80, 10], RED), "beside it is its own colour, darker"


def test_what_is_no_image_has_no_pixels() -> None:
    assert decode(b"") is None
    assert decode(b"not a jpeg") is None


def test_a_jpeg_comes_upright_by_its_exif_orientation() -> None:
    image = Image.new("RGB", (60, 40), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    pixels = decode(buffer.getvalue())
    assert pixels is not None
    assert pixels.shape == (60, 40, 3)
    assert is_about(pixels[30, 20], RED)
