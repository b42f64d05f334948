"""Widgets that show one value and let a person change it.

Each has ``show_value(value)``, which tells nobody, and the signal ``edited(object)`` for what a person makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

HEIGHT_PX = 30
"""As high as a line of text in its frame."""


class Editor(Protocol):
    """What a row of the settings needs of its widget."""

    edited: SignalInstance

    def show_value(self, value: Any) -> None: ...


class Choice(QComboBox):
    """One of several values; a value that is none of them is shown as it stands in the file."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        for value, text in choices:
            self.addItem(text, value)
        self.setMinimumHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._on_activated)

    def show_value(self, value: Any) -> None:
        place = next((row for row in range(self.count()) if self.itemData(row) == value), -1)
        if place < 0:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the page

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self.edited.emit(self.itemData(row))


class Whole(QSpinBox):
    """A whole number; ``of_zero`` is what 0 is called."""

    edited = Signal(object)

    def __init__(self, least: int, most: int, suffix: str = "", of_zero: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSuffix(suffix)
        self.setSpecialValueText(of_zero)
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        self.edited.emit(value)


class Decimal(QDoubleSpinBox):
    """A number with a fraction."""

    edited = Signal(object)

    def __init__(self, least: float, most: float, step: float, decimals: int = 2, suffix: str = "") -> None:
        super().__init__()
        self.setDecimals(decimals)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @Slot(float)
    def _on_value_changed(self, value: float) -> None:
        self.edited.emit(value)


class Toggle(QCheckBox):
    """On or off."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.clicked.connect(self._on_clicked)

    def show_value(self, value: bool) -> None:
        self.setChecked(value)

    @Slot(bool)
    def _on_clicked(self, checked: bool) -> None:
        self.edited.emit(checked)


class Line(QLineEdit):
    """A line of text, taken over when the cursor leaves it or Enter is pressed."""

    edited = Signal(object)

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self._shown: Any = ""
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(self._on_editing_finished)

    def show_value(self, value: Any) -> None:
        self._shown = value
        if self.text() != self._text_of(value):
            self.setText(self._text_of(value))

    def _text_of(self, value: Any) -> str:
        return str(value)

    def _value_of(self, text: str) -> Any:
        return text

    @Slot()
    def _on_editing_finished(self) -> None:
        value = self._value_of(self.text().strip())
        if value != self._shown:
            self._shown = value
            self.edited.emit(value)


class Words(Line):
    """Several words, with commas between them."""

    def _text_of(self, value: Sequence[str]) -> str:
        return ", ".join(value)

    def _value_of(self, text: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in text.split(",") if word.strip())


class Secret(QWidget):
    """A line whose text is hidden until a person wants to see it."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.line = Line()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.edited.connect(self.edited)
        self.show_button = QPushButton(self.tr("Show"))
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._on_shown)
        _side_by_side(self, self.line, self.show_button)

    def show_value(self, value: str) -> None:
        self.line.show_value(value)

    @Slot(bool)
    def _on_shown(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class PathLine(QWidget):
    """A file or folder, typed or chosen."""

    edited = Signal(object)

    def __init__(self, title: str, mode: QFileDialog.FileMode, placeholder: str = "") -> None:
        super().__init__()
        self._title = title
        self._mode = mode
        self.line = Line(placeholder)
        self.line.edited.connect(self.edited)
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.setAccessibleDescription(title)
        self.choose_button.clicked.connect(self._on_choose)
        _side_by_side(self, self.line, self.choose_button)

    def show_value(self, value: str) -> None:
        self.line.show_value(value)

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._title)
        dialog.setFileMode(self._mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.line.text():
            dialog.selectFile(str(Path(self.line.text()).expanduser()))
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.show_value(path)
        self.edited.emit(path)


class Several(QWidget):
    """Any of several names, each with a box to tick; those that are ticked, in the order of the list."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.boxes = {name: QCheckBox(text) for name, text in choices}
        self._others: tuple[str, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for box in self.boxes.values():
            box.clicked.connect(self._on_clicked)
            layout.addWidget(box)

    def show_value(self, value: Sequence[str]) -> None:
        for name, box in self.boxes.items():
            box.setChecked(name in value)
        self._others = tuple(name for name in value if name not in self.boxes)

    @Slot()
    def _on_clicked(self) -> None:
        self.edited.emit((*(name for name, box in self.boxes.items() if box.isChecked()), *self._others))


def _side_by_side(whole: QWidget, line: QLineEdit, button: QPushButton) -> None:
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(line, 1)
    layout.addWidget(button)
    whole.setFocusProxy(line)
