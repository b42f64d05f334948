"""The line at the bottom: what comes in, what waits, what is labelled, and whether labelling stands still."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from desktop.labelling.rate import Rate
from desktop.panels.icons import IconLabel, icon, icon_button
from desktop.panels.text_widgets import ElidedLabel
from desktop.panels.theme import Tone
from desktop.panels.words import count, rate


class StatusBar(QStatusBar):
    """Left, the labeller and its button; right, the three figures.

    ``pause_toggled(bool)`` says that the user wants labelling paused or going on.
    """

    pause_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 2, 12, 2)
        self.setAccessibleName(self.tr("Status"))
        self._paused = False
        self._labeller = ""
        self._trouble = ""
        self._ingest = Rate()
        self.pause_button = _pause_button(self.tr("Pause labelling"))
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self._icon = IconLabel("info", Tone.QUIET, 16)
        self.labelling = ElidedLabel()
        self.incoming = _figure(self.tr("Images coming in"))
        self.waiting = _figure(self.tr("Images waiting for labels"))
        self.labelled = _figure(self.tr("Images labelled a second"))
        self.addWidget(self.pause_button)
        self.addWidget(self._icon)
        self.addWidget(self.labelling, 1)
        for figure in (self.incoming, self.waiting, self.labelled):
            self.addPermanentWidget(figure)
        self.show_figures(0, 0.0)
        self._say_labelling()

    def note_added(self, number: int) -> None:
        """So many images have come in just now."""
        self._ingest.add(number)

    def show_figures(self, waiting: int, labelled_per_s: float) -> None:
        self.incoming.setText(self.tr("{rate} images/s in").format(rate=rate(self._ingest.per_s())))
        self.waiting.setText(self.tr("{n} waiting").format(n=count(waiting)))
        self.labelled.setText(self.tr("{rate} labelled/s").format(rate=rate(labelled_per_s)))

    def show_labeller(self, name: str) -> None:
        """The labeller in use; empty while there is none yet."""
        if name != self._labeller:
            self._labeller = name
            self._say_labelling()

    @Slot(str)
    def show_trouble(self, reason: str) -> None:
        """Why labelling stands still."""
        self._trouble = reason
        self._say_labelling()

    @Slot()
    def end_trouble(self) -> None:
        """Labelling works again."""
        self.show_trouble("")

    @Slot(bool)
    def show_paused(self, paused: bool) -> None:
        self._paused = paused
        text = self.tr("Resume labelling") if paused else self.tr("Pause labelling")
        self.pause_button.setIcon(icon("play" if paused else "pause", Tone.QUIET))
        self.pause_button.setToolTip(text)
        self.pause_button.setAccessibleName(text)
        self._say_labelling()

    @Slot()
    def _on_pause_clicked(self) -> None:
        self.pause_toggled.emit(not self._paused)

    def _say_labelling(self) -> None:
        if self._trouble:
            text = self.tr("Labelling stands still: {reason}").format(reason=self._trouble)
        elif self._paused:
            text = self.tr("Labelling is paused")
        else:
            text = self.tr("Labelling with {name}").format(name=self._labeller) if self._labeller else ""
        self.labelling.show_text(text)
        self.labelling.setProperty("tone", "caution" if self._trouble or self._paused else None)
        self.labelling.style().polish(self.labelling)
        self._icon.show_icon("warning", Tone.CAUTION)
        self._icon.setVisible(bool(self._trouble))


def _pause_button(text: str) -> QToolButton:
    button = icon_button("pause", text)
    button.setIconSize(QSize(14, 14))
    return button


def _figure(name: str) -> QLabel:
    label = QLabel()
    label.setProperty("figure", True)
    label.setAccessibleName(name)
    label.setToolTip(name)
    return label
