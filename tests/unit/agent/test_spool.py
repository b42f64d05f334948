from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from node_agent.errors import SpoolError, SpoolFullError
from node_agent.message_folder import MessageFolder
from node_agent.room import cost_bytes
from node_agent.spool import Gone, Spool
from node_agent.wire.messages import Ack, Frame
from tests.unit.agent.making import capture, message_files, quota_for, spooled

QUOTA = 2**20
DESK, LAPTOP = "1" * 16, "2" * 16


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path, QUOTA)) as spool:
        yield spool


def again(tmp_path: Path, quota_bytes: int = QUOTA) -> Spool:
    """As after a crash: nothing was closed or saved."""
    return Spool(tmp_path, quota_bytes)


def test_an_appended_image_can_be_read_back_by_its_number(spool: Spool, tmp_path: Path) -> None:
    frames = spooled(spool, 3)
    assert [frame.header.seq for frame in frames] == [1, 2, 3]
    assert {frame.header.stream for frame in frames} == {spool.stream}
    assert [spool.read(frame.header.seq) for frame in frames] == frames
    assert [path.name for path in message_files(tmp_path)] == [f"{seq:012}.message" for seq in (1, 2, 3)]


def test_a_batch_is_numbered_in_order(spool: Spool) -> None:
    outcomes = spool.append([capture(seed=seed) for seed in range(4)])
    assert [frame.header.seq for frame in outcomes if isinstance(frame, Frame)] == [1, 2, 3, 4]
    assert spool.last_seq == 4


def test_stream_numbers_and_images_outlive_a_crash(spool: Spool, tmp_path: Path) -> None:
    frames = spooled(spool, 3)
    reopened = again(tmp_path)
    assert reopened.stream == spool.stream
    assert [reopened.read(seq) for seq in (1, 2, 3)] == frames
    assert spooled(reopened, 1)[0].header.seq == 4


def test_every_capture_is_counted_after_a_crash(spool: Spool, tmp_path: Path) -> None:
    spool.append([capture("porch"), capture("garden"), capture("porch")])
    assert again(tmp_path).status().tally.captured == {"porch": 2, "garden": 1}


def test_drops_are_counted_after_a_checkpoint(spool: Spool, tmp_path: Path) -> None:
    spool.count_refused("porch", "unreadable")
    spool.checkpoint()
    tally = again(tmp_path).status().tally
    assert (tally.captured, tally.dropped) == ({"porch": 1}, {"unreadable": 1})


def test_an_empty_spool_begins_past_its_end(spool: Spool) -> None:
    status = spool.status()
    assert (status.first_seq, status.last_seq) == (1, 0)


# ---- acknowledgements and trimming ---------------------------------------------------------------------


def test_nothing_is_trimmed_while_no_desktop_is_known(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 5)
    assert len(message_files(tmp_path)) == 5


def test_what_all_known_desktops_have_is_trimmed_but_never_the_newest(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 5)
    spool.wait_for([DESK, LAPTOP])
    spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=5))
    assert len(message_files(tmp_path)) == 5
    spool.acknowledge(LAPTOP, Ack(stream=spool.stream, up_to=2, ranges=((4, 5),)))
    assert [path.name for path in message_files(tmp_path)] == ["000000000003.message", "000000000005.message"]
    assert spool.status().first_seq == 3


def test_a_desktop_is_waited_for_again_after_a_crash(spool: Spool, tmp_path: Path) -> None:
    spool.wait_for([DESK])
    reopened = again(tmp_path)
    spooled(reopened, 3)
    reopened.wait_for([DESK, LAPTOP])
    reopened.acknowledge(LAPTOP, Ack(stream=spool.stream, up_to=3))
    assert len(message_files(tmp_path)) == 3


def test_acknowledgements_are_durable_after_a_checkpoint(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 2)
    spool.wait_for([DESK, LAPTOP])
    spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=2))
    spool.checkpoint()
    reopened = again(tmp_path)
    reopened.acknowledge(LAPTOP, Ack(stream=spool.stream, up_to=2))
    assert [path.name for path in message_files(tmp_path)] == ["000000000002.message"]


