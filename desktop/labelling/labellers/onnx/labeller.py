"""Runs several models over each image and makes one annotation of what they see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2

from desktop.core.errors import ImageFileError, LabellerUnavailableError
from desktop.core.records import Annotation, Label, LabelError, Picture
from desktop.core.settings import OnDeviceSettings
from desktop.labelling.images import Pixels, read_pixels
from desktop.labelling.labellers.onnx.choice import chosen_models
from desktop.labelling.labellers.onnx.runners import Runner, load
from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.shelf import ModelShelf


class OnDeviceLabeller:
    """Labels with the chosen models of a shelf, loaded once and used by all threads.

    Raises:
        LabellerUnavailableError: no model is installed, or one can't be loaded; the text says what to do.
    """

    name = "on-device"
    batch_size = 8

    def __init__(self, shelf: ModelShelf, settings: OnDeviceSettings) -> None:
        cv2.setNumThreads(1)  # the engine's workers share the cores already; OpenCV's own threads would fight them
        try:
            specs = chosen_models(shelf, settings.models)
            self._runners: tuple[Runner, ...] = tuple(
                load(spec, shelf.path(spec), settings.providers, settings.threshold) for spec in specs
            )
        except ModelError as error:
            raise LabellerUnavailableError(str(error)) from error
        self.version = ", ".join(f"{spec.name} {spec.sha256[:8]}" for spec in specs)

    def label(self, batch: Sequence[Picture]) -> list[Annotation | LabelError]:
        runners = self._open_runners()
        images = [_read(picture, runners) for picture in batch]
        readable = [image for image in images if not isinstance(image, LabelError)]
        seen = [list(self._seen_by(runner, readable)) for runner in runners]
        annotations = (merged(parts) for parts in zip(*seen, strict=True))
        return [image if isinstance(image, LabelError) else next(annotations) for image in images]

    def close(self) -> None:
        self._runners = ()

    def _seen_by(self, runner: Runner, images: list[Pixels]) -> Iterator[Annotation]:
        for start in range(0, len(images), runner.batch_size):
            self._open_runners()
            try:
                yield from runner.annotate(images[start : start + runner.batch_size])
            except ModelError as error:
                raise LabellerUnavailableError(str(error)) from error

    def _open_runners(self) -> tuple[Runner, ...]:
        runners = self._runners
        if not runners:
            raise LabellerUnavailableError("Labelling was stopped")
        return runners


def merged(parts: Sequence[Annotation]) -> Annotation:
    """One annotation of all that several models see in an image.

    A name has one label, with its best score; the name of an object is a label too.
    """
    objects = tuple(found for part in parts for found in part.objects)
    labels = [label for part in parts for label in part.labels]
    labels += [Label(found.name, found.score) for found in objects]
    best: dict[str, Label] = {}
    for label in labels:
        other = best.setdefault(label.name, label)
        if (label.score or 0) > (other.score or 0):
            best[label.name] = Label(label.name, label.score, detail=other.detail or label.detail)
    return Annotation(
        labels=tuple(sorted(best.values(), key=lambda label: -(label.score or 0))),
        objects=objects,
        faces=tuple(face for part in parts for face in part.faces),
    )


def _read(picture: Picture, runners: Sequence[Runner]) -> Pixels | LabelError:
    try:
        return read_pixels(
            picture.path, lambda width, height: min(1.0, max(runner.scale(width, height) for runner in runners))
        )
    except ImageFileError as error:
        return LabelError(str(error))
