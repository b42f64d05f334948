"""Image files of all sorts are read upright and within bounds, or refused in clear words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.core.errors import ImageFileError
from desktop.labelling.images import at_least, read_pixels, within
from tests.helpers.pictures import BLUE, RED, noise, plain, turned

WHOLE = within(10_000)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_each_format_is_read_as_red_green_blue(name: str, tmp_path: Path) -> None:
    pixels = read_pixels(plain(tmp_path / name, RED, (60, 40)), WHOLE)
    assert pixels.shape == (40, 60, 3)
    assert np.abs(pixels.astype(int) - RED).max() < 8


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_becomes_three_channels(mode: str, tmp_path: Path) -> None:
    grey = Image.fromarray(np.full((40, 60), 65535, dtype=np.uint16)) if mode == "I;16" else None
    (grey or Image.new("RGB", (60, 40), (255, 255, 255)).convert(mode)).save(tmp_path / "a.png")
    pixels = read_pixels(tmp_path / "a.png", WHOLE)
    assert pixels.shape == (40, 60, 3)
    assert pixels.min() == 255


def test_a_png_that_is_named_jpg_is_read_as_what_it_is(tmp_path: Path) -> None:
    plain(tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert read_pixels(tmp_path / "a.jpg", WHOLE).shape == (48, 64, 3)


@pytest.mark.parametrize(
    ("size_px", "scale", "expected_px"),
    [
        ((1280, 720), within(640), (640, 360)),
        ((720, 1280), within(640), (360, 640)),
        ((320, 200), within(640), (320, 200)),
        ((2000, 1500), at_least(640, 480), (640, 480)),
        ((1280, 720), at_least(640, 480), (853, 480)),
        ((1500, 2000), at_least(640, 480), (480, 640)),
        ((500, 400), at_least(640, 480), (500, 400)),
        ((3001, 1), within(640), (640, 1)),
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_images_are_shrunk_to_scale_but_never_grown(
    name: str, size_px: tuple[int, int], scale: object, expected_px: tuple[int, int], tmp_path: Path
) -> None:
    height, width = read_pixels(plain(tmp_path / name, size_px=size_px), scale).shape[:2]
    assert (width, height) == expected_px


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("side_px", [800, 100])
def test_exif_orientation_is_applied(orientation: int, side_px: int, tmp_path: Path) -> None:
    upright = Image.new("RGB", (400, 800), RED)
    upright.paste(BLUE, (0, 400, 400, 800))
    stored = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    pixels = read_pixels(turned(tmp_path / "a.jpg", stored, orientation), within(side_px))
    assert pixels.shape == (side_px, side_px // 2, 3)
    assert pixels[side_px // 4, side_px // 4].argmax() == 0
    assert pixels[side_px * 3 // 4, side_px // 4].argmax() == 2


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ImageFileError, match=r"gone\.jpg is not there"):
        read_pixels(tmp_path / "gone.jpg", WHOLE)


def test_an_empty_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "nothing.jpg").touch()
    with pytest.raises(ImageFileError, match=r"nothing\.jpg is empty"):
        read_pixels(tmp_path / "nothing.jpg", WHOLE)


@pytest.mark.parametrize("content", [b"milk, bread", b"GIF89a" + bytes(100)], ids=["text", "gif"])
def test_a_file_that_is_no_image_of_ours_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "note.png").write_bytes(content)
    with pytest.raises(ImageFileError, match=r"note\.png is no JPEG, PNG or WebP image"):
        read_pixels(tmp_path / "note.png", WHOLE)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_truncated_image_is_refused_by_name(name: str, tmp_path: Path) -> None:
    whole = noise(tmp_path / name, (200, 200)).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImageFileError, match=f"{name} is damaged"):
        read_pixels(tmp_path / name, WHOLE)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size_px", [(20_000, 20_000), (12_000, 9_000)])
def test_an_image_over_a_hundred_megapixels_is_refused_before_it_is_decoded(
    size_px: tuple[int, int], tmp_path: Path
) -> None:
    Image.new("1", size_px).save(tmp_path / "huge.png")
    with pytest.raises(ImageFileError, match=r"huge\.png is too large: at most 100 megapixels"):
        read_pixels(tmp_path / "huge.png", WHOLE)


def test_a_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ImageFileError, match="can't be read"):
        read_pixels(tmp_path, WHOLE)
