"""Who gets in at an agent's sockets and how a desktop is shown out: real sockets, real handshakes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import zmq
import zmq.asyncio

from desktop.nodes.monitor import Contact, ContactWatch
from node_agent.access import AllowList
from node_agent.wire.curve import DATA_DOMAIN, connect_with_curve, peer_key, serve_with_curve
from node_agent.wire.keys import KeyPair, identity_of
from node_agent.zap import ZapHandler, drop_connections
from tests.helpers.keys import new_keys

PATIENCE_S = 10.0
REVOKED_WITHIN_S = 2.0
NODE, ALICE, BOB, EVE = new_keys(), new_keys(), new_keys(), new_keys()

Serve = Callable[[zmq.Socket[Any], KeyPair, str], None]


def serve_without_enforcing(socket: zmq.Socket[Any], keys: KeyPair, domain: str) -> None:
    """The mutant: all as it should be, but for ZAP_ENFORCE_DOMAIN."""
    serve_with_curve(socket, keys, domain)
    socket.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 0)


class Node(threading.Thread):
    """The two sockets of an agent: PUB counts aloud, ROUTER says to each who it is."""

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        allow_list: AllowList,
        serve: Serve,
        drop: Callable[[zmq.Socket[Any]], None],
    ) -> None:
        super().__init__(name="node")
        self.published = 0
        self._allow_list = allow_list
        self._drop = drop
        self._ended = threading.Event()
        self._sockets = tuple(context.socket(kind) for kind in (zmq.PUB, zmq.ROUTER))
        for socket in self._sockets:
            socket.linger = 0
            serve(socket, NODE, DATA_DOMAIN)
            socket.bind("tcp://127.0.0.1:*")
        self.endpoints = tuple(socket.get_string(zmq.LAST_ENDPOINT) for socket in self._sockets)

    def run(self) -> None:
        data, control = self._sockets
        with data, control:
            while not self._ended.is_set():
                data.send(b"%d" % self.published)
                self.published += 1
                if control.poll(5):
                    self._answer(control)
                if self._allow_list.reload_if_changed():
                    self._drop(data)
                    self._drop(control)

    def _answer(self, control: zmq.Socket[bytes]) -> None:
        peer, request = control.recv_multipart(copy=False)
        try:
            known_as = peer_key(request)
        except zmq.ZMQError:
            known_as = "nobody"
        control.send_multipart([peer, known_as.encode()])

    def end(self) -> None:
        self._ended.set()
        self.join()


class Desktop:
    """A SUB and a DEALER that connect to a node with one key."""

    def __init__(self, context: zmq.asyncio.Context, node: Node, keys: KeyPair, node_key: str = NODE.public) -> None:
        self.sub, self.dealer = context.socket(zmq.SUB), context.socket(zmq.DEALER)
        self.sub.subscribe(b"")
        self.dealer.immediate = True
        self.watches = [ContactWatch(self.sub), ContactWatch(self.dealer)]
        for socket, endpoint in zip((self.sub, self.dealer), node.endpoints, strict=True):
            socket.linger = 0
            socket.reconnect_ivl = 500
            connect_with_curve(socket, keys, node_key)
            socket.connect(endpoint)

    async def number(self) -> int:
        return int(await self.sub.recv())

    async def who_am_i(self) -> str:
        await self.dealer.send(b"who am I?")
        return (await self.dealer.recv()).decode()

    async def contacts(self) -> list[Contact]:
        """The next event of each of the two sockets."""
        return [await watch.next() for watch in self.watches]

    async def last_number(self) -> int:
        """Reads what has arrived, and returns the last number of it; -1 for nothing."""
        last = -1
        while await self.sub.poll(0):
            last = await self.number()
        return last

    def close(self) -> None:
        for watch in self.watches:
            watch.close()
        self.sub.close()
        self.dealer.close()


class Site:
    """A node with a door, and desktops that come to it."""

    def __init__(self, node: Node, path: Path) -> None:
        self.node = node
        self._path = path
        self._context = zmq.asyncio.Context()
        self._desktops: list[Desktop] = []

    def desktop(self, keys: KeyPair, node_key: str = NODE.public) -> Desktop:
        self._desktops.append(Desktop(self._context, self.node, keys, node_key))
        return self._desktops[-1]

    def revoke(self, keys: KeyPair) -> None:
        """As `miharu-agent revoke` does, from outside of the agent."""
        AllowList(self._path).remove(identity_of(keys.public))

    def run(self, scenario: Callable[[Site], Awaitable[None]]) -> None:
        async def bounded() -> None:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await scenario(self)
            finally:
                for desktop in self._desktops:
                    desktop.close()
                self._context.term()

        asyncio.run(bounded())


@contextmanager
def site(
    path: Path,
    *,
    door: bool = True,
    serve: Serve = serve_with_curve,
    drop: Callable[[zmq.Socket[Any]], None] = drop_connections,
) -> Iterator[Site]:
    """A node that knows Alice and Bob but not Eve."""
    allow_list = AllowList(path / "desktops.json")
    allow_list.add(ALICE.public, "alice")
    allow_list.add(BOB.public, "bob")
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    handler = ZapHandler(context, DATA_DOMAIN, allow_list.admits) if door else None
    node = Node(context, allow_list, serve, drop)
    node.start()
    try:
        yield Site(node, path / "desktops.json")
    finally:
        node.end()
        if handler is not None:
            handler.close()
        context.term()


def test_a_paired_desktop_gets_frames_and_answers_and_is_known_by_its_key(tmp_path: Path):
    async def scenario(here: Site) -> None:
        alice = here.desktop(ALICE)
        assert await alice.contacts() == [Contact.REACHED, Contact.REACHED]
        assert await alice.number() < await alice.number()
        assert await alice.who_am_i() == ALICE.public

    with site(tmp_path) as here:
        here.run(scenario)


async def assert_gets_nothing_while_another_does(stranger: Desktop, paired: Desktop) -> None:
    for _ in range(20):
        await paired.number()
    assert await paired.who_am_i() == ALICE.public
    with pytest.raises(zmq.Again):
        await stranger.dealer.send(b"who am I?", zmq.NOBLOCK)
    assert not await stranger.sub.poll(0)
    assert not await stranger.dealer.poll(0)


def test_an_unknown_desktop_gets_no_frame_and_no_answer_and_learns_that_its_key_is_refused(tmp_path: Path):
    async def scenario(here: Site) -> None:
        alice, eve = here.desktop(ALICE), here.desktop(EVE)
        assert await eve.contacts() == [Contact.KEY_REFUSED, Contact.KEY_REFUSED]
        await assert_gets_nothing_while_another_does(eve, alice)

    with site(tmp_path) as here:
        here.run(scenario)


def test_a_desktop_that_expects_another_node_key_gets_nothing_and_learns_why(tmp_path: Path):
    async def scenario(here: Site) -> None:
        alice, misled = here.desktop(ALICE), here.desktop(BOB, node_key=EVE.public)
        assert await misled.contacts() == [Contact.WRONG_NODE_KEY, Contact.WRONG_NODE_KEY]
        await assert_gets_nothing_while_another_does(misled, alice)

    with site(tmp_path) as here:
        here.run(scenario)


def test_a_client_without_curve_gets_nothing(tmp_path: Path):
    with site(tmp_path) as here, zmq.Context() as context:
        plain = context.socket(zmq.SUB)
        plain.subscribe(b"")
        events = plain.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL)
        plain.connect(here.node.endpoints[0])
        assert events.poll(PATIENCE_S * 1000), "the handshake should have failed"
        assert not plain.poll(0)
        plain.disable_monitor()
        for socket in (events, plain):
            socket.close(linger=0)


def test_without_a_door_keeper_nobody_gets_in(tmp_path: Path):
    async def scenario(here: Site) -> None:
        assert await here.desktop(ALICE).contacts() == [Contact.WRONG_NODE_KEY, Contact.WRONG_NODE_KEY]

    with site(tmp_path, door=False) as here:
        here.run(scenario)


def test_without_an_enforced_domain_everyone_would_get_in(tmp_path: Path):
    """Shows that the test above can fail, and why ZAP_ENFORCE_DOMAIN must stay."""

    async def scenario(here: Site) -> None:
        eve = here.desktop(EVE)
        assert await eve.contacts() == [Contact.REACHED, Contact.REACHED]
        assert await eve.number() >= 0
        assert await eve.who_am_i() == "nobody"

    with site(tmp_path, door=False, serve=serve_without_enforcing) as here:
        here.run(scenario)


def test_a_damaged_allow_list_lets_nobody_in(tmp_path: Path):
    async def scenario(here: Site) -> None:
        alice = here.desktop(ALICE)
        assert await alice.contacts() == [Contact.REACHED, Contact.REACHED]
        (tmp_path / "desktops.json").write_text("nonsense")
        assert await alice.contacts() == [Contact.LOST, Contact.LOST]
        assert await alice.contacts() == [Contact.KEY_REFUSED, Contact.KEY_REFUSED]
        assert await here.desktop(BOB).contacts() == [Contact.KEY_REFUSED, Contact.KEY_REFUSED]

    with site(tmp_path) as here:
        here.run(scenario)


def test_a_revoked_desktop_gets_nothing_more_within_two_seconds_and_others_go_on(tmp_path: Path):
    async def scenario(here: Site) -> None:
        alice, bob = here.desktop(ALICE), here.desktop(BOB)
        for desktop, keys in ((alice, ALICE), (bob, BOB)):
            assert await desktop.contacts() == [Contact.REACHED, Contact.REACHED]
            assert await desktop.number() >= 0
            assert await desktop.who_am_i() == keys.public

        revoked_at = time.monotonic()
        here.revoke(BOB)
        assert await bob.contacts() == [Contact.LOST, Contact.LOST]
        assert time.monotonic() - revoked_at < REVOKED_WITHIN_S
        published_by_then = here.node.published
        assert await bob.contacts() == [Contact.KEY_REFUSED, Contact.KEY_REFUSED]
        assert await bob.last_number() <= published_by_then

        assert await alice.contacts() == [Contact.LOST, Contact.LOST]
        assert await alice.contacts() == [Contact.REACHED, Contact.REACHED]
        while await alice.number() <= published_by_then:
            pass
        assert time.monotonic() - revoked_at < REVOKED_WITHIN_S
        await assert_gets_nothing_while_another_does(bob, alice)

    with site(tmp_path) as here:
        here.run(scenario)


def test_without_dropping_connections_a_revoked_desktop_would_stay(tmp_path: Path):
    """Shows that the test above can fail: ZAP alone checks nothing after the handshake."""

    async def scenario(here: Site) -> None:
        bob = here.desktop(BOB)
        assert await bob.who_am_i() == BOB.public
        here.revoke(BOB)
        published_by_then = here.node.published
        while await bob.number() <= published_by_then + 100:
            pass
        assert await bob.who_am_i() == BOB.public

    with site(tmp_path, drop=lambda _socket: None) as here:
        here.run(scenario)


def test_a_revoked_desktop_is_let_in_again_after_it_is_authorised_anew(tmp_path: Path):
    async def scenario(here: Site) -> None:
        bob = here.desktop(BOB)
        assert await bob.contacts() == [Contact.REACHED, Contact.REACHED]
        here.revoke(BOB)
        assert await bob.contacts() == [Contact.LOST, Contact.LOST]
        assert await bob.contacts() == [Contact.KEY_REFUSED, Contact.KEY_REFUSED]
        AllowList(tmp_path / "desktops.json").add(BOB.public, "bob")
        bob = here.desktop(BOB)
        assert await bob.contacts() == [Contact.REACHED, Contact.REACHED]
        assert await bob.who_am_i() == BOB.public

    with site(tmp_path) as here:
        here.run(scenario)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:*", "tcp://*:*"])
@pytest.mark.parametrize("ipv6", [False, True])
def test_dropping_connections_keeps_the_port(address: str, ipv6: bool):
    with zmq.Context() as context, context.socket(zmq.PUB) as socket:
        socket.linger = 0
        socket.ipv6 = ipv6
        socket.bind(address)
        endpoint = socket.get_string(zmq.LAST_ENDPOINT)
        for _ in range(20):
            drop_connections(socket)
            assert socket.get_string(zmq.LAST_ENDPOINT) == endpoint


def test_a_door_that_cant_decide_lets_nobody_in_and_goes_on_working(caplog: pytest.LogCaptureFixture):
    def undecided(_key: str) -> bool:
        raise OSError(5, "Input/output error")

    with zmq.Context() as context, ZapHandler(context, DATA_DOMAIN, undecided), context.socket(zmq.REQ) as asking:
        asking.connect("inproc://zeromq.zap.01")
        for request_id in (b"1", b"2"):
            asking.send_multipart([b"1.0", request_id, DATA_DOMAIN.encode(), b"10.0.0.7", b"", b"CURVE", bytes(32)])
            assert asking.recv_multipart()[1:3] == [request_id, b"500"]
    assert "10.0.0.7" in caplog.text
    assert "Input/output error" in caplog.text


@pytest.mark.parametrize(("domain", "mechanism"), [(b"", b"CURVE"), (b"other", b"CURVE"), (b"miharu", b"NULL")])
def test_another_domain_or_mechanism_is_denied_whatever_the_key(domain: bytes, mechanism: bytes):
    with (
        zmq.Context() as context,
        ZapHandler(context, DATA_DOMAIN, lambda _key: True),
        context.socket(zmq.REQ) as asking,
    ):
        asking.connect("inproc://zeromq.zap.01")
        asking.send_multipart([b"1.0", b"1", domain, b"10.0.0.7", b"", mechanism, bytes(32)])
        assert asking.recv_multipart()[1:3] == [b"1", b"400"]


def test_a_context_has_one_door_keeper():
    with (
        zmq.Context() as context,
        ZapHandler(context, DATA_DOMAIN, lambda _key: True),
        pytest.raises(zmq.ZMQError, match="in use"),
    ):
        ZapHandler(context, DATA_DOMAIN, lambda _key: True)
