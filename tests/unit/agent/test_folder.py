from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from node_agent import clock
from node_agent.capture import Capture
from node_agent.encode import MAX_IMAGE_BYTES, Encoder
from node_agent.errors import ImageRefusedError
from node_agent.sources import folder as folder_module
from node_agent.sources.due import DuePaths
from node_agent.sources.examine import BROKEN_AFTER_S, QUIET_S, Examiner, ImageFile, Later, RefusedFile
from node_agent.sources.folder import FolderSource
from node_agent.sources.sent_files import FileVersion, SentFiles
from node_agent.wire.messages import FrameHeader
from tests.unit.agent.making import DEADLINE_S, image_bytes, wait_until

NOTHING_S = 0.3
"""How long a source is asked when nothing is to come."""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    return path


@pytest.fixture
def sent(tmp_path: Path) -> SentFiles:
    return SentFiles(tmp_path / "sent-files")


@pytest.fixture
def open_source(inbox: Path, sent: SentFiles) -> Iterator[Callable[..., FolderSource]]:
    sources: list[FolderSource] = []

    def make(**arguments: object) -> FolderSource:
        sources.append(FolderSource(inbox, sent, Examiner(Encoder()), **arguments))  # type: ignore[arg-type]
        return sources[-1]

    yield make
    for source in sources:
        source.close()


@pytest.fixture
def source(open_source: Callable[..., FolderSource]) -> FolderSource:
    return open_source()


def put(path: Path, data: bytes, age_s: float = 60.0) -> Path:
    """A file that was written some time ago."""
    path.write_bytes(data)
    then = time.time() - age_s
    os.utime(path, (then, then))
    return path


def read(source: FolderSource) -> ImageFile | RefusedFile:
    found = source.read(DEADLINE_S)
    assert found is not None, "nothing came"
    return found


def version_of(path: Path) -> FileVersion:
    version = FileVersion.at(path)
    assert version is not None
    return version


def examine(path: Path, closed: bool = False) -> ImageFile | RefusedFile | Later:
    return Examiner(Encoder()).examine(version_of(path), closed)


# ---- one file --------------------------------------------------------------------------------------------------


def test_a_complete_file_is_taken_byte_for_byte_with_its_time(inbox: Path) -> None:
    path = put(inbox / "a.jpg", image_bytes())
    found = examine(path)
    assert isinstance(found, ImageFile)
    assert found.encoded.image == path.read_bytes()
    assert found.moment.wall_ns == path.stat().st_mtime_ns
    assert found.version.name == "a.jpg"


def test_a_png_named_jpg_is_taken_for_what_it_is(inbox: Path) -> None:
    found = examine(put(inbox / "a.jpg", image_bytes("PNG")))
    assert isinstance(found, ImageFile)
    assert found.encoded.image_format == "png"


def test_a_fresh_file_waits_until_it_is_quiet(inbox: Path) -> None:
    found = examine(put(inbox / "a.jpg", image_bytes(), age_s=0.2))
    assert isinstance(found, Later)
    assert 0 < found.delay_s <= QUIET_S


def test_a_fresh_file_that_was_closed_is_taken_at_once(inbox: Path) -> None:
    assert isinstance(examine(put(inbox / "a.jpg", image_bytes(), age_s=0), closed=True), ImageFile)


def test_a_half_written_file_waits_longer_even_if_it_was_closed(inbox: Path) -> None:
    found = examine(put(inbox / "a.jpg", image_bytes()[:-400], age_s=2), closed=True)
    assert isinstance(found, Later)
    assert BROKEN_AFTER_S - 3 < found.delay_s <= BROKEN_AFTER_S


@pytest.mark.parametrize(
    "data", [b"", image_bytes()[:-400], b"words " * 50], ids=["empty", "truncated", "text named .png"]
)
def test_a_file_that_stays_broken_is_refused_as_unreadable(inbox: Path, data: bytes) -> None:
    found = examine(put(inbox / "a.png", data))
    assert isinstance(found, RefusedFile)
    assert found.error.reason == "unreadable"


def test_a_file_too_large_for_a_message_is_refused_unread(inbox: Path) -> None:
    path = inbox / "a.jpg"
    with path.open("wb") as file:
        file.truncate(MAX_IMAGE_BYTES + 1)
    found = examine(put_back_in_time(path))
    assert isinstance(found, RefusedFile)
    assert found.error.reason == "too_large"


def put_back_in_time(path: Path) -> Path:
    os.utime(path, (1, 1))
    return path


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(inbox: Path) -> None:
    path = put(inbox / "a.jpg", image_bytes())
    path.chmod(0)
    found = examine(path)
    assert isinstance(found, RefusedFile)
    assert "Permission denied" in str(found.error)


