"""What a new user sees: three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.panels.command_line import CommandLine
from desktop.panels.icons import IconLabel
from desktop.panels.text_widgets import Heading, QuietLabel
from desktop.panels.theme import Tone

_CARD_WIDTHS_PX = (212, 270)
_MARGIN_PX = 24
_GAP_PX = 14
AGENT_COMMAND = "miharu-agent run"


class EmptyState(QScrollArea):
    """Shown while the library has no image at all."""

    add_files_requested = Signal()
    add_folder_requested = Signal()
    scenes_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Getting started"))
        page = QWidget(self.viewport())
        layout = QVBoxLayout(page)
        layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        layout.addStretch(2)
        title = Heading(self.tr("Nothing to watch yet"), 1)
        title.setWordWrap(True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(title)
        text = QuietLabel(self.tr("Images appear here the moment they arrive. Three ways to begin:"))
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(text)
        layout.addSpacing(18)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(_GAP_PX)
        for card in (self._agent_card(), self._drop_card(), self._demo_card()):
            self._cards.addWidget(card, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(self._cards, 100)
        row.addStretch()
        layout.addLayout(row)
        layout.addStretch(3)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed_px = 3 * _CARD_WIDTHS_PX[0] + 2 * (_MARGIN_PX + _GAP_PX)
        wide = self.viewport().width() >= needed_px
        self._cards.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _agent_card(self) -> QFrame:
        return _card(
            "camera",
            self.tr("Watch with a device"),
            self.tr(
                "On a camera or board in this network, run the agent. It is found by itself; press Accept beside it "
                "and type the code that it shows."
            ),
            CommandLine(AGENT_COMMAND),
        )

    def _drop_card(self) -> QFrame:
        files = QPushButton(self.tr("Add files…"))
        files.clicked.connect(self.add_files_requested)
        folder = QPushButton(self.tr("Add folder…"))
        folder.clicked.connect(self.add_folder_requested)
        buttons = QWidget()
        row = QVBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(files)
        row.addWidget(folder)
        text = self.tr("Drop files, folders or web pictures anywhere here, or paste them. Files stay where they are.")
        return _card("images", self.tr("Bring your own images"), text, buttons)

    @Slot(bool)
    def show_scenes(self, running: bool) -> None:
        """Whether the built-in scenes run."""
        self.scenes_button.setEnabled(not running)
        self.scenes_button.setText(self.tr("The first image is on its way…") if running else self.tr("Start scenes"))

    def _demo_card(self) -> QFrame:
        self.scenes_button = QPushButton(self.tr("Start scenes"))
        self.scenes_button.clicked.connect(self._on_scenes_clicked)
        text = self.tr("No camera at hand? An agent with built-in scenes shows how it feels, on this computer alone.")
        return _card("scenes", self.tr("Look around first"), text, self.scenes_button)

    @Slot()
    def _on_scenes_clicked(self) -> None:
        self.show_scenes(True)
        self.scenes_requested.emit()


def _card(icon: str, title: str, text: str, way_in: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    card.setMinimumWidth(_CARD_WIDTHS_PX[0])
    card.setMaximumWidth(_CARD_WIDTHS_PX[1])
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setSpacing(8)
    layout.addWidget(IconLabel(icon, Tone.ACCENT, 28))
    layout.addSpacing(4)
    heading = Heading(title, 2)
    heading.setWordWrap(True)
    layout.addWidget(heading)
    words = QLabel(text)
    words.setWordWrap(True)
    words.setProperty("quiet", True)
    layout.addWidget(words)
    layout.addStretch()
    layout.addSpacing(6)
    layout.addWidget(way_in)
    return card
