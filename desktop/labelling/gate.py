"""Spares paid calls for images that look like one just labelled: they inherit its labels."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from PIL import Image

from desktop.core.errors import LibraryError
from desktop.core.records import Annotation, NotNow, Picture
from desktop.core.settings import GateSettings
from desktop.labelling.asking import ask
from desktop.labelling.images import FORMATS
from desktop.labelling.labeller import Meter, Outcome, PaidLabeller

log = logging.getLogger(__name__)

HASH_COLUMNS, HASH_ROWS = 8, 8
_DECODE_PX = (72, 64)


def perceptual_hash(path: Path) -> int | None:
    """The 64-bit difference hash of an image file: whether brightness rises from each of 9 x 8 cells to the next.

    Near-equal pictures differ in few bits: N. Krawetz, "Kind of Like That", 2013,
    https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html. None when it can't be read.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            image.draft("L", _DECODE_PX)
            grey = image.convert("L").resize((HASH_COLUMNS + 1, HASH_ROWS), Image.Resampling.BOX)
    except Exception as error:  # a decoder may raise anything over a damaged file; the labeller will say it in words
        log.debug("no hash of %s: %s", path, error)
        return None
    cells = np.asarray(grey, dtype=np.int16)
    return int.from_bytes(np.packbits(cells[:, 1:] > cells[:, :-1]).tobytes(), "big")


class _Reference:
    """An image that is really looked at, and what was said of it once that is known."""

    def __init__(self, picture: Picture, image_hash: int) -> None:
        self.picture = picture
        self.hash = image_hash
        self.outcome: Outcome | None = None
        self.settled = threading.Event()

    def settle(self, outcome: Outcome | None) -> None:
        self.outcome = outcome
        self.settled.set()


class _Place(NamedTuple):
    """Where a picture stands in its batch, and the reference that it waits for."""

    place: int
    reference: _Reference


class Gate:
    """Asks ``paid`` only for images that look unlike the last one of their camera that it really looked at.

    Of the others each inherits that one's annotation and says so. It never goes on from one that inherited, so that
    none inherits over more than ``max_age_s``. Images that a person gave, or wants labelled anew, are always looked
    at. Workers that have like images at the same time wait for the one of them that asks.
    """

    def __init__(self, paid: PaidLabeller, settings: GateSettings, meter: Meter) -> None:
        self._paid = paid
        self._settings = settings
        self._meter = meter
        self._lock = threading.Lock()
        self._last: dict[tuple[str, str], _Reference] = {}

    @property
    def name(self) -> str:
        return self._paid.name

    @property
    def version(self) -> str:
        return self._paid.version

    @property
    def batch_size(self) -> int:
        return self._paid.batch_size

    @property
    def units_of_an_image(self) -> dict[str, int]:
        return dict(self._paid.units_of_an_image)

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        hashes = [perceptual_hash(picture.path) if _may_inherit(picture) else None for picture in batch]
        outcomes: list[Outcome | None] = [None] * len(batch)
        pending = list(range(len(batch)))
        while pending:
            asked, waiting = self._divide(batch, hashes, pending)
            self._look_at(batch, asked, outcomes)
            pending = self._inherit(waiting, outcomes)
        self._count(outcomes)
        return [outcome for outcome in outcomes if outcome is not None]

    def close(self) -> None:
        self._paid.close()

    def _divide(
        self, batch: Sequence[Picture], hashes: Sequence[int | None], pending: Sequence[int]
    ) -> tuple[dict[int, _Reference | None], list[_Place]]:
        """Which of the pending are looked at, each with the reference that it becomes, and which wait for another."""
        asked: dict[int, _Reference | None] = {}
        waiting: list[_Place] = []
        with self._lock:
            for index in pending:
                picture, image_hash = batch[index], hashes[index]
                if image_hash is None:
                    asked[index] = None
                    continue
                last = self._last.get(_camera(picture))
                if last is not None and self._is_alike(last, picture, image_hash):
                    waiting.append(_Place(index, last))
                else:
                    asked[index] = self._last[_camera(picture)] = _Reference(picture, image_hash)
        return asked, waiting

    def _look_at(
        self, batch: Sequence[Picture], asked: dict[int, _Reference | None], outcomes: list[Outcome | None]
    ) -> None:
        try:
            for index, outcome in zip(asked, ask(self._paid, [batch[index] for index in asked]), strict=True):
                outcomes[index] = outcome
        finally:
            for index, reference in asked.items():
                if reference is not None:
                    self._settle(reference, outcomes[index])

    def _settle(self, reference: _Reference, outcome: Outcome | None) -> None:
        with self._lock:
            camera = _camera(reference.picture)
            if not isinstance(outcome, Annotation) and self._last.get(camera) is reference:
                del self._last[camera]
        reference.settle(outcome)

    def _inherit(self, waiting: Sequence[_Place], outcomes: list[Outcome | None]) -> list[int]:
        """Gives them what was said of their references; returns those whose reference came to nothing."""
        left = []
        for index, reference in waiting:
            reference.settled.wait()
            outcome = reference.outcome
            if isinstance(outcome, Annotation):
                outcomes[index] = msgspec.structs.replace(outcome, inherited_from=reference.picture.image_id)
            elif isinstance(outcome, NotNow):
                outcomes[index] = outcome
            else:
                left.append(index)
        return left

    def _count(self, outcomes: Sequence[Outcome | None]) -> None:
        inherited = sum(isinstance(outcome, Annotation) and outcome.inherited_from is not None for outcome in outcomes)
        if not inherited:
            return
        try:
            self._meter.save({billed_as: inherited * units for billed_as, units in self.units_of_an_image.items()})
        except LibraryError as error:  # the labels are worth more than the count of what they did not cost
            log.warning("%d saved calls were not counted: %s", inherited, error)

    def _is_alike(self, reference: _Reference, picture: Picture, image_hash: int) -> bool:
        age_s = abs(picture.taken_ns - reference.picture.taken_ns) / 1e9
        distance = (reference.hash ^ image_hash).bit_count()
        return age_s <= self._settings.max_age_s and distance <= self._settings.max_distance


def _may_inherit(picture: Picture) -> bool:
    return not (picture.dropped or picture.wanted)


def _camera(picture: Picture) -> tuple[str, str]:
    return picture.node_id or picture.node, picture.camera
