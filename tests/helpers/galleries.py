"""A library's reading side in memory: a million rows in an instant, at the outer edge of what the window reads."""

from __future__ import annotations

import functools
import io
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from msgspec import structs
from PIL import Image, ImageDraw

from desktop.core.errors import LibraryError
from desktop.core.events import ImagesAdded, ImagesChanged, ImagesRedated, ImagesRemoved, LibraryEvent, Listener
from desktop.core.keys import ImageKeys
from desktop.core.query import Query, Vocabulary
from desktop.core.records import (
    Annotation,
    Camera,
    ImageDetails,
    ImageKey,
    ImageState,
    Label,
    LibraryStats,
    Tile,
    VerifyReport,
)

STEP_NS = 1_000_000_000
START_NS = 1_700_000_000 * STEP_NS
_WORDS = ("cat", "sofa", "owl", "tree", "parrot", "hot dog", "person", "garden", "night", "dog")
_NODES = ("porch", "barn", "greenhouse")
_PICTURES = 12
_SIDE_PX = 320
_MINUTE_NS = 60 * STEP_NS
_LOOKED_BACK = 1000


class MemoryFeed:
    """Hands events to its listeners on the thread that sends them."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def send(self, event: LibraryEvent) -> None:
        for listener in list(self._listeners):
            listener(event)


class MemoryGallery:
    """``count`` images, one a second, ids from 1; everything about an image follows from its id unless it was
    changed. Changes are told on ``feed``. Pictures are painted, or are those of the folder ``photos``."""

    def __init__(self, count: int = 0, photos: Path | None = None, start_ns: int = START_NS) -> None:
        self.feed = MemoryFeed()
        self.broken: str | None = None
        """While set, every read raises a LibraryError with this text."""
        self.asked: list[tuple[str, tuple[int, ...]]] = []
        """Every read of tiles and thumbnails and the ids it was for."""
        self._start_ns = start_ns
        self._thumbnails = _painted() if photos is None else _of_photos(photos)
        ids = np.arange(1, count + 1, dtype=np.int64)
        self._keys = ImageKeys(array("q", (start_ns + ids * STEP_NS).tobytes()), array("q", ids.tobytes()))
        self._changed: dict[int, Tile] = {}
        self._next_id = count + 1
        self._open = threading.Event()
        self._open.set()

    # What a test does

    def add(self, count: int = 1, taken_ns: int | None = None) -> list[ImageKey]:
        """Adds images, newer than all or from ``taken_ns`` on, one a second."""
        keys = self.add_untold(count, taken_ns)
        self.feed.send(ImagesAdded(tuple(keys)))
        return keys

    def add_untold(self, count: int = 1, taken_ns: int | None = None) -> list[ImageKey]:
        """As :meth:`add`, without a word on the feed."""
        newest_ns = self._keys[-1].taken_ns if len(self._keys) else self._start_ns
        first_ns = newest_ns + STEP_NS if taken_ns is None else taken_ns
        keys = [ImageKey(first_ns + each * STEP_NS, self._next_id + each) for each in range(count)]
        for key in keys:
            place = self._keys.place(key)
            self._keys.taken_ns.insert(place, key.taken_ns)
            self._keys.image_ids.insert(place, key.image_id)
        self._next_id += count
        return keys

    def change(self, image_id: int, **fields: object) -> Tile:
        """Changes what the tile of an image says."""
        self._changed[image_id] = structs.replace(self.tile(image_id), **fields)
        self.feed.send(ImagesChanged((image_id,)))
        return self._changed[image_id]

    def remove(self, *image_ids: int) -> None:
        for place in sorted(self._places(image_ids), reverse=True):
            del self._keys.taken_ns[place], self._keys.image_ids[place]
        self.feed.send(ImagesRemoved(image_ids))

    def redate(self, image_id: int, taken_ns: int) -> None:
        """Gives an image another time."""
        tile = structs.replace(self.tile(image_id), taken_ns=taken_ns)
        (old,) = self._places((image_id,))
        del self._keys.taken_ns[old], self._keys.image_ids[old]
        key = ImageKey(taken_ns, image_id)
        place = self._keys.place(key)
        self._keys.taken_ns.insert(place, taken_ns)
        self._keys.image_ids.insert(place, image_id)
        self._changed[image_id] = tile
        self.feed.send(ImagesRedated((key,)))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Every read hangs until the end."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def tile(self, image_id: int) -> Tile:
        return self._tile_at(self._places([image_id])[0])

    # Gallery

    def keys(self, query: Query) -> ImageKeys:
        self._read()
        return self._fitting(query)

    def newest_keys(self, query: Query, limit: int) -> ImageKeys:
        self._read()
        return self._fitting(query)[-limit:]

    def count(self, query: Query) -> int:
        return len(self.keys(query))

    def matching(self, query: Query, image_ids: Sequence[int]) -> set[int]:
        return {tile.image_id for tile in self.tiles(image_ids) if _fits(query, tile)}

    def tiles(self, image_ids: Sequence[int]) -> list[Tile]:
        self._read()
        self.asked.append(("tiles", tuple(image_ids)))
        return [self._tile_at(place) for place in self._places(image_ids)]

    def thumbnails(self, image_ids: Sequence[int]) -> dict[int, bytes]:
        self._read()
        self.asked.append(("thumbnails", tuple(image_ids)))
        return {each: self._thumbnails[each % len(self._thumbnails)] for each in image_ids}

    def cameras(self) -> list[Camera]:
        self._read()
        newest: dict[str, ImageKey] = {}
        for place in range(len(self._keys) - 1, max(-1, len(self._keys) - 1 - _LOOKED_BACK), -1):
            tile = self._tile_at(place)
            newest.setdefault(tile.node, self._keys[place])
        return [
            Camera(camera_id=number, node_id=node, node=node, name="front", newest=newest[node], hourly=60)
            for number, node in enumerate(_NODES, 1)
            if node in newest
        ]

    def images_by_minute(self, since_ns: int) -> dict[int, dict[int, int]]:
        self._read()
        found: dict[int, Counter[int]] = {number: Counter() for number in range(1, len(_NODES) + 1)}
        for place in range(self._keys.place(ImageKey(since_ns, 0)), len(self._keys)):
            tile = self._tile_at(place)
            found[_NODES.index(tile.node) + 1][tile.taken_ns // _MINUTE_NS] += 1
        return {camera: dict(minutes) for camera, minutes in found.items()}

    def details(self, image_id: int) -> ImageDetails | None:
        self._read()
        places = self._places([image_id])
        if not places:
            return None
        tile = self._tile_at(places[0])
        return ImageDetails(
            tile=tile,
            path=Path(f"/pictures/{image_id}.jpg"),
            width_px=1280,
            height_px=720,
            size_bytes=100_000,
            sha256="0" * 64,
            image_format="jpeg",
            stored_ns=tile.taken_ns,
            annotation=Annotation(labels=(*tile.labels, Label("everything else", 0.11))),
        )

    def label_names(self) -> Sequence[str]:
        self._read()
        return _WORDS

    def vocabulary(self) -> Vocabulary:
        self._read()
        return Vocabulary(labels=_WORDS, nodes=_NODES, cameras=("front",))

    def stats(self) -> LibraryStats:
        self._read()
        count = len(self._keys)
        return LibraryStats(images=count, labelled=count, waiting=0, failed=0, bytes=count * 100_000, nodes={})

    def verify(self, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
        if progress is not None:
            progress(len(self._keys), len(self._keys))
        return VerifyReport(checked=len(self._keys))

    def _fitting(self, query: Query) -> ImageKeys:
        if query == Query():
            return self._keys[:]
        fitting = [key for place, key in enumerate(self._keys) if _fits(query, self._tile_at(place))]
        return ImageKeys(array("q", [k.taken_ns for k in fitting]), array("q", [k.image_id for k in fitting]))

    def _read(self) -> None:
        self._open.wait()
        if self.broken is not None:
            raise LibraryError(self.broken)

    def _places(self, image_ids: Sequence[int]) -> list[int]:
        ids = self._keys.image_ids
        places = []
        for image_id in image_ids:
            if 1 <= image_id <= len(ids) and ids[image_id - 1] == image_id:  # the rule, and quick
                places.append(image_id - 1)
            elif image_id in ids:
                places.append(ids.index(image_id))
        return places

    def _tile_at(self, place: int) -> Tile:
        key = self._keys[place]
        return self._changed.get(key.image_id) or _tile(key.image_id, key.taken_ns)


def _tile(image_id: int, taken_ns: int) -> Tile:
    first = image_id % len(_WORDS)
    labels = (Label(_WORDS[first], 0.92), Label(_WORDS[(first + 3) % len(_WORDS)], 0.61))
    return Tile(
        image_id=image_id,
        taken_ns=taken_ns,
        node=_NODES[image_id % len(_NODES)],
        camera="front",
        state=ImageState.LABELLED,
        labels=labels,
    )


def _fits(query: Query, tile: Tile) -> bool:
    names = {label.name.casefold() for label in tile.labels}
    return (
        names.issuperset(query.labels)
        and names.isdisjoint(query.without_labels)
        and (not query.nodes or tile.node.casefold() in query.nodes)
        and (not query.cameras or tile.camera.casefold() in query.cameras)
    )


@functools.cache
def _painted() -> list[bytes]:
    return [_jpeg(_scene(number)) for number in range(_PICTURES)]


def _of_photos(folder: Path) -> list[bytes]:
    images = [Image.open(path).convert("RGB") for path in sorted(folder.glob("*.jpg"))]
    for image in images:
        image.thumbnail((_SIDE_PX, _SIDE_PX))
    return [_jpeg(image) for image in images]


def _scene(number: int) -> Image.Image:
    hue = number * 360 // _PICTURES
    image = Image.new("RGB", (_SIDE_PX, _SIDE_PX * 3 // 4), f"hsl({hue}, 35%, 70%)")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 160, _SIDE_PX, 240), fill=f"hsl({hue}, 35%, 45%)")
    draw.ellipse((20 + number * 18, 60, 100 + number * 18, 140), fill=f"hsl({(hue + 40) % 360}, 70%, 60%)")
    return image


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
