"""What Miharu's way of an image is measured against: imagezmq both ways, and a bare loop with the same guarantees.

The sending sides run in processes of their own, ``python -m tests.bench.peers KIND PORT BYTES``. Each says which key
it has, then obeys lines of JSON, ``{"images": 1000, "per_s": 0}``, as the feeding agent does. With every image goes
its time of capture, Unix time in nanoseconds, as text.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import imagezmq
import psutil
import zmq

from tests.bench.images import encoded_images

REQ_REP, PUB_SUB, BARE = "imagezmq_req_rep", "imagezmq_pub_sub", "bare"
QUEUE_MESSAGES = 16
SILENCE_S = 1.0
SUBSCRIBED_AFTER_S = 0.5

Send = Callable[[str, bytes], object]
Received = tuple[str, bytes]


class Peer(NamedTuple):
    """A sender's process, from this side; ``key`` is the public one of a sender that encrypts."""

    kind: str
    port: int
    key: str
    process: subprocess.Popen[str]

    def feed(self, images: int, per_s: float = 0.0) -> None:
        """Tells it to send so many; returns at once."""
        assert self.process.stdin is not None
        print(json.dumps({"images": images, "per_s": per_s}), file=self.process.stdin, flush=True)

    def cpu_s(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def running_peer(kind: str, image_bytes: int) -> Iterator[Peer]:
    """Runs a sender until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.peers", kind, str(port), str(image_bytes)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Peer(kind, port, process.stdout.readline().strip(), process)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def images_from(peer: Peer, silence_s: float = SILENCE_S) -> Iterator[Iterator[Received]]:
    """What ``peer`` sends, until it has been silent for so long; ready to receive when the block begins."""
    silence_ms = round(silence_s * 1000)
    if peer.kind == BARE:
        with _bare_socket(peer, silence_ms) as pull:
            yield _until_silent(lambda: _unpack(pull.recv_multipart()))
        return
    replies = peer.kind == REQ_REP
    address = f"tcp://*:{peer.port}" if replies else f"tcp://127.0.0.1:{peer.port}"
    with imagezmq.ImageHub(address, REQ_REP=replies) as hub:
        hub.zmq_socket.rcvtimeo = silence_ms
        hub.zmq_socket.linger = 0
        time.sleep(SUBSCRIBED_AFTER_S)
        yield _until_silent(lambda: _replied(hub) if replies else hub.recv_jpg())


def _until_silent(receive: Callable[[], Received]) -> Iterator[Received]:
    while True:
        try:
            yield receive()
        except zmq.Again:
            return


def _replied(hub: Any) -> Received:
    name, image = hub.recv_jpg()
    hub.send_reply()
    return name, image


def _unpack(parts: list[bytes]) -> Received:
    return parts[0].decode(), parts[1]


@contextmanager
def _bare_socket(peer: Peer, silence_ms: int) -> Iterator[zmq.Socket[bytes]]:
    public, secret = zmq.curve_keypair()
    with zmq.Context() as context, context.socket(zmq.PULL) as pull:
        pull.curve_serverkey = peer.key.encode()
        pull.curve_publickey, pull.curve_secretkey = public, secret
        pull.rcvhwm = QUEUE_MESSAGES
        pull.rcvtimeo = silence_ms
        pull.linger = 0
        pull.connect(f"tcp://127.0.0.1:{peer.port}")
        yield pull


def write_and_sync(path: Path, data: bytes) -> None:
    """No more than what makes a file's content durable."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, data)
        getattr(os, "fdatasync", os.fsync)(descriptor)
    finally:
        os.close(descriptor)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _sender(kind: str, port: int) -> tuple[Send, str]:
    """How to send, and the key to trust."""
    if kind == BARE:
        public, secret = zmq.curve_keypair()
        push = zmq.Context.instance().socket(zmq.PUSH)
        push.curve_server, push.curve_secretkey = True, secret
        push.sndhwm = QUEUE_MESSAGES
        push.bind(f"tcp://127.0.0.1:{port}")
        return lambda text, image: push.send_multipart([text.encode(), image]), public.decode()
    replies = kind == REQ_REP
    address = f"tcp://127.0.0.1:{port}" if replies else f"tcp://*:{port}"
    return imagezmq.ImageSender(connect_to=address, REQ_REP=replies).send_jpg, ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=(REQ_REP, PUB_SUB, BARE))
    parser.add_argument("port", type=int)
    parser.add_argument("bytes", type=int)
    options = parser.parse_args()
    images = [encoded.image for encoded in encoded_images(options.bytes)]
    send, key = _sender(options.kind, options.port)
    print(key, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        started_s = time.monotonic()
        for number in range(order["images"]):
            if order["per_s"]:
                time.sleep(max(0.0, started_s + number / order["per_s"] - time.monotonic()))
            send(str(time.time_ns()), images[number % len(images)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
