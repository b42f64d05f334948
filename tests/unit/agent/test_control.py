from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from node_agent.commands import Commands
from node_agent.control import MAX_PEERS, ControlDesk
from node_agent.errors import CommandRefusedError
from node_agent.log_limit import LogLimit
from node_agent.replay import Replay
from node_agent.spool import Spool
from node_agent.wire.codec import decode_from_agent, encode
from node_agent.wire.messages import Ack, Command, Done, Failed, Fetch, Frame, Hello, Tombstone, Welcome
from tests.unit.agent.making import message_files, spooled

NODE = "ab" * 8
DESK = "1" * 16
PEER = b"peer"


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path, 2**20)) as spool:
        yield spool


@pytest.fixture
def commanded() -> list[str | None]:
    return []


@pytest.fixture
def desk(spool: Spool, commanded: list[str | None]) -> ControlDesk:
    def capture_now(camera: str | None) -> None:
        if camera == "broken":
            raise CommandRefusedError("broken gives no pictures now")
        commanded.append(camera)

    return ControlDesk(NODE, "barn", 4001, spool, Commands(capture_now, None).carry_out)


def ask(desk: ControlDesk, message: Struct, peer: bytes = PEER) -> Struct | None:
    return desk.answer(peer, DESK, [encode(message)])


def hello(desk: ControlDesk, peer: bytes = PEER) -> Welcome:
    answer = ask(desk, Hello(desktop_id=DESK, desktop_name="desk"), peer)
    assert isinstance(answer, Welcome)
    return answer


def reason(answer: Struct | None) -> str:
    assert isinstance(answer, Failed)
    return answer.reason


def replayed(replay: Replay) -> list[object]:
    """All that a replay gives, decoded as a desktop does."""
    messages = []
    while (parts := replay.message()) is not None:
        messages.append(decode_from_agent(parts))
        replay.advance()
    return messages


def seqs(messages: list[object]) -> list[object]:
    return [m.header.seq if isinstance(m, Frame) else m.seq_range for m in messages if isinstance(m, Frame | Tombstone)]


def fetch(spool: Spool, *ranges: tuple[int, int], credit_bytes: int = 2**20) -> Fetch:
    return Fetch(stream=spool.stream, ranges=ranges, credit_bytes=credit_bytes)


# ---- Hello, Ack, Command ---------------------------------------------------------------------------------------


def test_hello_is_answered_with_who_this_is_and_what_there_is(desk: ControlDesk, spool: Spool) -> None:
    spooled(spool, 3)
    welcome = hello(desk)
    assert welcome == Welcome(node_id=NODE, name="barn", stream=spool.stream, first_seq=1, last_seq=3, data_port=4001)


def test_an_acknowledgement_trims(desk: ControlDesk, spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 3)
    hello(desk)
    assert ask(desk, Ack(stream=spool.stream, up_to=2)) is None
    assert len(message_files(tmp_path)) == 1


@pytest.mark.parametrize(
    ("ack", "says"),
    [
        ({"up_to": 4}, "image 4 is acknowledged, the newest is 3"),
        ({"up_to": 0, "ranges": ((2, 9),)}, "image 9"),
        ({"up_to": 0, "ranges": ((3, 1),)}, "runs backwards"),
        ({"up_to": 1, "stream": "cd" * 16}, "is not here"),
    ],
)
def test_an_acknowledgement_that_can_t_be_true_is_refused_and_trims_nothing(
    desk: ControlDesk, spool: Spool, tmp_path: Path, ack: dict[str, object], says: str
) -> None:
    spooled(spool, 3)
    hello(desk)
    assert says in reason(ask(desk, Ack(**{"stream": spool.stream, **ack})))  # type: ignore[arg-type]
    assert len(message_files(tmp_path)) == 3


def test_nobody_says_hello_for_another_desktop(desk: ControlDesk) -> None:
    assert "but the key is that of" in reason(ask(desk, Hello(desktop_id="2" * 16, desktop_name="desk")))


def test_all_paired_desktops_are_waited_for_though_they_have_not_come(
    desk: ControlDesk, spool: Spool, tmp_path: Path
) -> None:
    spooled(spool, 3)
    desk.wait_for([DESK, "2" * 16])
    ask(desk, Ack(stream=spool.stream, up_to=3))
    assert len(message_files(tmp_path)) == 3
    desk.wait_for([DESK])
    assert len(message_files(tmp_path)) == 1


def test_a_command_is_carried_out_and_answered(desk: ControlDesk, commanded: list[str | None]) -> None:
    assert ask(desk, Command(request_id=7, name="capture_now")) == Done(request_id=7)
    assert ask(desk, Command(request_id=8, name="capture_now", arguments={"camera": "porch"})) == Done(request_id=8)
    assert commanded == [None, "porch"]


def test_a_command_that_can_t_be_carried_out_is_answered_with_why(desk: ControlDesk) -> None:
    answer = ask(desk, Command(request_id=9, name="capture_now", arguments={"camera": "broken"}))
    assert answer == Failed(request_id=9, reason="broken gives no pictures now")


def test_a_defect_in_a_command_is_logged_and_answered(spool: Spool, caplog: pytest.LogCaptureFixture) -> None:
    def carry_out(_desktop_id: str, _command: Command) -> None:
        raise ZeroDivisionError("a defect")

    desk = ControlDesk(NODE, "barn", 4001, spool, carry_out)
    answer = ask(desk, Command(request_id=9, name="capture_now"))
    assert isinstance(answer, Failed)
    assert answer.request_id == 9
    assert "capture_now" in answer.reason
    assert "ZeroDivisionError: a defect" in caplog.text


