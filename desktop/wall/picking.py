"""What clicks, rubber bands and keys do to the selection."""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, QObject, Qt, Signal, Slot

from desktop.core.records import ImageKey
from desktop.wall.model import GridModel
from desktop.wall.selection import Selection

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Picking(QObject):
    """The selection of a grid, kept in step with its model and worked by the usual rules of file managers.

    A plain click or step selects one; with Shift it selects all from the pivot, which is where the last plain or
    Ctrl click was; with Ctrl a click toggles and a step leaves the selection alone.
    """

    changed = Signal()
    """Other images are selected now."""

    def __init__(self, model: GridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._selection = Selection()
        self._pivot: ImageKey | None = None
        self._count_before = 0
        self._waits_for_rest = False
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        model.loaded.connect(self._on_loaded)
        self._on_reset()

    def __contains__(self, row: int) -> bool:
        return row in self._selection

    @property
    def count(self) -> int:
        """How many images are selected."""
        return self._selection.count

    def image_ids(self) -> array[int]:
        """The ids of the selected images, newest first."""
        return array("q", self._selection.ids(self._model.image_ids()).tobytes())

    def click(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        self._waits_for_rest = False
        if modifiers & _SHIFT:
            self._span_to(row, keep=bool(modifiers & _CTRL))
        elif modifiers & _CTRL:
            self._selection.toggle(row)
            self._pivot = self._model.key(row)
        else:
            self._select_only(row)
        self.changed.emit()

    def step(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """The keyboard moved to ``row``."""
        self._waits_for_rest = False
        if modifiers & _SHIFT:
            self._span_to(row, keep=bool(modifiers & _CTRL))
        elif modifiers & _CTRL:
            return
        else:
            self._select_only(row)
        self.changed.emit()

    def everything(self) -> None:
        """Selects all that fits the query, also what is still being read."""
        self._waits_for_rest = not self._model.loaded_all
        self._selection.everything()
        self.changed.emit()

    def nothing(self) -> None:
        self._waits_for_rest = False
        self._selection.clear()
        self.changed.emit()

    def begin_band(self, modifiers: Qt.KeyboardModifier) -> None:
        """A rubber band is drawn from now on; with Shift or Ctrl it adds to what is selected."""
        self._waits_for_rest = False
        self._selection.begin_band(keep=bool(modifiers & (_SHIFT | _CTRL)))

    def band(self, rows: npt.NDArray[np.int64]) -> None:
        """The rubber band holds ``rows`` now."""
        self._selection.band(rows)
        self.changed.emit()

    @Slot()
    def _on_loaded(self) -> None:
        if self._waits_for_rest:
            self.everything()

    def _select_only(self, row: int) -> None:
        self._selection.only(row)
        self._pivot = self._model.key(row)

    def _span_to(self, row: int, keep: bool) -> None:
        if self._pivot is None:
            self._pivot = self._model.key(row)
        pivot_row = min(self._model.row(self._pivot), self._model.rowCount() - 1)
        self._selection.span(pivot_row, row, keep)

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._selection.insert(first, last - first + 1)

    @Slot(QModelIndex, int, int)
    def _on_rows_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        before = self._selection.count
        self._selection.remove(first, last - first + 1)
        if self._selection.count != before:
            self.changed.emit()

    @Slot()
    def _on_about_to_be_reset(self) -> None:
        self._count_before = self._selection.count
        self._selection.put_away(self._model.image_ids())

    @Slot()
    def _on_reset(self) -> None:
        self._selection.bring_back(self._model.image_ids())
        if self._selection.count != self._count_before:
            self.changed.emit()
