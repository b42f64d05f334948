"""Correcting the labels of one image or of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.panels.text_widgets import Heading, QuietLabel
from desktop.panels.words import count

_Checked = Qt.CheckState


class LabelEditor(QDialog):
    """Lists the labels that the images have: ticked what all have, half ticked what some have.

    A name that is typed is added to all; a tick taken away takes the label from all; one set gives it to all.
    ``corrected(list[str], list[str])`` brings the names to add and those to take away.
    """

    corrected = Signal(object, object)

    def __init__(
        self, number: int, counts: Mapping[str, int], vocabulary: Iterable[str], parent: QWidget | None = None
    ) -> None:
        """``counts`` are the names that the images have and how many of the ``number`` images have each."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Correct labels"))
        self.resize(380, 440)
        self._number = number
        self._known = {name.casefold(): name for name in vocabulary}
        self.name = _NameLine()
        self.name.setPlaceholderText(self.tr("Add a label"))
        self.name.setAccessibleName(self.tr("Add a label"))
        self.name.setCompleter(self._completer())
        self.name.returnPressed.connect(self._on_add)
        self.add_button = QPushButton(self.tr("Add"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._on_add)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Labels"))
        for name, having in sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold())):
            self._append(name, _Checked.Checked if having == number else _Checked.PartiallyChecked, having)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        title = (
            self.tr("Labels of this image")
            if self._number == 1
            else self.tr("Labels of {n} images").format(n=count(self._number))
        )
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        line.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Heading(title))
        layout.addWidget(
            QuietLabel(self.tr("Your word counts more than any labeller's, also when the images are labelled anew."))
        )
        layout.addLayout(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)

    def _completer(self) -> QCompleter:
        completer = QCompleter(self)
        completer.setModel(QStringListModel(sorted(self._known.values(), key=str.casefold), completer))
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        return completer

    def _append(self, name: str, state: Qt.CheckState, having: int) -> QListWidgetItem:
        some = 0 < having < self._number
        item = QListWidgetItem(self.tr("{name} ({n} of them)").format(name=name, n=count(having)) if some else name)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setData(Qt.ItemDataRole.UserRole + 1, state)
        item.setCheckState(state)
        self.list.addItem(item)
        return item

    @Slot()
    def _on_add(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            return
        name = self._known.get(name.casefold(), name)
        for row in range(self.list.count()):
            if str(self.list.item(row).data(Qt.ItemDataRole.UserRole)).casefold() == name.casefold():
                self.list.item(row).setCheckState(_Checked.Checked)
                break
        else:
            item = self._append(name, _Checked.Unchecked, 0)
            item.setCheckState(_Checked.Checked)
            self.list.scrollToItem(item)
        self.name.clear()

    @Slot()
    def _on_accepted(self) -> None:
        self._on_add()  # what was typed and not yet added is meant as well
        add: list[str] = []
        remove: list[str] = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.checkState() == item.data(Qt.ItemDataRole.UserRole + 1):
                continue
            wanted = add if item.checkState() == _Checked.Checked else remove
            wanted.append(str(item.data(Qt.ItemDataRole.UserRole)))
        if add or remove:
            self.corrected.emit(add, remove)
        self.accept()


class _NameLine(QLineEdit):
    """Keeps Enter to itself while there is a name in it; in an empty line Enter is the dialog's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        adds = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bool(self.text().strip())
        super().keyPressEvent(event)
        if adds:
            event.accept()
