from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node_agent.errors import DamagedMessageError
from node_agent.message_file import Message, Tally, pack, unpack
from node_agent.wire.messages import Frame
from tests.unit.agent.making import capture

CAPTURE = capture()
FRAME = Frame(CAPTURE.header("ab" * 16, 7), CAPTURE.encoded.thumbnail, CAPTURE.encoded.image)
CONTENT = b"".join(pack(FRAME, Tally({"porch": 7}, {"quota": 2})))


def test_a_message_comes_back_as_it_was() -> None:
    assert unpack(CONTENT) == Message(FRAME, Tally({"porch": 7}, {"quota": 2}))


@given(length=st.integers(0, len(CONTENT) - 1))
def test_a_file_that_ends_early_is_recognised(length: int) -> None:
    with pytest.raises(DamagedMessageError):
        unpack(CONTENT[:length])


@given(place=st.integers(0, len(CONTENT) - 1), flip=st.integers(1, 255))
def test_a_changed_byte_is_recognised(place: int, flip: int) -> None:
    damaged = bytearray(CONTENT)
    damaged[place] ^= flip
    with pytest.raises(DamagedMessageError):
        unpack(bytes(damaged))


@given(data=st.binary(max_size=200))
def test_bytes_that_never_were_a_message_are_recognised(data: bytes) -> None:
    with pytest.raises(DamagedMessageError):
        unpack(data)


def test_a_file_that_was_never_filled_is_recognised() -> None:
    # So a file may look after a power cut: its length is there, its bytes are not.
    with pytest.raises(DamagedMessageError):
        unpack(bytes(len(CONTENT)))
    with pytest.raises(DamagedMessageError):
        unpack(CONTENT[: len(CONTENT) // 2] + bytes(len(CONTENT) - len(CONTENT) // 2))


def test_totals_only_grow_when_merged() -> None:
    tally = Tally({"porch": 5, "garden": 9}, {"quota": 1})
    tally.merge(Tally({"porch": 8, "street": 1}, {"quota": 0, "disk_error": 2}))
    assert tally == Tally({"porch": 8, "garden": 9, "street": 1}, {"quota": 1, "disk_error": 2})
