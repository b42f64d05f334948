"""Objects and their places, from the output of NanoDet and YOLOX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from desktop.core.records import Annotation, Box, DetectedObject
from desktop.labelling.images import Pixels
from desktop.labelling.labellers.onnx.network import Floats, Network
from desktop.labelling.labellers.onnx.pixels import fed, letterboxed
from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.spec import ModelSpec
from desktop.labelling.plain_names import class_names

MAX_OVERLAP = 0.5
"""Of two boxes of a kind that share more than this (intersection over union), the weaker is dropped."""


class Candidates(NamedTuple):
    """What a detector may have seen: ``boxes`` n x 4 (left, top, right, bottom in input pixels), ``scores``
    n x classes."""

    boxes: Floats
    scores: Floats


Decode = Callable[[Sequence[Floats], tuple[int, int], int], Candidates]
"""Reads the outputs for one image; takes also width and height of the input, and the number of classes.

Raises ValueError when the outputs have other shapes than the kind of model has.
"""


class Detector:
    """Finds objects whose score is at least ``threshold``."""

    batch_size = 1

    def __init__(self, spec: ModelSpec, network: Network, threshold: float, decode: Decode) -> None:
        self._spec = spec
        self._network = network
        self._threshold = threshold
        self._decode = decode
        self._names = [name.plain for name in class_names(spec.labels)]

    def scale(self, width: int, height: int) -> float:
        """By what an image may be shrunk before it comes here."""
        wanted_width, wanted_height = self._spec.input.size_px
        return min(wanted_width / width, wanted_height / height)

    def annotate(self, images: Sequence[Pixels]) -> list[Annotation]:
        """Objects of each image, the surest first.

        Raises:
            ModelError: the model fails, or its outputs are not those of its kind.
        """
        return [Annotation(objects=self._objects(image)) for image in images]

    def _objects(self, image: Pixels) -> tuple[DetectedObject, ...]:
        padded, scale = letterboxed(image, self._spec.input.size_px)
        outputs = self._network.run(fed([padded], self._spec.input))
        try:
            candidates = self._decode(outputs, self._spec.input.size_px, len(self._names))
        except ValueError as error:
            raise ModelError(
                f"The outputs of the model {self._spec.name} are not those of a {self._spec.kind}: {error}"
            ) from error
        size = np.array([image.shape[1], image.shape[0]] * 2, dtype=np.float32) * np.float32(scale)
        boxes = np.clip(candidates.boxes / size, 0.0, 1.0)
        return self._best(boxes, candidates.scores)

    def _best(self, boxes: Floats, scores: Floats) -> tuple[DetectedObject, ...]:
        classes = scores.argmax(axis=1)
        best_scores = scores.max(axis=1)
        sure = np.flatnonzero(best_scores >= self._threshold)
        boxes, classes, best_scores = boxes[sure], classes[sure], best_scores[sure]
        left_top_size = np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]])
        kept = cv2.dnn.NMSBoxesBatched(left_top_size.tolist(), best_scores.tolist(), classes.tolist(), 0.0, MAX_OVERLAP)
        return tuple(
            DetectedObject(
                self._names[classes[index]], Box(*boxes[index].tolist()), min(float(best_scores[index]), 1.0)
            )
            for index in sorted(kept, key=lambda index: -best_scores[index])
        )


def decode_nanodet(outputs: Sequence[Floats], size_px: tuple[int, int], classes: int) -> Candidates:
    """Reads NanoDet-m: for each stride an output of class scores, 1 x cells x classes, and one of distances.

    A distance from the middle of a cell to each side of the box is spread over ``reg_max + 1`` bins, as
    Generalized Focal Loss has it (Li et al., 2020, section 3), and read as their mean. Source: opencv_zoo,
    models/object_detection_nanodet/nanodet.py, and NanoDet 0.4's head.
    """
    boxes: list[Floats] = []
    scores: list[Floats] = []
    for stride in (8, 16, 32, 64):
        columns, rows = (-(-side // stride) for side in size_px)
        level = [output[0] for output in outputs if output.ndim == 3 and output.shape[:2] == (1, columns * rows)]
        if not level and boxes:
            break  # NanoDet-m ends at stride 32
        if len(level) != 2 or level[0].shape[1] != classes or level[1].shape[1] % 4:
            raise ValueError(f"at stride {stride}, no {rows * columns} x {classes} scores with as many distances")
        middles = (_cells(columns, rows) + 0.5) * stride - 0.5
        distances = _means(level[1].reshape(columns * rows, 4, -1)) * stride
        boxes.append(np.hstack([middles - distances[:, :2], middles + distances[:, 2:]]))
        scores.append(level[0])
    return Candidates(np.vstack(boxes), np.vstack(scores))


def decode_yolox(outputs: Sequence[Floats], size_px: tuple[int, int], classes: int) -> Candidates:
    """Reads YOLOX: 1 x cells x (centre x, y, log width, height, objectness, classes), strides 8, 16 and 32 in turn.

    Source: YOLOX, yolox/utils/demo_utils.py, ``demo_postprocess``.
    """
    cells, strides = [], []
    for stride in (8, 16, 32):
        columns, rows = (side // stride for side in size_px)
        cells.append(_cells(columns, rows))
        strides.append(np.full((columns * rows, 1), stride, dtype=np.float32))
    cell, stride_px = np.vstack(cells), np.vstack(strides)
    expected = (1, len(cell), 5 + classes)
    if outputs[0].shape != expected:
        raise ValueError(f"its shape is {outputs[0].shape} instead of {expected}")
    rows_out = outputs[0][0]
    centres = (rows_out[:, :2] + cell) * stride_px
    halves = np.exp(rows_out[:, 2:4]) * stride_px / 2
    return Candidates(np.hstack([centres - halves, centres + halves]), rows_out[:, 4:5] * rows_out[:, 5:])


def _cells(columns: int, rows: int) -> Floats:
    """Column and row of every cell of a grid, row by row."""
    row, column = np.mgrid[:rows, :columns]
    return np.column_stack([column.ravel(), row.ravel()]).astype(np.float32)


def _means(bins: Floats) -> Floats:
    """The mean that softmax over the last axis gives to the numbers of its bins."""
    exponentials = np.exp(bins - bins.max(axis=-1, keepdims=True))
    weights = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return np.asarray(weights @ np.arange(bins.shape[-1], dtype=np.float32))
