"""The talk with desktops: what each asks for and what it is answered."""

from __future__ import annotations

import logging
import traceback
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from msgspec import Struct

from node_agent.errors import CommandRefusedError
from node_agent.log_limit import LogLimit
from node_agent.replay import Replay
from node_agent.spool import Spool
from node_agent.wire.codec import decode_from_desktop
from node_agent.wire.errors import WireError
from node_agent.wire.messages import Ack, Command, Done, Failed, Fetch, Hello, SeqRange, Welcome

log = logging.getLogger(__name__)

Value = TypeVar("Value")

MAX_PEERS = 256
MAX_REASON_LETTERS = 500


class ControlDesk:
    """Answers control messages of paired desktops, each known by its proven key.

    Peers are connections, told apart by the identity that the ROUTER socket gives each.

    ``replays`` holds what is still to be sent to whom; the owner of the socket works it off.
    """

    def __init__(
        self, node_id: str, name: str, data_port: int, spool: Spool, carry_out: Callable[[str, Command], None]
    ) -> None:
        """``carry_out`` gets the id of the desktop that commands; it raises CommandRefusedError."""
        self._node_id = node_id
        self._name = name
        self._data_port = data_port
        self._spool = spool
        self._carry_out = carry_out
        self._complaints = LogLimit(log)
        self._defects = LogLimit(log)
        self.replays: OrderedDict[bytes, Replay] = OrderedDict()

    def wait_for(self, desktop_ids: Collection[str]) -> None:
        """These desktops are paired now: images are kept until each of them, and no other, has them."""
        try:
            self._spool.wait_for(desktop_ids)
        except OSError as error:
            self._complaints.warning("The list of desktops could not be written to the spool: %s", error)

    def answer(self, peer: bytes, desktop_id: str, parts: Sequence[bytes]) -> Struct | None:
        """The answer to one message, if there is any to send at once; ``desktop_id`` is made of the proven key."""
        request_id = 0
        try:
            message = decode_from_desktop(parts)
            if isinstance(message, Command):
                request_id = message.request_id
            return self._react(peer, desktop_id, message)
        except (WireError, CommandRefusedError) as error:
            self._complaints.warning("A control message was refused: %s", error)
            return Failed(request_id=request_id, reason=str(error)[:MAX_REASON_LETTERS])
        except OSError as error:
            self._complaints.warning("A control message could not be followed: %s", error)
            return Failed(request_id=request_id, reason=f"the spool can't be written: {error.strerror or error}")

    def forget(self, peer: bytes) -> None:
        """The peer is gone."""
        self.replays.pop(peer, None)

    def _react(self, peer: bytes, desktop_id: str, message: Hello | Fetch | Ack | Command) -> Struct | None:
        match message:
            case Hello():
                return self._welcome(desktop_id, message)
            case Fetch():
                self._check_stream(message.stream)
                self._check_ranges(message.ranges)
                _put(self.replays, peer, Replay(self._spool, message))
                return None
            case Ack():
                self._take_ack(desktop_id, message)
                return None
            case Command():
                return self._obey(desktop_id, message)

    def _obey(self, desktop_id: str, command: Command) -> Done | Failed:
        try:
            self._carry_out(desktop_id, command)
        except CommandRefusedError:
            raise
        except Exception as error:
            # What a desktop asks for must not end what the device is for; the log has the defect.
            self._defects.warning(
                "The command %r has failed; this is a defect in Miharu\n%s", command.name, traceback.format_exc()
            )
            reason = f"{command.name} has failed there, which is a defect in Miharu; the log there has it: {error!r}"
            return Failed(request_id=command.request_id, reason=reason[:MAX_REASON_LETTERS])
        return Done(request_id=command.request_id)

    def _welcome(self, desktop_id: str, hello: Hello) -> Welcome:
        if hello.desktop_id != desktop_id:
            raise WireError(f"Hello names desktop {hello.desktop_id}, but the key is that of {desktop_id}")
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

    def _take_ack(self, desktop_id: str, ack: Ack) -> None:
        self._check_stream(ack.stream)
        self._check_ranges(ack.ranges)
        highest = max([ack.up_to, *(last for _, last in ack.ranges)])
        if highest > self._spool.last_seq:
            raise WireError(f"image {highest} is acknowledged, the newest is {self._spool.last_seq}")
        self._spool.acknowledge(desktop_id, ack)

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
