"""What the spool does when files are torn, lost, or can't be written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from node_agent.message_folder import MessageFolder
from node_agent.spool import Gone, Spool
from node_agent.wire.messages import Ack, Frame
from tests.unit.agent.making import capture, message_files, quota_for, spooled

QUOTA = 2**20
DESK = "1" * 16


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path, QUOTA)) as spool:
        yield spool


def again(tmp_path: Path) -> Spool:
    """As after a crash: nothing was closed or saved."""
    return Spool(tmp_path, QUOTA)


# ---- torn and lost files -----------------------------------------------------------------------------------


def test_a_torn_newest_file_is_no_image_and_its_number_is_spent(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 3)
    newest = message_files(tmp_path)[-1]
    newest.write_bytes(newest.read_bytes()[:-100])
    reopened = again(tmp_path)
    assert not newest.exists()
    assert reopened.look(1, 3) == 1
    assert reopened.look(3, 3) == Gone((3, 3), "disk_error")
    assert spooled(reopened, 1)[0].header.seq == 4
    # It was never published, so it counts neither as captured nor as dropped.
    assert reopened.status().tally.captured == {"porch": 3}
    assert reopened.status().tally.dropped == {}


def test_an_empty_newest_file_is_no_image(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 1)
    (tmp_path / "messages" / f"{2:012}.message").touch()
    reopened = again(tmp_path)
    assert reopened.last_seq == 2
    assert reopened.look(2, 2) == Gone((2, 2), "disk_error")


def test_a_file_that_the_disk_damaged_is_counted_as_lost(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 3)
    middle = message_files(tmp_path)[1]
    middle.write_bytes(b"\0" * middle.stat().st_size)
    assert spool.read(2) is None
    assert spool.look(2, 3) == Gone((2, 2), "disk_error")
    assert spool.status().tally.dropped == {"disk_error": 1}
    assert again(tmp_path).look(2, 3) == Gone((2, 2), "disk_error")


def test_a_file_that_someone_deleted_is_counted_as_lost(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 3)
    message_files(tmp_path)[0].unlink()
    assert spool.read(1) is None
    assert spool.look(1, 3) == Gone((1, 1), "disk_error")


def test_reading_what_was_trimmed_is_no_loss(spool: Spool) -> None:
    spooled(spool, 3)
    spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=3))
    assert spool.read(1) is None
    assert spool.status().tally.dropped == {}


# ---- disk errors ---------------------------------------------------------------------------------------------


def _full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_failed_write_leaves_nothing_and_the_next_one_goes_on(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled(spool, 1)
    with monkeypatch.context() as patch:
        patch.setattr("os.writev", _full_disk)
        (outcome,) = spool.append([capture()])
        assert isinstance(outcome, OSError)
    assert len(message_files(tmp_path)) == 1
    assert spool.status().tally.captured == {"porch": 1}
    assert spooled(spool, 1)[0].header.seq == 2


@pytest.mark.parametrize("call", ["os.fdatasync", "os.fsync"])
def test_what_could_not_be_synced_is_not_in_the_spool(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(call, _full_disk)
        outcomes = spool.append([capture(), capture()])
    assert [type(outcome) for outcome in outcomes] == [OSError, OSError]
    assert spool.last_seq == 0
    assert message_files(tmp_path) == []


def test_a_short_write_is_carried_on(spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.writev

    def short(descriptor: int, pieces: list[memoryview]) -> int:
        return whole(descriptor, [pieces[0][: max(1, len(pieces[0]) // 2)]])

    with monkeypatch.context() as patch:
        patch.setattr("os.writev", short)
        frames = spooled(spool, 1)
    assert again(tmp_path).read(1) == frames[0]


def test_bytes_are_synced_before_anyone_may_hear_of_them(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    for name in ("writev", "fdatasync", "fsync"):
        real = getattr(os, name)

        def noted(*arguments: object, name: str = name, real: object = real) -> object:
            order.append(f"{name} with last_seq {spool.last_seq}")
            return real(*arguments)  # type: ignore[operator]

        monkeypatch.setattr(os, name, noted)
    spool.append([capture()])
    assert order == ["writev with last_seq 0", "fdatasync with last_seq 0", "fsync with last_seq 0"]
    assert spool.last_seq == 1


def test_a_quota_that_can_t_be_noted_drops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path, quota_for(3, tmp_path / "measure"))
    spooled(spool, 3)
    monkeypatch.setattr("tempfile.mkstemp", _full_disk)
    (outcome,) = spool.append([capture()])
    assert isinstance(outcome, OSError)
    assert spool.look(1, 3) == 1
    assert spool.status().tally.dropped == {}
    assert len(message_files(tmp_path)) == 3


# ---- a batch that is larger than the room for it ---------------------------------------------------------------


def fail_sync(monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """Lets one sync fail, counted from 0."""
    real, calls = MessageFolder.sync, iter(range(100))

    def sync(folder: MessageFolder) -> None:
        real(folder)
        if next(calls) == failing:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(MessageFolder, "sync", sync)


def check_books(spool: Spool) -> None:
    """Every capture has one number, and every number is held or counted as dropped."""
    status, gone, seq = spool.status(), 0, 1
    while seq <= status.last_seq:
        there = spool.look(seq, status.last_seq)
        if isinstance(there, Gone):
            assert there.reason == "quota"
            gone += there.seq_range[1] - seq + 1
            seq = there.seq_range[1] + 1
        else:
            assert spool.read(seq) is not None
            seq += 1
    assert sum(status.tally.captured.values()) == status.last_seq
    assert status.tally.dropped.get("quota", 0) == gone


@pytest.mark.parametrize("durable_before", [0, 2, 3])
@pytest.mark.parametrize("failing", range(5))
def test_a_batch_that_outgrows_the_quota_loses_nothing_uncounted_when_a_sync_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable_before: int, failing: int
) -> None:
    quota_bytes = quota_for(3, tmp_path / "measure")
    with closing(Spool(tmp_path, quota_bytes)) as spool:
        spooled(spool, durable_before)
        with monkeypatch.context() as patch:
            fail_sync(patch, failing)
            outcomes = spool.append([capture(seed=seed) for seed in range(8)])
        frames = [outcome for outcome in outcomes if isinstance(outcome, Frame)]
        assert [frame.header.seq for frame in frames] == list(range(durable_before + 1, spool.last_seq + 1))
        check_books(spool)
        assert spooled(spool, 1)[0].header.seq == durable_before + len(frames) + 1
        check_books(spool)
    with closing(Spool(tmp_path, quota_bytes)) as reopened:
        check_books(reopened)
        assert reopened.last_seq == durable_before + len(frames) + 1


def test_a_batch_that_outgrows_the_quota_is_stored_and_its_oldest_go(tmp_path: Path) -> None:
    with closing(Spool(tmp_path, quota_for(3, tmp_path / "measure"))) as spool:
        outcomes = spool.append([capture(seed=seed) for seed in range(8)])
        assert [frame.header.seq for frame in outcomes if isinstance(frame, Frame)] == list(range(1, 9))
        check_books(spool)
        assert spool.status().first_seq > 5


def test_the_newest_durable_image_stays_until_a_newer_one_is_durable(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.wait_for([DESK])
    spooled(spool, 3)

    def acknowledge_and_fail(_folder: MessageFolder) -> None:
        spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=3))
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(MessageFolder, "sync", acknowledge_and_fail)
        spool.append([capture()])
    assert spooled(again(tmp_path), 1)[0].header.seq == 4