def test_a_file_that_changes_while_it_is_read_waits(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(inbox / "a.jpg", image_bytes())
    whole = Path.read_bytes

    def read_and_touch(self: Path) -> bytes:
        data = whole(self)
        os.utime(self, (5, 5))
        return data

    monkeypatch.setattr(Path, "read_bytes", read_and_touch)
    assert isinstance(examine(path), Later)


# ---- the folder -------------------------------------------------------------------------------------------------


def test_existing_files_come_oldest_first_from_subfolders_too(inbox: Path, source: FolderSource) -> None:
    (inbox / "2026").mkdir()
    put(inbox / "young.jpg", image_bytes(), age_s=10)
    put(inbox / "2026" / "old.png", image_bytes("PNG"), age_s=900)
    put(inbox / "middle", image_bytes("WEBP"), age_s=100)
    assert [read(source).version.name for _ in range(3)] == ["old.png", "middle", "young.jpg"]
    assert source.read(NOTHING_S) is None


def test_a_new_file_comes_as_soon_as_it_is_closed(inbox: Path, source: FolderSource) -> None:
    assert source.read(0) is None
    begun_s = time.monotonic()
    (inbox / "new.jpg").write_bytes(image_bytes())
    assert read(source).version.name == "new.jpg"
    assert time.monotonic() - begun_s < QUIET_S


def test_a_file_moved_into_place_comes_at_once(inbox: Path, source: FolderSource, tmp_path: Path) -> None:
    assert source.read(0) is None
    put(tmp_path / "outside.jpg", image_bytes(), age_s=5).rename(inbox / "inside.jpg")
    assert read(source).version.name == "inside.jpg"


def test_a_copy_that_keeps_its_old_time_comes_once(inbox: Path, source: FolderSource, tmp_path: Path) -> None:
    assert source.read(0) is None
    original = put(tmp_path / "original.jpg", image_bytes())
    shutil.copy2(original, inbox / "copy.jpg")
    found = read(source)
    assert found.version.modified_ns == original.stat().st_mtime_ns
    source.settle(found.version)
    assert source.read(NOTHING_S) is None


def test_a_folder_moved_into_place_brings_its_files(inbox: Path, source: FolderSource, tmp_path: Path) -> None:
    assert source.read(0) is None
    (tmp_path / "day").mkdir()
    put(tmp_path / "day" / "one.jpg", image_bytes())
    (tmp_path / "day").rename(inbox / "day")
    assert read(source).version.name == "one.jpg"


def test_a_half_written_file_comes_once_and_whole(inbox: Path, source: FolderSource) -> None:
    data = image_bytes(size=(640, 480))
    assert source.read(0) is None
    with (inbox / "slow.jpg").open("wb") as file:
        file.write(data[:2000])
        file.flush()
        assert source.read(NOTHING_S) is None
        file.write(data[2000:])
    found = read(source)
    assert isinstance(found, ImageFile)
    assert found.encoded.image == data
    source.settle(found.version)
    assert source.read(NOTHING_S) is None


def test_a_broken_file_is_reported_once_and_comes_when_it_is_mended(inbox: Path, source: FolderSource) -> None:
    path = put(inbox / "a.jpg", image_bytes()[:-400])
    refused = read(source)
    assert isinstance(refused, RefusedFile)
    source.settle(refused.version)
    assert source.read(NOTHING_S) is None
    path.write_bytes(image_bytes())
    assert isinstance(read(source), ImageFile)


def test_hidden_files_and_left_out_folders_stay(inbox: Path, open_source: Callable[..., FolderSource]) -> None:
    for folder in (".cache", "spool"):
        (inbox / folder).mkdir()
        put(inbox / folder / "a.jpg", image_bytes())
    put(inbox / ".half.jpg", image_bytes())
    source = open_source(leave_out=[inbox / "spool"])
    assert source.read(NOTHING_S) is None
    (inbox / "spool" / "b.jpg").write_bytes(image_bytes())
    (inbox / ".c.jpg").write_bytes(image_bytes())
    assert source.read(NOTHING_S) is None


def test_a_file_comes_again_only_if_it_could_not_be_spooled(
    inbox: Path, source: FolderSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "RETRY_S", 0.05)
    put(inbox / "a.jpg", image_bytes())
    first = read(source)
    assert source.read(NOTHING_S) is None
    source.put_back(first.version)
    assert read(source).version == first.version
    source.settle(first.version)
    (inbox / "a.jpg").write_bytes(image_bytes(seed=1))
    assert read(source).version != first.version


def test_a_restart_sends_nothing_again(inbox: Path, open_source: Callable[..., FolderSource], tmp_path: Path) -> None:
    put(inbox / "a.jpg", image_bytes())
    source = open_source()
    source.settle(read(source).version)
    put(inbox / "b.jpg", image_bytes(), age_s=5)
    restarted = FolderSource(inbox, SentFiles(tmp_path / "sent-files"), Examiner(Encoder()))
    try:
        assert read(restarted).version.name == "b.jpg"
        assert restarted.read(NOTHING_S) is None
    finally:
        restarted.close()


def header_of(file: ImageFile) -> FrameHeader:
    return Capture("inbox", "file", file.moment, file.encoded, file_name=file.version.name).header("ab" * 16, 1)


def test_a_crash_between_spool_and_record_sends_nothing_again(
    inbox: Path, open_source: Callable[..., FolderSource], sent: SentFiles
) -> None:
    put(inbox / "a.jpg", image_bytes())
    found = read(open_source())
    assert isinstance(found, ImageFile)
    restarted = open_source(spooled=[header_of(found)])
    assert restarted.read(NOTHING_S) is None
    assert found.version in sent


def test_more_files_than_may_wait_all_come(inbox: Path, source: FolderSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MAX_WAITING", 3)
    for number in range(8):
        put(inbox / f"{number}.jpg", image_bytes(), age_s=100 - number)
    names = []
    for _ in range(8):
        found = read(source)
        source.settle(found.version)
        names.append(found.version.name)
    assert names == [f"{number}.jpg" for number in range(8)]


def test_a_folder_that_is_away_is_said_so_and_found_again(
    inbox: Path, source: FolderSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "SCAN_EVERY_S", 0.05)
    monkeypatch.setattr(folder_module, "SCAN_SHARE", 1)
    assert source.health().state == "starting"
    assert source.read(0) is None
    assert source.health().state == "live"
    shutil.rmtree(inbox)
    wait_until(lambda: source.read(0.05) is None and source.health().state == "failed", "the folder to be missed")
    assert str(inbox) in source.health().detail
    inbox.mkdir()
    put(inbox / "a.jpg", image_bytes())
    assert read(source).version.name == "a.jpg"
    assert source.health().state == "live"
    monkeypatch.setattr(folder_module, "SCAN_EVERY_S", 60.0)
    source.read(0.2)
    (inbox / "b.jpg").write_bytes(image_bytes())
    assert read(source).version.name in ("a.jpg", "b.jpg")


def test_a_name_that_is_no_text_can_travel(inbox: Path, source: FolderSource) -> None:
    put(Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9.jpg")), image_bytes())
    found = read(source)
    assert isinstance(found, ImageFile)
    assert found.version.name == "caf\ufffd.jpg"
    assert header_of(found).file_name == "caf\ufffd.jpg"
    source.settle(found.version)


def test_closing_ends_a_read_that_waits(source: FolderSource) -> None:
    assert source.read(0) is None
    ended = threading.Event()
    reader = threading.Thread(target=lambda: (source.read(60), ended.set()))
    reader.start()
    source.close()
    assert ended.wait(DEADLINE_S)
    reader.join()


# ---- the record -------------------------------------------------------------------------------------------------


def test_the_record_knows_versions_and_outlives_a_restart(tmp_path: Path) -> None:
    record = SentFiles(tmp_path / "record")
    version = FileVersion(tmp_path / "a.jpg", 10, 20)
    assert version not in record
    record.add(version)
    for now in (record, SentFiles(tmp_path / "record")):
        assert version in now
        assert version._replace(size_bytes=11) not in now
        assert version._replace(modified_ns=21) not in now
        assert version._replace(path=tmp_path / "b.jpg") not in now


def test_an_entry_that_a_power_cut_tore_is_forgotten_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "record"
    versions = [FileVersion(tmp_path / f"{number}.jpg", 1, 1) for number in range(3)]
    record = SentFiles(path)
    for version in versions[:2]:
        record.add(version)
    path.write_bytes(path.read_bytes()[:-3])
    reopened = SentFiles(path)
    assert [version in reopened for version in versions] == [True, False, False]
    reopened.add(versions[2])
    assert [version in SentFiles(path) for version in versions] == [True, False, True]


def test_a_record_that_can_t_be_written_says_so_and_holds_until_the_end(
    inbox: Path,
    source: FolderSource,
    sent: SentFiles,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def no_disk(*_: object) -> None:
        raise OSError("the disk is gone")

    put(inbox / "a.jpg", image_bytes())
    found = read(source)
    monkeypatch.setattr(os, "pwrite", no_disk)
    source.settle(found.version)
    assert "the disk is gone" in caplog.text
    assert found.version in sent


# ---- paths by time ------------------------------------------------------------------------------------------------


def test_paths_come_when_they_are_due_and_in_order() -> None:
    due = DuePaths()
    for name, due_s in (("c", 3.0), ("a", 1.0), ("b", 1.0)):
        due.put(Path(name), due_s)
    assert due.next_s == 1.0
    assert due.pop(0.5) is None
    assert [due.pop(2.0), due.pop(2.0), due.pop(2.0)] == [Path("a"), Path("b"), None]
    assert len(due) == 1


def test_a_path_can_come_earlier_but_not_later() -> None:
    due = DuePaths()
    due.put(Path("a"), 5.0)
    due.put(Path("a"), 2.0)
    due.put(Path("a"), 9.0)
    assert due.pop(2.0) == Path("a")
    assert due.pop(99.0) is None


def test_a_refusal_knows_how_it_counts() -> None:
    assert ImageRefusedError("too_large", "too many pixels").reason == "too_large"


def test_the_time_of_a_file_is_mended_like_any_other() -> None:
    now = clock.now()
    moment = clock.of_file(now.wall_ns - 5_000_000_000)
    assert moment.wall_ns == now.wall_ns - 5_000_000_000
    assert moment.monotonic_ns - (now.monotonic_ns - 5_000_000_000) == pytest.approx(0, abs=1_000_000_000)
    assert clock.of_file(-7).wall_ns == 0
