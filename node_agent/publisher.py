"""The one thread that owns the sockets: live images and heartbeats go out, desktops are answered."""

from __future__ import annotations

import contextlib
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import zmq

from node_agent import threads
from node_agent.access import AllowList
from node_agent.control import ControlDesk
from node_agent.pulse import Pulse
from node_agent.sockets import listen
from node_agent.wire.codec import encode, frame_parts, heartbeat_parts
from node_agent.wire.curve import peer_key
from node_agent.wire.keys import KeyPair, identity_of
from node_agent.wire.messages import HEARTBEAT_S, Frame, Heartbeat
from node_agent.zap import drop_connections

log = logging.getLogger(__name__)

MAX_QUEUED_FRAMES = 32
MESSAGES_A_TURN = 16
"""Control messages that are read before live images have their turn again."""
QUEUE_TIMEOUT_S = 0.5
RETRY_S = 0.02
"""How soon a peer whose queue is full is tried again."""
GOOD_BYE_MS = 300
"""How long at most the last words may take to leave the device."""
ACCESS_CHECK_S = 0.5
"""How often the allow-list is looked at; a revoked desktop is out within two seconds."""


class Publisher:
    """Publishes frames and answers control messages.

    A turn sends all live frames first, then at most one replayed image to each peer, so that a backlog never delays
    what is live by more than that.
    """

    def __init__(
        self, context: zmq.Context[Any], keys: KeyPair, allow_list: AllowList, port: int, control_port: int
    ) -> None:
        """Binds both sockets. Raises PortError when a port can't be used."""
        self._allow_list = allow_list
        self._data, self.data_port = listen(context, zmq.PUB, port, keys)
        try:
            self._control, self.control_port = listen(context, zmq.ROUTER, control_port, keys)
        except Exception:
            self._data.close()
            raise
        self._frames: queue.Queue[Frame] = queue.Queue(MAX_QUEUED_FRAMES)
        self._closing = False
        self._last_words = False
        self.pulse = Pulse()
        self._wake_lock = threading.Lock()
        self._waker: zmq.Socket[bytes] = context.socket(zmq.PAIR)
        self._woken: zmq.Socket[bytes] = context.socket(zmq.PAIR)
        self._waker.bind(f"inproc://publisher-{id(self)}")
        self._woken.connect(f"inproc://publisher-{id(self)}")
        self._thread: threading.Thread | None = None

    def start(
        self, node_id: str, desk: ControlDesk, heartbeat: Callable[[], Heartbeat], on_crash: Callable[[], None]
    ) -> None:
        """Begins to work, with a heartbeat at once."""
        self._node_id = node_id
        self._desk = desk
        self._heartbeat = heartbeat
        self._heartbeat_due_s = self._access_check_due_s = time.monotonic()
        self._thread = threads.start("publisher", self._run, on_crash)

    def publish(self, frames: Sequence[Frame]) -> None:
        """Queues frames to be published; waits while the queue is full, but not for a publisher that has ended."""
        for frame in frames:
            while not self._closing:
                try:
                    self._frames.put(frame, timeout=QUEUE_TIMEOUT_S)
                    break
                except queue.Full:
                    continue
        self._wake()

    def say_good_bye(self) -> None:
        """Lets :meth:`close` tell desktops that the silence from then on is meant."""
        self._last_words = True

    def close(self) -> None:
        """Ends after what is queued. Once is enough."""
        if self._data.closed:
            return
        self._closing = True
        if self._thread is not None:
            self._wake()
            self._thread.join()
        for socket in (self._data, self._control, self._waker, self._woken):
            socket.close()

    def _wake(self) -> None:
        with self._wake_lock, contextlib.suppress(zmq.Again):
            # Again means that the thread has more than enough calls to wake up waiting.
            self._waker.send(b"", zmq.NOBLOCK)

    def _run(self) -> None:
        poller = zmq.Poller()
        poller.register(self._control, zmq.POLLIN)
        poller.register(self._woken, zmq.POLLIN)
        wait_s = 0.0
        try:
            while not self._closing:
                self.pulse.beat()
                ready = dict(poller.poll(math.ceil(max(0.0, wait_s) * 1000)))
                self._check_access_if_due()
                if self._woken in ready:
                    self._drain_wakes()
                self._send_frames()
                self._send_heartbeat_if_due()
                if self._control in ready:
                    self._answer_desktops()
                due_s = min(self._heartbeat_due_s, self._access_check_due_s)
                wait_s = min(self._replay_turn(), due_s - time.monotonic())
            self._send_frames()
            # What was answered last may still be under way.
            self._control.linger = GOOD_BYE_MS
            if self._last_words:
                self._send_farewell()
        finally:
            self._closing = True

    def _check_access_if_due(self) -> None:
        now_s = time.monotonic()
        if now_s < self._access_check_due_s:
            return
        self._access_check_due_s = now_s + ACCESS_CHECK_S
        if revoked := self._allow_list.reload_if_changed():
            log.info("Desktops were revoked, all connections are checked anew: %s", ", ".join(sorted(revoked)))
            drop_connections(self._data)
            drop_connections(self._control)
        self._desk.wait_for([desktop.desktop_id for desktop in self._allow_list.desktops()])

    def _drain_wakes(self) -> None:
        with contextlib.suppress(zmq.Again):
            while True:
                self._woken.recv(zmq.NOBLOCK)

    def _send_frames(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                frame = self._frames.get_nowait()
                # A subscriber whose queue is full misses this one here and fetches it later.
                self._data.send_multipart(frame_parts(self._node_id, frame), zmq.NOBLOCK)

    def _send_heartbeat_if_due(self) -> None:
        now_s = time.monotonic()
        if now_s >= self._heartbeat_due_s:
            self._heartbeat_due_s = now_s + HEARTBEAT_S
            self._data.send_multipart(heartbeat_parts(self._heartbeat()), zmq.NOBLOCK)

    def _send_farewell(self) -> None:
        self._data.linger = GOOD_BYE_MS
        farewell = msgspec.structs.replace(self._heartbeat(), stopping=True)
        self._data.send_multipart(heartbeat_parts(farewell), zmq.NOBLOCK)

    def _answer_desktops(self) -> None:
        for _ in range(MESSAGES_A_TURN):
            try:
                peer, *parts = self._control.recv_multipart(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                return
            key = peer_key(peer)
            # What a revoked desktop said before its connection ended may still be under way.
            if not self._allow_list.admits(key):
                continue
            answer = self._desk.answer(peer.bytes, identity_of(key), [part.bytes for part in parts])
            if answer is not None and not self._send_to(peer.bytes, [encode(answer)]):
                log.warning("A desktop does not read its answers")

    def _replay_turn(self) -> float:
        """Sends each peer the next message of its replay; returns after how long the next turn makes sense."""
        wait_s = HEARTBEAT_S
        for peer, replay in list(self._desk.replays.items()):
            try:
                message = replay.message()
            except OSError as error:
                log.error("The spool can't be read: %s", error)
                message = None
            if message is None:
                del self._desk.replays[peer]
            elif self._send_to(peer, message):
                replay.advance()
                wait_s = 0.0
            else:
                wait_s = min(wait_s, RETRY_S)
        return wait_s

    def _send_to(self, peer: bytes, parts: list[bytes]) -> bool:
        """Sends to one peer; False when its queue is full. One that is gone is forgotten, which counts as sent."""
        try:
            self._control.send_multipart([peer, *parts], zmq.NOBLOCK)
        except zmq.Again:
            return False
        except zmq.ZMQError as error:
            if error.errno != zmq.EHOSTUNREACH:
                raise
            self._desk.forget(peer)
        return True