def test_no_number_comes_again_after_all_was_trimmed(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 5)
    spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=5))
    assert spooled(again(tmp_path), 1)[0].header.seq == 6


def test_no_number_comes_again_after_the_messages_were_deleted_by_hand(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 5)
    spool.checkpoint()
    shutil.rmtree(tmp_path / "messages")
    assert spooled(again(tmp_path), 1)[0].header.seq == 6


def test_the_stream_survives_the_loss_of_its_document(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 2)
    (tmp_path / "spool.json").unlink()
    reopened = again(tmp_path)
    assert reopened.stream == spool.stream
    assert reopened.last_seq == 2


def test_a_damaged_document_is_named(spool: Spool, tmp_path: Path) -> None:
    spooled(spool, 1)
    (tmp_path / "spool.json").write_text("{")
    with pytest.raises(SpoolError, match=r"spool\.json"):
        again(tmp_path)


# ---- what is gone ----------------------------------------------------------------------------------------


def test_trimmed_images_are_said_to_be_delivered(spool: Spool) -> None:
    spooled(spool, 4)
    spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=2))
    assert spool.look(1, 4) == Gone((1, 2), "delivered")
    assert spool.look(3, 4) == 3


def test_over_quota_the_oldest_go_and_leave_a_durable_tombstone(tmp_path: Path) -> None:
    quota_bytes = quota_for(6, tmp_path / "measure")
    spool = Spool(tmp_path, quota_bytes)
    spooled(spool, 10)
    status = spool.status()
    assert status.held_bytes <= quota_bytes
    assert status.first_seq > 1
    assert status.tally.dropped == {"quota": status.first_seq - 1}
    reopened = again(tmp_path, quota_bytes)
    assert reopened.look(1, 10) == Gone((1, status.first_seq - 1), "quota")
    assert reopened.status().tally.dropped == {"quota": status.first_seq - 1}
    assert spooled(reopened, 1)[0].header.seq == 11


def test_the_quota_takes_what_is_acknowledged_before_what_is_not(tmp_path: Path) -> None:
    quota_bytes = quota_for(6, tmp_path / "measure")
    spool = Spool(tmp_path, quota_bytes)
    for _ in range(5):
        frames = spooled(spool, 2)
        spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=frames[-1].header.seq))
    assert spool.status().tally.dropped == {}


def test_tombstones_are_durable_before_their_images_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path, quota_for(4, tmp_path / "measure"))
    seen: list[tuple[list[int], object]] = []

    def see(_folder: MessageFolder, seqs: list[int]) -> None:
        seen.append((seqs, json.loads((tmp_path / "spool.json").read_text())["tombstones"]))

    monkeypatch.setattr(MessageFolder, "delete", see)
    spooled(spool, 5)
    gone, tombstones = seen[0]
    assert gone
    assert tombstones == [[gone[0], gone[-1], "quota"]]


def test_a_file_waits_instead_of_pushing_images_out(tmp_path: Path) -> None:
    spool = Spool(tmp_path, quota_for(4, tmp_path / "measure"))
    spooled(spool, 4)
    cost = cost_bytes(capture().encoded)
    (outcome,) = spool.append([capture(trigger="file")])
    assert isinstance(outcome, SpoolFullError)
    assert spool.status().first_seq == 1
    assert spool.status().tally.dropped == {}
    assert not spool.wait_for_room(cost, timeout_s=0)
    spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=2))
    assert spool.wait_for_room(cost, timeout_s=0)


def test_the_disk_is_never_filled_up(tmp_path: Path) -> None:
    free_bytes = shutil.disk_usage(tmp_path).free
    spool = Spool(tmp_path, QUOTA, disk_floor_bytes=free_bytes + 2**40)
    (outcome,) = spool.append([capture()])
    assert isinstance(outcome, SpoolFullError)
    assert message_files(tmp_path) == []


def test_low_disk_space_drops_the_oldest_only_if_that_makes_room(tmp_path: Path) -> None:
    spooled(Spool(tmp_path, QUOTA), 3)
    full = Spool(tmp_path, QUOTA, disk_floor_bytes=2**60)
    (outcome,) = full.append([capture()])
    assert isinstance(outcome, SpoolFullError)
    assert len(message_files(tmp_path)) == 3
