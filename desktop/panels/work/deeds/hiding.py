"""Hiding what is wrong on a camera, and showing it again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import Place, Report, Suppression
from desktop.core.library import Library


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


def place_in_words(suppression: Suppression) -> str:
    """On which camera, and whether only at one place there."""
    camera = f"{suppression.node} · {suppression.camera}"
    return camera if suppression.place.box is None else _tr("{camera}, at that place").format(camera=camera)


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
