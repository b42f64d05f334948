"""Pairing over real sockets: the honest way, and every way in which it must fail."""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zmq

import desktop.nodes.pairing
import node_agent.wire.pairing
from desktop.nodes.errors import (
    PairingClosedError,
    PairingError,
    PairingTamperedError,
    PairingTimedOutError,
    WrongCodeError,
)
from desktop.nodes.pairing import pair
from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.open_pairing import open_pairing
from node_agent.pairing import PairingError as WindowClosedError
from node_agent.pairing import PairingWindow
from node_agent.wire.codec import encode
from node_agent.wire.curve import PAIRING_DOMAIN, connect_with_curve, serve_with_curve
from node_agent.wire.keys import KeyPair
from node_agent.wire.pairing import (
    Accepted,
    Begin,
    DesktopRun,
    NodeRun,
    Refused,
    Reply,
    SeenKeys,
    decode_to_desktop,
    decode_to_node,
)
from node_agent.zap import ZapHandler
from tests.helpers.keys import new_keys

PATIENCE_S = 10.0
HOST = "127.0.0.1"
NODE, LAPTOP, MALLORY = new_keys(), new_keys(), new_keys()


Answer = Callable[[bytes], bytes | None]


class HangUpError(Exception):
    """Tells a listener to close its socket."""


class Listener(threading.Thread):
    """A CURVE server that lets any key in and answers pairing messages its own way; None is silence."""

    def __init__(self, keys: KeyPair, answer: Answer) -> None:
        super().__init__(name="listener")
        self._answer = answer
        self._ended = threading.Event()
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._door = ZapHandler(self._context, PAIRING_DOMAIN, lambda _key: True)
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.linger = 0
        serve_with_curve(self._socket, keys, PAIRING_DOMAIN)
        self.port = self._socket.bind_to_random_port(f"tcp://{HOST}")

    def run(self) -> None:
        with self._socket, contextlib.suppress(HangUpError):
            while not self._ended.is_set():
                if self._socket.poll(10):
                    peer, data = self._socket.recv_multipart()
                    answer = self._answer(data)
                    if answer is not None:
                        self._socket.send_multipart([peer, answer])

    def __enter__(self) -> Listener:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self.join()
        self._door.close()
        self._context.term()


