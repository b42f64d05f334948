"""Pictures to measure with: soft shapes with noise on top, so that a JPEG of them has the size of a photo's."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from node_agent.encode import EncodedImage, Encoder, Pixels

VARIETY = 8
SIZE_PX = (1280, 720)


def pixels(seed: int, size_px: tuple[int, int] = SIZE_PX) -> Pixels:
    """One picture, height x width x 3; each ``seed`` looks different."""
    chance = np.random.default_rng(seed)
    width, height = size_px
    shapes = [
        cv2.resize(chance.integers(0, 64, (9 * 2**n, 16 * 2**n, 3), dtype=np.uint8), (width, height)) for n in range(4)
    ]
    return np.asarray(sum(shapes), np.uint8)


def encoded_images(image_bytes: int) -> list[EncodedImage]:
    """A few 720p JPEGs of exactly ``image_bytes`` each, at least 60,000: encoded as well as fits, then filled up."""
    return [_of_size(pixels(seed), image_bytes) for seed in range(VARIETY)]


def _of_size(picture: Pixels, image_bytes: int) -> EncodedImage:
    best = next(
        encoded
        for quality in range(95, 5, -5)
        if len((encoded := Encoder(quality).of_frame(picture)).image) <= image_bytes
    )
    # A decoder stops at the end marker; what follows it is weight.
    filled = best.image + bytes(np.random.default_rng(1).bytes(image_bytes - len(best.image)))
    return Encoder().of_file(filled)


def write_small_jpegs(folder: Path, images: int) -> None:
    """Fills ``folder`` with 320 x 240 JPEGs of about 15 kB; no two have the same bytes."""
    folder.mkdir(parents=True)
    varied = [cv2.imencode(".jpg", pixels(seed, (320, 240)))[1].tobytes() for seed in range(64)]
    for number in range(images):
        # A comment segment (JPEG, B.2.4.5) tells them apart.
        comment = b"\xff\xfe\x00\x0a" + f"{number:08}".encode()
        content = varied[number % len(varied)]
        (folder / f"{number:06}.jpg").write_bytes(content[:2] + comment + content[2:])
