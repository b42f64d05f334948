"""A labeller of its own for a node or a camera: one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.panels.icons import icon_button
from desktop.panels.settings.editors import Choice


class BySource(QWidget):
    """Edits a mapping of node (``porch``) or camera (``porch/front``) to the name of a labeller."""

    edited = Signal(object)

    def __init__(self, labellers: Sequence[tuple[str, str]], sources: Sequence[str]) -> None:
        super().__init__()
        self._labellers = labellers
        self._sources = sources
        self.lines: list[_Line] = []
        self._told: dict[str, str] = {}
        self.add_button = QPushButton(self.tr("Add…"))
        self.add_button.setAccessibleDescription(self.tr("A labeller of its own for a node or a camera"))
        self.add_button.clicked.connect(self._on_add)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.add_button)
        self.setFocusProxy(self.add_button)

    def show_value(self, value: Mapping[str, str]) -> None:
        self._told = dict(value)
        if value == self._value():
            return
        for line in self.lines:
            line.setParent(None)
            line.deleteLater()
        self.lines = []
        for source, labeller in value.items():
            self._add(source, labeller)

    def _value(self) -> dict[str, str]:
        return {line.source(): line.labeller.currentData() for line in self.lines if line.source()}

    def _add(self, source: str, labeller: str) -> _Line:
        line = _Line(self._labellers, self._sources)
        line.show_values(source, labeller)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        self.lines.append(line)
        self._layout.insertWidget(self._layout.count() - 1, line)
        return line

    @Slot()
    def _on_add(self) -> None:
        self._add("", self._labellers[0][0]).source_box.setFocus()

    @Slot()
    def _on_edited(self) -> None:
        if self._value() != self._told:  # the focus leaves a line also without a change
            self._told = self._value()
            self.edited.emit(self._told)

    @Slot()
    def _on_removed(self) -> None:
        line = self.sender()
        assert isinstance(line, _Line)
        self.lines.remove(line)
        line.setParent(None)
        line.deleteLater()
        self._on_edited()


class _Line(QWidget):
    edited = Signal()
    removed = Signal()

    def __init__(self, labellers: Sequence[tuple[str, str]], sources: Sequence[str]) -> None:
        super().__init__()
        self.source_box = QComboBox()
        self.source_box.setEditable(True)
        self.source_box.addItems(list(sources))
        self.source_box.setMinimumContentsLength(8)
        self.source_box.setAccessibleName(self.tr("Node, or node/camera"))
        edit = self.source_box.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(self.tr("node/camera"))
        edit.setAccessibleName(self.tr("Node, or node/camera"))
        edit.editingFinished.connect(self._on_edited)
        self.source_box.activated.connect(self._on_edited)
        self.labeller = Choice(labellers)
        self.labeller.setMinimumContentsLength(8)
        self.labeller.setAccessibleName(self.tr("Labeller"))
        self.labeller.edited.connect(self._on_edited)
        self.remove_button = icon_button("close", self.tr("Remove"))
        self.remove_button.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.source_box, 1)
        layout.addWidget(self.labeller, 1)
        layout.addWidget(self.remove_button)

    def show_values(self, source: str, labeller: str) -> None:
        self.source_box.setCurrentText(source)
        self.labeller.show_value(labeller)

    def source(self) -> str:
        return self.source_box.currentText().strip()

    @Slot()
    def _on_edited(self) -> None:
        if self.source():
            self.edited.emit()
