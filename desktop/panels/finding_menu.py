"""What a person can say of one finding of the inspector."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.curation import FindingKind, Place, Suppression
from desktop.panels.findings import Earlier, Finding, TakenAway


class FindingMenu(QMenu):
    """Offers what fits the finding; empty where nothing can be said of it.

    Signals:
        place_refused(Place): it is wrong on this camera.
        name_refused(str): the image has not this name.
        name_wanted(str): the image has this name after all.
        lift_requested(Suppression): it is to be shown again.
        answer_chosen(str): what that labeller said is to count.
    """

    place_refused = Signal(object)
    name_refused = Signal(str)
    name_wanted = Signal(str)
    lift_requested = Signal(object)
    answer_chosen = Signal(str)

    def __init__(self, finding: Finding, suppressible: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = finding.about
        match finding.about:
            case Place(kind=kind):
                if kind in (FindingKind.LABEL, FindingKind.OBJECT):
                    self.addAction(self.tr("Not in this image")).triggered.connect(self._on_name_refused)
                if suppressible and not finding.own:
                    self.addAction(self.tr("Not this, here: hide it on this camera")).triggered.connect(
                        self._on_place_refused
                    )
            case TakenAway():
                self.addAction(self.tr("It is in this image")).triggered.connect(self._on_name_wanted)
            case Suppression():
                self.addAction(self.tr("Show it again on this camera")).triggered.connect(self._on_lift)
            case Earlier(labeller=labeller):
                text = self.tr("Let what {labeller} said count").format(labeller=labeller)
                self.addAction(text).triggered.connect(self._on_answer_chosen)

    @Slot()
    def _on_place_refused(self) -> None:
        self.place_refused.emit(self._about)

    @Slot()
    def _on_name_refused(self) -> None:
        assert isinstance(self._about, Place)
        self.name_refused.emit(self._about.name)

    @Slot()
    def _on_name_wanted(self) -> None:
        assert isinstance(self._about, TakenAway)
        self.name_wanted.emit(self._about.name)

    @Slot()
    def _on_lift(self) -> None:
        self.lift_requested.emit(self._about)

    @Slot()
    def _on_answer_chosen(self) -> None:
        assert isinstance(self._about, Earlier)
        self.answer_chosen.emit(self._about.labeller)
