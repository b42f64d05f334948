"""Pairing on the node: a window in time in which a desktop that knows the code is let in."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import zmq
from filelock import Timeout

from node_agent.access import ALLOW_LIST_FILE, AllowList, PairedDesktop
from node_agent.errors import AgentError
from node_agent.open_pairing import OpenPairing, pairing_file, window_lock
from node_agent.stop_signal import StopSignal
from node_agent.wire import pairing as wire
from node_agent.wire.codec import encode
from node_agent.wire.curve import PAIRING_DOMAIN, peer_key, serve_with_curve
from node_agent.wire.errors import DamagedFileError, WireError
from node_agent.wire.keys import KeyPair
from node_agent.wire.pairing_code import new_code, spoken_code
from node_agent.zap import ZapHandler

log = logging.getLogger(__name__)

OPEN_S = 600.0
CODES_TO_TRY = 3
MAX_RUNS = 30
"""A run costs a small board a tenth of a second, so whoever floods the window closes it."""
HANDSHAKE_MS = 10_000
LAST_WORD_MS = 1000
"""How long closing waits for the last message to leave."""
LOCK_GRACE_S = 1.0


class PairingError(AgentError):
    """The window could not open, or closed without a new desktop; the text says why and what to do."""


class PairingSession:
    """What pairing messages do, without sockets: one code, three tries, one guess a run."""

    def __init__(self, code: str, node_key: str, node_name: str, admit: Callable[[str, str], PairedDesktop]) -> None:
        """``admit`` puts a key and a name on the allow-list, durably."""
        self.paired: PairedDesktop | None = None
        self.tries_left = CODES_TO_TRY
        self._code = code
        self._node_key = node_key
        self._node_name = node_name
        self._admit = admit
        self._runs: dict[str, wire.NodeRun] = {}
        self._runs_left = MAX_RUNS

    def answer(self, desktop_key: str, data: bytes) -> wire.ToDesktop:
        """The answer to what the holder of ``desktop_key`` sent."""
        try:
            message = wire.decode_to_node(data)
            if isinstance(message, wire.Begin):
                return self._begin(desktop_key, message)
            return self._confirm(desktop_key, message)
        except WireError as error:
            log.warning("Pairing: %s", error)
            return self._refused("not_understood")

    def _begin(self, desktop_key: str, begin: wire.Begin) -> wire.ToDesktop:
        if self._runs_left == 0:
            self.tries_left = 0
            return self._refused("closed")
        self._runs_left -= 1
        keys = wire.SeenKeys(desktop=desktop_key, node=self._node_key)
        run = self._runs[desktop_key] = wire.NodeRun(self._code, keys, self._node_name, begin)
        return run.reply

    def _confirm(self, desktop_key: str, confirm: wire.Confirm) -> wire.ToDesktop:
        # The run ends here, right or wrong: the next guess needs a new one.
        run = self._runs.pop(desktop_key, None)
        if run is None:
            return self._refused("not_understood")
        try:
            accepted = run.accept(confirm)
            self.paired = self._admit(desktop_key, run.desktop_name)
        except wire.WrongProofError:
            self.tries_left -= 1
            log.warning("Pairing: a wrong code was typed on %r; tries left: %d", run.desktop_name, self.tries_left)
            return self._refused("wrong_code")
        except (DamagedFileError, OSError):
            log.exception("Pairing: the desktop can't be put on the list")
            return self._refused("failed")
        return accepted

    def _refused(self, reason: wire.RefusalReason) -> wire.Refused:
        return wire.Refused(reason=reason, tries_left=self.tries_left)


class PairingWindow:
    """Open from the start until a desktop is paired, three codes were wrong, time is up, or it is closed.

    It has its own ZeroMQ context: the door that lets any key in is not the one to the images.

    Attributes:
        code: what the user types on the desktop.
        port: where it listens, for the mDNS record.
        outcome: the new desktop once it is on the allow-list; else :class:`PairingError`. Done after the port is
            closed; callbacks run in the window's thread.
    """

    def __init__(
        self, keys: KeyPair, node_name: str, state_folder: Path, *, port: int = 0, open_s: float = OPEN_S
    ) -> None:
        """Opens the window; ``port`` 0 takes a free one.

        Raises:
            PairingError: a window is open already, or the port is taken.
            DamagedFileError, OSError: the state folder can't be used.
        """
        self.code = new_code()
        self.outcome: Future[PairedDesktop] = Future()
        self._node_name = node_name
        allow_list = AllowList(state_folder / ALLOW_LIST_FILE)
        self._session = PairingSession(self.code, keys.public, node_name, allow_list.add)
        self._deadline = time.monotonic() + open_s
        with ExitStack() as stack:
            _hold_window(stack, state_folder)
            context = zmq.Context()
            stack.callback(context.term)
            stack.enter_context(ZapHandler(context, PAIRING_DOMAIN, lambda _key: True))
            socket = stack.enter_context(_listen(context, keys, port))
            self.port = _bound_port(socket)
            _publish(stack, state_folder, OpenPairing(port=self.port, code=self.code))
            self._stop = StopSignal()
            arguments = (socket, stack.pop_all())
        self.outcome.set_running_or_notify_cancel()
        self._thread = threading.Thread(target=self._run, args=arguments, name="pairing", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Closes the window if it is still open and waits for that. Call it once, from another thread."""
        self._stop.send()
        self._thread.join()
        self._stop.close()

    def invitation(self, flags: str) -> str:
        """What to do now, in words; ``flags`` are those by which `miharu-agent pair` finds this node."""
        return (
            f"No desktop is paired with {self._node_name} yet. Press Accept beside it in Miharu's window, or run "
            f"`miharu nodes pair {self._node_name}`, and type this code there: {spoken_code(self.code)}\n"
            f"It is good for {OPEN_S / 60:.0f} minutes, three tries and one desktop; "
            f"`{' '.join(['miharu-agent pair', flags]).strip()}` makes a new one."
        )

    def __enter__(self) -> PairingWindow:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, socket: zmq.Socket[bytes], resources: ExitStack) -> None:
        try:
            with resources:
                desktop = self._serve(socket)
        except Exception as error:
            expected = isinstance(error, PairingError)
            log.log(logging.INFO if expected else logging.ERROR, "Pairing is closed: %s", error, exc_info=not expected)
            self.outcome.set_exception(error)
        else:
            log.info("Paired with %s (%s)", desktop.name, desktop.desktop_id)
            self.outcome.set_result(desktop)

    def _serve(self, socket: zmq.Socket[bytes]) -> PairedDesktop:
        poller = zmq.Poller()
        poller.register(socket, zmq.POLLIN)
        poller.register(self._stop, zmq.POLLIN)
        while (remaining_s := self._deadline - time.monotonic()) > 0:
            ready = dict(poller.poll(math.ceil(remaining_s * 1000)))
            if self._stop.fileno() in ready:
                raise PairingError("Pairing was stopped.")
            if socket in ready:
                self._answer(socket)
            if self._session.paired:
                return self._session.paired
            if self._session.tries_left == 0:
                raise PairingError("Too many wrong codes. `miharu-agent pair` opens pairing again, with a new code.")
        raise PairingError("Nobody paired in time. `miharu-agent pair` opens pairing again, with a new code.")

    def _answer(self, socket: zmq.Socket[bytes]) -> None:
        peer, *parts = socket.recv_multipart(copy=False)
        data = parts[0].bytes if len(parts) == 1 else b""
        socket.send_multipart([peer, encode(self._session.answer(peer_key(parts[-1]), data))])


