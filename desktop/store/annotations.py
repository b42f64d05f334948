"""What labellers say, as rows: the annotation as it came, and its names for searching."""

from __future__ import annotations

import enum
import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import apsw
import msgspec

from desktop.core.curation import Corrections, FindingKind, Place, in_effect
from desktop.core.records import Annotation, Box, DetectedObject, ImageKey, Label
from desktop.store.connections import fetch
from desktop.store.terms import clear_terms, write_terms

BEST_LABELS = 3

_annotation_decoder = msgspec.msgpack.Decoder(Annotation)
_box_decoder = msgspec.msgpack.Decoder(Box)
_best_decoder = msgspec.msgpack.Decoder(list[tuple[str, float | None, str | None, str | None]])


class Source(enum.IntFlag):
    """What of an annotation names an image_label row; an image can have a name both ways."""

    LABEL = 1
    OBJECT = 2


class _Name(NamedTuple):
    name: str
    score: float | None
    source: Source


def decode_annotation(content: bytes) -> Annotation:
    return _annotation_decoder.decode(content)


def write_annotation(
    connection: apsw.Connection, key: ImageKey, labeller: str, annotation: Annotation, labelled_ns: int
) -> None:
    """Makes ``annotation`` the one that counts for an image; what another labeller said stays beside it, and so does
    what a person said."""
    clear_names(connection, key)
    connection.execute(
        """INSERT OR REPLACE INTO annotation (image, labeller, labelled_ns, content, inherited_from)
           VALUES (?, ?, ?, ?, ?)""",
        (
            key.image_id,
            annotation.labeller or labeller,
            labelled_ns,
            msgspec.msgpack.encode(annotation),
            annotation.inherited_from,
        ),
    )
    connection.execute(
        """UPDATE image SET state = 'labelled', owner = NULL, deadline_ns = NULL, error = NULL, wanted = NULL
           WHERE id = ?""",
        (key.image_id,),
    )
    write_names(connection, key)


def write_names(connection: apsw.Connection, key: ImageKey) -> None:
    """Writes by which names an image can be found and what its tile shows, from all that was said of it. Its earlier
    names must have been cleared."""
    annotation, corrections = _latest(connection, key.image_id), corrections_of(connection, key.image_id)
    found = in_effect(annotation, corrections, suppressed_places(connection, key.image_id))
    names = _names(found)
    certain = {name.casefold() for name in corrections.added}
    scores = {folded: 1.0 if folded in certain else name.score for folded, name in names.items()}
    ids = _vocabulary(connection, names)
    connection.executemany(
        "INSERT INTO image_label (label, taken_ns, image, score, source) VALUES (?, ?, ?, ?, ?)",
        [(ids[folded], *key, scores[folded], int(name.source)) for folded, name in names.items()],
    )
    write_terms(connection, key, found)
    best = best_labels(found, certain)
    best_score = max((score for score in scores.values() if score is not None), default=None)
    connection.execute(
        "UPDATE image SET best_labels = ?, best_score = ? WHERE id = ?",
        (encode_labels(best) if best else None, best_score, key.image_id),
    )


def clear_names(connection: apsw.Connection, key: ImageKey) -> None:
    """Takes an image out of every label's list. It must come before a change of what the names are made from."""
    said = {*_names(_latest(connection, key.image_id))}
    said.update(name.casefold() for name in corrections_of(connection, key.image_id).added)
    connection.executemany(
        "DELETE FROM image_label WHERE label = (SELECT id FROM label WHERE key = ?) AND taken_ns = ? AND image = ?",
        [(folded, *key) for folded in said],
    )
    clear_terms(connection, key.image_id)


def corrections_of(connection: apsw.Connection, image_id: int) -> Corrections:
    """What a person said of an image."""
    rows = fetch(connection, "SELECT name, added FROM correction WHERE image = ? ORDER BY key", (image_id,))
    return Corrections(tuple(name for name, added in rows if added), tuple(name for name, added in rows if not added))


