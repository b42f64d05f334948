from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from node_agent.capture import Capture
from node_agent.encode import Encoder
from node_agent.sources import folder as folder_module
from node_agent.sources.examine import QUIET_S, Examiner, ImageFile, RefusedFile
from node_agent.sources.folder import FolderSource
from node_agent.sources.sent_files import SentFiles
from node_agent.wire.messages import FrameHeader
from tests.unit.agent.making import DEADLINE_S, image_bytes, put, wait_until

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


def read(source: FolderSource) -> ImageFile | RefusedFile:
    found = source.read(DEADLINE_S)
    assert found is not None, "nothing came"
    return found


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


def test_a_spooled_file_is_settled_before_an_older_one_is_sent(
    inbox: Path, open_source: Callable[..., FolderSource], sent: SentFiles
) -> None:
    put(inbox / "spooled.jpg", image_bytes(), age_s=100)
    spooled = read(open_source())
    assert isinstance(spooled, ImageFile)
    put(inbox / "older.jpg", image_bytes(seed=1), age_s=200)
    restarted = open_source(spooled=[header_of(spooled)])
    assert read(restarted).version.name == "older.jpg"
    # A crash from here on: enough other images may be spooled by then that this one is not among the newest.
    assert spooled.version in sent


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
