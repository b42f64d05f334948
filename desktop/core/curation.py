"""What a person does with images: stars, corrections of labels, what is wrong on a camera, and the bin.

Labellers' words are never changed for it. What counts is worked out from both: see :func:`in_effect`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from desktop.core.records import Annotation, Box, DetectedObject, Face, Label, Text

SAME_PLACE_IOU = 0.5
"""Two boxes are at the same place when they share this much of what both cover (PASCAL VOC's threshold)."""

FACE_NAME = "face"
"""By this a suppressed face is named; faces have no name of their own."""

Boxed = TypeVar("Boxed", DetectedObject, Face, Text)


class Corrections(Struct, frozen=True):
    """What a person says of one image: the names that it has (``added``) and has not (``removed``)."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


class FindingKind(enum.StrEnum):
    """What part of an annotation a suppression is about."""

    LABEL = "label"
    OBJECT = "object"
    FACE = "face"
    TEXT = "text"
    LANDMARK = "landmark"
    LOGO = "logo"


class Place(Struct, frozen=True):
    """Something that a labeller said: a name for the whole image (``box`` None), or one at a place in it."""

    kind: FindingKind
    name: str
    box: Box | None = None


class Suppression(Struct, frozen=True, kw_only=True):
    """Something that is wrong whenever it is said of this camera."""

    suppression_id: int
    camera_id: int
    node: str
    camera: str
    place: Place
    suppressed_ns: int


class Saying(Struct, frozen=True):
    """What one labeller said of an image, as it said it; ``labelled_ns`` is Unix time."""

    labeller: str
    labelled_ns: int
    annotation: Annotation


class Judgement(Struct, frozen=True, kw_only=True):
    """All that was said of one image: by each labeller, the latest first, and by a person.

    ``hidden`` are the suppressions that hide something of the latest. ``suppressible`` is false for images without a
    camera, as files that were dropped have no place in common.
    """

    sayings: tuple[Saying, ...] = ()
    corrections: Corrections = Corrections()
    hidden: tuple[Suppression, ...] = ()
    suppressible: bool = False


class Deletion(Struct, frozen=True):
    """What came of a deletion: the images that are in the bin now, and files that could not be moved, in words."""

    image_ids: tuple[int, ...] = ()
    troubles: tuple[str, ...] = ()


class BinDay(Struct, frozen=True):
    """What was put into the bin on one day of local time, between two moments (Unix time) that both belong to it.

    ``bytes`` counts Miharu's own files only.
    """

    first_ns: int
    last_ns: int
    images: int
    bytes: int


Report = Callable[[int, int], bool]
"""Gets done and total after each batch; False ends the work there."""


class Curation(Protocol):
    """What a person does with images. All of it works in batches that leave room for what comes in.

    What changes images returns the ids of those that it did change, so that just these can be changed back.
    """

    def star(self, image_ids: Sequence[int], progress: Report | None = None) -> Sequence[int]:
        """Gives these images a star; retention keeps them."""

    def unstar(self, image_ids: Sequence[int], progress: Report | None = None) -> Sequence[int]:
        """Takes their stars away."""

    def correct(
        self, image_ids: Sequence[int], add: Sequence[str], remove: Sequence[str], progress: Report | None = None
    ) -> Mapping[int, Corrections]:
        """Says of all these images that they have the names ``add``, and of those which have a name of ``remove``
        that they haven't. Survives relabelling. Returns what a person had said of each before."""

    def put_corrections(self, corrections: Mapping[int, Corrections], progress: Report | None = None) -> None:
        """Makes each image's corrections exactly these."""

    def labellers_in_effect(self, image_ids: Sequence[int]) -> Mapping[int, str]:
        """Whose answer counts for each of these images that has one."""

    def put_labellers_in_effect(self, labellers: Mapping[int, str], progress: Report | None = None) -> None:
        """Makes the answer of that labeller count for each of these images, and asks for no other one; what others
        said is kept. One of which that labeller has said nothing stays as it is."""

    def name_counts(self, image_ids: Sequence[int]) -> Mapping[str, int]:
        """The names that these images have now, and how many of them have each."""

    def judgement(self, image_id: int) -> Judgement | None:
        """All that was said of one image; None when it is no longer there."""

    def suppress(self, image_id: int, place: Place, progress: Report | None = None) -> int | None:
        """From now on hides ``place`` on the camera of that image, in images that are here as well. Returns the
        suppression's id, None where there is no such image or it has no camera."""

    def lift(self, suppression_id: int, progress: Report | None = None) -> None:
        """Shows again what a suppression hid."""

    def suppress_again(self, suppression: Suppression, progress: Report | None = None) -> None:
        """Takes back that a suppression was lifted."""

    def suppressions(self) -> Sequence[Suppression]:
        """All there are, the latest first."""

    def finish_rework(self, progress: Report | None = None) -> None:
        """Goes on where a change of suppressions was cancelled or cut off."""

    def delete(self, image_ids: Sequence[int], progress: Report | None = None) -> Deletion:
        """Takes images out of the library. Miharu's own files go to the bin; files that lie elsewhere, or that a
        person gave to Miharu, stay as they are."""

    def restore(self, image_ids: Sequence[int], progress: Report | None = None) -> Sequence[int]:
        """Takes deleted images back out of the bin, with all that was said of them. One whose file is gone, or is in
        the library again, is left out."""

    def bin_days(self) -> Sequence[BinDay]:
        """What is in the bin, the latest day first."""

    def binned(self, day: BinDay) -> Sequence[int]:
        """The images that were put into the bin on that day and are still there."""

    def empty_bin(self, before_ns: int, progress: Report | None = None) -> int:
        """Deletes for good what was put into the bin before that Unix time; returns how many images."""


def in_effect(annotation: Annotation, corrections: Corrections, suppressed: Iterable[Place] = ()) -> Annotation:
    """What counts: the labeller's annotation without what is suppressed and what a person took away, and with what a
    person added. A person's labels come first and have no score, as nothing was measured."""
    places = tuple(suppressed)
    if not corrections and not places:
        return annotation
    added = {name.casefold() for name in corrections.added}
    dropped = added | {name.casefold() for name in corrections.removed}
    hidden_labels = {each.name.casefold() for each in places if each.kind is FindingKind.LABEL} | dropped
    taken_away = {name.casefold() for name in corrections.removed}
    own = tuple(Label(name) for name in corrections.added)
    return replace(
        annotation,
        labels=own + tuple(each for each in annotation.labels if each.name.casefold() not in hidden_labels),
        objects=tuple(
            each
            for each in _visible(annotation.objects, FindingKind.OBJECT, places)
            if each.name.casefold() not in taken_away
        ),
        faces=_visible(annotation.faces, FindingKind.FACE, places),
        texts=_visible(annotation.texts, FindingKind.TEXT, places),
        landmarks=_visible(annotation.landmarks, FindingKind.LANDMARK, places),
        logos=_visible(annotation.logos, FindingKind.LOGO, places),
    )


def hides(place: Place, annotation: Annotation) -> bool:
    """Whether a suppressed ``place`` hides anything of ``annotation``."""
    return in_effect(annotation, Corrections(), (place,)) != annotation


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, width) * max(0.0, height)
    whole = _area(one) + _area(other) - shared
    return shared / whole if whole > 0 else 0.0


def _visible(found: tuple[Boxed, ...], kind: FindingKind, places: Sequence[Place]) -> tuple[Boxed, ...]:
    of_kind = [place for place in places if place.kind is kind]
    return tuple(each for each in found if not any(_is_at(each, place) for place in of_kind))


def _is_at(found: DetectedObject | Face | Text, place: Place) -> bool:
    if name_of(found).casefold() != place.name.casefold():
        return False
    if found.box is None or place.box is None:
        return found.box == place.box
    return overlap(found.box, place.box) >= SAME_PLACE_IOU


def name_of(found: DetectedObject | Face | Text) -> str:
    """By what a place names it."""
    match found:
        case Face():
            return FACE_NAME
        case Text():
            return found.text
    return found.name


def _area(box: Box) -> float:
    return max(0.0, box.right - box.left) * max(0.0, box.bottom - box.top)
