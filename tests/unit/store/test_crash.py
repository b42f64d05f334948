"""What a crash leaves behind, and what is made of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.core.errors import OpeningCancelledError
from desktop.core.library import Library
from desktop.core.query import Query, parse
from desktop.core.records import ImageState, NodeIdentity
from desktop.store import open_library
from desktop.store.group_commit import MAX_GROUP
from tests.helpers.libraries import STREAM, frame, picture
from tests.unit.store.conftest import DEADLINE_S, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
ROUNDS = 3
UNACKNOWLEDGED = 4 * MAX_GROUP
"""More than can have been under way when a process was killed: a group being written, one committed, one told of."""

STORE_UNTIL_KILLED = """
import sys
from pathlib import Path
from desktop.core.records import NodeIdentity
from desktop.store import open_library
from desktop.store.group_commit import MAX_GROUP
from tests.helpers.libraries import frame
library = open_library(Path(sys.argv[1]))
for seq in range(1, 2000):
    future = library.store_frame(NodeIdentity("a" * 16, "porch"), frame(seq, stream=sys.argv[2]))
    future.add_done_callback(lambda done, seq=seq: print(seq, done.result(), flush=True))
future.result()
"""


def store_all(library: Library, last: int, stream: str = STREAM) -> list[bool]:
    futures = [library.store_frame(PORCH, frame(seq, stream=stream)) for seq in range(1, last + 1)]
    return [future.result(DEADLINE_S) for future in futures]


def store_until_killed(folder: Path, stream: str) -> int:
    """Lets a process store images and kills it; returns the last number that it had been told is safe."""
    command = [sys.executable, "-c", STORE_UNTIL_KILLED, str(folder), stream]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(30)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
    return max(int(line.split()[0]) for line in told if line.endswith("True\n"))


def test_nothing_acknowledged_is_lost_or_doubled_by_kill_9(folder: Path) -> None:
    expected = 0
    for number in range(ROUNDS):
        stream = f"{number:032x}"
        safe = store_until_killed(folder, stream)
        library = open_library(folder)
        try:
            assert library.position(PORCH, stream).up_to >= safe
            store_all(library, safe + UNACKNOWLEDGED, stream)  # the agent sends again whatever was not acknowledged
            expected += library.position(PORCH, stream).up_to
            assert len(library.keys(Query())) == expected
            assert library.verify().clean
        finally:
            library.close()


def test_a_file_left_without_a_row_is_taken_up_when_it_is_sent_again(open_one: OpenLibrary) -> None:
    library = open_one()
    sent = frame(1)
    left = library.folder / "2026/2026-01-01/porch/2026-01-01T00-00-01.000Z-000000000001-front.jpg"
    left.parent.mkdir(parents=True)
    left.write_bytes(sent.image)
    before = left.stat().st_ino

    assert library.store_frame(PORCH, sent).result(DEADLINE_S)

    assert left.stat().st_ino == before
    assert library.verify().clean


def test_a_strange_file_of_the_same_name_is_not_touched(open_one: OpenLibrary) -> None:
    library = open_one()
    strange = library.folder / "2026/2026-01-01/porch/2026-01-01T00-00-01.000Z-000000000001-front.jpg"
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"somebody else's")

    assert library.store_frame(PORCH, frame(1)).result(DEADLINE_S)

    assert strange.read_bytes() == b"somebody else's"
    assert library.verify().unknown == (str(strange),)


def test_half_written_files_of_a_crash_are_cleared_away_later(open_one: OpenLibrary) -> None:
    library = open_one()
    library.close()
    fresh, old = library.folder / ".incoming" / "123-0", library.folder / ".incoming" / "123-1"
    fresh.write_bytes(b"another process may be writing this")
    old.write_bytes(b"half an image")
    hours_ago = time.time() - 3 * 3600
    os.utime(old, (hours_ago, hours_ago))
    open_one()
    assert (fresh.exists(), old.exists()) == (True, False)


def lose_the_catalogue(library: Library) -> None:
    library.close()
    for path in library.folder.glob("catalogue.db*"):
        path.unlink()


def test_a_lost_catalogue_is_made_anew_from_the_images(open_one: OpenLibrary) -> None:
    library = open_one()
    store_all(library, 3)
    library.add_bytes(picture(9, image_format="webp"), "tabby cat.webp")
    known = library.keys(Query())
    tiles = library.tiles(known.image_ids)
    lose_the_catalogue(library)

    again = open_one()

    assert list(again.keys(Query()).taken_ns)[:3] == list(known.taken_ns)[:3]
    assert len(again.keys(parse("node:porch camera:front"))) == 3
    pasted = again.tiles(again.keys(Query()).image_ids)[-1]
    assert (pasted.node, pasted.name) == ("", "tabby cat.webp")
    assert {tile.state for tile in tiles} == {ImageState.WAITING}
    assert again.waiting() == 4
    assert again.verify().clean
    assert len(again.thumbnails(again.keys(Query()).image_ids)) == 4


def test_reading_the_images_of_a_lost_catalogue_again_can_be_cancelled_and_changes_nothing(
    open_one: OpenLibrary, folder: Path
) -> None:
    library = open_one()
    store_all(library, 5)
    lose_the_catalogue(library)
    told = []

    def until_the_second(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 2

    with pytest.raises(OpeningCancelledError, match="can be tried again"):
        open_library(folder, until_the_second)
    assert told == [(1, 5), (2, 5)]
    assert open_one().stats().images == 5


def test_thumbnails_of_a_lost_catalogue_are_not_shown_for_other_images(open_one: OpenLibrary) -> None:
    library = open_one()
    store_all(library, 1)
    before = library.thumbnails([1])
    lose_the_catalogue(library)
    assert open_one().thumbnails([1]) != before  # the same id, made anew from the image that has it now


def test_images_sent_again_after_the_catalogue_was_lost_are_not_doubled(open_one: OpenLibrary) -> None:
    library = open_one()
    store_all(library, 3)
    lose_the_catalogue(library)

    again = open_one()

    assert store_all(again, 4) == [False, False, False, True]
    assert len(again.keys(Query())) == 4
    assert again.position(PORCH, STREAM).settled == ((1, 4),)
    details = again.details(1)
    assert details is not None
    assert (details.stream, details.seq, details.trigger) == (STREAM, 1, "motion")
    assert again.stats().nodes == {"porch": 4}
    assert again.verify().clean


def test_files_that_are_not_miharus_are_left_out_of_a_new_catalogue(open_one: OpenLibrary) -> None:
    library = open_one()
    store_all(library, 1)
    day = library.folder / "2026" / "2026-01-01" / "porch"
    (day / "holiday.jpg").write_bytes(picture(5))
    (day / "2026-01-01T00-00-09.000Z-000000000009-front.jpg").write_bytes(b"")
    lose_the_catalogue(library)

    again = open_one()

    assert len(again.keys(Query())) == 1
    assert len(again.verify().unknown) == 2
    assert (day / "holiday.jpg").read_bytes() == picture(5)
