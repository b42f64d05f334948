"""Pictures for tiles, a second: from the store, ready to paint, against decoding the original image.

``python -m tests.bench.thumbnails [--quick] [--json]``. One thread, 720p JPEGs of 100 kB.

- ``grid``: the stored thumbnail decoded, cropped and rounded into a QImage, as the grid's workers do;
- ``store``: the same, and read from ``thumbnails.db`` first;
- ``made_anew``: a thumbnail made from the original, as after the loss of ``thumbnails.db``;
- ``qt_full``: QImageReader decodes the whole original, then scales it; ``qt_scaled``: it decodes to size;
- ``pillow_draft``: Pillow decodes a quarter by its draft mode, then scales.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImageReader

from desktop.core.keys import ImageKeys
from desktop.core.query import Query
from desktop.core.records import NodeIdentity
from desktop.store.decoding import decode as make_thumbnail
from desktop.wall.pictures import PictureShape, decode, in_shape
from tests.bench.command import main
from tests.bench.images import encoded_images
from tests.bench.receiving import new_library
from tests.bench.rounds import alternate
from tests.helpers.libraries import frame

IMAGE_BYTES = 100_000
BATCH = 12
SHAPE = PictureShape(256, 192, 8, 1.0)
SIZE = QSize(SHAPE.width_px, SHAPE.height_px)


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    rounds, repeats = (1, 2) if quick else (5, 25)
    images = encoded_images(IMAGE_BYTES)
    node = NodeIdentity("b" * 16, "bench")
    with new_library(folder) as library:
        for seq in range(1, BATCH + 1):
            encoded = images[seq % len(images)]
            library.store_frame(node, frame(seq, image=encoded.image)._replace(thumbnail=encoded.thumbnail)).result()
        ids = _ids(library.keys(Query()))
        thumbnails = [library.thumbnails([each])[each] for each in ids]
        originals = [images[seq % len(images)].image for seq in range(1, BATCH + 1)]
        measures: dict[str, Callable[[], object]] = {
            "grid": lambda: [_shaped(data) for data in thumbnails],
            "store": lambda: [_shaped(data) for data in library.thumbnails(ids).values()],
            "made_anew": lambda: [make_thumbnail(io.BytesIO(data), "an image") for data in originals],
            "qt_full": lambda: [_qt_full(data) for data in originals],
            "qt_scaled": lambda: [_qt_scaled(data) for data in originals],
            "pillow_draft": lambda: [_pillow_draft(data) for data in originals],
        }
        found = alternate({name: lambda work=work: _rate(work, repeats) for name, work in measures.items()}, rounds)
    mine = found["store"]["tiles_per_s"]["median"]
    ratios = {f"store_to_{name}": round(mine / found[name]["tiles_per_s"]["median"], 2) for name in list(found)[2:]}
    return {"image_bytes": IMAGE_BYTES, "rounds": rounds, **found, **ratios}


def _rate(work: Callable[[], object], repeats: int) -> dict[str, float]:
    work()
    started_s = time.perf_counter()
    for _ in range(repeats):
        work()
    return {"tiles_per_s": repeats * BATCH / (time.perf_counter() - started_s)}


def _ids(keys: ImageKeys) -> list[int]:
    return [int(image_id) for image_id in keys.image_ids]


def _shaped(data: bytes) -> object:
    pixels = decode(data)
    return None if pixels is None else in_shape(pixels, SHAPE)


def _qt_full(data: bytes) -> object:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    return QImageReader(buffer).read().scaled(SIZE, mode=Qt.TransformationMode.SmoothTransformation)


def _qt_scaled(data: bytes) -> object:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setScaledSize(SIZE)
    return reader.read()


def _pillow_draft(data: bytes) -> object:
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (SHAPE.width_px, SHAPE.height_px))
    return image.resize((SHAPE.width_px, SHAPE.height_px), Image.Resampling.BILINEAR)


if __name__ == "__main__":
    sys.exit(main(__doc__, measure))
