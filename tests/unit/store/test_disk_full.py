"""A full disk and a failing one: said once, nothing half-written, and on again by itself."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.errors import LibraryError, LibraryFullError
from desktop.core.events import ImagesAdded, IngestPaused, IngestResumed
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import NodeIdentity
from desktop.store import open_library
from tests.helpers.libraries import STREAM, frame, picture
from tests.unit.store.conftest import DEADLINE_S, Events

PORCH = NodeIdentity("a" * 16, "porch")
BALLAST_BYTES = 3_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 8 MB, with a ballast file in it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.decode().strip()}")
    (disk / "ballast").write_bytes(bytes(BALLAST_BYTES))
    yield disk
    subprocess.run(["umount", str(disk)], check=True, capture_output=True)


def image_files(library: Library) -> list[Path]:
    return [
        path
        for path in library.folder.rglob("*")
        if path.is_file() and path.suffix != ".db" and ".db-" not in path.name
    ]


def test_a_full_disk_pauses_ingest_loses_nothing_and_resumes_by_itself(small_disk: Path) -> None:
    library = open_library(small_disk / "Miharu")
    try:
        events = Events(library)
        frames = [frame(seq, image=picture(seq) + os.urandom(100_000)) for seq in range(1, 61)]
        refused = []
        for one in frames:
            error = library.store_frame(PORCH, one).exception(DEADLINE_S)
            if error is not None:
                assert isinstance(error, LibraryFullError)
                refused.append(one)
        assert len(refused) > 10
        told = []
        while not events.none_left:
            told.append(events.next())
        assert [type(event) for event in told].count(IngestPaused) == 1
        assert not any(isinstance(event, IngestResumed) for event in told)

        stored = len(library.keys(Query()))
        assert stored == sum(isinstance(event, ImagesAdded) for event in told) == len(frames) - len(refused)
        assert len(image_files(library)) == stored
        assert {first for first, _ in library.position(PORCH, STREAM).settled} == {1}
        assert library.store_frame(PORCH, frames[0]).result(DEADLINE_S) is False  # a repeat needs no room
        with pytest.raises(LibraryFullError, match="free some space"):
            library.add_bytes(picture(1) + os.urandom(200_000), "pasted.jpg")

        (small_disk / "ballast").unlink()
        assert library.store_frame(PORCH, refused[0]).result(DEADLINE_S)
        assert isinstance(events.next(), ImagesAdded)
        assert isinstance(events.next(), IngestResumed)
        assert library.verify().clean
    finally:
        library.close()


def test_a_failed_sync_stores_nothing_and_the_next_try_starts_from_nothing(
    library: Library, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []

    def fail(descriptor: int) -> None:
        synced.append(descriptor)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.image_files.os.fdatasync", fail)
        with pytest.raises(LibraryError, match="Input/output error"):
            library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    assert len(synced) == 1  # not tried again as if the second time could be believed
    assert isinstance(events.next(), IngestPaused)
    assert image_files(library) == []
    assert library.position(PORCH, STREAM).settled == ()

    assert library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    assert isinstance(events.next(), ImagesAdded)
    assert isinstance(events.next(), IngestResumed)
    for seq in (2, 3):
        assert library.store_frame(PORCH, frame(seq)).result(DEADLINE_S)
        assert isinstance(events.next(), ImagesAdded)
    assert library.verify().clean


def test_file_and_folders_are_synced_before_the_sender_is_told(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []

    def noting(sync: Callable[[int], None]) -> Callable[[int], None]:
        def note(descriptor: int) -> None:
            synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().relative_to(library.folder))
            sync(descriptor)

        return note

    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(f"desktop.store.image_files.os.{name}", noting(getattr(os, name)))
    day = Path("2026/2026-01-01")
    assert library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    assert synced[0].parent == Path(".incoming")
    assert synced[1:] == [day / "porch", day, day.parent, Path()]
    synced.clear()
    assert library.store_frame(PORCH, frame(2)).result(DEADLINE_S)
    assert synced[0].parent == Path(".incoming")
    assert synced[1:] == [day / "porch"]


def test_a_folder_that_can_not_be_synced_takes_its_images_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.image_files.os.fsync", fail_on_folders)
        with pytest.raises(LibraryError):
            library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    assert image_files(library) == []
    assert len(library.keys(Query())) == 0


def test_a_row_that_can_not_be_written_takes_its_file_back(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise LibraryFullError("the catalogue is full")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.group_rows.insert_image", fail)
        with pytest.raises(LibraryFullError):
            library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    assert image_files(library) == []
    assert library.position(PORCH, STREAM).settled == ()
    assert library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