def test_a_defect_elsewhere_is_not_hidden(desk: ControlDesk, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def status() -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(spool, "status", status)
    with pytest.raises(ZeroDivisionError):
        ask(desk, Hello(desktop_id=DESK, desktop_name="desk"))


# ---- bad messages -----------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(parts=st.lists(st.binary(max_size=60), max_size=3))
def test_no_bytes_are_a_crash_and_all_are_answered(desk: ControlDesk, parts: list[bytes]) -> None:
    answer = desk.answer(PEER, DESK, parts)
    assert isinstance(answer, Failed)
    assert answer.request_id == 0
    assert len(answer.reason) <= 500
    assert desk.replays == {}


def test_complaints_are_logged_at_a_limited_rate(desk: ControlDesk, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(200):
        desk.answer(PEER, DESK, [b"junk"])
    assert caplog.text.count("refused") == 1


def test_what_was_kept_back_is_counted(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    now_s = 100.0
    monkeypatch.setattr("node_agent.log_limit.time.monotonic", lambda: now_s)
    limit = LogLimit(logging.getLogger("limited"))
    for _ in range(5):
        limit.warning("bad: %s", "x")
    now_s = 200.0
    limit.warning("bad: %s", "y")
    assert [record.getMessage() for record in caplog.records] == ["bad: x", "bad: y (and 4 more like it)"]


def test_a_spool_that_can_t_be_written_is_said_so(
    desk: ControlDesk, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "acknowledge", full)
    answer = ask(desk, Ack(stream=spool.stream, up_to=0))
    assert reason(answer) == "the spool can't be written: No space left on device"


def test_peers_that_come_and_go_are_forgotten(desk: ControlDesk, spool: Spool) -> None:
    spooled(spool, 1)
    for number in range(MAX_PEERS + 5):
        ask(desk, fetch(spool, (1, 1)), str(number).encode())
    assert len(desk.replays) == MAX_PEERS
    desk.forget(b"50")
    assert b"50" not in desk.replays


# ---- replay ---------------------------------------------------------------------------------------------------


def test_a_fetch_gives_the_oldest_first_whatever_the_order_asked_for(desk: ControlDesk, spool: Spool) -> None:
    frames = spooled(spool, 6)
    assert ask(desk, fetch(spool, (5, 6), (1, 2))) is None
    assert replayed(desk.replays[PEER]) == [frames[0], frames[1], frames[4], frames[5]]


def test_the_credit_ends_a_replay(desk: ControlDesk, spool: Spool) -> None:
    frames = spooled(spool, 5)
    credit_bytes = sum(frame.header.size_bytes for frame in frames[:2])
    ask(desk, fetch(spool, (1, 5), credit_bytes=credit_bytes))
    assert seqs(replayed(desk.replays[PEER])) == [1, 2]


def test_an_image_larger_than_the_credit_is_sent_all_the_same(desk: ControlDesk, spool: Spool) -> None:
    spooled(spool, 3)
    ask(desk, fetch(spool, (1, 3), credit_bytes=1))
    assert seqs(replayed(desk.replays[PEER])) == [1]


def test_a_new_fetch_replaces_what_is_left_of_the_old_one(desk: ControlDesk, spool: Spool) -> None:
    spooled(spool, 5)
    ask(desk, fetch(spool, (1, 5)))
    desk.replays[PEER].message()
    ask(desk, fetch(spool, (4, 5)))
    assert seqs(replayed(desk.replays[PEER])) == [4, 5]


def test_what_is_gone_is_answered_with_its_reason(desk: ControlDesk, spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 6)
    hello(desk)
    ask(desk, Ack(stream=spool.stream, up_to=2))
    message_files(tmp_path)[1].write_bytes(b"damaged")
    ask(desk, fetch(spool, (1, 5)))
    messages = replayed(desk.replays[PEER])
    assert seqs(messages) == [(1, 2), 3, (4, 4), 5]
    assert [message.reason for message in messages if isinstance(message, Tombstone)] == ["delivered", "disk_error"]


def test_numbers_that_do_not_exist_yet_are_left_out(desk: ControlDesk, spool: Spool) -> None:
    spooled(spool, 2)
    ask(desk, fetch(spool, (2, 2**62), (2**61, 2**62)))
    assert seqs(replayed(desk.replays[PEER])) == [2]


@pytest.mark.parametrize(
    ("message", "says"),
    [({"stream": "cd" * 16}, "is not here"), ({"ranges": ((5, 2),)}, "runs backwards")],
)
def test_a_fetch_that_makes_no_sense_is_refused(
    desk: ControlDesk, spool: Spool, message: dict[str, object], says: str
) -> None:
    wrong = Fetch(**{"stream": spool.stream, "ranges": ((1, 1),), "credit_bytes": 1, **message})  # type: ignore[arg-type]
    assert says in reason(ask(desk, wrong))
    assert desk.replays == {}


def test_the_same_message_is_given_until_it_was_sent(desk: ControlDesk, spool: Spool) -> None:
    spooled(spool, 2)
    ask(desk, fetch(spool, (1, 2)))
    replay = desk.replays[PEER]
    assert replay.message() == replay.message()
    replay.advance()
    assert seqs(replayed(replay)) == [2]
