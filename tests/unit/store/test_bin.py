"""Deleting from the library, having it back, and what a crash between the two may do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.events import ImagesAdded, ImagesRemoved
from desktop.core.library import Library
from desktop.core.query import parse
from desktop.core.records import Annotation, DeviceCount, ImageState, Label, LabelResult, NodeIdentity
from desktop.store import bin as bin_module
from tests.helpers.libraries import STREAM, frame, picture
from tests.unit.store.conftest import DEADLINE_S, Clock, Events, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
DAY_S = 86_400.0


@pytest.fixture
def three(library: Library) -> Library:
    """Images 1 to 3 from the porch: cats, the first with a star and a correction."""
    for seq in (1, 2, 3):
        assert library.store_frame(PORCH, frame(seq)).result(DEADLINE_S)
    library.lease("me", 3, 60)
    said = Annotation(labels=(Label("cat", 0.8),))
    library.complete("me", "model", [LabelResult(image_id=each, outcome=said) for each in (1, 2, 3)])
    library.star([1])
    library.correct([1], ["fox"], ["cat"])
    return library


def shown(library: Library, line: str = "") -> list[int]:
    return list(library.keys(parse(line)).image_ids)


def path_of(library: Library, image_id: int) -> Path:
    details = library.details(image_id)
    assert details is not None
    return details.path


def binned_files(library: Library) -> list[str]:
    return sorted(path.name for path in (library.folder / ".bin").rglob("*") if path.is_file())


def ledger(library: Library) -> tuple[int, int]:
    count = DeviceCount(stream=STREAM, captured={"front": 3}, first_seq=4, last_seq=3)
    books = library.balance(PORCH, count)
    return books.stored, books.unexplained


def test_a_deleted_image_is_gone_and_comes_back_whole(three: Library, events: Events) -> None:
    before = three.details(1), three.judgement(1), three.tiles([1]), shown(three, "fox")
    path = path_of(three, 1)
    deletion = three.delete([1, 2, 99])
    assert (sorted(deletion.image_ids), deletion.troubles) == ([1, 2], ())
    assert shown(three) == shown(three, "cat") == [3]
    assert three.details(1) is None
    assert not path.exists()
    assert [name.partition("-")[0] for name in binned_files(three)] == ["1", "2"]
    assert three.verify().clean
    assert three.stats().images == 1
    assert [day.images for day in three.bin_days()] == [2]

    assert sorted(three.restore([1, 2])) == [1, 2]
    assert (three.details(1), three.judgement(1), three.tiles([1]), shown(three, "fox")) == before
    assert path.read_bytes() == picture(1)
    assert binned_files(three) == []
    assert three.verify().clean
    told = [events.next(), events.next()]
    assert isinstance(told[0], ImagesRemoved)
    assert isinstance(told[1], ImagesAdded)
    assert three.bin_days() == []


def test_the_books_stay_balanced_and_a_replay_brings_nothing_back(three: Library) -> None:
    assert ledger(three) == (3, 0)
    three.delete([1, 2])
    assert ledger(three) == (3, 0)
    assert three.store_frame(PORCH, frame(1)).result(DEADLINE_S) is False
    assert shown(three) == [3]
    three.restore([1])
    assert ledger(three) == (3, 0)
    assert three.store_frame(PORCH, frame(1)).result(DEADLINE_S) is False
    assert three.store_frame(PORCH, frame(2)).result(DEADLINE_S) is False
    assert shown(three) == [1, 3]
    assert three.verify().clean


def test_a_replay_comes_to_nothing_also_after_the_bin_was_emptied(
    three: Library, clock: Clock, open_one: OpenLibrary
) -> None:
    three.delete([1, 2, 3])
    three.restore([2])
    clock.advance(40 * DAY_S)
    assert three.empty_bin(clock()) == 2
    three.close()
    again = open_one()
    assert [again.store_frame(PORCH, frame(seq)).result(DEADLINE_S) for seq in (1, 2, 3, 4)] == [
        False,
        False,
        False,
        True,
    ]
    assert again.verify().clean
    assert binned_files(again) == []


def test_a_file_that_a_person_gave_is_never_touched(library: Library, tmp_path: Path) -> None:
    inside, outside = library.folder / "2026" / "mine.jpg", tmp_path / "mine.jpg"
    for path in (inside, outside):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(1))
    ids = [library.add_file(path) for path in (inside, outside)]
    library.delete(ids)
    assert inside.exists()
    assert outside.exists()
    assert shown(library) == []
    assert binned_files(library) == []
    assert sorted(library.restore(ids)) == sorted(ids)
    assert library.verify().clean


def test_a_dropped_file_that_was_added_again_is_not_there_twice(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "mine.jpg"
    path.write_bytes(picture(1))
    first = library.add_file(path)
    library.delete([first])
    second = library.add_file(path)
    assert library.restore([first]) == []
    assert shown(library) == [second]


def test_a_pasted_image_goes_to_the_bin_and_its_name_can_be_taken_meanwhile(library: Library) -> None:
    first = library.add_bytes(picture(1), "shot.png")
    path = path_of(library, first)
    library.delete([first])
    path.write_bytes(picture(2))  # somebody else's now
    assert library.restore([first]) == []
    assert path.read_bytes() == picture(2)
    path.unlink()
    assert list(library.restore([first])) == [first]
    assert path.read_bytes() == picture(1)


def test_an_image_whose_file_is_gone_from_the_bin_does_not_come_back(three: Library) -> None:
    three.delete([1, 2])
    for path in (three.folder / ".bin").rglob("1-*"):
        path.unlink()
    assert list(three.restore([1, 2])) == [2]
    assert three.verify().clean


def test_only_what_is_old_enough_is_emptied(three: Library, clock: Clock) -> None:
    three.delete([1])
    clock.advance(20 * DAY_S)
    three.delete([2])
    assert three.empty_bin(clock() - round(10 * DAY_S * 1e9)) == 1
    assert [name.partition("-")[0] for name in binned_files(three)] == ["2"]
    assert list(three.restore([1])) == []
    assert list(three.restore([2])) == [2]


def test_an_image_that_was_being_labelled_waits_again_when_it_is_back(library: Library) -> None:
    library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    library.lease("me", 1, 60)
    library.delete([1])
    said = Annotation(labels=(Label("cat", 0.8),))
    assert library.complete("me", "model", [LabelResult(image_id=1, outcome=said)]) == 0
    library.restore([1])
    assert library.tiles([1])[0].state is ImageState.WAITING


def test_a_file_that_can_not_be_moved_is_named_and_nothing_is_lost(
    three: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    path = path_of(three, 1)
    with monkeypatch.context() as patch:
        patch.setattr(three._files, "move", refuse)  # type: ignore[attr-defined]
        deletion = three.delete([1])
    assert deletion.image_ids == (1,)
    assert str(path) in deletion.troubles[0]
    assert three.verify().clean
    assert list(three.restore([1])) == [1]
    assert path.exists()
    assert three.verify().clean


_DIE = """
import os, sys
from pathlib import Path
from desktop.store import open_library, image_files
from desktop.store.bin import FolderBin
library = open_library(Path(sys.argv[1]))
moves = 0
move = image_files.ImageFiles.move
def dying(self, *paths):
    global moves
    moves += 1
    if moves > {after}:
        os._exit(9)
    return move(self, *paths)
{prepare}
image_files.ImageFiles.move = dying
library.{method}([1, 2, 3])
"""


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("method", ["delete", "restore"])
def test_rows_and_files_fit_whenever_it_dies(
    three: Library, clock: Clock, open_one: OpenLibrary, after: int, method: str
) -> None:
    three.close()
    prepare = "library.delete([1, 2, 3])" if method == "restore" else ""
    code = _DIE.format(after=after, prepare=prepare, method=method)
    done = subprocess.run([sys.executable, "-c", code, str(three.folder)], check=False)
    assert done.returncode == 9
    again = open_one()
    assert again.verify().clean
    assert shown(again) == []
    clock.advance(2.0 * bin_module.STRANDED_AFTER_S)
    again.empty_bin(0)
    assert len(binned_files(again)) == 3
    assert sorted(again.restore([1, 2, 3])) == [1, 2, 3]
    assert again.verify().clean
    assert again.details(1) is not None


def test_the_bin_is_listed_by_day_the_latest_first(three: Library, clock: Clock) -> None:
    three.delete([1, 2])
    clock.advance(2 * DAY_S)
    three.delete([3])
    latest, first = three.bin_days()
    assert (latest.images, first.images) == (1, 2)
    assert latest.first_ns == latest.last_ns > first.last_ns
    assert first.bytes > latest.bytes > 0
    assert list(three.binned(latest)) == [3]
    assert sorted(three.binned(first)) == [1, 2]
    three.restore(three.binned(first))
    assert three.bin_days() == [latest]
