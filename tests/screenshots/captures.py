"""What four devices have seen over five days, made of a few real photos: other cuts, mirrored, lighter and darker."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageEnhance, ImageOps

from desktop.core.records import NodeIdentity
from node_agent.wire.messages import THUMBNAIL_SIDE_PX, Frame, FrameHeader

DAYS = 5
LAST_HOUR = 7
"""Images of each camera in the last hour, which the wall draws minute by minute."""
SECONDS_A_DAY = 86_400
NS_PER_S = 1_000_000_000
LONGEST_SIDE_PX = 1280


class Spot(NamedTuple):
    """A camera, what comes by there, and in which hours how often."""

    node: str
    camera: str
    photos: tuple[str, ...]
    images_a_day: int
    busiest_hour: float


SPOTS = (
    Spot("porch", "front", ("cat_720p", "pets"), 14, 8.5),
    Spot("porch", "steps", ("pets", "cat_720p"), 9, 18.0),
    Spot("aviary", "perch", ("parrot", "owl"), 16, 11.0),
    Spot("aviary", "nest", ("owl",), 7, 20.5),
    Spot("kiosk", "counter", ("hot_dog",), 11, 12.5),
    Spot("door", "bell", ("face",), 6, 17.5),
)


class Capture(NamedTuple):
    """A frame and who sent it."""

    node: NodeIdentity
    frame: Frame


def identity(node: str) -> NodeIdentity:
    return NodeIdentity(hashlib.sha256(node.encode()).hexdigest()[:16], node)


def captures(photos: Path, now_ns: int) -> Iterator[Capture]:
    """All that was seen up to ``now_ns`` (Unix time), oldest first; ``photos`` has the JPEG files. Always the same."""
    chance = random.Random(20261123)
    seen = [(taken_ns, spot) for spot in SPOTS for taken_ns in _times(spot, now_ns, chance)]
    numbers: dict[str, int] = {}
    for taken_ns, spot in sorted(seen):
        numbers[spot.node] = numbers.get(spot.node, 0) + 1
        picture = _variant(photos / f"{chance.choice(spot.photos)}.jpg", chance)
        yield Capture(identity(spot.node), _frame(picture, spot, numbers[spot.node], taken_ns))


def _times(spot: Spot, now_ns: int, chance: random.Random) -> Iterator[int]:
    for day in range(DAYS):
        for _ in range(spot.images_a_day):
            hours_ago = (chance.gauss(0, 4) + 24 - spot.busiest_hour) % 24
            yield now_ns - round((day * SECONDS_A_DAY + hours_ago * 3600) * NS_PER_S)
    for minutes_ago in chance.sample(range(2, 60), LAST_HOUR):
        yield now_ns - minutes_ago * 60 * NS_PER_S
    yield now_ns - chance.randrange(5, 90) * NS_PER_S


def _variant(photo: Path, chance: random.Random) -> Image.Image:
    with Image.open(photo) as original:
        image = ImageOps.exif_transpose(original).convert("RGB")
    share = chance.uniform(0.82, 1.0)
    width_px, height_px = round(image.width * share), round(image.height * share)
    left, top = chance.randint(0, image.width - width_px), chance.randint(0, image.height - height_px)
    image = image.crop((left, top, left + width_px, top + height_px))
    if chance.random() < 0.5:
        image = ImageOps.mirror(image)
    image = ImageEnhance.Brightness(image).enhance(chance.uniform(0.8, 1.12))
    image.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    return image


def _frame(picture: Image.Image, spot: Spot, seq: int, taken_ns: int) -> Frame:
    data = _jpeg(picture)
    thumbnail = picture.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
    header = FrameHeader(
        stream=hashlib.sha256(spot.node.encode()).hexdigest()[:32],
        seq=seq,
        camera=spot.camera,
        captured_wall_ns=taken_ns,
        captured_monotonic_ns=seq,
        boot_id="boot",
        clock_synced=True,
        trigger="motion",
        motion_boxes=((0.18, 0.12, 0.81, 0.93),),
        width_px=picture.width,
        height_px=picture.height,
        size_bytes=len(data),
        sha256=hashlib.sha256(data).digest(),
        image_format="jpeg",
    )
    return Frame(header, _jpeg(thumbnail), data)


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file.getvalue()
