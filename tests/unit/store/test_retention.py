"""Making room: what goes, what stays, and what a crash in the middle leaves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.core.events import ImagesRemoved
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import Annotation, DeviceCount, Label, LabelResult, NodeIdentity
from desktop.core.settings import RetentionSettings
from desktop.store import open_library
from tests.helpers.libraries import START_NS, STREAM, frame, picture
from tests.unit.store.conftest import DEADLINE_S, Clock, Events, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
BARN = NodeIdentity("b" * 16, "barn")
IMAGES = 10
DAYS_S = 3 * 86_400.0


class Disk(NamedTuple):
    total: int
    used: int
    free: int


class PretendDisk:
    """What the file system says of itself; much of it is free."""

    def __init__(self) -> None:
        self.total = 10**12
        self.free = 10**11

    def usage(self, _folder: Path) -> Disk:
        return Disk(self.total, self.total - self.free, self.free)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> PretendDisk:
    disk = PretendDisk()
    monkeypatch.setattr(shutil, "disk_usage", disk.usage)
    return disk


@pytest.fixture
def old(library: Library, clock: Clock, disk: PretendDisk) -> Library:  # noqa: ARG001 - it is what the library stands on
    """Images 1 to 10 from the porch, of 1,000 bytes and more, stored three days ago."""
    for seq in range(1, IMAGES + 1):
        assert library.store_frame(PORCH, frame(seq)).result(DEADLINE_S)
    clock.advance(DAYS_S)
    return library


def forever() -> bool:
    return True


def shown(library: Library) -> list[int]:
    return list(library.keys(Query()).image_ids)


def size(library: Library, *image_ids: int) -> int:
    found = [library.details(image_id) for image_id in image_ids]
    return sum(details.size_bytes for details in found if details is not None)


def quota_for(library: Library, *image_ids: int, **more: object) -> RetentionSettings:
    """A quota in which just these have room."""
    return RetentionSettings(quota_gb=size(library, *image_ids) / 1e9, **more)  # type: ignore[arg-type]


def test_the_oldest_go_until_the_rest_fits_and_nothing_of_them_stays(old: Library, events: Events) -> None:
    paths = {image_id: details.path for image_id in shown(old) if (details := old.details(image_id)) is not None}
    settings = quota_for(old, *range(4, IMAGES + 1))
    gone_bytes = size(old, 1, 2, 3)

    plan = old.plan_retention(settings)
    assert (plan.images, plan.bytes, plan.short_bytes) == (3, gone_bytes, 0)
    assert [(share.node, share.images) for share in plan.shares] == [("porch", 3)]
    assert (plan.oldest_ns, plan.newest_ns) == (START_NS + 10**9, START_NS + 3 * 10**9)
    assert len(shown(old)) == IMAGES
    assert events.none_left

    assert old.retain(settings, forever) == plan
    assert shown(old) == list(range(4, IMAGES + 1))
    assert [image_id for image_id, path in paths.items() if path.exists()] == list(range(4, IMAGES + 1))
    assert old.verify().clean
    assert events.next() == ImagesRemoved((1, 2, 3))
    assert old.thumbnails([1]) == {}
    assert old.retain(settings, forever).images == 0


def test_defaults_remove_nothing_of_a_small_library(old: Library) -> None:
    assert RetentionSettings().enabled
    assert old.retain(RetentionSettings(), forever).images == 0


def test_stars_and_labels_to_keep_stay_and_what_is_short_is_told(old: Library) -> None:
    old.star([1])
    old.lease("me", IMAGES, 60)
    said = [LabelResult(image_id=2, outcome=Annotation(labels=(Label("Red Fox", 0.8),)))]
    said += [LabelResult(image_id=3, outcome=Annotation(labels=(Label("cat", 0.8),)))]
    old.complete("me", "model", said)
    old.correct([4], ["owl"], [])
    settings = RetentionSettings(quota_gb=1e-9, keep_labels=(" red fox", "owl"))
    report = old.retain(settings, forever)
    assert shown(old) == [1, 2, 4]
    assert report.short_bytes == size(old, 1, 2, 4) - 1
    assert old.verify().clean


def test_what_a_person_gave_is_neither_counted_nor_removed(old: Library, tmp_path: Path, clock: Clock) -> None:
    dropped = tmp_path / "dropped.jpg"
    dropped.write_bytes(picture(77))
    inside = old.folder / "2026" / "mine.jpg"
    inside.write_bytes(picture(78))
    own = size(old, *range(1, IMAGES + 1))
    kept = {old.add_file(dropped), old.add_file(inside), old.add_bytes(picture(79), "pasted.jpg")}
    clock.advance(DAYS_S)
    settings = RetentionSettings(quota_gb=1e-9)
    report = old.retain(settings, forever)
    assert report.own_bytes == own
    assert set(shown(old)) == kept
    assert dropped.read_bytes() == picture(77)
    assert inside.read_bytes() == picture(78)
    assert old.verify().clean


def test_what_came_in_lately_stays(old: Library) -> None:
    assert old.store_frame(BARN, frame(1, stream="6" * 32, taken_ns=0)).result(DEADLINE_S)
    assert old.retain(RetentionSettings(quota_gb=1e-9), forever).images == IMAGES
    assert shown(old) == [IMAGES + 1]


def test_a_disk_below_its_floor_is_helped_by_the_bin_first(old: Library, disk: PretendDisk, clock: Clock) -> None:
    old.delete([5])
    clock.advance(DAYS_S)
    disk.free = 5 * 10**9 - 10
    settings = RetentionSettings(min_free_gb=5)
    report = old.retain(settings, forever)
    assert old.bin_days() == []
    assert report.images == 1
    assert shown(old) == [2, 3, 4, 6, 7, 8, 9, 10]


def test_the_floor_is_never_more_than_a_tenth_of_the_disk(old: Library, disk: PretendDisk) -> None:
    disk.total, disk.free = 10_000_000, 1_000_001
    assert old.plan_retention(RetentionSettings(min_free_gb=5)).images == 0
    disk.free = 999_999
    assert old.plan_retention(RetentionSettings(min_free_gb=5)).images == 1


def test_the_books_stay_balanced_and_a_replay_brings_nothing_back(old: Library) -> None:
    old.retain(quota_for(old, *range(4, IMAGES + 1)), forever)
    count = DeviceCount(stream=STREAM, captured={"front": IMAGES}, first_seq=IMAGES + 1, last_seq=IMAGES)
    books = old.balance(PORCH, count)
    assert (books.stored, books.unexplained) == (IMAGES, 0)
    assert old.store_frame(PORCH, frame(2)).result(DEADLINE_S) is False
    assert shown(old) == list(range(4, IMAGES + 1))


def test_it_ends_between_batches_when_told_to(old: Library) -> None:
    assert old.retain(RetentionSettings(quota_gb=1e-9), lambda: False).images == 0
    assert len(shown(old)) == IMAGES


RETAIN_UNTIL_KILLED = """
import os, signal, sys, time
from pathlib import Path
from desktop.core.settings import RetentionSettings
from desktop.store import open_library
step = int(sys.argv[2])
def count(event, arguments):
    global step
    if event == "os.remove" and ".jpg" in str(arguments[0]):
        step -= 1
        if step < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
