"""What a node answers to pairing messages: three tries, one guess a run, and whom it puts on the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from node_agent.access import AllowList, PairedDesktop
from node_agent.pairing import CODES_TO_TRY, MAX_RUNS, PairingSession
from node_agent.wire.codec import encode
from node_agent.wire.pairing import Accepted, Confirm, DesktopRun, Refused, Reply, SeenKeys
from tests.helpers.keys import new_keys

CODE, WRONG_CODE = "31415926", "31415927"
NODE = new_keys().public
LAPTOP, TOWER = new_keys().public, new_keys().public


@pytest.fixture
def allow_list(tmp_path: Path) -> AllowList:
    return AllowList(tmp_path / "desktops.json")


@pytest.fixture
def session(allow_list: AllowList) -> PairingSession:
    return PairingSession(CODE, NODE, "porch", allow_list.add)


def begin(session: PairingSession, key: str, code: str = CODE) -> tuple[DesktopRun, Confirm]:
    desktop = DesktopRun(code, SeenKeys(desktop=key, node=NODE), "laptop")
    reply = session.answer(key, encode(desktop.begin))
    assert isinstance(reply, Reply)
    return desktop, desktop.confirm(reply)


def guess(session: PairingSession, key: str, code: str) -> Accepted | Refused | Reply:
    _, confirm = begin(session, key, code)
    return session.answer(key, encode(confirm))


def test_the_right_code_puts_the_desktop_on_the_list(session: PairingSession, allow_list: AllowList):
    desktop, confirm = begin(session, LAPTOP)
    accepted = session.answer(LAPTOP, encode(confirm))
    assert isinstance(accepted, Accepted)
    desktop.check(accepted)
    assert allow_list.desktops() == (session.paired,)
    assert allow_list.admits(LAPTOP)


def test_a_wrong_code_pairs_nobody_and_says_how_many_tries_are_left(session: PairingSession, allow_list: AllowList):
    assert guess(session, LAPTOP, WRONG_CODE) == Refused(reason="wrong_code", tries_left=2)
    assert session.paired is None
    assert allow_list.desktops() == ()


def test_wrong_codes_of_all_desktops_count_together(session: PairingSession):
    for left in reversed(range(CODES_TO_TRY)):
        assert guess(session, new_keys().public, WRONG_CODE) == Refused(reason="wrong_code", tries_left=left)
    assert session.tries_left == 0


def test_one_run_allows_one_guess(session: PairingSession, allow_list: AllowList):
    _, right = begin(session, LAPTOP)
    wrong = Confirm(proof=bytes(32))
    assert session.answer(LAPTOP, encode(wrong)) == Refused(reason="wrong_code", tries_left=2)
    # Even the true proof of this run comes too late.
    assert session.answer(LAPTOP, encode(right)) == Refused(reason="not_understood", tries_left=2)
    assert allow_list.desktops() == ()


def test_runs_begun_at_the_same_time_do_not_add_guesses(session: PairingSession):
    confirmations = [(key, begin(session, key, WRONG_CODE)[1]) for key in (new_keys().public for _ in range(5))]
    for key, confirm in confirmations[:CODES_TO_TRY]:
        session.answer(key, encode(confirm))
    assert session.tries_left == 0


def test_beginning_anew_forgets_the_unfinished_run(session: PairingSession):
    _, old = begin(session, LAPTOP)
    begin(session, LAPTOP)
    assert session.answer(LAPTOP, encode(old)) == Refused(reason="wrong_code", tries_left=2)


def test_another_desktop_can_neither_use_nor_end_a_run(session: PairingSession):
    _, confirm = begin(session, LAPTOP)
    assert session.answer(TOWER, encode(confirm)) == Refused(reason="not_understood", tries_left=3)
    assert isinstance(session.answer(LAPTOP, encode(confirm)), Accepted)


def test_a_recorded_exchange_played_again_pairs_nobody(allow_list: AllowList):
    recorded = DesktopRun(CODE, SeenKeys(desktop=LAPTOP, node=NODE), "laptop")
    first = PairingSession(CODE, NODE, "porch", allow_list.add)
    reply = first.answer(LAPTOP, encode(recorded.begin))
    assert isinstance(reply, Reply)
    confirm = recorded.confirm(reply)
    assert isinstance(first.answer(LAPTOP, encode(confirm)), Accepted)

    again = PairingSession(CODE, NODE, "porch", allow_list.add)
    assert isinstance(again.answer(LAPTOP, encode(recorded.begin)), Reply)
    assert again.answer(LAPTOP, encode(confirm)) == Refused(reason="wrong_code", tries_left=2)
    assert again.paired is None


def test_flooding_with_runs_closes_the_window(session: PairingSession):
    for _ in range(MAX_RUNS):
        begin(session, new_keys().public)
    desktop = DesktopRun(CODE, SeenKeys(desktop=LAPTOP, node=NODE), "laptop")
    assert session.answer(LAPTOP, encode(desktop.begin)) == Refused(reason="closed", tries_left=0)


@pytest.mark.parametrize("data", [b"", b"\xc0", b"hello", encode(Accepted(proof=bytes(32))), b"\x80" * 900])
def test_other_messages_are_not_understood_and_cost_no_try(session: PairingSession, data: bytes):
    assert session.answer(LAPTOP, data) == Refused(reason="not_understood", tries_left=3)


def _disk_full(_key: str, _name: str) -> PairedDesktop:
    raise OSError(28, "No space left on device")


def test_a_desktop_that_cant_be_put_on_the_list_is_not_told_that_it_is(caplog: pytest.LogCaptureFixture):
    admit: Callable[[str, str], PairedDesktop] = _disk_full
    session = PairingSession(CODE, NODE, "porch", admit)
    assert guess(session, LAPTOP, CODE) == Refused(reason="failed", tries_left=3)
    assert session.paired is None
    assert "No space left" in caplog.text
