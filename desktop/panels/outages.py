"""Says among the messages why nothing is labelled, until it is again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop.panels.message_area import Message, MessageArea, Severity
from desktop.panels.parts import Labelling

TOPIC = "labelling"


class OutageNotice(QObject):
    """One message an outage; what waits stays waiting, and the message says so."""

    def __init__(self, labelling: Labelling, messages: MessageArea) -> None:
        super().__init__(messages)
        self._messages = messages
        labelling.unavailable.connect(self._on_unavailable)
        labelling.available.connect(self._on_available)

    @Slot(str)
    def _on_unavailable(self, reason: str) -> None:
        text = self.tr("Images wait for their labels, none is lost: {reason}").format(reason=reason)
        self._messages.show_message(Message(TOPIC, text, Severity.WARNING))

    @Slot()
    def _on_available(self) -> None:
        self._messages.withdraw(TOPIC)
