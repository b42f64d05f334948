"""Faces, found by YuNet through OpenCV."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from desktop.core.records import Annotation, Box, Face
from desktop.labelling.images import Pixels, within
from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.spec import ModelSpec

MIN_SCORE = 0.6
MAX_OVERLAP = 0.3
"""Both as opencv_zoo sets them for this model (models/face_detection_yunet/yunet.py)."""


class FaceFinder:
    """Finds faces. It has a threshold of its own, as YuNet's scores run higher than the objects'.

    Raises:
        ModelError: the file is no YuNet model.
    """

    batch_size = 1

    def __init__(self, spec: ModelSpec, path: Path) -> None:
        self._name = spec.name
        self._side_px = max(spec.input.size_px)
        self._one_at_a_time = threading.Lock()  # the detector holds the size of the image it is at
        try:
            self._detector = cv2.FaceDetectorYN.create(str(path), "", spec.input.size_px, MIN_SCORE, MAX_OVERLAP)
        except cv2.error as error:
            raise ModelError(f"The model {spec.name} can't be loaded: {error}") from error

    def scale(self, width: int, height: int) -> float:
        """By what an image may be shrunk before it comes here."""
        return within(self._side_px)(width, height)

    def annotate(self, images: Sequence[Pixels]) -> list[Annotation]:
        """Faces of each image.

        Raises:
            ModelError: the model fails.
        """
        return [Annotation(faces=self._faces(image)) for image in images]

    def _faces(self, image: Pixels) -> tuple[Face, ...]:
        height, width = image.shape[:2]
        try:
            with self._one_at_a_time:
                self._detector.setInputSize((width, height))
                _, rows = self._detector.detect(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
        except cv2.error as error:
            raise ModelError(f"The model {self._name} failed: {error}") from error
        return () if rows is None else tuple(_face(row, width, height) for row in rows)


def _face(row: np.ndarray, width: int, height: int) -> Face:
    """A face from left, top, width, height in pixels, five landmarks, and the score."""
    left, top, wide, high = row[:4]
    edges = np.clip([left / width, top / height, (left + wide) / width, (top + high) / height], 0.0, 1.0)
    return Face(Box(*edges.tolist()), float(row[-1]))
