"""Into the bin and out of it again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import BinDay, Report
from desktop.core.library import Library
from desktop.panels.work.deeds.deed import images, in_parts

BIN_KEPT_DAYS = 30
"""After that, what was deleted goes for good."""


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

        stopped_by = in_parts(self._image_ids, report, delete)
        self._image_ids, self.troubles = deleted, (*troubles, *stopped_by)
        return len(deleted)

    def revert(self, report: Report) -> int:
        restored = self._library.restore(self._image_ids, report)
        self.troubles = _not_back(len(self._image_ids) - len(restored))
        return len(restored)

    def done(self, number: int) -> str:
        return _tr("Deleted {images}").format(images=images(number))


class Restore:
    """Takes images back out of the bin."""

    def __init__(self, library: Library, day: BinDay) -> None:
        self._library = library
        self._day = day
        self._restored: list[int] = []
        self.troubles: Sequence[str] = ()

    @property
    def title(self) -> str:
        return _tr("Restoring images")

    def apply(self, report: Report) -> int:
        self._restored = []
        wanted = self._library.binned(self._day)
        stopped_by = in_parts(wanted, report, lambda part: self._restored.extend(self._library.restore(part)))
        self.troubles = (*stopped_by, *_not_back(len(wanted) - len(self._restored)))
        return len(self._restored)

    def revert(self, report: Report) -> int:
        deletion = self._library.delete(self._restored, report)
        self.troubles = deletion.troubles
        return len(deletion.image_ids)

    def done(self, number: int) -> str:
        return _tr("Restored {images}").format(images=images(number))


def _not_back(number: int) -> tuple[str, ...]:
    """What is to be told of so many images that did not come out of the bin; nothing of none."""
    text = _tr("{images} are still in the bin, or in the library again")
    return (text.format(images=images(number)),) if number else ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
