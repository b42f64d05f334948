from __future__ import annotations

import contextlib
import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from node_agent.encode import MAX_IMAGE_BYTES, Encoder
from node_agent.errors import ImageRefusedError
from tests.unit.agent.making import image_bytes, pixels

FORMATS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def huge_png(side_px: int) -> bytes:
    """A PNG whose header promises that many pixels and whose data is small."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side_px, side_px, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + (side_px + 7) // 8) * side_px, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_frame_becomes_a_jpeg_with_a_thumbnail_of_320_pixels() -> None:
    result = Encoder().of_frame(pixels(1280, 720))
    assert (result.image_format, result.width_px, result.height_px) == ("jpeg", 1280, 720)
    assert opened(result.image).format == "JPEG"
    assert opened(result.image).size == (1280, 720)
    assert opened(result.thumbnail).size == (320, 180)
    assert result.sha256 == hashlib.sha256(result.image).digest()


def test_a_small_frame_is_not_blown_up() -> None:
    assert opened(Encoder().of_frame(pixels(100, 40)).thumbnail).size == (100, 40)


def test_a_better_quality_takes_more_bytes() -> None:
    frame = pixels(320, 240)
    assert len(Encoder(jpeg_quality=95).of_frame(frame).image) > len(Encoder(jpeg_quality=50).of_frame(frame).image)


@pytest.mark.parametrize("image_format", FORMATS)
def test_a_file_travels_byte_for_byte(image_format: str) -> None:
    data = image_bytes(image_format, (640, 400))
    result = Encoder().of_file(data)
    assert result.image == data
    assert result.image_format == FORMATS[image_format]
    assert (result.width_px, result.height_px) == (640, 400)
    assert opened(result.thumbnail).format == "JPEG"
    assert opened(result.thumbnail).size == (320, 200)
    assert result.sha256 == hashlib.sha256(data).digest()


@pytest.mark.parametrize(
    ("orientation", "upright"), [(1, True), (3, True), (6, False), (8, False), (5, False), (2, True)]
)
def test_a_picture_taken_sideways_is_turned_upright(orientation: int, upright: bool) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = BytesIO()
    Image.fromarray(pixels(640, 400)).save(buffer, "JPEG", exif=exif)
    result = Encoder().of_file(buffer.getvalue())
    assert (result.width_px, result.height_px) == ((640, 400) if upright else (400, 640))
    assert opened(result.thumbnail).size == ((320, 200) if upright else (200, 320))


def test_the_thumbnail_of_a_turned_picture_shows_it_the_right_way_round() -> None:
    picture = np.zeros((400, 640, 3), np.uint8)
    picture[:, :320] = (255, 0, 0)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it upright: the left half comes to the top
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", exif=exif)
    thumbnail = opened(Encoder().of_file(buffer.getvalue()).thumbnail)
    top, bottom = thumbnail.getpixel((100, 20)), thumbnail.getpixel((100, 300))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200
    assert bottom[0] < 50


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "RGB"])
def test_every_kind_of_pixel_gets_a_thumbnail(mode: str) -> None:
    image_format = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.fromarray(pixels(900, 700))
    picture = Image.fromarray(np.full((700, 900), 0x8000, np.uint16)) if mode == "I;16" else picture.convert(mode)
    buffer = BytesIO()
    picture.save(buffer, image_format)
    thumbnail = opened(Encoder().of_file(buffer.getvalue()).thumbnail)
    assert thumbnail.mode == "RGB"
    if mode == "I;16":
        assert thumbnail.getpixel((50, 50)) == pytest.approx((128, 128, 128), abs=3)


def test_a_jpeg_with_more_pictures_behind_the_first_is_a_jpeg() -> None:
    first, second = Image.fromarray(pixels(640, 400)), Image.fromarray(pixels(640, 400, seed=1))
    buffer = BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[second])
    assert opened(buffer.getvalue()).format == "MPO"
    result = Encoder().of_file(buffer.getvalue())
    assert (result.image_format, result.width_px, result.image) == ("jpeg", 640, buffer.getvalue())


def test_a_transparent_picture_is_shown_on_white() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (640, 400), (255, 0, 0, 0)).save(buffer, "PNG")
    thumbnail = opened(Encoder().of_file(buffer.getvalue()).thumbnail)
    assert thumbnail.getpixel((10, 10)) == pytest.approx((255, 255, 255), abs=3)


@pytest.mark.parametrize("image_format", FORMATS)
@pytest.mark.parametrize("missing", [1, 2, 12, 300])
def test_a_file_of_which_the_end_is_missing_is_refused(image_format: str, missing: int) -> None:
    data = image_bytes(image_format, (640, 400))
    with pytest.raises(ImageRefusedError) as refusal:
        Encoder().of_file(data[:-missing])
    assert refusal.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"just some words\n" * 20, "no JPEG, PNG or WebP"), (image_bytes("GIF"), "no JPEG, PNG or WebP")],
)
def test_what_is_no_image_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ImageRefusedError, match=says) as refusal:
        Encoder().of_file(data)
    assert refusal.value.reason == "unreadable"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side_px", [10_001, 20_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(side_px: int) -> None:
    with pytest.raises(ImageRefusedError, match="megapixels") as refusal:
        Encoder().of_file(huge_png(side_px))
    assert refusal.value.reason == "too_large"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_of_just_under_the_limit_is_taken() -> None:
    assert Encoder().of_file(huge_png(9_990)).width_px == 9_990


def test_a_file_that_fits_into_no_message_is_refused() -> None:
    with pytest.raises(ImageRefusedError, match="MiB") as refusal:
        Encoder().of_file(image_bytes() + bytes(MAX_IMAGE_BYTES))
    assert refusal.value.reason == "too_large"


@given(
    place=st.integers(0, 2**16), junk=st.binary(min_size=1, max_size=40), image_format=st.sampled_from(list(FORMATS))
)
def test_damaged_files_are_refused_or_taken_but_never_a_crash(place: int, junk: bytes, image_format: str) -> None:
    data = bytearray(image_bytes(image_format))
    place %= len(data)
    data[place : place + len(junk)] = junk
    with contextlib.suppress(ImageRefusedError):
        assert Encoder().of_file(bytes(data)).image == bytes(data)


def test_real_photos_are_taken(photos: Path) -> None:
    for path in sorted(photos.glob("*.jpg")):
        result = Encoder().of_file(path.read_bytes())
        with Image.open(path) as picture:
            assert (result.width_px, result.height_px) in (picture.size, picture.size[::-1])
        assert max(opened(result.thumbnail).size) == 320
