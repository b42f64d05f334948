"""What can be done with images, each with what it takes to undo it. A deed works on a worker, never on the GUI thread.

``apply`` may be called again after ``revert``. Both work in parts and end early when ``report`` says so; a deed that
was cut short, or failed half-way, knows how far it came, and undoes just that. Words are made on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import Corrections, Place, Report, Suppression
from desktop.core.errors import MiharuError
from desktop.core.library import Library
from desktop.panels.words import count

_PART = 500
"""So many images are changed in one transaction."""


class Deed(Protocol):
    """One thing that a person does."""

    @property
    def title(self) -> str:
        """What is being done, for the line that shows how far it is: ``Deleting images``."""

    @property
    def troubles(self) -> Sequence[str]:
        """What went wrong on the way, in words, though the deed as a whole was done."""

    def apply(self, report: Report) -> int:
        """Does it; how many images it has changed."""

    def revert(self, report: Report) -> int:
        """Undoes it; how many images it has changed."""

    def done(self, number: int) -> str:
        """What was done to that many images, as a sentence without its stop: ``Deleted 3 images``."""


class Star:
    """Gives images a star."""

    def __init__(self, library: Library, image_ids: Sequence[int]) -> None:
        self._library = library
        self._image_ids = image_ids
        self.troubles: Sequence[str] = ()

    @property
    def title(self) -> str:
        return _tr("Giving stars")

    def apply(self, report: Report) -> int:
        starred: list[int] = []
        self.troubles = _in_parts(self._image_ids, report, lambda part: starred.extend(self._library.star(part)))
        self._image_ids = starred
        return len(starred)

    def revert(self, report: Report) -> int:
        return len(self._library.unstar(self._image_ids, report))

    def done(self, number: int) -> str:
        return _tr("Starred {images}").format(images=images(number))


class Unstar:
    """Takes stars away."""

    def __init__(self, library: Library, image_ids: Sequence[int]) -> None:
        self._library = library
        self._image_ids = image_ids
        self.troubles: Sequence[str] = ()

    @property
    def title(self) -> str:
        return _tr("Taking stars away")

    def apply(self, report: Report) -> int:
        taken: list[int] = []
        self.troubles = _in_parts(self._image_ids, report, lambda part: taken.extend(self._library.unstar(part)))
        self._image_ids = taken
        return len(taken)

    def revert(self, report: Report) -> int:
        return len(self._library.star(self._image_ids, report))

    def done(self, number: int) -> str:
        return _tr("Took the star from {images}").format(images=images(number))


class Correct:
    """Says which names images have and have not."""

    def __init__(self, library: Library, image_ids: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
        self._library = library
        self._image_ids = image_ids
        self._add = add
        self._remove = remove
        self._before: dict[int, Corrections] = {}
        self.troubles: Sequence[str] = ()

    @property
    def title(self) -> str:
        return _tr("Correcting labels")

    def apply(self, report: Report) -> int:
        self._before = {}
        self.troubles = _in_parts(self._image_ids, report, self._correct)
        return len(self._before)

    def _correct(self, part: Sequence[int]) -> None:
        self._before.update(self._library.correct(part, self._add, self._remove))

    def revert(self, report: Report) -> int:
        self._library.put_corrections(self._before, report)
        return len(self._before)

    def done(self, number: int) -> str:
        changes = [f"+{name}" for name in self._add] + [f"−{name}" for name in self._remove]
        text = _tr("Corrected the labels of {images}: {changes}")
        return text.format(images=images(number), changes=", ".join(changes))


class Delete:
    """Takes images out of the library, into its bin."""

    def __init__(self, library: Library, image_ids: Sequence[int]) -> None:
        self._library = library
        self._image_ids = image_ids
        self.troubles: Sequence[str] = ()

    @property
    def title(self) -> str:
        return _tr("Deleting images")

    def apply(self, report: Report) -> int:
        deleted: list[int] = []
        troubles: list[str] = []

        def delete(part: Sequence[int]) -> None:
            deletion = self._library.delete(part)
            deleted.extend(deletion.image_ids)
            troubles.extend(deletion.troubles)

        stopped_by = _in_parts(self._image_ids, report, delete)
        self._image_ids, self.troubles = deleted, (*troubles, *stopped_by)
        return len(deleted)

    def revert(self, report: Report) -> int:
        restored = self._library.restore(self._image_ids, report)
        left = len(self._image_ids) - len(restored)
        self.troubles = (_tr("{images} are still in the bin, or in the library again").format(images=images(left)),)
        if not left:
            self.troubles = ()
        return len(restored)

    def done(self, number: int) -> str:
        return _tr("Deleted {images}").format(images=images(number))


class Relabel:
    """Has images labelled anew; undone, the answers that counted before count again."""

    def __init__(self, library: Library, image_ids: Sequence[int], labeller: str | None) -> None:
        self._library = library
        self._image_ids = image_ids
        self._labeller = labeller
        self._before: dict[int, str] = {}
        self.troubles: Sequence[str] = ()

    @property
    def title(self) -> str:
        return _tr("Asking for labels")

    def apply(self, report: Report) -> int:
        asked: list[int] = []

        def ask(part: Sequence[int]) -> None:
            before = self._library.labellers_in_effect(part)
            asked.append(self._library.relabel(part, self._labeller))
            self._before.update(before)

        self.troubles = _in_parts(self._image_ids, report, ask)
        return sum(asked)

    def revert(self, report: Report) -> int:
        self._library.put_labellers_in_effect(self._before, report)
        return len(self._before)

    def done(self, number: int) -> str:
        if self._labeller is None:
            return _tr("Asked for new labels of {images}").format(images=images(number))
        text = _tr("Asked {labeller} for labels of {images}")
        return text.format(labeller=self._labeller, images=images(number))


class UseAnswer:
    """Makes what another labeller said of an image count."""

    troubles: Sequence[str] = ()

    def __init__(self, library: Library, image_id: int, labeller: str) -> None:
        self._library = library
        self._image_id = image_id
        self._labeller = labeller
        self._before: Mapping[int, str] = {}

    @property
    def title(self) -> str:
        return _tr("Changing labels")

    def apply(self, report: Report) -> int:
        self._before = self._library.labellers_in_effect([self._image_id])
        self._library.put_labellers_in_effect({self._image_id: self._labeller}, report)
        return 1

    def revert(self, report: Report) -> int:
        self._library.put_labellers_in_effect(self._before, report)
        return 1

    def done(self, number: int) -> str:  # noqa: ARG002
        return _tr("What {labeller} said counts now").format(labeller=self._labeller)


class Suppress:
    """Hides something that is wrong on a camera."""

    troubles: Sequence[str] = ()

    def __init__(self, library: Library, image_id: int, place: Place) -> None:
        self._library = library
        self._image_id = image_id
        self._place = place
        self._made: Suppression | None = None

    @property
    def title(self) -> str:
        return _tr("Hiding what is wrong there")

    def apply(self, report: Report) -> int:
        if self._made is not None:
            self._library.suppress_again(self._made, report)
            return 1
        made = self._library.suppress(self._image_id, self._place, report)
        self._made = next((each for each in self._library.suppressions() if each.suppression_id == made), None)
        return 0 if self._made is None else 1

    def revert(self, report: Report) -> int:
        if self._made is not None:
            self._library.lift(self._made.suppression_id, report)
        return 1

    def done(self, number: int) -> str:  # noqa: ARG002
        where = "" if self._made is None else place_in_words(self._made)
        return _tr("“{name}” is hidden from now on: {where}").format(name=self._place.name, where=where)


class Lift:
    """Shows again what was hidden on a camera."""

    troubles: Sequence[str] = ()

    def __init__(self, library: Library, suppression: Suppression) -> None:
        self._library = library
        self._suppression = suppression

    @property
    def title(self) -> str:
        return _tr("Showing what was hidden")

    def apply(self, report: Report) -> int:
        self._library.lift(self._suppression.suppression_id, report)
        return 1

    def revert(self, report: Report) -> int:
        self._library.suppress_again(self._suppression, report)
        return 1

    def done(self, number: int) -> str:  # noqa: ARG002
        text = _tr("“{name}” is shown again: {where}")
        return text.format(name=self._suppression.place.name, where=place_in_words(self._suppression))


def images(number: int) -> str:
    """``1 image``, ``2,000 images``."""
    return _tr("1 image") if number == 1 else _tr("{n} images").format(n=count(number))


def place_in_words(suppression: Suppression) -> str:
    """On which camera, and whether only at one place there."""
    camera = f"{suppression.node} · {suppression.camera}"
    return camera if suppression.place.box is None else _tr("{camera}, at that place").format(camera=camera)


def _in_parts(image_ids: Sequence[int], report: Report, work: Callable[[Sequence[int]], object]) -> tuple[str, ...]:
    """Calls ``work`` with a part at a time, until ``report`` says that it is enough.

    What stopped it after the first part is returned, in words: what is done stays done, to be told and undone.
    """
    for first in range(0, len(image_ids), _PART):
        part = image_ids[first : first + _PART]
        try:
            work(part)
        except MiharuError as error:
            if not first:
                raise
            return (str(error),)
        if not report(first + len(part), len(image_ids)):
            break
    return ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
