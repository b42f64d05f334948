"""What the spool must not forget beside its messages, in one small document."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from node_agent.acknowledgements import Acknowledgements, DesktopAck
from node_agent.errors import SpoolError
from node_agent.message_file import Message, Tally
from node_agent.tombstones import GoneRange, Tombstones
from node_agent.wire.errors import DamagedFileError
from node_agent.wire.messages import Count, DropReason, NodeId
from node_agent.wire.private_file import PrivateFile


class SpoolState(Struct, kw_only=True):
    """The document. ``last_seq`` and ``tally`` may lag behind the messages."""

    version: Literal[1] = 1
    stream: str = ""
    last_seq: Count = 0
    tombstones: list[GoneRange] = []
    desktops: dict[NodeId, DesktopAck] = {}
    tally: Tally = field(default_factory=Tally)


class SpoolRecord:
    """The stream, the newest durable number, tombstones, acknowledgements and totals. The spool's lock guards it."""

    def __init__(self, path: Path) -> None:
        """Reads the document.

        Raises:
            SpoolError: it is damaged.
            OSError: it can't be read.
        """
        self._document = PrivateFile(path, SpoolState)
        try:
            state = self._document.read()
        except DamagedFileError as error:
            raise SpoolError(str(error)) from error
        self.stream = state.stream
        self.last_seq = state.last_seq
        self.tombstones = Tombstones(state.tombstones)
        self.acks = Acknowledgements(state.desktops)
        self.tally = state.tally
        self.unsaved = False

    def catch_up(self, last_seq: int, newest: Message | None, torn: Sequence[int]) -> None:
        """Takes over what the messages tell, up to ``last_seq``: the newest whole one, and those torn after it.

        Raises:
            OSError: it can't be written.
        """
        if newest is not None:
            self.tally.merge(newest.tally)
            self.stream = self.stream or newest.frame.header.stream
        self.stream = self.stream or uuid.uuid4().hex
        self.tally.torn += sum(seq > self.last_seq and not self.tombstones.hold(seq) for seq in torn)
        self.tombstones.add(torn, "disk_error")
        self.last_seq = max([self.last_seq, last_seq, *(gone.last for gone in self.tombstones)])
        self.save()

    def bury(self, seqs: Sequence[int], reason: DropReason) -> None:
        """Marks images as gone, durably.

        Raises:
            OSError: that can't be written; they are not gone.
        """
        tombstones, dropped = list(self.tombstones), dict(self.tally.dropped)
        self.tombstones.add(seqs, reason)
        self.tally.count_dropped(reason, len(seqs))
        try:
            self.save()
        except OSError:
            self.tombstones, self.tally.dropped = Tombstones(tombstones), dropped
            raise

    def save(self) -> None:
        """Makes it durable as it is now. Raises OSError when that fails."""
        self.unsaved = True
        self._document.write(
            SpoolState(
                stream=self.stream,
                last_seq=self.last_seq,
                tombstones=list(self.tombstones),
                desktops=self.acks.by_desktop,
                tally=self.tally,
            )
        )
        self.unsaved = False
