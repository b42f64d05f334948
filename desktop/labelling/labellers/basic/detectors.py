"""What OpenCV can find with what it carries along: faces, people, QR codes and bar codes.

Boxes are fractions of the image. None of these detectors measures a probability (Haar counts stages, the HOG's
weight is a distance to a plane), so nothing here has a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import cv2.data
import numpy as np

from desktop.core.records import Box, DetectedObject, Face, Text
from desktop.labelling.images import Pixels, within

FACE_SIDE_PX = 320
FACE_MIN_PX = 28
FACE_NEIGHBOURS = 4
PEOPLE_SIDE_PX = 360
PEOPLE_MIN_WEIGHT = 0.4
PEOPLE_MAX_OVERLAP = 0.3


class Detectors:
    """One set of detectors. OpenCV's are not thread-safe: a set serves one thread at a time.

    Every method takes the image as grey pixels.
    """

    def __init__(self) -> None:
        cascades = Path(cv2.data.haarcascades)
        self._faces = cv2.CascadeClassifier(str(cascades / "haarcascade_frontalface_alt2.xml"))
        self._people = cv2.HOGDescriptor()
        self._people.setSVMDetector(np.array(cv2.HOGDescriptor.getDefaultPeopleDetector()))
        self._qr_codes = cv2.QRCodeDetectorAruco()
        self._bar_codes = cv2.barcode.BarcodeDetector()

    def faces(self, grey: Pixels) -> tuple[Face, ...]:
        """Faces seen from the front, from about a twelfth of the longest side on."""
        small = _shrink(grey, FACE_SIDE_PX)
        found = self._faces.detectMultiScale(
            small, scaleFactor=1.3, minNeighbors=FACE_NEIGHBOURS, minSize=(FACE_MIN_PX, FACE_MIN_PX)
        )
        return tuple(Face(_box(rectangle, small)) for rectangle in found)

    def people(self, grey: Pixels) -> tuple[DetectedObject, ...]:
        """Standing people whose weight is at least :data:`PEOPLE_MIN_WEIGHT`, from about half the height on."""
        small = _shrink(grey, PEOPLE_SIDE_PX)
        window_width, window_height = self._people.winSize
        if small.shape[0] < window_height or small.shape[1] < window_width:
            return ()  # nobody fits in, and OpenCV would abort the process
        found, weights = self._people.detectMultiScale(
            small, hitThreshold=PEOPLE_MIN_WEIGHT, winStride=(8, 8), padding=(8, 8), scale=1.15, groupThreshold=0
        )
        boxes = [tuple(rectangle) for rectangle in found]
        best = cv2.dnn.NMSBoxes(boxes, list(np.ravel(weights)), PEOPLE_MIN_WEIGHT, PEOPLE_MAX_OVERLAP)
        return tuple(DetectedObject("person", _box(boxes[index], small)) for index in best)

    def codes(self, grey: Pixels) -> tuple[Text, ...]:
        """QR codes and bar codes (EAN-8, EAN-13, UPC-A) that could be read, with their text."""
        found, qr_texts, qr_corners, _ = self._qr_codes.detectAndDecodeMulti(grey)
        texts = _codes("qr", qr_texts, qr_corners, grey) if found else []
        found, bar_texts, bar_corners, _ = self._bar_codes.detectAndDecodeMulti(grey)
        if found:
            texts += _codes("barcode", bar_texts, bar_corners, grey)
        return tuple(texts)


def _codes(kind: str, texts: Iterable[str], corners: Iterable[np.ndarray], grey: Pixels) -> list[Text]:
    found = zip(texts, corners, strict=True)
    return [Text(text, kind, _box(cv2.boundingRect(points), grey)) for text, points in found if text]


def _shrink(grey: Pixels, side_px: int) -> Pixels:
    height, width = grey.shape
    scale = within(side_px)(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)


def _box(rectangle: Sequence[int], grey: Pixels) -> Box:
    height, width = grey.shape
    left, top, box_width, box_height = (int(value) for value in rectangle)
    edges = left / width, top / height, (left + box_width) / width, (top + box_height) / height
    return Box(*(round(min(1.0, max(0.0, edge)), 4) for edge in edges))
