"""Hostile peers: the short form of the soak, and fuzz of everything that reads bytes of others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from node_agent.errors import DamagedMessageError
from node_agent.message_file import Tally, pack, unpack
from node_agent.wire.codec import (
    data_parts,
    decode_from_agent,
    decode_from_desktop,
    decode_header,
    decode_published,
    encode,
    frame_parts,
)
from node_agent.wire.errors import WireError
from node_agent.wire.messages import Ack, Fetch, Hello, Tombstone
from node_agent.wire.service import from_txt
from tests.faults.hostile import hostile
from tests.helpers.scripted_node import make_frame

NODE_ID = "a" * 16
STREAM = "0" * 32
FRAME = make_frame(STREAM, 1)
DECODERS: tuple[tuple[Callable[[list[bytes]], object], list[list[bytes]]], ...] = (
    (lambda parts: decode_published(parts, NODE_ID), [frame_parts(NODE_ID, FRAME)]),
    (decode_from_agent, [data_parts(FRAME), [encode(Tombstone(stream=STREAM, seq_range=(1, 2), reason="quota"))]]),
    (
        decode_from_desktop,
        [
            [encode(Hello(desktop_id=NODE_ID, desktop_name="desk"))],
            [encode(Fetch(stream=STREAM, ranges=((1, 9),), credit_bytes=1))],
            [encode(Ack(stream=STREAM, up_to=3))],
        ],
    ),
    (lambda parts: decode_header(parts[0]), [[encode(FRAME.header)]]),
    (lambda parts: unpack(parts[0]), [[b"".join(pack(FRAME, Tally()))]]),
)
any_values: some.SearchStrategy[object] = (
    some.none() | some.booleans() | some.integers(-(2**63), 2**64 - 1) | some.floats() | some.text(max_size=9)
    | some.binary(max_size=9) | some.lists(some.integers(0, 9), max_size=3)
)  # fmt: skip


@some.composite
def nearly_right(draw: some.DrawFn) -> tuple[Callable[[list[bytes]], object], list[bytes]]:
    """A decoder, and a message for it in which some bytes are changed, cut off or added, or a field is another."""
    decode, messages = draw(some.sampled_from(DECODERS))
    parts = list(draw(some.sampled_from(messages)))
    index = draw(some.integers(0, len(parts) - 1))
    part = bytearray(parts[index])
    first = draw(some.integers(0, len(part)))
    part[first : first + draw(some.integers(0, 8))] = draw(some.binary(max_size=8))
    parts[index] = bytes(part)
    return decode, parts


@given(nearly_right())
def test_a_message_that_is_nearly_right_is_read_or_refused_by_name(
    case: tuple[Callable[[list[bytes]], object], list[bytes]],
) -> None:
    decode, parts = case
    with contextlib.suppress(WireError, DamagedMessageError):
        assert decode(parts) is not None


@given(some.sampled_from(DECODERS), some.lists(some.binary(max_size=300), min_size=1, max_size=5))
def test_bytes_at_random_are_refused(
    decoder: tuple[Callable[[list[bytes]], object], list[list[bytes]]], parts: list[bytes]
) -> None:
    with pytest.raises((WireError, DamagedMessageError)):
        decoder[0](parts)


@given(
    some.sampled_from(DECODERS[:4]),
    some.dictionaries(some.sampled_from(["version", "kind", "stream", "seq", "ranges", "header"]), any_values),
)
def test_fields_of_other_types_are_refused(
    decoder: tuple[Callable[[list[bytes]], object], list[list[bytes]]], fields: dict[str, object]
) -> None:
    with pytest.raises(WireError):
        decoder[0]([msgspec.msgpack.encode(fields), b"", b"", b""])


@given(some.dictionaries(some.sampled_from(["v", "id", "name", "ctl", "key", "pair", "x"]), some.text(max_size=50)))
def test_what_mdns_says_is_read_or_refused_by_name(fields: dict[str, str]) -> None:
    with contextlib.suppress(WireError):
        assert from_txt(fields, 1).data_port == 1


def test_hostile_peers_store_nothing_and_disturb_nobody(tmp_path: Path) -> None:
    outcome = hostile(2, tmp_path)
    assert outcome.holds, outcome