library = open_library(Path(sys.argv[1]), clock_ns=lambda: time.time_ns() + 3 * 86_400 * 10**9)
library.retain(RetentionSettings(quota_gb=float(sys.argv[3])), lambda: True)
"""


@pytest.mark.parametrize("files", [0, 2])
def test_kill_9_in_the_middle_loses_nothing_else(open_one: OpenLibrary, clock: Clock, files: int) -> None:
    library = open_one()
    for seq in range(1, IMAGES + 1):
        assert library.store_frame(PORCH, frame(seq)).result(DEADLINE_S)
    settings = quota_for(library, *range(6, IMAGES + 1))
    folder = library.folder
    library.close()
    command = [sys.executable, "-c", RETAIN_UNTIL_KILLED, str(folder), str(files), str(settings.quota_gb)]
    assert subprocess.run(command, capture_output=True).returncode == -signal.SIGKILL
    assert len(list(folder.rglob("*front.jpg"))) == IMAGES - files

    library = open_one()
    clock.advance(DAYS_S)
    assert shown(library) == list(range(6, IMAGES + 1))
    assert library.verify().clean
    library.retain(settings, forever)
    assert len(list(folder.rglob("*front.jpg"))) == 5
    assert library.verify().clean


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk can't be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def test_a_full_disk_is_freed_so_that_storing_goes_on(small_disk: Path, clock: Clock) -> None:
    library = open_library(small_disk / "Miharu", clock_ns=clock)
    try:
        frames = (frame(seq, image=picture(seq) + os.urandom(100_000)) for seq in range(1, 101))
        refused = next(one for one in frames if library.store_frame(PORCH, one).exception(DEADLINE_S) is not None)
        clock.advance(DAYS_S)
        report = library.retain(RetentionSettings(), forever)
        assert report.images > 1
        assert library.store_frame(PORCH, refused).result(DEADLINE_S)
        assert library.verify().clean
    finally:
        library.close()
