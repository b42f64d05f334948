"""What labellers say, as rows: the annotation as it came, and its names for searching."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import apsw
import msgspec

from desktop.core.records import Annotation, DetectedObject, ImageKey, Label
from desktop.store.connections import fetch

BEST_LABELS = 3

_annotation_decoder = msgspec.msgpack.Decoder(Annotation)
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
    """Makes ``annotation`` the one that counts for an image; what another labeller said stays beside it."""
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
    names = _names(annotation)
    ids = _vocabulary(connection, names)
    connection.executemany(
        "INSERT INTO image_label (label, taken_ns, image, score, source) VALUES (?, ?, ?, ?, ?)",
        [(ids[folded], *key, found.score, int(found.source)) for folded, found in names.items()],
    )
    connection.execute(
        """UPDATE image SET state = 'labelled', owner = NULL, deadline_ns = NULL, error = NULL, wanted = NULL,
               best_labels = ?
           WHERE id = ?""",
        (encode_labels(best_labels(annotation)), key.image_id),
    )


def clear_names(connection: apsw.Connection, key: ImageKey) -> None:
    """Takes an image out of every label's list."""
    said = fetch(connection, "SELECT content FROM annotation WHERE image = ? ORDER BY id DESC LIMIT 1", (key.image_id,))
    if said:
        connection.executemany(
            "DELETE FROM image_label WHERE label = (SELECT id FROM label WHERE key = ?) AND taken_ns = ? AND image = ?",
            [(folded, *key) for folded in _names(decode_annotation(said[0][0]))],
        )


def best_labels(annotation: Annotation) -> list[Label]:
    """The three best labels, then objects where there are fewer. What has no score comes after what has one."""
    best = sorted(annotation.labels, key=_by_score)[:BEST_LABELS]
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
