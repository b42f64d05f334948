"""The one place where errors and news reach the user: a stack of short messages that can be put away."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.panels.icons import IconLabel, icon_button
from desktop.panels.settings_places import place_in
from desktop.panels.theme import Tone

MAX_SHOWN = 3
MAX_DETAILS_HEIGHT_PX = 140
NEWS_MS = 12_000
"""How long good news is seen; troubles stay until they are over or put away."""


class Severity(enum.Enum):
    """How much a message asks of the user; the values are icon names."""

    NEWS = "info"
    WARNING = "warning"
    ERROR = "error"


_TONES = {Severity.NEWS: Tone.QUIET, Severity.WARNING: Tone.CAUTION, Severity.ERROR: Tone.BAD}


@dataclass(frozen=True)
class Offer:
    """A button in a message: what it says, and what it does; the message goes away with it."""

    text: str
    accept: Callable[[], object]


@dataclass(frozen=True)
class Message:
    """What the user is told: the text names the thing and the way out.

    A new message on the same ``topic`` takes the place of the older one, so that a thousand unreadable files of
    one drop are one message. ``details`` unfold on demand, one a line.
    """

    topic: str
    text: str
    severity: Severity = Severity.ERROR
    details: tuple[str, ...] = field(default=())
    offer: Offer | None = None


class MessageArea(QFrame):
    """Shows the newest :data:`MAX_SHOWN` messages, the newest on top; older ones come back as those are dismissed.

    A message that names a setting has a button that leads there: ``settings_requested(str)`` gives its place.
    """

    settings_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Messages"))
        self._banners: dict[str, _Banner] = {}
        self._more = QLabel()
        self._dismiss_all = QPushButton(self.tr("Dismiss all"))
        self._dismiss_all.setFlat(True)
        self._dismiss_all.clicked.connect(self.dismiss_all)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(6)
        self._rest = QWidget()
        rest = QHBoxLayout(self._rest)
        rest.setContentsMargins(12, 0, 0, 0)
        rest.addWidget(self._more, 1)
        rest.addWidget(self._dismiss_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(self._stack)
        layout.addWidget(self._rest)
        self._arrange()

    def show_message(self, message: Message) -> None:
        """Shows ``message`` on top, in place of an older one on its topic."""
        old = self._banners.pop(message.topic, None)
        unfolded = old is not None and old.is_unfolded()
        if old is not None:
            self._remove(old)
        banner = _Banner(message)
        banner.unfold(unfolded)
        banner.dismissed.connect(self.withdraw)
        banner.settings_requested.connect(self.settings_requested)
        self._banners[message.topic] = banner
        self._stack.insertWidget(0, banner)
        self._arrange()

    @Slot(str)
    def withdraw(self, topic: str) -> None:
        """Takes the message on ``topic`` away: it was read, or is no longer true."""
        banner = self._banners.pop(topic, None)
        if banner is not None:
            self._remove(banner)
            self._arrange()

    @Slot()
    def dismiss_all(self) -> None:
        for topic in list(self._banners):
            self.withdraw(topic)

    def messages(self) -> list[Message]:
        """All messages that are not dismissed, newest first."""
        return [banner.message for banner in reversed(self._banners.values())]

    def _remove(self, banner: _Banner) -> None:
        self._stack.removeWidget(banner)
        banner.hide()
        banner.deleteLater()

    def _arrange(self) -> None:
        for place, banner in enumerate(reversed(self._banners.values())):
            banner.setVisible(place < MAX_SHOWN)
        hidden = len(self._banners) - MAX_SHOWN
        self._more.setText(self.tr("and 1 more message") if hidden == 1 else self.tr("and {n} more").format(n=hidden))
        self._rest.setVisible(hidden > 0)
        self.setVisible(bool(self._banners))


class _Banner(QFrame):
    """One message: icon, text, a button that unfolds the details, a button that puts it away."""

    dismissed = Signal(str)
    settings_requested = Signal(str)

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message
        self.setProperty("banner", True)
        self.setAccessibleName(message.text)
        text = QLabel(message.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = icon_button("close", self.tr("Dismiss"))
        close.clicked.connect(self._on_close_clicked)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(IconLabel(message.severity.value, _TONES[message.severity]))
        line.addWidget(text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addLayout(line)
        self._details = _details(message.details)
        self._unfold_button = QToolButton()
        self._unfold_button.setText(self.tr("Details"))
        self._unfold_button.setCheckable(True)
        self._unfold_button.toggled.connect(self._details.setVisible)
        self._unfold_button.setVisible(bool(message.details))
        line.addWidget(self._unfold_button)
        self._place = place_in(message.text)
        if self._place is not None:
            settings = QPushButton(self.tr("Settings…"))
            settings.setAccessibleDescription(message.text)
            settings.clicked.connect(self._on_settings_clicked)
            line.addWidget(settings)
        if message.offer is not None:
            button = QPushButton(message.offer.text)
            button.setFlat(True)
            button.clicked.connect(self._on_accepted)
            line.addWidget(button)
        line.addWidget(close)
        layout.addWidget(self._details)
        self._fading = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._fading.timeout.connect(self._on_read)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.message.severity is Severity.NEWS:
            self._fading.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._fading.stop()

    def is_unfolded(self) -> bool:
        return self._unfold_button.isChecked()

    def unfold(self, unfolded: bool) -> None:
        self._unfold_button.setChecked(unfolded and bool(self.message.details))

    @Slot()
    def _on_read(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._fading.start()  # somebody is at it
        else:
            self.dismissed.emit(self.message.topic)

    @Slot()
    def _on_settings_clicked(self) -> None:
        self.settings_requested.emit(self._place)

    @Slot()
    def _on_accepted(self) -> None:
        self.dismissed.emit(self.message.topic)
        if self.message.offer is not None:
            self.message.offer.accept()

    @Slot()
    def _on_close_clicked(self) -> None:
        self.dismissed.emit(self.message.topic)


def _details(lines: tuple[str, ...]) -> QScrollArea:
    text = QLabel("\n".join(lines))
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(text)
    area.setWidgetResizable(True)
    area.setMaximumHeight(min(MAX_DETAILS_HEIGHT_PX, text.sizeHint().height() + 8))
    area.hide()
    return area
