"""What images are said to show: by a person, by another labeller, by the one that counted before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.curation import Corrections, Report
from desktop.core.library import Library
from desktop.panels.work.deeds.deed import images, in_parts


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
        self.troubles = in_parts(self._image_ids, report, self._correct)
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

        self.troubles = in_parts(self._image_ids, report, ask)
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


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
