"""Tells when retention begins to remove images, and when it can't remove enough."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot

from desktop.core.retention import RetentionReport
from desktop.panels.message_area import Message, MessageArea, Severity
from desktop.panels.words import byte_size

TOPIC = "retention"


class Retaining(Protocol):
    """What runs retention. The signals come from a thread of its own."""

    retained: SignalInstance
    failed: SignalInstance


class RetentionNotice(QObject):
    """Says once a session that images go, as with a full quota they go every minute; says each time what is wrong."""

    def __init__(self, retaining: Retaining, messages: MessageArea) -> None:
        super().__init__(messages)
        self._messages = messages
        self._told = False
        retaining.retained.connect(self._on_retained)
        retaining.failed.connect(self._on_failed)

    @Slot(object)
    def _on_retained(self, report: RetentionReport) -> None:
        if report.short_bytes:
            text = self.tr(
                "There is {bytes} more than the quota or the disk has room for, but all other images are kept. Raise "
                "retention.quota_gb in the settings, or free some space on the disk."
            )
            self._tell(text.format(bytes=byte_size(report.short_bytes)), Severity.WARNING)
        elif not self._told:
            self._told = True
            text = self.tr(
                "%n of the oldest image(s) made room for new ones, {bytes}. retention.quota_gb in the settings says "
                "how much is kept.",
                "",
                report.images,
            )
            self._tell(text.format(bytes=byte_size(report.bytes)), Severity.NEWS)

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._tell(self.tr("Old images could not make room: {reason}").format(reason=reason), Severity.ERROR)

    def _tell(self, text: str, severity: Severity) -> None:
        self._messages.show_message(Message(TOPIC, text, severity))
