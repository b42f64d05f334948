"""What all deeds have in common. A deed works on a worker, never on the GUI thread.

``apply`` may be called again after ``revert``. Both work in parts and end early when ``report`` says so; a deed that
was cut short, or failed half-way, knows how far it came, and undoes just that. Words are made on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import Report
from desktop.core.errors import MiharuError
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


def in_parts(image_ids: Sequence[int], report: Report, work: Callable[[Sequence[int]], object]) -> tuple[str, ...]:
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


def images(number: int) -> str:
    """``1 image``, ``2,000 images``."""
    return _tr("1 image") if number == 1 else _tr("{n} images").format(n=count(number))


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
