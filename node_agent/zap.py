"""The agent's door: who may finish a CURVE handshake (ZAP, RFC 27), and how a guest is shown out."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import zmq
from zmq.utils import z85

from node_agent.stop_signal import StopSignal

log = logging.getLogger(__name__)

ZAP_ENDPOINT = "inproc://zeromq.zap.01"
REBIND_WITHIN_S = 2.0
REBIND_RETRY_S = 0.001


class ZapHandler:
    """Answers every handshake of one context, in its own thread, until it is closed.

    Only CURVE, only ``domain``, and only keys (Z85) for which ``admits`` says yes; all else is denied. The key
    becomes the User-Id of each message, see :func:`node_agent.wire.curve.peer_key`. A context has one handler.
    pyzmq's own authenticator would let in clients without CURVE.
    """

    def __init__(self, context: zmq.Context[Any], domain: str, admits: Callable[[str], bool]) -> None:
        """Starts answering. Raises zmq.ZMQError when the context has a handler already."""
        self._domain = domain.encode()
        self._admits = admits
        handshakes = context.socket(zmq.REP, socket_class=zmq.Socket)
        try:
            handshakes.bind(ZAP_ENDPOINT)
        except zmq.ZMQError:
            handshakes.close()
            raise
        self._stop = StopSignal()
        self._thread = threading.Thread(target=self._serve, args=(handshakes,), name="zap", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread; from then on nobody gets in. Close it once, before the context."""
        self._stop.send()
        self._thread.join()
        self._stop.close()

    def __enter__(self) -> ZapHandler:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self, handshakes: zmq.Socket[bytes]) -> None:
        poller = zmq.Poller()
        poller.register(handshakes, zmq.POLLIN)
        poller.register(self._stop, zmq.POLLIN)
        with handshakes:
            while self._stop.fileno() not in dict(poller.poll()):
                handshakes.send_multipart(self._answer(handshakes.recv_multipart()))

    def _answer(self, request: list[bytes]) -> list[bytes]:
        version, request_id, domain, address, _identity, mechanism, *credentials = request
        if domain != self._domain or mechanism != b"CURVE":
            return [version, request_id, b"400", b"No access", b"", b""]
        key = z85.encode(credentials[0])
        try:
            admitted = self._admits(key.decode())
        except Exception:
            log.exception("Could not decide about the desktop at %s; it is not let in", address.decode())
            return [version, request_id, b"500", b"Internal error", b"", b""]
        if not admitted:
            log.info("A desktop that is not paired was turned away: %s, key %s", address.decode(), key.decode())
            return [version, request_id, b"400", b"No access", b"", b""]
        return [version, request_id, b"200", b"OK", key, b""]


def drop_connections(socket: zmq.Socket[Any]) -> None:
    """Ends every connection of a bound socket at once; peers come back by themselves and are checked anew.

    libzmq asks the ZAP handler only during the handshake and can't disconnect one peer of a PUB or ROUTER.
    Unbinding ends the connections that came through the endpoint (its sessions belong to the listener). Call it in
    the thread of ``socket``, whose LINGER must be 0. Others miss what is published until they are back, after
    about RECONNECT_IVL.

    Raises:
        zmq.ZMQError: another program took the port meanwhile.
    """
    endpoint = socket.get_string(zmq.LAST_ENDPOINT)
    socket.unbind(endpoint)
    deadline = time.monotonic() + REBIND_WITHIN_S
    while True:
        try:
            socket.bind(endpoint)
            return
        except zmq.ZMQError as error:
            # The I/O thread closes the old listener in its own time, usually within a millisecond.
            if error.errno != zmq.EADDRINUSE or time.monotonic() > deadline:
                raise
        time.sleep(REBIND_RETRY_S)
