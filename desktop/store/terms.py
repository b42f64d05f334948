"""What an image can be found by beside labels and objects: read text, logos, landmarks, and what it has at all.

Each is a list of images in the order of the answer, with its length kept, as a label's is: so a full-text index,
whose order is its own, is not needed, and every search reads lists of one shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import apsw
import msgspec

from desktop.core.query import Field, text_words
from desktop.core.records import Annotation, DetectedObject, ImageKey

MAX_TEXT_WORDS = 1000
"""More words than this are not read from one image: no photo has them, and a scanned page still can be found."""

_UNSAFE = ("likely", "very likely")

_annotation_decoder = msgspec.msgpack.Decoder(Annotation)


class FoundBy(NamedTuple):
    """A term of an image: ``key`` is how it is compared, ``name`` how it was written."""

    kind: str
    key: str
    name: str
    score: float | None = None


def write_terms(connection: apsw.Connection, key: ImageKey, annotation: Annotation) -> None:
    """Writes by which terms an image can be found; its earlier ones must have been cleared."""
    found = terms_of(annotation)
    connection.executemany(
        "INSERT INTO term (kind, key, name) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO NOTHING",
        [(term.kind, term.key, term.name) for term in found],
    )
    connection.executemany(
        "INSERT INTO image_term SELECT id, ?, ?, ? FROM term WHERE kind = ? AND key = ?",
        [(*key, term.score, term.kind, term.key) for term in found],
    )


def clear_terms(connection: apsw.Connection, image_id: int) -> None:
    connection.execute("DELETE FROM image_term WHERE image = ?", (image_id,))


def terms_of(annotation: Annotation) -> list[FoundBy]:
    """Each term of what was said of an image once, with its best score."""
    found: dict[tuple[str, str], FoundBy] = {}
    for term in _all_terms(annotation):
        known = found.setdefault((term.kind, term.key), term)
        if (term.score or 0.0) > (known.score or 0.0):
            found[term.kind, term.key] = term
    return list(found.values())


def terms_as_json(*row: apsw.SQLiteValue) -> str:
    """The terms of an annotation (its one argument, as a row holds it) as a JSON array of arrays, for migrations."""
    (content,) = row
    assert isinstance(content, bytes)
    return msgspec.json.encode(terms_of(_annotation_decoder.decode(content))).decode()


def _all_terms(annotation: Annotation) -> Iterator[FoundBy]:
    yield from _named(Field.LOGO, annotation.logos)
    yield from _named(Field.LANDMARK, annotation.landmarks)
    for label in annotation.web:
        yield FoundBy(Field.WEB, label.name.casefold(), label.name)
    for colour in annotation.colours:
        yield FoundBy(Field.COLOUR, colour.name.casefold(), colour.name)
    for topic, likelihood in annotation.safe_search.items():
        if likelihood in _UNSAFE:
            yield FoundBy(Field.UNSAFE, topic, topic)
    words: dict[str, str] = {}
    for text in annotation.texts:
        words.update(text_words(text.text))
    for key, word in list(words.items())[:MAX_TEXT_WORDS]:
        yield FoundBy(Field.TEXT, key, word)
    has = {
        "label": annotation.labels,
        "object": annotation.objects,
        "face": annotation.faces,
        "text": [text for text in annotation.texts if text.kind == "text"],
        "code": [text for text in annotation.texts if text.kind != "text"],
        "logo": annotation.logos,
        "landmark": annotation.landmarks,
        "web": annotation.web,
        "colour": annotation.colours,
        "crop": annotation.crop_hints,
    }
    for name, things in has.items():
        if things:
            yield FoundBy(Field.HAS, name, name)
    if annotation.inherited_from is not None:
        yield FoundBy(Field.IS, "inherited", "inherited")


def _named(kind: Field, things: tuple[DetectedObject, ...]) -> Iterator[FoundBy]:
    for thing in things:
        yield FoundBy(kind, thing.name.casefold(), thing.name, thing.score)
