"""What the spool counts, for a desktop that balances its books by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from node_agent.message_folder import MessageFolder
from node_agent.room import cost_bytes
from node_agent.spool import Spool
from tests.unit.agent.making import capture, message_files, spooled

QUOTA = 2**20


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path, QUOTA)) as spool:
        yield spool


def again(tmp_path: Path) -> Spool:
    """As after a crash: nothing was closed or saved."""
    return Spool(tmp_path, QUOTA)


def test_refused_captures_are_told_by_camera_and_have_no_number(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 2)
    spool.count_refused("porch", "too_large")
    spool.checkpoint()
    for status in (spool.status(), again(tmp_path).status()):
        assert status.tally.refused == {"porch": {"too_large": 1}}
        assert sum(status.tally.captured.values()) == status.last_seq + 1


def test_the_totals_fit_the_numbers_while_images_are_being_written(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    sync = MessageFolder.sync

    def look_and_sync(folder: MessageFolder) -> None:
        status = spool.status()
        seen.append((sum(status.tally.captured.values()), status.last_seq))
        sync(folder)

    monkeypatch.setattr(MessageFolder, "sync", look_and_sync)
    for seed in range(3):
        spool.append([capture(seed=seed), capture(seed=seed + 1)])
    assert seen == [(0, 0), (2, 2), (4, 4)]


def test_a_number_that_a_power_cut_spent_is_counted_once(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 2)
    newest = message_files(tmp_path)[-1]
    newest.write_bytes(newest.read_bytes()[:-100])
    for _ in range(2):
        status = again(tmp_path).status()
        assert (status.tally.captured, status.tally.torn, status.last_seq) == ({"porch": 1}, 1, 2)


def test_a_spool_says_when_its_oldest_images_have_to_go(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 30 * cost_bytes(capture().encoded))
    spooled(spool, 2)
    assert not spool.status().full
    spooled(spool, 60)
    assert spool.status().full
    assert "quota" in spool.status().tally.dropped