@contextmanager
def client(port: int, keys: KeyPair) -> Iterator[zmq.Socket[bytes]]:
    """A connection to a pairing window that can send anything."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    with context.socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.rcvtimeo = int(PATIENCE_S * 1000)
        connect_with_curve(socket, keys, NODE.public)
        socket.connect(f"tcp://{HOST}:{port}")
        yield socket
    context.term()


@contextmanager
def relay(port: int, heard: list[str], forge: Callable[[bytes], bytes] = bytes) -> Iterator[int]:
    """Mallory in the middle: a node to the desktop and a desktop to the node, with keys of her own on both legs."""
    with client(port, MALLORY) as to_node:

        def pass_on(data: bytes) -> bytes:
            to_node.send(data)
            answer = to_node.recv()
            heard.extend(msgspec.msgpack.decode(message)["kind"] for message in (data, answer))
            return forge(answer)

        with Listener(MALLORY, pass_on) as listener:
            yield listener.port


@pytest.fixture
def window(tmp_path: Path) -> Iterator[PairingWindow]:
    with PairingWindow(NODE, "porch", tmp_path) as window:
        yield window


def paired_keys(state_folder: Path) -> set[str]:
    return {desktop.key for desktop in AllowList(state_folder / ALLOW_LIST_FILE).desktops()}


def try_to_pair(port: int, code: str, *, node_key: str = NODE.public, answer_within_s: float = PATIENCE_S) -> Any:
    return asyncio.run(pair(HOST, port, node_key, code, LAPTOP, "laptop", answer_within_s=answer_within_s))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_the_right_code_pairs_both_sides(window: PairingWindow, tmp_path: Path):
    node = try_to_pair(window.port, f"{window.code[:4]} {window.code[4:]}")
    assert (node.key, node.name) == (NODE.public, "porch")
    desktop = window.outcome.result(PATIENCE_S)
    assert (desktop.key, desktop.name) == (LAPTOP.public, "laptop")
    assert paired_keys(tmp_path) == {LAPTOP.public}


def test_a_code_works_once(window: PairingWindow):
    try_to_pair(window.port, window.code)
    window.outcome.result(PATIENCE_S)
    with pytest.raises(PairingClosedError):
        try_to_pair(window.port, window.code)


def test_a_wrong_code_is_told_apart_and_may_be_mended(window: PairingWindow):
    with pytest.raises(WrongCodeError) as caught:
        try_to_pair(window.port, wrong(window.code))
    assert caught.value.tries_left == 2
    assert try_to_pair(window.port, window.code).key == NODE.public


def test_three_wrong_codes_close_the_window(window: PairingWindow, tmp_path: Path):
    for left in (2, 1, 0):
        with pytest.raises(WrongCodeError) as caught:
            try_to_pair(window.port, wrong(window.code))
        assert caught.value.tries_left == left
    assert isinstance(window.outcome.exception(PATIENCE_S), WindowClosedError)
    with pytest.raises(PairingClosedError):
        try_to_pair(window.port, window.code)
    assert paired_keys(tmp_path) == set()


def test_what_is_no_code_is_refused_without_costing_a_try(window: PairingWindow):
    with pytest.raises(PairingError, match="8 digits"):
        try_to_pair(window.port, "1234")
    with pytest.raises(WrongCodeError) as caught:
        try_to_pair(window.port, wrong(window.code))
    assert caught.value.tries_left == 2


def test_the_window_closes_when_time_is_up(tmp_path: Path):
    with PairingWindow(NODE, "porch", tmp_path, open_s=0.05) as window:
        with pytest.raises(WindowClosedError, match="Nobody paired in time"):
            window.outcome.result(PATIENCE_S)
        with pytest.raises(PairingClosedError):
            try_to_pair(window.port, window.code)


def test_one_window_is_open_at_a_time_and_others_can_learn_of_it(tmp_path: Path):
    assert open_pairing(tmp_path) is None
    with PairingWindow(NODE, "porch", tmp_path) as window:
        opened = open_pairing(tmp_path)
        assert opened is not None
        assert (opened.port, opened.code) == (window.port, window.code)
        with pytest.raises(WindowClosedError, match="open already"):
            PairingWindow(NODE, "porch", tmp_path)
    assert open_pairing(tmp_path) is None
    with PairingWindow(NODE, "porch", tmp_path) as again:
        assert again.port > 0


def test_a_port_that_is_taken_is_a_clear_error_and_leaves_nothing_open(tmp_path: Path):
    with sockets.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(WindowClosedError, match=f"port {port}"):
            PairingWindow(NODE, "porch", tmp_path, port=port)
    assert open_pairing(tmp_path) is None


def test_a_damaged_allow_list_keeps_the_window_shut(tmp_path: Path):
    (tmp_path / ALLOW_LIST_FILE).write_text("nonsense")
    with pytest.raises(ValueError, match="is damaged"):
        PairingWindow(NODE, "porch", tmp_path)
    assert open_pairing(tmp_path) is None


def test_nobody_at_the_port_means_closed():
    with sockets.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PairingClosedError):
        try_to_pair(port, "12345678")


def test_a_node_with_another_key_than_announced_is_not_paired(window: PairingWindow, tmp_path: Path):
    with pytest.raises(PairingTamperedError, match="not the node that was announced"):
        try_to_pair(window.port, window.code, node_key=MALLORY.public)
    assert paired_keys(tmp_path) == set()


def test_a_relay_with_its_own_keys_is_found_out_in_spite_of_the_right_code(window: PairingWindow, tmp_path: Path):
    heard: list[str] = []
    with relay(window.port, heard) as relay_port, pytest.raises(WrongCodeError):
        try_to_pair(relay_port, window.code, node_key=MALLORY.public)
    assert heard == ["pair_begin", "pair_reply", "pair_confirm", "pair_refused"], "all four went through the relay"
    assert paired_keys(tmp_path) == set()
    assert not window.outcome.done()


def test_a_relay_that_forges_the_acceptance_is_found_out(window: PairingWindow, tmp_path: Path):
    def accept(answer: bytes) -> bytes:
        refused = msgspec.msgpack.decode(answer)["kind"] == "pair_refused"
        return encode(Accepted(proof=bytes(32))) if refused else answer

    with relay(window.port, [], accept) as relay_port, pytest.raises(PairingTamperedError, match="not genuine"):
        try_to_pair(relay_port, window.code, node_key=MALLORY.public)
    assert paired_keys(tmp_path) == set()


def test_a_relay_would_succeed_if_the_keys_were_not_part_of_the_proof(
    window: PairingWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Shows that the tests above can fail: the relay works, only the bound keys stop it."""

    def blind(*_keys: str, **_named_keys: str) -> SeenKeys:
        return SeenKeys(desktop="", node="")

    monkeypatch.setattr(desktop.nodes.pairing, "SeenKeys", blind)
    monkeypatch.setattr(node_agent.wire.pairing, "SeenKeys", blind)
    with relay(window.port, []) as relay_port:
        assert try_to_pair(relay_port, window.code, node_key=MALLORY.public).key == MALLORY.public
    assert paired_keys(tmp_path) == {MALLORY.public}


