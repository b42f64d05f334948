"""Pairing on the desktop: proves to a node that the user has read its code, and pins the node's key."""

from __future__ import annotations

import asyncio
from typing import NoReturn, TypeVar

import zmq
import zmq.asyncio

from desktop.nodes.endpoint import Address
from desktop.nodes.errors import (
    PairingClosedError,
    PairingError,
    PairingTamperedError,
    PairingTimedOutError,
    WrongCodeError,
)
from desktop.nodes.known_nodes import PairedNode
from desktop.nodes.monitor import Contact, ContactWatch
from node_agent.wire.codec import encode
from node_agent.wire.curve import connect_with_curve
from node_agent.wire.errors import WireError
from node_agent.wire.keys import KeyPair, check_public_key
from node_agent.wire.pairing import (
    MAX_PAIRING_BYTES,
    Accepted,
    DesktopRun,
    Refused,
    Reply,
    SeenKeys,
    decode_to_desktop,
)
from node_agent.wire.pairing_code import parse_code

ANSWER_WITHIN_S = 15.0
LAST_WORD_S = 0.5
"""A node hangs up right after its last message; so long the message is waited for."""

Answer = TypeVar("Answer", Reply, Accepted)


async def pair(
    address: str,
    pairing_port: int,
    node_key: str,
    code: str,
    desktop_keys: KeyPair,
    desktop_name: str,
    *,
    answer_within_s: float = ANSWER_WITHIN_S,
) -> PairedNode:
    """Pairs with the node at host ``address`` that announced ``node_key``; ``code`` is as the user typed it.

    On return the node lets ``desktop_keys`` in, and both sides have proven the code and each other's keys. The
    caller pins the result, see :meth:`desktop.nodes.known_nodes.KnownNodes.add`.

    Raises:
        WrongCodeError, PairingClosedError, PairingTimedOutError, PairingTamperedError: as they say.
        PairingError: the node could not do its part.
    """
    try:
        check_public_key(node_key)
        run = DesktopRun(parse_code(code), SeenKeys(desktop_keys.public, node_key), desktop_name)
    except WireError as error:
        raise PairingError(str(error)) from error
    context = zmq.asyncio.Context()
    socket = _client(context, desktop_keys, node_key)
    watch = ContactWatch(socket)
    try:
        socket.connect(f"tcp://{Address(address, pairing_port)}")
        async with asyncio.timeout(answer_within_s):
            return await _talk_unless_cut_off(socket, watch, run, node_key)
    except TimeoutError as error:
        raise PairingTimedOutError(f"No answer from {address} within {answer_within_s:.0f} s.") from error
    except zmq.ZMQError as error:
        raise PairingError(f"{address} can't be reached: {error}") from error
    finally:
        watch.close()
        socket.close()
        context.term()


def _client(context: zmq.asyncio.Context, keys: KeyPair, node_key: str) -> zmq.asyncio.Socket:
    socket = context.socket(zmq.DEALER)
    connect_with_curve(socket, keys, node_key)
    socket.ipv6 = True
    socket.linger = 0
    socket.maxmsgsize = MAX_PAIRING_BYTES
    return socket


async def _talk_unless_cut_off(
    socket: zmq.asyncio.Socket, watch: ContactWatch, run: DesktopRun, node_key: str
) -> PairedNode:
    talk = asyncio.create_task(_talk(socket, run, node_key))
    cut_off = asyncio.create_task(_cut_off(watch))
    try:
        await asyncio.wait({talk, cut_off}, return_when=asyncio.FIRST_COMPLETED)
        if not talk.done():
            await asyncio.wait({talk}, timeout=LAST_WORD_S)
        return talk.result() if talk.done() else cut_off.result()
    finally:
        talk.cancel()
        cut_off.cancel()
        await asyncio.gather(talk, cut_off, return_exceptions=True)


async def _talk(socket: zmq.asyncio.Socket, run: DesktopRun, node_key: str) -> PairedNode:
    try:
        await socket.send(encode(run.begin))
        reply = await _receive(socket, Reply)
        await socket.send(encode(run.confirm(reply)))
        run.check(await _receive(socket, Accepted))
    except WireError as error:
        raise PairingTamperedError(
            f"The node's answer is not genuine ({error}). Somebody may stand between this desktop and the node."
        ) from error
    return PairedNode(key=node_key, name=reply.node_name)


async def _receive(socket: zmq.asyncio.Socket, expected: type[Answer]) -> Answer:
    answer = decode_to_desktop(b"".join(await socket.recv_multipart()))
    if isinstance(answer, Refused):
        raise _refusal(answer)
    if not isinstance(answer, expected):
        raise WireError(f"{type(answer).__name__} came out of turn")
    return answer


def _refusal(refused: Refused) -> PairingError:
    if refused.reason == "wrong_code":
        left = refused.tries_left
        way_out = f"Tries left: {left}." if left else "Pairing is closed now; `miharu-agent pair` opens it again."
        return WrongCodeError(f"The code is wrong. {way_out}", left)
    if refused.reason == "closed":
        return PairingClosedError("The node has closed pairing; `miharu-agent pair` opens it again.")
    if refused.reason == "failed":
        return PairingError("The node can't put this desktop on its list; its log says why.")
    return PairingError("The node does not understand this desktop; are both up to date?")


async def _cut_off(watch: ContactWatch) -> NoReturn:
    while (contact := await watch.next()) is Contact.REACHED:
        pass
    if contact in (Contact.WRONG_NODE_KEY, Contact.NO_CURVE):
        raise PairingTamperedError(f"This is not the node that was announced: {contact.value}.")
    raise PairingClosedError("Pairing is not open on the node; `miharu-agent pair` opens it.")
