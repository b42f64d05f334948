"""The labeller that is always there: what OpenCV and arithmetic can tell of an image, and no more.

It needs no download and no network, and gives no scores, because nothing in it measures a probability.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import cv2

from desktop.core.errors import ImageFileError, LabellerUnavailableError
from desktop.core.records import Annotation, Colour, Label, LabelError, Picture
from desktop.core.settings import Settings
from desktop.labelling.colours import main_colours
from desktop.labelling.images import read_pixels, within
from desktop.labelling.labeller import Meter
from desktop.labelling.labellers.basic.detectors import Detectors
from desktop.labelling.labellers.basic.light import light_words

SIDE_PX = 640
DOMINATING_FRACTION = 0.25
CODE_WORDS = {"qr": "QR code", "barcode": "bar code"}


def create(settings: Settings, meter: Meter) -> BasicLabeller:  # noqa: ARG001 - the entry point's signature
    """Makes the labeller; there is nothing to set, and it costs nothing."""
    cv2.setNumThreads(1)  # the engine's workers share the cores already; OpenCV's own threads would fight them
    return BasicLabeller()


class BasicLabeller:
    """Finds faces, people, codes and motion, names the main colours, and notes bad light."""

    name = "basic"
    version = f"opencv-{cv2.__version__}"
    batch_size = 8

    def __init__(self) -> None:
        self._spare: deque[Detectors] = deque()
        self._closed = threading.Event()

    def label(self, batch: Sequence[Picture]) -> list[Annotation | LabelError]:
        with self._detectors() as detectors:
            return [self._label_one(picture, detectors) for picture in batch]

    def close(self) -> None:
        self._closed.set()

    def _label_one(self, picture: Picture, detectors: Detectors) -> Annotation | LabelError:
        if self._closed.is_set():
            raise LabellerUnavailableError("Labelling was stopped")
        try:
            return _annotate(picture, detectors)
        except ImageFileError as error:
            return LabelError(str(error))

    @contextmanager
    def _detectors(self) -> Iterator[Detectors]:
        try:
            detectors = self._spare.pop()
        except IndexError:
            detectors = Detectors()
        try:
            yield detectors
        finally:
            self._spare.append(detectors)


def _annotate(picture: Picture, detectors: Detectors) -> Annotation:
    pixels = read_pixels(picture.path, within(SIDE_PX))
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    faces, people, codes = detectors.faces(grey), detectors.people(grey), detectors.codes(grey)
    colours = main_colours(pixels)
    words = ["face"] if faces else []
    words += ["person"] if people else []
    words += [CODE_WORDS[kind] for kind in sorted({code.kind for code in codes}, reverse=True)]
    words += ["motion"] if picture.motion_boxes else []
    words += light_words(grey)
    words += _dominating(colours)
    labels = tuple(Label(word) for word in words)
    return Annotation(labels=labels, objects=people, faces=faces, texts=codes, colours=colours)


def _dominating(colours: Sequence[Colour]) -> list[str]:
    first, *others = colours
    return [first.name] + [second.name for second in others[:1] if second.fraction >= DOMINATING_FRACTION]
