"""Somebody who hears all that an agent publishes, and acknowledges nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import zmq

from desktop.nodes.own_keys import own_identity
from node_agent.wire.codec import decode_published
from node_agent.wire.curve import connect_with_curve
from node_agent.wire.messages import Frame

POLL_MS = 20


class Witness:
    """Somebody who only listens.

    Attributes:
        heard: the SHA-256 of each image by its number.
        contradictions: numbers heard with two images.
        troubles: what is wrong with each camera, in the words of the last heartbeat.
    """

    def __init__(self) -> None:
        self.heard: dict[int, bytes] = {}
        self.contradictions: set[int] = set()
        self.troubles: dict[str, str] = {}

    def listen(self, port: int, node_key: str, node_id: str, stop: threading.Event) -> None:
        """Hears the agent at ``port`` of this computer, which may come and go, until told to stop."""
        with zmq.Context() as context, context.socket(zmq.SUB) as socket:
            connect_with_curve(socket, own_identity().keys, node_key)
            socket.linger = 0
            socket.subscribe("")
            socket.connect(f"tcp://127.0.0.1:{port}")
            while not stop.is_set():
                if socket.poll(POLL_MS):
                    message = decode_published(socket.recv_multipart(), node_id)
                    if isinstance(message, Frame):
                        self._note(message)
                    else:
                        self.troubles = {camera.name: camera.detail for camera in message.cameras if camera.detail}

    def _note(self, frame: Frame) -> None:
        before = self.heard.setdefault(frame.header.seq, frame.header.sha256)
        if before != frame.header.sha256:
            self.contradictions.add(frame.header.seq)


@contextmanager
def witness(port: int, node_key: str, node_id: str) -> Iterator[Witness]:
    one, stop = Witness(), threading.Event()
    thread = threading.Thread(target=one.listen, args=(port, node_key, node_id, stop), name="witness")
    thread.start()
    try:
        yield one
    finally:
        stop.set()
        thread.join()
