"""Cloud Vision's answers as Miharu's annotations.

Messages are read as bare protobuf, without the client library's wrappers, which take fifty times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from google.cloud import vision_v1 as vision

from desktop.core.records import Annotation, Box, Colour, DetectedObject, Face, Label, Text
from desktop.labelling.colours import colour_name
from desktop.labelling.labellers.google.uploads import Upload

Message = Any
"""A protobuf message of google.cloud.vision.v1; these have no types that a checker knows."""
EVERYWHERE = Box(0.0, 0.0, 1.0, 1.0)
FACE_WORDS = {
    "joy_likelihood": "joy",
    "sorrow_likelihood": "sorrow",
    "anger_likelihood": "anger",
    "surprise_likelihood": "surprise",
    "headwear_likelihood": "headwear",
    "under_exposed_likelihood": "underexposed",
    "blurred_likelihood": "blurred",
}
LIKELY = {vision.Likelihood.LIKELY, vision.Likelihood.VERY_LIKELY}
LIKELIHOODS = {
    vision.Likelihood.VERY_UNLIKELY: "very unlikely",
    vision.Likelihood.UNLIKELY: "unlikely",
    vision.Likelihood.POSSIBLE: "possible",
    vision.Likelihood.LIKELY: "likely",
    vision.Likelihood.VERY_LIKELY: "very likely",
}
SAFE_SEARCH_WORDS = ("adult", "spoof", "medical", "violence", "racy")
_Break = vision.TextAnnotation.DetectedBreak.BreakType
BREAKS = {_Break.SPACE: " ", _Break.SURE_SPACE: " ", _Break.EOL_SURE_SPACE: "\n", _Break.LINE_BREAK: "\n"}


def annotation_of(answer: Message, upload: Upload) -> Annotation:
    """Maps the AnnotateImageResponse for an upload. Boxes come in pixels of what was sent, of objects as fractions."""
    return Annotation(
        labels=tuple(
            Label(found.description, _score(found.score), found.mid or None) for found in answer.label_annotations
        ),
        objects=tuple(
            DetectedObject(found.name, _box(found.bounding_poly, upload), _score(found.score), found.mid or None)
            for found in answer.localized_object_annotations
        ),
        faces=tuple(_face(found, upload) for found in answer.face_annotations),
        texts=_texts(answer, upload),
        landmarks=_entities(answer.landmark_annotations, upload),
        logos=_entities(answer.logo_annotations, upload),
        web=_web(answer.web_detection),
        colours=tuple(_colour(found) for found in answer.image_properties_annotation.dominant_colors.colors),
        crop_hints=tuple(_box(hint.bounding_poly, upload) for hint in answer.crop_hints_annotation.crop_hints),
        safe_search=_safe_search(answer),
    )


def _entities(found: Iterable[Message], upload: Upload) -> tuple[DetectedObject, ...]:
    return tuple(
        DetectedObject(entity.description, _box(entity.bounding_poly, upload), _score(entity.score), entity.mid or None)
        for entity in found
    )


def _face(found: Message, upload: Upload) -> Face:
    likely = [word for field, word in FACE_WORDS.items() if getattr(found, field) in LIKELY]
    return Face(_box(found.bounding_poly, upload), _score(found.detection_confidence), ", ".join(likely) or None)


def _texts(answer: Message, upload: Upload) -> tuple[Text, ...]:
    blocks = [block for page in answer.full_text_annotation.pages for block in page.blocks]
    if blocks:
        return tuple(Text(_block_text(block), box=_box(block.bounding_box, upload)) for block in blocks)
    # The first entry is the whole text, the others are its words once more.
    return tuple(
        Text(whole.description.strip(), box=_box(whole.bounding_poly, upload)) for whole in answer.text_annotations[:1]
    )


def _block_text(block: Message) -> str:
    symbols = (symbol for paragraph in block.paragraphs for word in paragraph.words for symbol in word.symbols)
    return "".join(symbol.text + BREAKS.get(symbol.property.detected_break.type_, "") for symbol in symbols).strip()


def _web(found: Message) -> tuple[Label, ...]:
    # An entity's score has no upper end and can't be compared between images, so it is none in Miharu's sense.
    guesses = [Label(guess.label, detail="best guess") for guess in found.best_guess_labels]
    entities = [
        Label(entity.description, mid=entity.entity_id or None) for entity in found.web_entities if entity.description
    ]
    return tuple(guesses + entities)


def _colour(found: Message) -> Colour:
    red, green, blue = (round(value) for value in (found.color.red, found.color.green, found.color.blue))
    return Colour(colour_name(red, green, blue), red, green, blue, _score(found.pixel_fraction))


def _safe_search(answer: Message) -> dict[str, str]:
    if not answer.HasField("safe_search_annotation"):
        return {}
    found = answer.safe_search_annotation
    return {word: LIKELIHOODS.get(getattr(found, word), "unknown") for word in SAFE_SEARCH_WORDS}


def _box(poly: Message, upload: Upload) -> Box:
    corners = [(corner.x, corner.y) for corner in poly.normalized_vertices]
    corners = corners or [(corner.x / upload.width_px, corner.y / upload.height_px) for corner in poly.vertices]
    if not corners:
        return EVERYWHERE
    across, down = zip(*corners, strict=True)
    return Box(*(round(min(1.0, max(0.0, edge)), 4) for edge in (min(across), min(down), max(across), max(down))))


def _score(value: float) -> float:
    return round(value, 4)  # they come as 32-bit floats: 0.9 would read 0.8999999761581421
