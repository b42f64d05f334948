"""The first page of a new user: where images are to be kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.panels.icons import application_icon
from desktop.panels.settings.editors import PathLine
from desktop.panels.text_widgets import Heading, QuietLabel

WIDTH_PX = 520
ICON_PX = 72


class Welcome(QWidget):
    """``chosen(str)`` names the folder, once the user begins."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Welcome"))
        icon = QLabel()
        icon.setPixmap(application_icon().pixmap(ICON_PX, ICON_PX))
        text = QuietLabel(
            self.tr(
                "Miharu keeps what your cameras see in a folder that you can read: plain image files by day and "
                "camera. Where shall it be?"
            )
        )
        self.folder = PathLine(self.tr("Choose a library folder"), QFileDialog.FileMode.Directory)
        self.folder.line.setAccessibleName(self.tr("Library folder"))
        self.folder.line.textChanged.connect(self._on_text_changed)
        self.folder.line.returnPressed.connect(self._on_begin)
        self.begin_button = QPushButton(self.tr("Begin"))
        self.begin_button.setDefault(True)
        self.begin_button.clicked.connect(self._on_begin)
        hint = QuietLabel(self.tr("Take a disk with room. You can change this later in the settings."))
        column = QWidget()
        column.setMaximumWidth(WIDTH_PX)
        layout = QVBoxLayout(column)
        layout.setSpacing(12)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(Heading(self.tr("Welcome to Miharu"), 1), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(text)
        layout.addWidget(self.folder)
        layout.addWidget(hint)
        layout.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 8)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)

    def suggest(self, folder: Path) -> None:
        """Shows the folder that is taken unless the user wants another one."""
        self.folder.show_value(str(folder))
        self.begin_button.setFocus()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.begin_button.setEnabled(bool(text.strip()))

    @Slot()
    def _on_begin(self) -> None:
        if folder := self.folder.line.text().strip():
            self.chosen.emit(folder)
