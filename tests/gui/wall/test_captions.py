"""Captions say what a tile shows, fit into it in every state, and are shaped once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from desktop.core.records import Annotation, Box, DetectedObject, ImageDetails, ImageState, Label, Tile
from desktop.wall import words
from desktop.wall.captions import Captions, caption_height_px
from desktop.wall.look import Look
from desktop.wall.typeface import Face, Typeface
from tests.helpers.galleries import MemoryGallery

TAKEN = datetime(2026, 11, 23, 8, 15, 2)
TAKEN_NS = int(TAKEN.timestamp()) * 1_000_000_000
TILE = Tile(
    image_id=7,
    taken_ns=TAKEN_NS,
    node="porch",
    camera="front",
    state=ImageState.LABELLED,
    labels=(Label("cat", 0.9234), Label("sofa", 0.61), Label("indoors")),
)


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def caption(tile: Tile, width_px: int = 200, ratio: float = 1.0) -> QImage:
    captions = Captions(Look.of(QPalette()), Typeface(QFont()), width_px, ratio)
    assert captions.prepare([tile], kept=10, budget_s=10)
    pixmap = captions.get(tile.image_id)
    assert pixmap is not None
    return pixmap.toImage()


def ink(image: QImage) -> bool:
    return any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


LONG = "a very long name of something that was seen on a holiday in Norway"
text = st.just(LONG) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)
labels = st.lists(st.builds(Label, name=text, score=st.none() | st.floats(0, 1)), max_size=3).map(tuple)
tiles = st.builds(
    Tile,
    image_id=st.just(1),
    taken_ns=st.integers(0, 4_000_000_000_000_000_000),
    node=text,
    camera=text,
    name=text,
    state=st.sampled_from(ImageState),
    labels=labels,
    error=st.none() | text,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tiles, st.sampled_from([156, 200, 332]))
def test_nothing_is_cut_off_whatever_a_tile_says(qapp: QApplication, tile: Tile, width_px: int) -> None:  # noqa: ARG001
    """What would be cut off at the right of a narrow caption would go on in one with more room to its right."""
    captions = Captions(Look.of(QPalette()), Typeface(QFont()), width_px, 1.0)
    roomy = QImage(width_px + 200, 80, QImage.Format.Format_ARGB32_Premultiplied)
    roomy.fill(0)
    with QPainter(roomy) as painter:
        captions._paint_finding(painter, tile)
        captions._paint_origin(painter, tile)
    beyond = roomy.copy(width_px + 2, 0, 198, 80)  # a glyph may lean out of its advance by a pixel or two
    assert not ink(beyond)


def test_text_that_fits_is_left_alone_and_other_text_is_cut_with_an_ellipsis(qapp: QApplication) -> None:  # noqa: ARG001
    face = Face(QFont())
    assert face.fitted("cat", 200) == "cat"
    cut = face.fitted("a very long file name from a holiday in Norway.jpg", 120)
    assert cut.endswith("…")
    assert face.width_px(cut) <= 120
    assert face.fitted("two\nlines", 200) == "two lines"


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_caption_is_as_sharp_as_the_screen(qapp: QApplication, ratio: float) -> None:  # noqa: ARG001
    image = caption(TILE, 200, ratio)
    assert image.width() == 200 * ratio
    assert image.height() == round(caption_height_px(Typeface(QFont())) * ratio)
    assert image.devicePixelRatio() == ratio


def test_states_look_different_without_colour(qapp: QApplication) -> None:  # noqa: ARG001
    grey = [
        caption(structs.replace(TILE, state=state, labels=())).convertToFormat(QImage.Format.Format_Grayscale8)
        for state in ImageState
    ]
    assert all(one != other for number, one in enumerate(grey) for other in grey[:number])


def test_a_caption_is_made_once_and_anew_when_its_tile_changes(qapp: QApplication) -> None:  # noqa: ARG001
    captions = Captions(Look.of(QPalette()), Typeface(QFont()), 200, 1.0)
    captions.prepare([TILE], kept=10, budget_s=10)
    first = captions.get(7)
    captions.prepare([TILE], kept=10, budget_s=10)
    assert captions.get(7) is first
    captions.prepare([structs.replace(TILE, labels=())], kept=10, budget_s=10)
    assert captions.get(7) is not first


def test_captions_stop_at_their_budget_and_go_on_the_next_time(qapp: QApplication) -> None:  # noqa: ARG001
    gallery = MemoryGallery(60)
    many = [gallery.tile(image_id) for image_id in range(1, 61)]
    captions = Captions(Look.of(QPalette()), Typeface(QFont()), 200, 1.0)
    rounds = 1
    while not captions.prepare(many, kept=100, budget_s=0.001):
        rounds += 1
    assert rounds > 1
    assert all(captions.get(image_id) for image_id in range(1, 61))


def test_inherited_labels_are_marked_for_eyes_and_ears(qapp: QApplication) -> None:  # noqa: ARG001
    inherited = structs.replace(TILE, inherited=True)
    assert caption(inherited) != caption(TILE)
    assert "looks alike" in words.in_full(inherited)
    assert "looks alike" not in words.in_full(TILE)


def test_only_as_many_captions_are_kept_as_were_asked_for(qapp: QApplication) -> None:  # noqa: ARG001
    gallery = MemoryGallery(60)
    captions = Captions(Look.of(QPalette()), Typeface(QFont()), 200, 1.0)
    for first in (1, 21, 41):
        captions.prepare([gallery.tile(each) for each in range(first, first + 20)], kept=25, budget_s=10)
    assert [each for each in range(1, 61) if captions.get(each)] == list(range(36, 61))


def test_the_time_is_given_with_its_date_unless_it_was_today() -> None:
    assert words.moment(TAKEN_NS, TAKEN.date()) == "08:15:02"
    assert words.moment(TAKEN_NS, date(2026, 12, 1)) == "23 Nov 08:15:02"
    assert words.moment(TAKEN_NS, date(2027, 1, 1)) == "23 Nov 2026 08:15:02"


def test_where_an_image_came_from_is_its_node_and_camera_or_its_file() -> None:
    assert words.source(TILE) == "porch · front"
    dropped = structs.replace(TILE, node="", camera="", name="holiday.jpg")
    assert words.source(dropped) == "holiday.jpg"


def test_a_screen_reader_hears_all_that_a_tile_shows() -> None:
    assert words.in_full(TILE) == ("cat 92%, sofa 61%, indoors. Labelled. porch · front. 23 November 2026, 08:15:02")
    failed = structs.replace(TILE, state=ImageState.FAILED, labels=(), error="not an image")
    assert words.in_full(failed).startswith("Failed: not an image. porch")


@pytest.mark.parametrize(
    ("state", "error", "says"),
    [
        (ImageState.WAITING, None, "Waiting"),
        (ImageState.LABELLING, None, "Labelling"),
        (ImageState.LABELLED, None, "Nothing recognised"),
        (ImageState.FAILED, "not an image", "not an image"),
        (ImageState.FAILED, None, "Failed"),
    ],
)
def test_an_image_without_labels_says_how_far_it_is(state: ImageState, error: str | None, says: str) -> None:
    assert words.progress(structs.replace(TILE, state=state, labels=(), error=error)) == says


def test_the_list_of_all_labels_names_objects_too_and_each_once(tmp_path: Path) -> None:
    box = Box(0, 0, 1, 1)
    annotation = Annotation(
        labels=(Label("cat", 0.92), Label("fur", 0.5)),
        objects=(DetectedObject("Cat", box, 0.8), DetectedObject("Cat", box, 0.8)),
    )
    details = ImageDetails(
        tile=TILE, path=tmp_path, width_px=1, height_px=1, size_bytes=1, sha256="", image_format="jpeg",
        stored_ns=0, annotation=annotation,
    )  # fmt: skip
    lines = words.all_labels(details).splitlines()
    assert lines[:3] == ["cat 92%", "fur 50%", "Cat 80%"]
    assert lines[3].startswith("Labelled. porch")


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_state_colours_stand_out_from_the_ground(dark: bool) -> None:
    palette = QPalette(QGuiApplication.palette())
    palette.setColor(QPalette.ColorRole.Base, "#1c2129" if dark else "#ffffff")
    palette.setColor(QPalette.ColorRole.Text, "#e4e8ee" if dark else "#1c2430")
    look = Look.of(palette)
    assert look.dark == dark
    for colour in look.states.values():
        assert contrast(colour.getRgbF(), look.ground.getRgbF()) >= 4.5


def contrast(one: tuple, other: tuple) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: tuple) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
