"""The three views of the window, and the control that switches between them."""

from __future__ import annotations

import enum
import functools

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop.panels.icons import icon
from desktop.panels.theme import Tone


class View(enum.StrEnum):
    """What the window shows: all images, newest first, one live tile a camera, or what was counted over time."""

    STREAM = "stream"
    WALL = "wall"
    ACTIVITY = "activity"


class ViewSwitch(QWidget):
    """A button a view, one of them down."""

    view_chosen = Signal(object)
    """:class:`View`"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("View"))
        texts = {
            View.STREAM: ("images", self.tr("Stream: all images, newest first")),
            View.WALL: ("wall", self.tr("Wall: what every camera sees now")),
            View.ACTIVITY: ("activity", self.tr("Activity: images, labels, storage and cost over time")),
        }
        self.buttons: dict[View, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for view, (icon_name, text) in texts.items():
            button = QToolButton(self)
            button.setIcon(icon(icon_name, Tone.PLAIN))
            button.setCheckable(True)
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.clicked.connect(functools.partial(self.view_chosen.emit, view))
            group.addButton(button)
            layout.addWidget(button)
            self.buttons[view] = button
        self.show_view(View.STREAM)

    def show_view(self, view: View) -> None:
        """This is the view that is shown."""
        self.buttons[view].setChecked(True)
