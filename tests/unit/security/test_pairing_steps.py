"""The steps of pairing, without sockets: what proves what, and what an attacker can't do with it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from node_agent.wire.codec import encode
from node_agent.wire.errors import WireError
from node_agent.wire.pairing import (
    Accepted,
    Begin,
    Confirm,
    DesktopRun,
    NodeRun,
    Refused,
    Reply,
    SeenKeys,
    WrongProofError,
    decode_to_desktop,
    decode_to_node,
)
from node_agent.wire.pairing_code import CODE_DIGITS, new_code, parse_code, spoken_code
from tests.helpers.keys import new_keys

CODE = "31415926"
KEYS = SeenKeys(desktop=new_keys().public, node=new_keys().public)


class Exchange(NamedTuple):
    """All that went over the wire in one run, and the desktop that can check the end of it."""

    desktop: DesktopRun
    node: NodeRun
    confirm: Confirm


def exchange(
    *, desktop_code: str = CODE, node_code: str = CODE, desktop_sees: SeenKeys = KEYS, node_sees: SeenKeys = KEYS
) -> Exchange:
    desktop = DesktopRun(desktop_code, desktop_sees, "laptop")
    node = NodeRun(node_code, node_sees, "porch", desktop.begin)
    return Exchange(desktop, node, desktop.confirm(node.reply))


def test_the_same_code_and_keys_convince_both_sides():
    run = exchange()
    run.desktop.check(run.node.accept(run.confirm))
    assert (run.node.desktop_name, run.node.reply.node_name) == ("laptop", "porch")


def test_a_wrong_code_is_noticed_by_the_node_first():
    run = exchange(desktop_code="31415927")
    with pytest.raises(WrongProofError):
        run.node.accept(run.confirm)


def test_a_node_that_does_not_know_the_code_does_not_convince_the_desktop():
    run = exchange(node_code="31415927")
    for proof in (run.confirm.proof, run.node._own, bytes(32)):
        with pytest.raises(WrongProofError):
            run.desktop.check(Accepted(proof=proof))


@pytest.mark.parametrize(
    "relayed",
    [
        KEYS._replace(desktop=new_keys().public),
        KEYS._replace(node=new_keys().public),
        SeenKeys(desktop=KEYS.node, node=KEYS.desktop),
    ],
    ids=["another desktop key", "another node key", "keys swapped"],
)
def test_sides_that_see_different_keys_do_not_agree_in_spite_of_the_right_code(relayed: SeenKeys):
    run = exchange(node_sees=relayed)
    with pytest.raises(WrongProofError):
        run.node.accept(run.confirm)
    with pytest.raises(WrongProofError):
        run.desktop.check(Accepted(proof=run.node._own))


def test_a_proof_sent_back_to_its_maker_proves_nothing():
    run = exchange()
    with pytest.raises(WrongProofError):
        run.desktop.check(Accepted(proof=run.confirm.proof))


def test_acceptance_before_any_reply_proves_nothing():
    with pytest.raises(WrongProofError):
        DesktopRun(CODE, KEYS, "laptop").check(Accepted(proof=bytes(32)))


def test_a_proof_of_an_earlier_run_does_not_fit_a_new_one():
    old = exchange()
    replayed = NodeRun(CODE, KEYS, "porch", old.desktop.begin)
    with pytest.raises(WrongProofError):
        replayed.accept(old.confirm)


@pytest.mark.parametrize("side", ["desktop", "node"])
def test_a_name_changed_on_the_way_is_noticed(side: str):
    desktop = DesktopRun(CODE, KEYS, "laptop")
    begin = msgspec.structs.replace(desktop.begin, desktop_name="evil") if side == "desktop" else desktop.begin
    node = NodeRun(CODE, KEYS, "porch", begin)
    reply = msgspec.structs.replace(node.reply, node_name="evil") if side == "node" else node.reply
    with pytest.raises(WrongProofError):
        node.accept(desktop.confirm(reply))


def test_the_desktops_own_message_sent_back_is_refused():
    desktop = DesktopRun(CODE, KEYS, "laptop")
    with pytest.raises(WireError, match="not a SPAKE2 message"):
        desktop.confirm(Reply(spake=desktop.begin.spake, node_name="porch"))


ZERO_POINT = b"A\x01" + bytes(31)
SMALL_ORDER_POINT = b"A" + bytes(32)
OFF_THE_CURVE = b"A\x02" + bytes(31)


@pytest.mark.parametrize("spake", [ZERO_POINT, SMALL_ORDER_POINT, OFF_THE_CURVE, b"S" + bytes(32), b"A" + b"\xff" * 32])
def test_a_point_that_would_give_the_key_away_is_refused(spake: bytes):
    with pytest.raises(WireError, match="not a SPAKE2 message"):
        NodeRun(CODE, KEYS, "porch", Begin(spake=spake, desktop_name="laptop"))


@given(st.binary(min_size=33, max_size=33))
def test_no_bytes_break_a_node(spake: bytes):
    try:
        NodeRun(CODE, KEYS, "porch", Begin(spake=spake, desktop_name="laptop"))
    except WireError:
        return
    assert spake[:1] == b"A"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoders(data: bytes):
    for decode in (decode_to_node, decode_to_desktop):
        with pytest.raises(WireError):
            decode(data)


def test_messages_come_out_as_they_went_in():
    run = exchange()
    for to_node in (run.desktop.begin, run.confirm):
        assert decode_to_node(encode(to_node)) == to_node
    for to_desktop in (run.node.reply, run.node.accept(run.confirm), Refused(reason="closed", tries_left=0)):
        assert decode_to_desktop(encode(to_desktop)) == to_desktop


def test_a_message_of_the_wrong_direction_is_refused():
    run = exchange()
    with pytest.raises(WireError):
        decode_to_node(encode(run.node.reply))
    with pytest.raises(WireError):
        decode_to_desktop(encode(run.confirm))


def test_codes_have_eight_digits_and_differ():
    codes = {new_code() for _ in range(100)}
    assert all(len(code) == CODE_DIGITS and code.isdigit() for code in codes)
    assert len(codes) > 95


@pytest.mark.parametrize("typed", [CODE, spoken_code(CODE), "3141-5926", " 31 41 59 26 "])
def test_a_code_is_understood_as_people_type_it(typed: str):
    assert parse_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "1234567x", "１２３４５６７８", "1234567²"])
def test_what_is_no_code_is_refused(typed: str):
    with pytest.raises(WireError, match="8 digits"):
        parse_code(typed)
