"""When a device was booted, told to the library once the device's clock is right."""

from __future__ import annotations

import asyncio
import logging

from desktop.core.errors import LibraryError
from desktop.core.library import Ingest
from desktop.nodes.intake import Intake
from node_agent.wire.messages import Heartbeat

log = logging.getLogger(__name__)


class BootClock:
    """Tells the library of each boot of one node once, so that it can date what was taken by a wrong clock."""

    def __init__(self, library: Ingest, intake: Intake) -> None:
        self._library = library
        self._intake = intake
        self._told = ""

    async def note(self, heartbeat: Heartbeat) -> None:
        """Takes from ``heartbeat`` when the boot began, unless its clock is not right or that was told already."""
        if not heartbeat.clock_synced or not heartbeat.monotonic_ns or heartbeat.boot_id == self._told:
            return
        began_ns = heartbeat.wall_ns - heartbeat.monotonic_ns
        try:
            await asyncio.to_thread(self._library.note_clock, self._intake.identity, heartbeat.boot_id, began_ns)
        except LibraryError as error:
            log.warning("%s: its clock can't be noted now: %s", self._intake.identity.name, error)
            return
        self._told = heartbeat.boot_id
