"""Every feature of Cloud Vision reaches the annotation, asked for and answered over real gRPC."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from google.cloud import vision_v1 as vision
from PIL import Image

from desktop.core.records import Annotation, Box, Colour, DetectedObject, Face, Label, Picture, Text
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.labellers import google
from desktop.labelling.labellers.google.features import FEATURES
from tests.helpers.meters import FreeMeter
from tests.helpers.pictures import BLUE, RED, plain, turned
from tests.helpers.vision_server import Answer, VisionServer

Likelihood = vision.Likelihood
Break = vision.TextAnnotation.DetectedBreak.BreakType


def label(picture: Path, answer: Answer, *features: str) -> Annotation:
    with VisionServer(answer) as server:
        labeller = google.create(
            Settings(google=GoogleSettings(endpoint=server.endpoint, features=features)), FreeMeter()
        )
        (outcome,) = labeller.label([Picture(path=picture)])
        labeller.close()
    assert isinstance(outcome, Annotation)
    return outcome


def size_of(request: vision.AnnotateImageRequest) -> tuple[int, int]:
    with Image.open(BytesIO(request.image.content)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        return image.size


def quarter(request: vision.AnnotateImageRequest) -> vision.BoundingPoly:
    """The lower right quarter, in pixels of the image as it came."""
    width, height = size_of(request)
    corners = [(width // 2, height // 2), (width, height // 2), (width, height), (width // 2, height)]
    return vision.BoundingPoly(vertices=[vision.Vertex(x=x, y=y) for x, y in corners])


LOWER_RIGHT = Box(0.5, 0.5, 1.0, 1.0)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return plain(tmp_path / "photo.jpg", size_px=(2000, 1500))


@pytest.mark.parametrize("name", FEATURES)
def test_just_the_chosen_feature_is_asked_for(name: str, photo: Path) -> None:
    asked: list[str] = []

    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        asked.extend(feature.type_.name for feature in request.features)
        return vision.AnnotateImageResponse()

    assert label(photo, answer, name) == Annotation()
    assert asked == [FEATURES[name].api_name]


def test_labels_keep_their_scores_and_ids(photo: Path) -> None:
    def answer(_request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        found = [vision.EntityAnnotation(description="cat", score=0.9, mid="/m/01yrx"), {"description": "tail"}]
        return vision.AnnotateImageResponse(label_annotations=found)

    assert label(photo, answer, "labels").labels == (Label("cat", 0.9, "/m/01yrx"), Label("tail", 0.0))


def test_boxes_of_objects_come_as_fractions(photo: Path) -> None:
    def answer(_request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        corners = [
            vision.NormalizedVertex(x=x, y=y) for x, y in ((0.5, 0.25), (1.002, 0.25), (1.002, 0.75), (0.5, 0.75))
        ]
        found = vision.LocalizedObjectAnnotation(
            name="Cat", score=0.8, bounding_poly=vision.BoundingPoly(normalized_vertices=corners)
        )
        return vision.AnnotateImageResponse(localized_object_annotations=[found])

    assert label(photo, answer, "objects").objects == (DetectedObject("Cat", Box(0.5, 0.25, 1.0, 0.75), 0.8),)


def test_faces_say_what_is_likely_in_words(photo: Path) -> None:
    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        found = vision.FaceAnnotation(
            bounding_poly=quarter(request),
            detection_confidence=0.7,
            joy_likelihood=Likelihood.VERY_LIKELY,
            blurred_likelihood=Likelihood.LIKELY,
            anger_likelihood=Likelihood.POSSIBLE,
        )
        return vision.AnnotateImageResponse(face_annotations=[found])

    assert label(photo, answer, "faces").faces == (Face(LOWER_RIGHT, 0.7, "joy, blurred"),)


def test_landmarks_and_logos_have_their_places(photo: Path) -> None:
    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        return vision.AnnotateImageResponse(
            landmark_annotations=[{"description": "Mount Fuji", "score": 0.6, "mid": "/m/0cks0"}],
            logo_annotations=[
                vision.EntityAnnotation(description="Acme", score=0.5, bounding_poly=quarter(request)),
            ],
        )

    annotation = label(photo, answer, "landmarks", "logos")
    assert annotation.landmarks == (DetectedObject("Mount Fuji", Box(0, 0, 1, 1), 0.6, "/m/0cks0"),)
    assert annotation.logos == (DetectedObject("Acme", LOWER_RIGHT, 0.5),)


def test_text_comes_block_by_block_as_it_reads(photo: Path) -> None:
    def symbol(text: str, type_: Break = Break.UNKNOWN) -> vision.Symbol:
        return vision.Symbol(text=text, property={"detected_break": {"type_": type_}})

    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        words = [
            vision.Word(symbols=[symbol("N"), symbol("o", Break.SPACE)]),
            vision.Word(symbols=[symbol("e"), symbol("x", Break.HYPHEN)]),
            vision.Word(symbols=[symbol("i"), symbol("t", Break.LINE_BREAK)]),
        ]
        block = vision.Block(bounding_box=quarter(request), paragraphs=[vision.Paragraph(words=words)])
        return vision.AnnotateImageResponse(full_text_annotation={"pages": [{"blocks": [block]}]})

    assert label(photo, answer, "document_text").texts == (Text("No exit", box=LOWER_RIGHT),)


def test_text_without_blocks_is_the_whole_text_once(photo: Path) -> None:
    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        return vision.AnnotateImageResponse(
            text_annotations=[
                vision.EntityAnnotation(description="No exit\n", bounding_poly=quarter(request)),
                vision.EntityAnnotation(description="No"),
                vision.EntityAnnotation(description="exit"),
            ]
        )

    assert label(photo, answer, "text").texts == (Text("No exit", box=LOWER_RIGHT),)


def test_safe_search_is_in_words_and_only_there_when_asked_for(photo: Path) -> None:
    def answer(_request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        found = vision.SafeSearchAnnotation(adult=Likelihood.VERY_UNLIKELY, racy=Likelihood.POSSIBLE)
        return vision.AnnotateImageResponse(safe_search_annotation=found)

    assert label(photo, answer, "safe_search").safe_search == {
        "adult": "very unlikely",
        "spoof": "unknown",
        "medical": "unknown",
        "violence": "unknown",
        "racy": "possible",
    }


def test_a_likelihood_of_a_later_day_is_unknown(photo: Path) -> None:
    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        response = vision.AnnotateImageResponse(
            face_annotations=[vision.FaceAnnotation(bounding_poly=quarter(request), joy_likelihood=Likelihood.LIKELY)],
            safe_search_annotation=vision.SafeSearchAnnotation(racy=Likelihood.POSSIBLE),
        )
        bare = vision.AnnotateImageResponse.pb(response)
        bare.safe_search_annotation.adult = bare.face_annotations[0].anger_likelihood = 99
        return response

    found = label(photo, answer, "faces", "safe_search")
    assert (found.safe_search["adult"], found.safe_search["racy"]) == ("unknown", "possible")
    assert found.faces == (Face(LOWER_RIGHT, 0.0, "joy"),)


def test_colours_get_names(photo: Path) -> None:
    def answer(_request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        colour = {"color": {"red": 200, "green": 20, "blue": 20}, "score": 0.9, "pixel_fraction": 0.4}
        return vision.AnnotateImageResponse(image_properties_annotation={"dominant_colors": {"colors": [colour]}})

    assert label(photo, answer, "colours").colours == (Colour("red", 200, 20, 20, 0.4),)


def test_crop_hints_are_boxes(photo: Path) -> None:
    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        hint = vision.CropHint(bounding_poly=quarter(request), confidence=0.8)
        return vision.AnnotateImageResponse(crop_hints_annotation={"crop_hints": [hint]})

    assert label(photo, answer, "crop_hints").crop_hints == (LOWER_RIGHT,)


def test_web_entities_have_no_score_because_theirs_have_no_scale(photo: Path) -> None:
    def answer(_request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        found = vision.WebDetection(
            best_guess_labels=[{"label": "tabby"}],
            web_entities=[{"entity_id": "/m/01yrx", "description": "Cat", "score": 13.5}, {"entity_id": "/m/0"}],
        )
        return vision.AnnotateImageResponse(web_detection=found)

    assert label(photo, answer, "web").web == (Label("tabby", detail="best guess"), Label("Cat", mid="/m/01yrx"))


@pytest.mark.parametrize(
    ("features", "size_px", "sent_px"),
    [
        (("labels",), (2000, 1500), (640, 480)),
        (("labels",), (1280, 720), (853, 480)),
        (("labels",), (1500, 2000), (480, 640)),
        (("labels", "text"), (2000, 1500), (1024, 768)),
        (("labels", "text", "faces"), (2000, 1500), (1600, 1200)),
        (("faces",), (320, 240), (320, 240)),
    ],
)
def test_images_are_shrunk_once_to_what_the_features_need(
    features: tuple[str, ...], size_px: tuple[int, int], sent_px: tuple[int, int], tmp_path: Path
) -> None:
    sent: list[tuple[int, int]] = []

    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        sent.append(size_of(request))
        return vision.AnnotateImageResponse()

    label(plain(tmp_path / "photo.png", size_px=size_px), answer, *features)
    assert sent == [sent_px]


def test_a_photo_that_lies_on_its_side_is_sent_and_boxed_upright(tmp_path: Path) -> None:
    lying = Image.new("RGB", (800, 600), RED)
    lying.paste(BLUE, (400, 0, 800, 600))  # blue on the right: at the bottom once it is upright
    photo = turned(tmp_path / "photo.jpg", lying, orientation=6)

    def answer(request: vision.AnnotateImageRequest) -> vision.AnnotateImageResponse:
        assert size_of(request) == (480, 640)
        return vision.AnnotateImageResponse(logo_annotations=[{"bounding_poly": quarter(request)}])

    assert label(photo, answer, "logos").logos[0].box == LOWER_RIGHT
