"""Balances the books of one node again and again, and raises the alarm when a difference stays."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

from desktop.core.errors import ForeignStreamError, LibraryError
from desktop.core.library import Ingest
from desktop.core.records import DeviceCount, NodeLedger
from desktop.nodes.intake import Intake
from node_agent.wire.messages import Heartbeat

INTERVAL_S = 10.0
PATIENCE = 3
"""So many times in a row a difference must be there, and not shrink, to be an alarm: the device's answers to what
became of a gap may be under way."""

log = logging.getLogger(__name__)


class Auditor:
    """Keeps one node's books.

    Attributes:
        ledger: as it was balanced last; None before the first time, and of devices that do not count.
        unaccounted: captures that stay unexplained; an alarm unless 0.
    """

    def __init__(self, library: Ingest, intake: Intake) -> None:
        self.ledger: NodeLedger | None = None
        self.unaccounted = 0
        self._library = library
        self._intake = intake
        self._balanced: tuple[DeviceCount, int] | None = None
        self._times_unexplained = 0

    async def balance(self, heartbeat: Heartbeat) -> None:
        """Balances what the device has counted with what is here, unless nothing has changed."""
        if heartbeat.tally is None or self._intake.paused:
            return
        count = device_count(heartbeat)
        present = (count, self._intake.waiting())
        if present == self._balanced and self.ledger is not None and not self.ledger.unexplained:
            return
        try:
            ledger = await asyncio.to_thread(self._library.balance, self._intake.identity, count)
        except (LibraryError, ForeignStreamError) as error:
            log.warning("%s: the books can't be balanced now: %s", self._intake.identity.name, error)
            return
        self._balanced = present
        self._judge(ledger)

    def _judge(self, ledger: NodeLedger) -> None:
        before, self.ledger = self.ledger, ledger
        shrinks = before is not None and abs(ledger.unexplained) < abs(before.unexplained)
        if ledger.unexplained and not shrinks:
            self._times_unexplained += 1
        else:
            self._times_unexplained = int(ledger.unexplained != 0)
        alarm = ledger.unexplained if self._times_unexplained >= PATIENCE else 0
        if alarm and alarm != self.unaccounted:
            log.error("%s: %d of %d captures can't be accounted for", ledger.node.name, alarm, ledger.captured)
        self.unaccounted = alarm


def device_count(heartbeat: Heartbeat) -> DeviceCount:
    """What the device counts, as the library notes it."""
    refused: Counter[str] = Counter()
    for camera in heartbeat.tally or ():
        refused.update(camera.refused)
    return DeviceCount(
        stream=heartbeat.stream,
        captured={camera.camera: camera.captured for camera in heartbeat.tally or ()},
        refused=dict(refused),
        refused_by_camera={
            camera.camera: {str(reason): number for reason, number in camera.refused.items()}
            for camera in heartbeat.tally or ()
        },
        torn=heartbeat.torn,
        first_seq=heartbeat.first_seq,
        last_seq=heartbeat.last_seq,
    )
