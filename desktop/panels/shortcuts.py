"""The sheet of keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.panels.text_widgets import Heading

MORE_WIDTH_PX, MORE_HEIGHT_PX = 80, 100
"""What stands around the keys: margins, scroll bar, button."""


class ShortcutSheet(QDialog):
    """What every key does: those of the menus, then those of the grid."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        form = QFormLayout()
        form.setHorizontalSpacing(32)
        form.setVerticalSpacing(5)
        form.addRow(Heading(self.tr("Everywhere"), 2))
        for action in actions:
            if not action.shortcut().isEmpty():
                form.addRow(_words(action), _quiet(_keys(action)))
        for title, all_keys in (
            (self.tr("Among the images"), self._grid_keys()),
            (self.tr("On the picture"), self._picture_keys()),
            (self.tr("In the search line"), self._search_keys()),
            (self.tr("On the timeline"), self._timeline_keys()),
        ):
            form.addRow(Heading(" ", 2))
            form.addRow(Heading(title, 2))
            for what, keys in all_keys:
                form.addRow(what, _quiet(keys))
        content = QWidget()
        content.setLayout(form)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Keyboard shortcuts"))
        layout.addWidget(area)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(4)
        layout.addWidget(buttons)
        wanted = content.sizeHint()
        room = self.screen().availableGeometry().height()
        self.resize(wanted.width() + MORE_WIDTH_PX, min(wanted.height() + MORE_HEIGHT_PX, room - MORE_HEIGHT_PX))

    def _grid_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Move to another image"), self.tr("Arrows, Page Up, Page Down, Home, End")),
            (self.tr("Select more"), self.tr("Shift or Ctrl with these, or with a click")),
            (self.tr("Select all"), _native("Ctrl+A")),
            (self.tr("Fill the screen with the image"), self.tr("Enter, Space or double click")),
            (self.tr("Larger or smaller tiles"), self.tr("Ctrl with + or −, or with the wheel")),
            (self.tr("Clear the search or the selection"), self.tr("Esc")),
        ]

    def _picture_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Next image, or the one before"), self.tr("Arrows")),
            (self.tr("Nearer or further away"), self.tr("+ or −, or the wheel")),
            (self.tr("Move the picture while it is near"), self.tr("Arrows, or the mouse")),
            (self.tr("All of the picture"), self.tr("0, or double click")),
            (self.tr("Hide or show the boxes, in full screen"), "B"),
            (self.tr("Leave full screen"), self.tr("Esc, Enter or Space")),
        ]

    def _search_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Reach the words that are there"), self.tr("Left, or Backspace at the beginning")),
            (self.tr("Change a word"), self.tr("Enter or F2")),
            (self.tr("Leave out what a word finds"), "−"),
            (self.tr("Take a word away"), self.tr("Del or Backspace")),
        ]

    def _timeline_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Newer or older"), self.tr("Arrows, Page Up, Page Down, Home, End")),
            (self.tr("Back to the images"), self.tr("Enter, Space or Esc")),
        ]


def _words(action: QAction) -> str:
    return action.text().replace("&", "").rstrip("…")


def _quiet(keys: str) -> QLabel:
    label = QLabel(keys)
    label.setProperty("quiet", True)
    return label


def _keys(action: QAction) -> str:
    keys = (each.toString(QKeySequence.SequenceFormat.NativeText) for each in action.shortcuts())
    return ", ".join(keys)


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
