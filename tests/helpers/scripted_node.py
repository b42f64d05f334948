"""A fake device on real sockets: it speaks the wire and does what a test tells it, honest or not."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import zmq
from msgspec import Struct

from node_agent.wire.codec import data_parts, decode_from_desktop, encode, frame_parts, heartbeat_parts
from node_agent.wire.curve import DATA_DOMAIN, serve_with_curve
from node_agent.wire.keys import KeyPair
from node_agent.wire.messages import (
    Ack,
    CameraHealth,
    DropReason,
    Fetch,
    Frame,
    FrameHeader,
    Heartbeat,
    Hello,
    Tombstone,
    Welcome,
)
from node_agent.zap import ZapHandler
from tests.helpers.keys import new_keys

Parts = list[bytes]
Message = TypeVar("Message", bound=Struct)
POLL_MS = 5
HEARTBEAT_INTERVAL_S = 0.05
WAIT_S = 15.0


def make_frame(stream: str, seq: int, size_bytes: int = 1000, camera: str = "front") -> Frame:
    """An image that differs from all others; it is not a picture, the wire does not look into it."""
    image = f"{stream}/{seq}/".encode().ljust(size_bytes, b"x")
    header = FrameHeader(
        stream=stream,
        seq=seq,
        camera=camera,
        captured_wall_ns=1_700_000_000_000_000_000 + seq * 1_000_000,
        captured_monotonic_ns=seq * 1_000_000,
        boot_id="boot",
        clock_synced=True,
        trigger="interval",
        width_px=640,
        height_px=480,
        size_bytes=len(image),
        sha256=hashlib.sha256(image).digest(),
        image_format="jpeg",
    )
    return Frame(header, b"thumbnail", image)


class ScriptedNode:
    """A device with a spool in memory.

    Attributes:
        spool: what it holds, by sequence number; a test may change or delete entries.
        gone: why a number can't be had.
        answer: makes the messages that answer a Fetch; replace it to drop, reorder, repeat or lie.
        says: fields of its heartbeats that are not as usual.
        answers_hello: whether it answers Hello at all.
        welcomes_as: the id that it gives in its Welcome.
        admits: whether the desktop with this key is let in; at first all are.
    """

    def __init__(
        self,
        name: str = "porch",
        keys: KeyPair | None = None,
        data_port: int = 0,
        control_port: int = 0,
        host: str = "127.0.0.1",
    ) -> None:
        self.name = name
        self._host = host
        self.keys = keys or new_keys()
        self.node_id = self.welcomes_as = self.keys.identity
        self.admits: Callable[[str], bool] = lambda _key: True
        self.stream = uuid.uuid4().hex
        self.spool: dict[int, Frame] = {}
        self.gone: dict[int, DropReason] = {}
        self.cameras: tuple[CameraHealth, ...] = ()
        self.answer: Callable[[Fetch], Iterable[Parts]] = self.honest_answer
        self.says: dict[str, Any] = {}
        self.answers_hello = True
        self.heartbeats = True
        self._first_seq = 1
        self._said: list[Struct] = []
        self._changed = threading.Condition()
        self._subscribed = False
        self._outbox: queue.SimpleQueue[Parts] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._context = zmq.Context()
        self._door = ZapHandler(self._context, DATA_DOMAIN, lambda key: self.admits(key))
        self._data = self._context.socket(zmq.XPUB)
        self._data.sndhwm = 8
        self._control = self._context.socket(zmq.ROUTER)
        self._control.sndhwm = 10_000
        for socket in (self._data, self._control):
            serve_with_curve(socket, self.keys, DATA_DOMAIN)
            socket.linger = 0
            socket.ipv6 = True
        self.data_port = self._bind(self._data, data_port)
        self.control_port = self._bind(self._control, control_port)
        self._thread = threading.Thread(target=self._serve, name="scripted-node")
        self._thread.start()

    @property
    def address(self) -> str:
        return f"{self._host}:{self.data_port}"

    @property
    def last_seq(self) -> int:
        return max((*self.spool, *self.gone, 0))

    def capture(self, count: int = 1, size_bytes: int = 1000, publish: bool = True) -> list[Frame]:
        """Adds images to the spool, and publishes them unless they are to be lost on the way."""
        frames = [make_frame(self.stream, self.last_seq + 1 + index, size_bytes) for index in range(count)]
        self.spool |= {frame.header.seq: frame for frame in frames}
        for frame in frames if publish else ():
            self.publish(frame_parts(self.node_id, frame))
        return frames

    def publish(self, parts: Parts) -> None:
        self._outbox.put(parts)

    def wipe(self) -> None:
        """Begins a new stream, as a device with a new disk does."""
        self.stream = uuid.uuid4().hex
        self.spool.clear()
        self.gone.clear()

    def trim(self, first_seq: int) -> None:
        """Forgets all before ``first_seq``, as a device does when it is acknowledged."""
        self._first_seq = first_seq
        for seq in [seq for seq in self.spool if seq < first_seq]:
            del self.spool[seq]

    def honest_answer(self, fetch: Fetch) -> Iterator[Parts]:
        credit_bytes = fetch.credit_bytes
        for first, last in fetch.ranges:
            for seq in range(first, min(last, self.last_seq) + 1):
                if credit_bytes <= 0:
                    return
                if seq in self.gone:
                    yield [encode(Tombstone(stream=self.stream, seq_range=(seq, seq), reason=self.gone[seq]))]
                elif seq in self.spool:
                    credit_bytes -= self.spool[seq].header.size_bytes
                    yield data_parts(self.spool[seq])

    def said(self, kind: type[Message]) -> list[Message]:
        """What desktops have said so far, of one kind."""
        with self._changed:
            return [message for message in self._said if isinstance(message, kind)]

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits until ``condition`` holds; it is looked at whenever a desktop has said something."""
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S), f"in vain; said so far: {self._said[-5:]}"

    def wait_for_desktop(self) -> None:
        """Waits until a desktop listens to everything: from then on all that is published reaches it."""
        self.wait_until(lambda: self._subscribed and any(isinstance(one, Hello) for one in self._said))

    def acknowledged(self) -> set[int]:
        """The numbers up to the last captured one that the last Ack names."""
        acks = [message for message in self._said if isinstance(message, Ack) and message.stream == self.stream]
        if not acks:
            return set()
        ranges = ((1, acks[-1].up_to), *acks[-1].ranges)
        return {seq for first, last in ranges for seq in range(first, min(last, self.last_seq) + 1)}

    def wait_for_acknowledgement(self, *seqs: int) -> None:
        self.wait_until(lambda: self.acknowledged() >= set(seqs))

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._door.close()
        self._context.destroy(linger=0)

    def _bind(self, socket: zmq.Socket[bytes], port: int) -> int:
        if port:
            socket.bind(f"tcp://{self._host}:{port}")
            return port
        return socket.bind_to_random_port(f"tcp://{self._host}")

    def _serve(self) -> None:
        next_heartbeat_s = 0.0
        while not self._stopping.is_set():
            if self.heartbeats and time.monotonic() >= next_heartbeat_s:
                next_heartbeat_s = time.monotonic() + HEARTBEAT_INTERVAL_S
                self._data.send_multipart(heartbeat_parts(self._heartbeat()))
            while not self._outbox.empty():
                self._data.send_multipart(self._outbox.get())
            if self._control.poll(POLL_MS):
                self._on_control(*self._control.recv_multipart())
            while self._data.poll(0):
                self._on_subscription(self._data.recv())

    def _on_subscription(self, message: bytes) -> None:
        if message == b"\x01i/" + self.node_id.encode() + b"/":
            with self._changed:
                self._subscribed = True
                self._changed.notify_all()

    def _on_control(self, peer: bytes, part: bytes) -> None:
        message = decode_from_desktop([part])
        with self._changed:
            self._said.append(message)
            self._changed.notify_all()
        if isinstance(message, Hello) and self.answers_hello:
            self._control.send_multipart([peer, encode(self._welcome())])
        elif isinstance(message, Fetch):
            for parts in self.answer(message):
                self._control.send_multipart([peer, *parts])

    def _welcome(self) -> Welcome:
        return Welcome(
            node_id=self.welcomes_as,
            name=self.name,
            stream=self.stream,
            first_seq=self._first_seq,
            last_seq=self.last_seq,
            data_port=self.data_port,
        )

    def _heartbeat(self) -> Heartbeat:
        return Heartbeat(
            node_id=self.node_id,
            name=self.name,
            control_port=self.control_port,
            stream=self.stream,
            first_seq=self._first_seq,
            last_seq=self.last_seq,
            spool_bytes=0,
            spool_quota_bytes=0,
            disk_free_bytes=0,
            cameras=self.cameras,
            **self.says,
        )


@contextmanager
def scripted_node(
    name: str = "porch",
    keys: KeyPair | None = None,
    data_port: int = 0,
    control_port: int = 0,
    host: str = "127.0.0.1",
) -> Iterator[ScriptedNode]:
    node = ScriptedNode(name, keys, data_port, control_port, host)
    try:
        yield node
    finally:
        node.close()
