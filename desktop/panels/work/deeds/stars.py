"""Stars, which keep images for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import Report
from desktop.core.library import Library
from desktop.panels.work.deeds.deed import images, in_parts


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
        self.troubles = in_parts(self._image_ids, report, lambda part: starred.extend(self._library.star(part)))
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
        self.troubles = in_parts(self._image_ids, report, lambda part: taken.extend(self._library.unstar(part)))
        self._image_ids = taken
        return len(taken)

    def revert(self, report: Report) -> int:
        return len(self._library.star(self._image_ids, report))

    def done(self, number: int) -> str:
        return _tr("Took the star from {images}").format(images=images(number))


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
