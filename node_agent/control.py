"""The talk with desktops: what each asks for and what it is answered."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from node_agent.errors import CommandRefusedError
from node_agent.log_limit import LogLimit
from node_agent.replay import Replay
from node_agent.spool import Spool
from node_agent.wire.errors import WireError
from node_agent.wire.messages import (
    Ack,
    Command,
    Done,
    Failed,
    Fetch,
    Hello,
    SeqRange,
    Welcome,
    decode_from_desktop,
)

log = logging.getLogger(__name__)

Value = TypeVar("Value")

MAX_PEERS = 256
MAX_REASON_LETTERS = 500


class ControlDesk:
    """Answers control messages. Peers are told apart by the identity that the ROUTER socket gives each connection.

    ``replays`` holds what is still to be sent to whom; the owner of the socket works it off.
    """

    def __init__(
        self, node_id: str, name: str, data_port: int, spool: Spool, capture_now: Callable[[str | None], None]
    ) -> None:
        """``capture_now`` gets a camera's name or None for all; it raises CommandRefusedError."""
        self._node_id = node_id
        self._name = name
        self._data_port = data_port
        self._spool = spool
        self._capture_now = capture_now
        self._desktop_ids: OrderedDict[bytes, str] = OrderedDict()
        self._complaints = LogLimit(log)
        self.replays: OrderedDict[bytes, Replay] = OrderedDict()

    def answer(self, peer: bytes, parts: Sequence[bytes]) -> Struct | None:
        """The answer to one message, if there is any to send at once."""
        request_id = 0
        try:
            message = decode_from_desktop(parts)
            if isinstance(message, Command):
                request_id = message.request_id
            return self._react(peer, message)
        except (WireError, CommandRefusedError) as error:
            self._complaints.warning("A control message was refused: %s", error)
            return Failed(request_id=request_id, reason=str(error)[:MAX_REASON_LETTERS])
        except OSError as error:
            self._complaints.warning("A control message could not be followed: %s", error)
            return Failed(request_id=request_id, reason=f"the spool can't be written: {error.strerror or error}")

    def forget(self, peer: bytes) -> None:
        """The peer is gone."""
        self._desktop_ids.pop(peer, None)
        self.replays.pop(peer, None)

    def _react(self, peer: bytes, message: Hello | Fetch | Ack | Command) -> Struct | None:
        match message:
            case Hello():
                return self._welcome(peer, message)
            case Fetch():
                self._check_stream(message.stream)
                self._check_ranges(message.ranges)
                _put(self.replays, peer, Replay(self._spool, message))
                return None
            case Ack():
                self._take_ack(peer, message)
                return None
            case Command():
                self._capture_now(message.arguments.get("camera"))
                return Done(request_id=message.request_id)

    def _welcome(self, peer: bytes, hello: Hello) -> Welcome:
        # Who says Hello is waited for. This is the one place that decides for whom the spool keeps images.
        self._spool.greet(hello.desktop_id)
        _put(self._desktop_ids, peer, hello.desktop_id)
        log.info("Desktop %r is here", hello.desktop_name)
        status = self._spool.status()
        return Welcome(
            node_id=self._node_id,
            name=self._name,
            stream=self._spool.stream,
            first_seq=status.first_seq,
            last_seq=status.last_seq,
            data_port=self._data_port,
        )

    def _take_ack(self, peer: bytes, ack: Ack) -> None:
        self._check_stream(ack.stream)
        self._check_ranges(ack.ranges)
        highest = max([ack.up_to, *(last for _, last in ack.ranges)])
        if highest > self._spool.last_seq:
            raise WireError(f"image {highest} is acknowledged, the newest is {self._spool.last_seq}")
        if peer not in self._desktop_ids:
            raise WireError("an Ack before Hello: say Hello first")
        self._spool.acknowledge(self._desktop_ids[peer], ack)

    def _check_stream(self, stream: str) -> None:
        if stream != self._spool.stream:
            raise WireError(f"stream {stream} is not here, this is {self._spool.stream}")

    def _check_ranges(self, ranges: Sequence[SeqRange]) -> None:
        for first, last in ranges:
            if first > last:
                raise WireError(f"the range {first} to {last} runs backwards")


def _put(peers: OrderedDict[bytes, Value], peer: bytes, value: Value) -> None:
    """Keeps the latest peers only: connections come and go, and nobody tells of their end."""
    peers[peer] = value
    peers.move_to_end(peer)
    if len(peers) > MAX_PEERS:
        peers.popitem(last=False)
