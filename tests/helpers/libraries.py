"""Synthetic frames, and libraries of any size made in bulk: rows as ingest and labelling would leave them."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

import apsw
import msgspec
from PIL import Image, ImageDraw

from desktop.core.records import Annotation, Box, DetectedObject, Face, Label, Text
from desktop.store import open_library
from desktop.store.annotations import best_labels, encode_labels
from desktop.store.connections import connect
from desktop.store.library import CATALOGUE, THUMBNAILS
from desktop.store.terms import terms_of
from desktop.store.thumbnails import Thumbnails
from node_agent.wire.messages import Frame, FrameHeader, ImageFormat

START_NS = 1_767_225_600 * 10**9
"""2026-01-01, when every synthetic stream begins."""
STREAM = "5" * 32
STEP_S = 30
NODES = ("porch", "barn", "garden", "gate", "greenhouse", "workshop", "lab", "jetty")
CAMERAS = ("back", "front")
PATTERNS = 997
"""So many different sets of labels there are; a prime, so that they spread over nodes and hours."""
THUMBNAILS_AT_ONCE = 10_000
BOX = Box(0.2, 0.3, 0.6, 0.9)

_ANIMALS = ("cat", "dog", "fox", "owl", "hare", "crow", "deer", "boar", "bat", "toad", "newt", "wren")
_PLACES = ("", "field ", "house ", "night ", "water ", "wood ", "young ", "old ", "grey ", "red ")
LABELS = tuple(f"{place}{animal}" for place in _PLACES for animal in _ANIMALS)


# Paths as frame_path makes them, columns as ingest and labelling fill them.
_IMAGES = """
WITH RECURSIVE number(i) AS (SELECT 1 WHERE :images > 0 UNION ALL SELECT i + 1 FROM number WHERE i < :images),
fact AS (SELECT i, :start_s + i * :step_s AS taken_s, (i - 1) % :nodes AS node, (i - 1) / :nodes + 1 AS seq FROM number)
INSERT INTO image (id, taken_ns, node, camera, state, best_labels, best_score, starred, corrected, path, sha256,
                   size_bytes, width_px, height_px, format, stored_ns, stream, seq, trigger)
SELECT i, taken_s * 1000000000, fact.node, camera.id,
       iif(i <= :labelled, 'labelled', 'waiting'), iif(i <= :labelled, pattern.best, NULL),
       iif(i <= :labelled, pattern.best_score, NULL), i % 500 = 0, 0,
       strftime('%Y/%Y-%m-%d/', taken_s, 'unixepoch') || node.name
           || strftime('/%Y-%m-%dT%H-%M-%S.000Z-', taken_s, 'unixepoch') || format('%012d-%s.jpg', seq, camera.name),
       unhex(format('%064x', i)), 100000, 160, 120,
       'jpeg', taken_s * 1000000000, fact.node, seq, 'interval'
