"""What a hostile device, a hostile desktop and a stranger on the network send."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import msgspec
import zmq
from msgspec.structs import replace

from node_agent.wire.codec import encode, frame_parts, heartbeat_parts, image_topic
from node_agent.wire.curve import connect_with_curve
from node_agent.wire.keys import KeyPair
from node_agent.wire.messages import MAX_CONTROL_BYTES, MAX_MESSAGE_BYTES, Ack, Fetch, Frame, Heartbeat
from tests.helpers.agents import RunningAgent
from tests.helpers.keys import new_keys
from tests.helpers.libraries import frame
from tests.helpers.scripted_node import ScriptedNode

Parts = list[bytes]
TRUE_IMAGES = 3
A_WAVE = 40
HALF_OPEN = 20
OVERSIZE_EVERY = 10
GREETING = b"\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x01CURVE"


class HostileDevice:
    """A paired device that lies; all that it ever says truly are the images in ``node.spool``."""

    def __init__(self, node: ScriptedNode, chance: random.Random) -> None:
        self._node = node
        self._chance = chance
        self._true = [frame(seq, stream=node.stream) for seq in range(1, TRUE_IMAGES + 1)]
        node.spool |= {one.header.seq: one for one in self._true}
        for one in self._true:
            node.publish(frame_parts(node.node_id, one))
        self._lies: Sequence[Callable[[], Parts]] = (
            self._noise, self._foreign_topic, self._other_version, self._wrong_hash, self._wrong_size,
            self._boastful_heartbeat, self._heartbeat_of_another, self._old_image,
        )  # fmt: skip

    def attack(self, wave: int) -> int:
        """Publishes a wave of lies and returns how many."""
        for _ in range(A_WAVE):
            self._node.publish(self._chance.choice(self._lies)())
        if wave % OVERSIZE_EVERY == 0:
            self._node.publish([*self._wrong_hash()[:3], bytes(MAX_MESSAGE_BYTES + 1)])
        return A_WAVE

    def _noise(self) -> Parts:
        topic = f"i/{self._node.node_id}/".encode()
        return [
            topic,
            *(self._chance.randbytes(self._chance.randrange(2000)) for _ in range(self._chance.randrange(6))),
        ]

    def _frame(self) -> Frame:
        true = self._true[0]
        return true._replace(header=replace(true.header, seq=self._chance.randrange(1000, 2**40)))

    def _foreign_topic(self) -> Parts:
        return [image_topic(self._node.node_id, "another"), *frame_parts(self._node.node_id, self._frame())[1:]]

    def _other_version(self) -> Parts:
        topic, header, *rest = frame_parts(self._node.node_id, self._frame())
        return [topic, msgspec.msgpack.encode(msgspec.msgpack.decode(header) | {"version": 2}), *rest]

    def _wrong_hash(self) -> Parts:
        lie = self._frame()
        return frame_parts(self._node.node_id, lie._replace(image=lie.image[:-1] + b"x"))

    def _wrong_size(self) -> Parts:
        lie = self._frame()
        return frame_parts(self._node.node_id, lie._replace(image=lie.image + b"more"))

    def _boastful_heartbeat(self) -> Parts:
        return heartbeat_parts(self._heartbeat(self._node.node_id))

    def _heartbeat_of_another(self) -> Parts:
        return [f"h/{self._node.node_id}/".encode(), encode(self._heartbeat("f" * 16))]

    def _heartbeat(self, node_id: str) -> Heartbeat:
        return Heartbeat(
            node_id=node_id, name=self._node.name, control_port=self._node.control_port, stream=self._node.stream,
            first_seq=1, last_seq=self._chance.randrange(1, 2**62), spool_bytes=2**62, spool_quota_bytes=0,
            disk_free_bytes=0,
        )  # fmt: skip

    def _old_image(self) -> Parts:
        return frame_parts(self._node.node_id, self._chance.choice(self._true))


class HostileDesktop:
    """Whoever can reach an agent: a paired desktop gone wild, one with an unknown key, and bare TCP connections.

    Use it as a context manager. ``frames_for_strangers`` counts what came to the unknown key.
    """

    def __init__(self, agent: RunningAgent, node_key: str, paired: KeyPair, chance: random.Random) -> None:
        self._agent = agent
        self._node_key = node_key
        self._paired = paired
        self._chance = chance
        self._things = ExitStack()
        self.frames_for_strangers = 0

    def __enter__(self) -> HostileDesktop:
        self._context = self._things.enter_context(zmq.Context())
        self._control = self._socket(self._paired, zmq.DEALER, self._agent.control_port)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._things.close()

    def attack(self, wave: int) -> int:
        """Sends a wave of nonsense and returns how many messages and connections it was."""
        for _ in range(A_WAVE):
            self._send(self._nonsense())
        if wave % OVERSIZE_EVERY == 0:
            self._send([bytes(MAX_CONTROL_BYTES + 1)])
        self._knock_with_an_unknown_key()
        self._leave_handshakes_half_open()
        while self._control.poll(0):
            self._control.recv_multipart()
        return A_WAVE + 1 + HALF_OPEN

    def _nonsense(self) -> Parts:
        far = self._chance.randrange(1, 2**62)
        return self._chance.choice(
            (
                [self._chance.randbytes(self._chance.randrange(3000)) for _ in range(self._chance.randrange(1, 5))],
                [encode(Ack(stream="0" * 32, up_to=far))],
                [encode(Fetch(stream="0" * 32, ranges=((1, far),), credit_bytes=far))],
                [encode(Ack(stream="0" * 32, up_to=1))[:-3]],
            )
        )

    def _send(self, parts: Parts) -> None:
        try:
            self._control.send_multipart(parts, zmq.NOBLOCK)
        except zmq.Again:
            return  # the agent has dropped us, which is its right

    def _knock_with_an_unknown_key(self) -> None:
        with self._socket(new_keys(), zmq.SUB, self._agent.data_port) as stranger:
            stranger.subscribe("")
            while stranger.poll(20):
                stranger.recv_multipart()
                self.frames_for_strangers += 1

    def _leave_handshakes_half_open(self) -> None:
        for _ in range(HALF_OPEN):
            port = self._chance.choice((self._agent.data_port, self._agent.control_port))
            line = self._things.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(
                self._chance.choice((b"", GREETING[: self._chance.randrange(16)], self._chance.randbytes(200)))
            )

    def _socket(self, keys: KeyPair, kind: int, port: int) -> zmq.Socket[bytes]:
        one = self._context.socket(kind)
        connect_with_curve(one, keys, self._node_key)
        one.linger = 0
        one.connect(f"tcp://127.0.0.1:{port}")
        return one
