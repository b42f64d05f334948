"""The list of what is hidden on cameras, where each can be shown again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.core.curation import Suppression
from desktop.panels.work.deeds.hiding import place_in_words
from desktop.panels.work.list_dialog import ListDialog
from desktop.wall.words import date_and_time


class HiddenDialog(ListDialog):
    """Its things are suppressions."""

    def __init__(self, suppressions: Sequence[Suppression], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr("Hidden on cameras"),
            self.tr("Show again"),
            self.tr("What you said is wrong on a camera. It is hidden there whenever it is found."),
            self.tr("Nothing is hidden. “Not this, here” in the inspector hides what is wrong on a camera."),
        )
        for suppression in suppressions:
            when = date_and_time(suppression.suppressed_ns)
            self.append(f"{suppression.place.name}\n{place_in_words(suppression)}, {when}", suppression)
