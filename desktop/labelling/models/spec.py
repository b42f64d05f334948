"""What has to be known of a model to fetch it, check it, feed it and read its output."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Kind = Literal["classifier", "nanodet", "yolox", "yunet"]
"""How a model's output is read.

``classifier``: one score a class, softmax or not yet. ``nanodet``: a class and a distance output for each stride, as
NanoDet-m is exported. ``yolox``: rows of centre, size, objectness and classes, as YOLOX is exported, not decoded in
the model. ``yunet``: OpenCV's own face detector.
"""
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
LabelSet = Annotated[str, Meta(pattern="^(imagenet|coco)$")]
SizePx = Annotated[int, Meta(ge=8, le=4096)]
Spread = Annotated[float, Meta(gt=0)]
Triple = tuple[float, float, float]


class ModelInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model wants to be fed: float32 pixels from 0 to ``pixel_max``, less ``mean``, divided by ``std``.

    ``size_px`` is width and height; ``mean`` and ``std`` are in the order of ``channels``.
    """

    size_px: tuple[SizePx, SizePx]
    channels: Literal["rgb", "bgr"] = "rgb"
    layout: Literal["nchw", "nhwc"] = "nchw"
    pixel_max: Spread = 1.0
    mean: Triple = (0.0, 0.0, 0.0)
    std: tuple[Spread, Spread, Spread] = (1.0, 1.0, 1.0)


class ModelSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A model. ``file`` is its name in the models folder; ``sources`` are URLs or paths, tried in order.

    ``labels`` is ``imagenet``, ``coco`` or the class names in the order of the output. ``size_bytes`` is None where
    only the hash is known.
    """

    name: Name
    kind: Kind
    file: str
    sha256: Sha256
    licence: str
    input: ModelInput
    labels: LabelSet | tuple[str, ...] = ()
    size_bytes: int | None = None
    sources: tuple[str, ...] = ()