def test_a_recorded_exchange_played_again_pairs_nobody(tmp_path: Path):
    def say(to_node: zmq.Socket[bytes], message: msgspec.Struct) -> Any:
        to_node.send(encode(message))
        return decode_to_desktop(to_node.recv())

    with PairingWindow(NODE, "porch", tmp_path) as window, client(window.port, LAPTOP) as to_node:
        run = DesktopRun(window.code, SeenKeys(LAPTOP.public, NODE.public), "laptop")
        confirm = run.confirm(say(to_node, run.begin))
        run.check(say(to_node, confirm))
        laptop = window.outcome.result(PATIENCE_S)
    AllowList(tmp_path / ALLOW_LIST_FILE).remove(laptop.desktop_id)

    with PairingWindow(NODE, "porch", tmp_path) as window, client(window.port, LAPTOP) as to_node:
        assert isinstance(say(to_node, run.begin), Reply)
        assert say(to_node, confirm) == Refused(reason="wrong_code", tries_left=2)
    assert paired_keys(tmp_path) == set()


def test_the_desktops_key_is_the_proven_one_and_no_other_desktop_can_finish_its_run(
    window: PairingWindow, tmp_path: Path
):
    """Mallory knows the code and names the laptop's key, but holds only her own."""
    with client(window.port, MALLORY) as to_node:
        run = DesktopRun(window.code, SeenKeys(LAPTOP.public, NODE.public), "laptop")
        to_node.send(encode(run.begin))
        reply = decode_to_desktop(to_node.recv())
        assert isinstance(reply, Reply)
        to_node.send(encode(run.confirm(reply)))
        assert decode_to_desktop(to_node.recv()) == Refused(reason="wrong_code", tries_left=2)
    assert paired_keys(tmp_path) == set()


def test_an_image_sized_message_is_cut_off_and_the_window_stays_open(window: PairingWindow):
    with client(window.port, MALLORY) as to_node:
        events = to_node.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        to_node.send(bytes(1_000_000))
        assert events.poll(PATIENCE_S * 1000), "the node should have hung up"
        to_node.disable_monitor()
        events.close(linger=0)
    assert try_to_pair(window.port, window.code).key == NODE.public


def test_messages_of_several_parts_and_garbage_are_answered_and_change_nothing(window: PairingWindow):
    with client(window.port, MALLORY) as to_node:
        for parts in ([b""], [b"garbage"], [b"one", b"two"], [b"", b"", b""]):
            to_node.send_multipart(parts)
            assert decode_to_desktop(to_node.recv()) == Refused(reason="not_understood", tries_left=3)
    assert try_to_pair(window.port, window.code).key == NODE.public


def accept_anything() -> Answer:
    """A false node, with the announced key even, that does not know the code."""

    def answer(data: bytes) -> bytes:
        message = decode_to_node(data)
        if isinstance(message, Begin):
            return encode(NodeRun("00000000", SeenKeys(LAPTOP.public, NODE.public), "porch", message).reply)
        return encode(Accepted(proof=message.proof))

    return answer


@pytest.mark.parametrize(
    "answer",
    [accept_anything(), lambda _data: b"garbage", lambda _data: encode(Accepted(proof=bytes(32))), lambda data: data],
    ids=["accepts any code", "garbage", "accepts out of turn", "echoes"],
)
def test_a_false_node_does_not_convince_the_desktop(answer: Answer):
    with Listener(NODE, answer) as listener, pytest.raises(PairingTamperedError, match="not genuine"):
        try_to_pair(listener.port, "31415926")


def test_a_node_that_says_nothing_times_out():
    with Listener(NODE, lambda _data: None) as listener, pytest.raises(PairingTimedOutError):
        try_to_pair(listener.port, "31415926", answer_within_s=0.2)


def test_a_node_that_hangs_up_in_the_middle_means_closed():
    def hang_up(_data: bytes) -> bytes | None:
        raise HangUpError

    with Listener(NODE, hang_up) as listener, pytest.raises(PairingClosedError):
        try_to_pair(listener.port, "31415926")


@pytest.mark.parametrize("reason", ["closed", "failed", "not_understood"])
def test_a_refusal_is_told_in_words(reason: str):
    refused = encode(msgspec.convert({"kind": "pair_refused", "reason": reason, "tries_left": 0}, Refused))
    with Listener(NODE, lambda _data: refused) as listener, pytest.raises(PairingError) as caught:
        try_to_pair(listener.port, "31415926")
    assert isinstance(caught.value, PairingClosedError) == (reason == "closed")
    assert not isinstance(caught.value, PairingTamperedError)


def test_a_cancelled_pairing_leaves_nothing_behind():
    async def give_up() -> None:
        with Listener(NODE, lambda _data: None) as listener:
            attempt = asyncio.create_task(pair(HOST, listener.port, NODE.public, "31415926", LAPTOP, "laptop"))
            await asyncio.sleep(0)
            attempt.cancel()
            with pytest.raises(asyncio.CancelledError):
                await attempt

    asyncio.run(give_up())
