"""What the basic labeller says of photos and of images drawn to order: honest words, no invented scores."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop.core.errors import LabellerUnavailableError
from desktop.core.records import Annotation, Box, LabelError, Picture
from desktop.core.settings import Settings
from desktop.labelling.colours import SHADES, colour_name, main_colours
from desktop.labelling.labellers import basic
from tests.helpers.meters import FreeMeter
from tests.helpers.pictures import BLUE, GREEN, plain

Pixels = np.ndarray

# https://www.gs1.org/standards/barcodes/ean-upc: digits as seven bars or gaps, and which of them are mirrored.
EAN_LEFT = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
EAN_MIRRORED = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"]


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., Annotation]:
    """Labels an image given as pixels (RGB or grey) or as a file."""
    labeller = basic.create(Settings(), FreeMeter())

    def look_at(image: Pixels | Path, motion_boxes: tuple[Box, ...] = ()) -> Annotation:
        path = image if isinstance(image, Path) else tmp_path / "image.png"
        if not isinstance(image, Path):
            cv2.imwrite(str(path), image if image.ndim == 2 else image[..., ::-1])
        (outcome,) = labeller.label([Picture(path=path, motion_boxes=motion_boxes)])
        assert isinstance(outcome, Annotation), outcome
        return outcome

    return look_at


def words(annotation: Annotation) -> set[str]:
    return {label.name for label in annotation.labels}


def scene(brightness: int = 128) -> Pixels:
    """Grey shapes of all sizes with sharp edges."""
    chance = np.random.default_rng(3)
    coarse = chance.integers(0, 2 * brightness, (18, 32), dtype=np.uint8)
    return cv2.resize(coarse, (640, 360), interpolation=cv2.INTER_NEAREST)


def qr_code(text: str, module_px: int = 4) -> Pixels:
    modules = cv2.QRCodeEncoder.create().encode(text)
    return cv2.resize(modules, None, fx=module_px, fy=module_px, interpolation=cv2.INTER_NEAREST)


def bar_code(digits: str) -> Pixels:
    """An EAN-13 code on a white label, three pixels a bar."""
    right = ["".join("10"[int(bit)] for bit in digit) for digit in EAN_LEFT.split()]
    left = {"L": EAN_LEFT.split(), "G": [digit[::-1] for digit in right]}
    first, *others = (int(digit) for digit in digits)
    bars = "".join(left[kind][digit] for kind, digit in zip(EAN_MIRRORED[first], others[:6], strict=True))
    bars = f"101{bars}01010{''.join(right[digit] for digit in others[6:])}101"
    label = np.full((160, 36 + 3 * len(bars) + 36), 255, dtype=np.uint8)
    label[10:-10, 36:-36] = np.repeat([255 * (bar == "0") for bar in bars], 3)
    return label


def paste(picture: Pixels, part: Pixels, left: int, top: int) -> None:
    picture[top : top + part.shape[0], left : left + part.shape[1]] = part


def standing_figure() -> Pixels:
    """A person as a sign painter would draw one, two thirds of a 1280 x 720 image tall, in its middle."""
    image = np.full((720, 1280), 200, dtype=np.uint8)
    unit, left, top = 720 * 0.65 / 8, 640, 720 * 0.175

    def fill(*corners: tuple[float, float]) -> None:
        points = [(left + across * unit, top + down * unit) for across, down in corners]
        cv2.fillPoly(image, [np.array(points, dtype=np.int32)], 40)

    cv2.circle(image, (left, int(top + 0.6 * unit)), int(0.55 * unit), 40, -1)
    fill((-0.25, 1), (0.25, 1), (0.25, 1.6), (-0.25, 1.6))
    fill((-1.1, 1.5), (1.1, 1.5), (0.8, 4.2), (-0.8, 4.2))
    for side in (-1, 1):
        fill((0, 4.1), (side * 0.8, 4.1), (side * 0.8, 7.8), (side * 0.25, 7.8))
        fill((side * 1.1, 1.5), (side * 0.8, 1.5), (side * 1.2, 4.6), (side * 1.5, 4.6))
    return cv2.GaussianBlur(image, (3, 3), 0)


def test_the_faces_in_a_photo_are_found_where_they_are(photos: Path, look: Callable[..., Annotation]) -> None:
    annotation = look(photos / "face.jpg")
    assert "face" in words(annotation)
    middles = sorted((face.box.left + face.box.right) / 2 for face in annotation.faces)
    assert middles == pytest.approx([0.36, 0.58, 0.91], abs=0.03)


@pytest.mark.parametrize("name", ["cat_720p.jpg", "hot_dog.jpg", "owl.jpg", "parrot.jpg", "pets.jpg"])
def test_no_face_person_or_code_is_seen_where_there_is_none(
    name: str, photos: Path, look: Callable[..., Annotation]
) -> None:
    annotation = look(photos / name)
    assert (annotation.faces, annotation.objects, annotation.texts) == ((), (), ())
    assert words(annotation) <= set(SHADES)
    assert words(annotation)


def test_a_standing_person_is_found(look: Callable[..., Annotation]) -> None:
    annotation = look(standing_figure())
    assert "person" in words(annotation)
    (person,) = annotation.objects
    assert person.name == "person"
    assert person.box.left < 0.5 < person.box.right


def test_qr_codes_are_read_with_their_places(look: Callable[..., Annotation]) -> None:
    picture = np.full((360, 640), 220, dtype=np.uint8)
    paste(picture, qr_code("Miharu porch"), 64, 36)
    paste(picture, qr_code("https://miharu.test/2"), 400, 180)
    annotation = look(picture)
    texts = {text.text: text for text in annotation.texts}
    assert texts.keys() == {"Miharu porch", "https://miharu.test/2"}
    porch = texts["Miharu porch"]
    assert porch.kind == "qr"
    assert porch.box is not None
    assert (porch.box.left, porch.box.top) == pytest.approx((0.1, 0.1), abs=0.05)
    assert "QR code" in words(annotation)


def test_a_bar_code_is_read(look: Callable[..., Annotation]) -> None:
    picture = np.full((450, 800), 220, dtype=np.uint8)
    paste(picture, bar_code("4006381333931"), 100, 100)
    annotation = look(cv2.GaussianBlur(picture, (3, 3), 0))
    assert [(text.text, text.kind) for text in annotation.texts] == [("4006381333931", "barcode")]
    assert "bar code" in words(annotation)


def test_motion_is_a_label_where_the_device_saw_some(look: Callable[..., Annotation]) -> None:
    assert "motion" in words(look(scene(), motion_boxes=(Box(0.1, 0.1, 0.2, 0.2),)))
    assert "motion" not in words(look(scene()))


def test_a_night_image_is_dark(look: Callable[..., Annotation]) -> None:
    assert "dark" in words(look(scene(brightness=12)))
    assert "dark" not in words(look(scene()))


def test_an_image_full_of_glare_is_overexposed(look: Callable[..., Annotation]) -> None:
    glare = scene()
    glare[:, :400] = 255
    assert "overexposed" in words(look(glare))
    assert "overexposed" not in words(look(scene()))


def test_an_image_of_one_shade_is_blank_and_not_called_blurred(look: Callable[..., Annotation]) -> None:
    assert words(look(np.full((360, 640), 128, dtype=np.uint8))) == {"blank", "grey"}


@pytest.mark.parametrize("name", ["cat_720p.jpg", "face.jpg", "hot_dog.jpg", "owl.jpg", "parrot.jpg", "pets.jpg"])
def test_a_photo_out_of_focus_is_blurred_and_a_sharp_one_is_not(
    name: str, photos: Path, look: Callable[..., Annotation]
) -> None:
    sharp = cv2.imread(str(photos / name))[..., ::-1]
    soft = cv2.GaussianBlur(sharp, (0, 0), 3 * max(sharp.shape) / 640)
    assert "blurred" not in words(look(sharp))
    assert "blurred" in words(look(soft))


def test_sharp_edges_in_fog_are_not_blurred(look: Callable[..., Annotation]) -> None:
    fog = (200 + (scene().astype(int) - 128) // 16).astype(np.uint8)
    assert "blurred" not in words(look(fog))


@pytest.mark.parametrize("size_px", [(1, 1), (3, 2000), (2000, 3)])
def test_images_of_odd_sizes_get_a_word_as_well(
    size_px: tuple[int, int], look: Callable[..., Annotation], tmp_path: Path
) -> None:
    assert "green" in words(look(plain(tmp_path / "odd.png", GREEN, size_px)))


def test_nothing_has_a_score_because_nothing_is_measured(photos: Path, look: Callable[..., Annotation]) -> None:
    annotation = look(photos / "face.jpg")
    assert {thing.score for thing in (*annotation.labels, *annotation.faces, *annotation.objects)} == {None}


def test_a_bad_file_is_told_and_its_batch_mates_are_labelled(tmp_path: Path) -> None:
    (tmp_path / "note.png").write_text("milk")
    files = [plain(tmp_path / "a.png"), tmp_path / "note.png", plain(tmp_path / "b.png", BLUE)]
    first, bad, last = basic.create(Settings(), FreeMeter()).label([Picture(path=file) for file in files])
    assert bad == LabelError("note.png is no JPEG, PNG or WebP image")
    assert isinstance(first, Annotation)
    assert isinstance(last, Annotation)
    assert (words(first), words(last)) == ({"blank", "red"}, {"blank", "blue"})


def test_threads_do_not_disturb_each_other(photos: Path) -> None:
    labeller = basic.create(Settings(), FreeMeter())
    batch = [Picture(path=path) for path in sorted(photos.iterdir())[:3]]
    alone = labeller.label(batch)
    together = threading.Barrier(4)

    def label(_number: int) -> list[Annotation | LabelError]:
        together.wait(10)
        return labeller.label(batch)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(label, range(4))) == [alone] * 4


def test_closing_ends_a_batch_at_the_next_image(tmp_path: Path) -> None:
    labeller = basic.create(Settings(), FreeMeter())
    labeller.close()
    with pytest.raises(LabellerUnavailableError):
        labeller.label([Picture(path=plain(tmp_path / "a.png"))])


@pytest.mark.parametrize(("name", "shades"), SHADES.items())
def test_each_shade_in_the_table_has_its_own_name(name: str, shades: tuple[str, ...]) -> None:
    assert {colour_name(*bytes.fromhex(shade)) for shade in shades} == {name}


def test_main_colours_come_with_their_shares_largest_first() -> None:
    picture = np.zeros((300, 300, 3), dtype=np.uint8)
    picture[:200] = GREEN
    picture[200:] = BLUE
    first, second = main_colours(picture)
    assert (first.name, second.name) == ("green", "blue")
    assert (first.fraction, second.fraction) == pytest.approx((2 / 3, 1 / 3), abs=0.02)
    assert (first.red, first.green, first.blue) == pytest.approx(GREEN, abs=3)
