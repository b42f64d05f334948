"""A desktop's end of the wire, as bare as can be."""

from __future__ import annotations

import time

import zmq
from msgspec import Struct

from node_agent.wire.codec import decode_from_agent, decode_published, encode
from node_agent.wire.curve import connect_with_curve
from node_agent.wire.keys import KeyPair, identity_of
from node_agent.wire.messages import Done, Failed, Frame, Heartbeat, Hello, Tombstone, Welcome
from tests.unit.agent.making import DEADLINE_S


class Desk:
    """A desktop's two sockets to the agent that holds ``node_key``."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        keys: KeyPair,
        node_key: str,
        data_port: int,
        control_port: int,
        receive_queue: int = 1000,
    ) -> None:
        """``receive_queue`` is how many messages may wait to be read."""
        self._keys = keys
        self._node_id = identity_of(node_key)
        self.data: zmq.Socket[bytes] = context.socket(zmq.SUB)
        self.control: zmq.Socket[bytes] = context.socket(zmq.DEALER)
        for one, port in ((self.data, data_port), (self.control, control_port)):
            one.linger = 0
            one.rcvhwm = receive_queue
            one.rcvtimeo = one.sndtimeo = round(DEADLINE_S * 1000)
            connect_with_curve(one, keys, node_key)
            one.connect(f"tcp://127.0.0.1:{port}")
        self.data.subscribe("")

    def published(self) -> Frame | Heartbeat:
        return decode_published(self.data.recv_multipart(), self._node_id)

    def frame(self) -> Frame:
        deadline_s = time.monotonic() + DEADLINE_S
        while not isinstance(message := self.published(), Frame):
            assert time.monotonic() < deadline_s, "no image came"
        return message

    def heartbeat(self) -> Heartbeat:
        """The next heartbeat; once there was one, all that is published arrives."""
        while not isinstance(message := self.published(), Heartbeat):
            pass
        return message

    def say(self, *messages: Struct) -> None:
        for message in messages:
            self.control.send(encode(message))

    def answer(self) -> Welcome | Frame | Tombstone | Done | Failed:
        return decode_from_agent(self.control.recv_multipart())

    def hello(self) -> Welcome:
        self.say(Hello(desktop_id=self._keys.identity, desktop_name="desk"))
        answer = self.answer()
        assert isinstance(answer, Welcome)
        return answer

    def close(self) -> None:
        self.data.close()
        self.control.close()