FROM fact CROSS JOIN node ON node.id = fact.node CROSS JOIN camera ON camera.id = fact.node * 2 + seq % 2
CROSS JOIN pattern ON pattern.p = i % :patterns
"""
_ANNOTATIONS = """
INSERT INTO annotation (image, labeller, labelled_ns, content, inherited_from)
SELECT id, 'synthetic', stored_ns, content, inherited_from FROM image CROSS JOIN pattern ON p = id % :patterns
WHERE id <= :labelled
"""
_IMAGE_LABELS = """
INSERT INTO image_label
SELECT label, taken_ns, image.id, score, source FROM image CROSS JOIN pattern_label ON p = image.id % :patterns
WHERE image.id <= :labelled ORDER BY label, taken_ns, image.id
"""
_IMAGE_TERMS = """
INSERT INTO image_term
SELECT term, taken_ns, image.id, score FROM image CROSS JOIN pattern_term ON p = image.id % :patterns
WHERE image.id <= :labelled ORDER BY term, taken_ns, image.id
"""


def picture(seed: int, size: tuple[int, int] = (160, 120), image_format: ImageFormat = "jpeg") -> bytes:
    """A small image file; each ``seed`` looks different."""
    shades = random.Random(seed)
    image = Image.new("RGB", size, (shades.randrange(256), shades.randrange(256), shades.randrange(256)))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 20, 60 + seed % 50, 90), fill=(seed % 256, seed // 256 % 256, 128))
    draw.text((70, 50), str(seed), fill="white")
    out = io.BytesIO()
    image.save(out, image_format)
    return out.getvalue()


def frame(
    seq: int,
    *,
    stream: str = STREAM,
    camera: str = "front",
    taken_ns: int | None = None,
    image: bytes | None = None,
    image_format: ImageFormat = "jpeg",
    file_name: str | None = None,
) -> Frame:
    """A frame as an agent sends it, taken one second after the one before unless ``taken_ns`` is given."""
    image = picture(seq) if image is None else image
    header = FrameHeader(
        stream=stream,
        seq=seq,
        camera=camera,
        captured_wall_ns=START_NS + seq * 10**9 if taken_ns is None else taken_ns,
        captured_monotonic_ns=seq * 10**9,
        boot_id="0" * 32,
        clock_synced=True,
        trigger="motion",
        motion_boxes=((0.25, 0.25, 0.5, 0.75),),
        width_px=160,
        height_px=120,
        size_bytes=len(image),
        sha256=hashlib.sha256(image).digest(),
        image_format=image_format,
        file_name=file_name,
    )
    return Frame(header, picture(seq, (32, 24)), image)


def build_library(
    folder: Path, images: int, *, labels_per_image: int = 5, waiting: int = 0, thumbnails: int = 0, files: int = 0
) -> None:
    """Makes a library of ``images`` images, one every :data:`STEP_S` seconds, of all :data:`NODES` in turn.

    The newest ``waiting`` of them wait for labels, all others have ``labels_per_image`` (1 to 8) of :data:`LABELS`.
    The newest ``thumbnails`` have a thumbnail and the newest ``files`` a real file; the others have none. A million
    images with five million labels take about a minute.
    """
    open_library(folder).close()
    connection = connect(folder / CATALOGUE)
    connection.pragma("cache_size", -256 * 1024)
    with connection:
        _add_sources(connection, images)
        _add_patterns(connection, labels_per_image)
        numbers = {
            "images": images,
            "labelled": images - waiting,
            "start_s": START_NS // 10**9,
            "step_s": STEP_S,
            "nodes": len(NODES),
            "patterns": PATTERNS,
        }
        for statement in (_IMAGES, _ANNOTATIONS, _IMAGE_LABELS, _IMAGE_TERMS):
            connection.execute(statement, numbers)
        _add_files(connection, folder, images, files)
    _add_thumbnails(connection, folder, images, thumbnails)
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    connection.close()


def _add_sources(connection: apsw.Connection, images: int) -> None:
    count = len(NODES)
    for number, name in enumerate(NODES):
        connection.execute("INSERT INTO node VALUES (?, ?, ?)", (number, f"{number:016x}", name))
        for place, camera in enumerate(CAMERAS):
            row = (number * len(CAMERAS) + place, number, camera)
            connection.execute("INSERT INTO camera (id, node, name) VALUES (?, ?, ?)", row)
        connection.execute("INSERT INTO stream VALUES (?, ?, ?)", (number, f"{number:032x}", number))
        stored = (images + count - 1 - number) // count
        if stored:
            connection.execute("INSERT INTO settled VALUES (?, 1, ?)", (number, stored))


def _add_patterns(connection: apsw.Connection, labels_per_image: int) -> None:
    connection.executemany(
        "INSERT INTO label (id, key, name) VALUES (?, ?, ?)", [(n, x, x) for n, x in enumerate(LABELS)]
    )
    connection.execute(
        "CREATE TEMP TABLE pattern (p INTEGER PRIMARY KEY, best BLOB, best_score REAL, content BLOB, inherited_from)"
    )
    for kind, columns in (("label", "label INTEGER, score REAL, source INTEGER"), ("term", "term INTEGER, score REAL")):
        connection.execute(f"CREATE TEMP TABLE pattern_{kind} (p INTEGER, {columns})")
        connection.execute(f"CREATE INDEX temp.pattern_{kind}_by_p ON pattern_{kind} (p)")
    chance = random.Random(1)
    weights = [1 / (rank + 1) for rank in range(len(LABELS))]
    for p in range(PATTERNS):
        chosen = list(dict.fromkeys(chance.choices(range(len(LABELS)), weights, k=50)))[:labels_per_image]
        scores = [round(chance.uniform(0.3, 1.0), 3) for _ in chosen]
        said = _pattern(p, tuple(Label(LABELS[n], score) for n, score in zip(chosen, scores, strict=True)))
        best, content = encode_labels(best_labels(said)), msgspec.msgpack.encode(said)
        row = (p, best, max(scores), content, said.inherited_from)
        connection.execute("INSERT INTO pattern VALUES (?, ?, ?, ?, ?)", row)
        objects = {found.name for found in said.objects}
        rows = [(p, n, score, 3 if LABELS[n] in objects else 1) for n, score in zip(chosen, scores, strict=True)]
        connection.executemany("INSERT INTO pattern_label VALUES (?, ?, ?, ?)", rows)
        _add_pattern_terms(connection, p, said)


def _pattern(p: int, labels: tuple[Label, ...]) -> Annotation:
    """What is said of an image: ``labels``, and by turns what else there may be."""
    return Annotation(
        labels=labels,
        objects=tuple(DetectedObject(label.name, BOX, label.score) for label in labels[: p % 3]),
        faces=(Face(BOX, 0.9),) * (p % 5 == 0),
        texts=(Text("Miharu"),) * (p % 2) + (Text("EXIT 12"),) * (p % 7 == 0) + (Text("非常出口"),) * (p % 101 == 0),
        logos=(DetectedObject("Acme", BOX, 0.7),) * (p % 11 == 0),
        landmarks=(DetectedObject("Harbour Tower", BOX, 0.6),) * (p % 53 == 0),
        inherited_from=1 if p % 4 == 1 else None,
    )


def _add_pattern_terms(connection: apsw.Connection, p: int, said: Annotation) -> None:
    for term in terms_of(said):
        name = (term.kind, term.key, term.name)
        connection.execute("INSERT OR IGNORE INTO term (kind, key, name) VALUES (?, ?, ?)", name)
        connection.execute(
            "INSERT INTO pattern_term SELECT ?, id, ? FROM term WHERE kind = ? AND key = ?", (p, term.score, *name[:2])
        )


def _add_files(connection: apsw.Connection, folder: Path, images: int, files: int) -> None:
    for image_id in range(images - files + 1, images + 1):
        content = picture(image_id)
        (row_path,) = connection.execute("SELECT path FROM image WHERE id = ?", (image_id,)).fetchall()[0]
        path = folder / str(row_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        connection.execute("UPDATE image SET sha256 = ? WHERE id = ?", (hashlib.sha256(content).digest(), image_id))


def _add_thumbnails(connection: apsw.Connection, folder: Path, images: int, count: int) -> None:
    (library_id,) = connection.execute("SELECT id FROM library").fetchall()[0]
    few = [picture(seed, (320, 240)) for seed in range(24)]
    thumbnails = Thumbnails(folder / THUMBNAILS, str(library_id))
    for first in range(images - count + 1, images + 1, THUMBNAILS_AT_ONCE):
        end = min(first + THUMBNAILS_AT_ONCE, images + 1)
        thumbnails.put({image_id: few[image_id % len(few)] for image_id in range(first, end)})
    thumbnails.close()
