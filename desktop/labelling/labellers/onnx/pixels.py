"""From the pixels of an image to what a model is fed."""

from __future__ import annotations

import cv2
import numpy as np

from desktop.labelling.images import Pixels
from desktop.labelling.labellers.onnx.network import Floats
from desktop.labelling.models.spec import ModelInput

PAD_GREY = 114
"""What YOLOX and its kin were trained with beside the image."""


def stretched(image: Pixels, size_px: tuple[int, int]) -> Pixels:
    """The whole image at exactly ``size_px``, whatever its shape: what stands at an edge counts too."""
    return _resized(image, size_px)


def letterboxed(image: Pixels, size_px: tuple[int, int]) -> tuple[Pixels, float]:
    """The image at the upper left of ``size_px`` with grey beside it, and by what it was scaled."""
    width, height = size_px
    scale = min(width / image.shape[1], height / image.shape[0])
    inner = _resized(image, (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))))
    padded = np.full((height, width, 3), PAD_GREY, dtype=np.uint8)
    padded[: inner.shape[0], : inner.shape[1]] = inner
    return padded, scale


def fed(images: list[Pixels], wanted: ModelInput) -> Floats:
    """A batch of images of the model's size, as the float32 array that the model wants."""
    width, height = wanted.size_px
    planes = np.empty((len(images), 3, height, width), dtype=np.float32)
    for image, target in zip(images, planes, strict=True):
        for index, (mean, std) in enumerate(zip(wanted.mean, wanted.std, strict=True)):
            channel = index if wanted.channels == "rgb" else 2 - index
            # One multiplication and one addition a channel: ten times faster than the formula on the whole array.
            np.multiply(image[..., channel], np.float32(wanted.pixel_max / 255 / std), out=target[index])
            target[index] -= np.float32(mean / std)
    return planes if wanted.layout == "nchw" else np.ascontiguousarray(planes.transpose(0, 2, 3, 1))


def _resized(image: Pixels, size_px: tuple[int, int]) -> Pixels:
    if (image.shape[1], image.shape[0]) == size_px:
        return image
    shrinks_much = max(image.shape[1] / size_px[0], image.shape[0] / size_px[1]) > 2
    how = cv2.INTER_AREA if shrinks_much else cv2.INTER_LINEAR  # linear is ten times faster, but skips pixels
    return np.asarray(cv2.resize(image, size_px, interpolation=how), dtype=np.uint8)