def suppressed_places(connection: apsw.Connection, image_id: int) -> list[Place]:
    """What is not to be believed of the image's camera."""
    sql = """SELECT kind, name, box FROM suppression WHERE camera = (SELECT camera FROM image WHERE id = ?)"""
    return [read_place(*row) for row in fetch(connection, sql, (image_id,))]


def annotation_in_effect(connection: apsw.Connection, image_id: int) -> Annotation | None:
    """What counts of all that was said of an image; None where nobody said anything."""
    said = fetch(connection, "SELECT 1 FROM annotation WHERE image = ? LIMIT 1", (image_id,))
    corrections = corrections_of(connection, image_id)
    if not said and not corrections:
        return None
    return in_effect(_latest(connection, image_id), corrections, suppressed_places(connection, image_id))


def names_in_effect(connection: apsw.Connection, image_id: int) -> dict[str, str]:
    """The names by which an image is found, as they are written, by casefolded name."""
    found = annotation_in_effect(connection, image_id) or Annotation()
    return {folded: name.name for folded, name in _names(found).items()}


def read_place(kind: str, name: str, box: bytes | None) -> Place:
    """A place as a row of a suppression holds it."""
    return Place(FindingKind(kind), name, None if box is None else _box_decoder.decode(box))


def _latest(connection: apsw.Connection, image_id: int) -> Annotation:
    said = fetch(connection, "SELECT content FROM annotation WHERE image = ? ORDER BY id DESC LIMIT 1", (image_id,))
    return decode_annotation(said[0][0]) if said else Annotation()


def best_labels(annotation: Annotation, certain: Collection[str] = ()) -> list[Label]:
    """The three best labels, then objects where there are fewer. The names ``certain`` (casefolded) come first, what
    has no score after what has one."""
    best = sorted(annotation.labels, key=lambda label: (label.name.casefold() not in certain, *_by_score(label)))
    best = best[:BEST_LABELS]
    known = {label.name.casefold() for label in best}
    for found in sorted(annotation.objects, key=_by_score):
        if found.name.casefold() not in known:
            known.add(found.name.casefold())
            best.append(Label(found.name, found.score, found.mid))
    return best[:BEST_LABELS]


def encode_labels(labels: Iterable[Label]) -> bytes:
    """Labels as a row of an image holds them."""
    return msgspec.msgpack.encode([(label.name, label.score, label.mid, label.detail) for label in labels])


def decode_labels(content: bytes | None) -> tuple[Label, ...]:
    """Reads back what :func:`encode_labels` made; None is an image that has none."""
    return tuple(Label(*fields) for fields in _best_decoder.decode(content)) if content else ()


def _by_score(found: Label | DetectedObject) -> tuple[bool, float]:
    return found.score is None, -(found.score or 0.0)


def _names(annotation: Annotation) -> dict[str, _Name]:
    """What the image can be found by, with the best score of each name, by casefolded name."""
    said = [_Name(label.name, label.score, Source.LABEL) for label in annotation.labels]
    said += [_Name(found.name, found.score, Source.OBJECT) for found in annotation.objects]
    names: dict[str, _Name] = {}
    for name in said:
        known = names.setdefault(name.name.casefold(), name)
        scores = [score for score in (known.score, name.score) if score is not None]
        names[name.name.casefold()] = _Name(known.name, max(scores, default=None), known.source | name.source)
    return names


def _vocabulary(connection: apsw.Connection, names: Mapping[str, _Name]) -> dict[str, int]:
    connection.executemany(
        "INSERT INTO label (key, name) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
        [(folded, found.name) for folded, found in names.items()],
    )
    sql = "SELECT key, id FROM label WHERE key IN (SELECT value FROM json_each(?))"
    return dict(fetch(connection, sql, (json.dumps(list(names)),)))