def _listen(context: zmq.Context[zmq.Socket[bytes]], keys: KeyPair, port: int) -> zmq.Socket[bytes]:
    socket = context.socket(zmq.ROUTER)
    serve_with_curve(socket, keys, PAIRING_DOMAIN)
    socket.ipv6 = True
    socket.linger = LAST_WORD_MS
    socket.maxmsgsize = wire.MAX_PAIRING_BYTES
    socket.handshake_ivl = HANDSHAKE_MS
    try:
        socket.bind(f"tcp://*:{port}")
    except zmq.ZMQError as error:
        socket.close()
        raise PairingError(f"Pairing can't listen on port {port}: {error}") from error
    return socket


def _bound_port(socket: zmq.Socket[bytes]) -> int:
    return int(socket.get_string(zmq.LAST_ENDPOINT).rpartition(":")[2])


def _hold_window(stack: ExitStack, state_folder: Path) -> None:
    state_folder.mkdir(parents=True, exist_ok=True)
    try:
        stack.enter_context(window_lock(state_folder).acquire(timeout=LOCK_GRACE_S))
    except Timeout as error:
        raise PairingError("Pairing is open already; `miharu-agent pair` shows its code.") from error


def _publish(stack: ExitStack, state_folder: Path, opened: OpenPairing) -> None:
    file = pairing_file(state_folder)
    file.write(opened)
    stack.callback(file.remove)
