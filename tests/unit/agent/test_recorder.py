from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest

from node_agent.recorder import BATCH_SIZE, Recorder
from node_agent.spool import Spool
from node_agent.wire.messages import Frame
from tests.unit.agent.making import DEADLINE_S, capture, message_files, wait_until


@pytest.fixture
def published() -> SimpleQueue[Frame]:
    return SimpleQueue()


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path, 2**20)) as spool:
        yield spool


@pytest.fixture
def recorder(spool: Spool, published: SimpleQueue[Frame]) -> Iterator[Recorder]:
    def publish(frames: Sequence[Frame]) -> None:
        for frame in frames:
            published.put(frame)

    recorder = Recorder(spool, publish, on_crash=lambda: pytest.fail("the recorder failed"))
    yield recorder
    recorder.close()


def test_captures_are_published_in_order_once_they_are_durable(
    recorder: Recorder, published: SimpleQueue[Frame], tmp_path: Path
) -> None:
    for seed in range(3 * BATCH_SIZE):
        recorder.record(capture(seed=seed))
    for seq in range(1, 3 * BATCH_SIZE + 1):
        frame = published.get(timeout=DEADLINE_S)
        assert frame.header.seq == seq
        assert tmp_path / "messages" / f"{seq:012}.message" in message_files(tmp_path)


def test_who_recorded_hears_of_it_before_it_is_published(recorder: Recorder, published: SimpleQueue[Frame]) -> None:
    seen_published: list[bool] = []
    stored = recorder.record(capture())
    stored.add_done_callback(lambda _: seen_published.append(not published.empty()))
    assert stored.result(DEADLINE_S) == published.get(timeout=DEADLINE_S)
    # The callback may be added after the fact here; what matters is the order inside the recorder.
    assert len(seen_published) == 1


def test_a_disk_error_is_shown_and_goes_away_again(
    recorder: Recorder, published: SimpleQueue[Frame], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.writev", full)
        assert isinstance(recorder.record(capture()).exception(DEADLINE_S), OSError)
        assert recorder.problem == "can't write the spool: No space left on device"
    assert recorder.record(capture()).result(DEADLINE_S).header.seq == 1
    assert recorder.problem == ""
    assert published.get(timeout=DEADLINE_S).header.seq == 1


def test_closing_finishes_what_is_queued_and_makes_totals_durable(spool: Spool, tmp_path: Path) -> None:
    published: list[Frame] = []
    recorder = Recorder(spool, published.extend, on_crash=lambda: None)
    for seed in range(BATCH_SIZE):
        recorder.record(capture(seed=seed))
    spool.count_refused("porch", "unreadable")
    recorder.close()
    assert [frame.header.seq for frame in published] == list(range(1, BATCH_SIZE + 1))
    assert Spool(tmp_path, 2**20).status().tally.dropped == {"unreadable": 1}


def test_totals_become_durable_by_themselves(
    spool: Spool, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("node_agent.recorder.CHECKPOINT_S", 0.01)
    recorder._checkpoint_due_s = 0.0
    spool.count_refused("porch", "too_large")
    recorder.record(capture())
    wait_until(lambda: '"too_large": 1' in (tmp_path / "spool.json").read_text(), "the checkpoint")


def test_a_failure_of_the_thread_is_told(spool: Spool) -> None:
    told: SimpleQueue[bool] = SimpleQueue()

    def publish(_: Sequence[Frame]) -> None:
        raise RuntimeError("a defect")

    recorder = Recorder(spool, publish, on_crash=lambda: told.put(True))
    recorder.record(capture())
    assert told.get(timeout=DEADLINE_S)
    recorder.close()
