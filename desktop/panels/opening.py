"""The page that is seen while a library is being opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.panels.placeholder import Placeholder
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import ProgressLines


class OpeningPage(QWidget):
    """Says which library is being opened and, where that lasts, how far it is, with a button that ends it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Placeholder("folder", "")
        self._lines = ProgressLines()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._lines)

    def show_opening(self, folder: Path) -> Progress:
        """The library in ``folder`` is being opened. Who opens it reports to the progress, and ends it."""
        self._words.say(self.tr("Opening the library…"), str(folder))
        progress = Progress(self.tr("Reading what is in it"), parent=self)
        progress.ended.connect(progress.deleteLater)
        self._lines.add(progress)
        return progress

    def close_down(self) -> None:
        """Nothing is to be opened any more."""
        self._lines.close_down()
