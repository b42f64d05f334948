"""Why the settings file can't be read, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from desktop.panels.settings.keeper import SettingsKeeper


class FileTrouble(QFrame):
    """Seen as long as the file can't be read."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        super().__init__()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("tone", "bad")
        self.text.setWordWrap(True)
        self.read_button = QPushButton(self.tr("Read it again"))
        self.read_button.setAutoDefault(False)
        self.read_button.clicked.connect(keeper.refresh)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(22, 10, 12, 10)
        layout.setSpacing(14)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.read_button)
        keeper.trouble_changed.connect(self._show)
        self._show(keeper.trouble)

    @Slot(str)
    def _show(self, reason: str) -> None:
        way_out = self.tr(
            "Correct the file, or move it away. Until then the settings that were read before are in use."
        )
        self.text.setText(f"{reason}\n{way_out}")
        self.setVisible(bool(reason))
