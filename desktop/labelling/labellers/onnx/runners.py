"""Loads a model as what its kind says it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from desktop.core.records import Annotation
from desktop.labelling.images import Pixels
from desktop.labelling.labellers.onnx.classifier import Classifier
from desktop.labelling.labellers.onnx.detector import Detector, decode_nanodet, decode_yolox
from desktop.labelling.labellers.onnx.faces import FaceFinder
from desktop.labelling.labellers.onnx.network import Network
from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.spec import ModelSpec

DECODERS = {"nanodet": decode_nanodet, "yolox": decode_yolox}


class Runner(Protocol):
    """A loaded model. Several threads may use it at once."""

    batch_size: int

    def scale(self, width: int, height: int) -> float:
        """By what an image of that size may be shrunk without loss to this model; over 1 for a small one."""

    def annotate(self, images: Sequence[Pixels]) -> list[Annotation]:
        """What the model sees in up to ``batch_size`` images.

        Raises:
            ModelError: the model fails.
        """


def load(spec: ModelSpec, path: Path, providers: Sequence[str], threshold: float) -> Runner:
    """Loads a model whose hash was found right.

    Raises:
        ModelError: it can't be loaded.
    """
    if spec.kind == "yunet":
        return FaceFinder(spec, path)
    network = Network(spec, path, providers)
    if spec.kind == "classifier":
        return Classifier(spec, network, threshold)
    return Detector(spec, network, threshold, DECODERS[spec.kind])


def try_out(spec: ModelSpec, path: Path) -> None:
    """Loads a model on the CPU and runs it once over a grey image.

    Raises:
        ModelError: it can't be loaded, refuses its input, or its output is not what its kind and labels ask for.
    """
    if not spec.labels and spec.kind != "yunet":
        raise ModelError(f"The model {spec.name} has no labels")
    width, height = spec.input.size_px
    load(spec, path, ("cpu",), threshold=0.5).annotate([np.full((height, width, 3), 128, dtype=np.uint8)])
