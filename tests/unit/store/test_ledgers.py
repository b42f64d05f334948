"""What the library tells of every node's books."""

from __future__ import annotations

from pathlib import Path

from desktop.core.library import Library
from desktop.core.records import CameraLedger, DeviceCount, NodeIdentity
from desktop.store import migrations, open_library
from desktop.store.connections import connect, fetch
from tests.helpers.libraries import STREAM, frame
from tests.unit.store.conftest import DEADLINE_S, OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")
COUNT = DeviceCount(stream=STREAM, captured={"front": 6, "back": 2}, refused={"unreadable": 1}, first_seq=5, last_seq=7)


def fill(library: Library) -> None:
    """Images 1 to 3 are stored, 4 is gone, 5 to 7 are on the device."""
    for seq, camera in ((1, "front"), (2, "back"), (3, "front")):
        library.store_frame(PORCH, frame(seq, camera=camera)).result(DEADLINE_S)
    library.settle_gone(PORCH, STREAM, (4, 4), "quota")


def test_the_books_balance_and_are_there_after_a_restart(library: Library, open_one: OpenLibrary) -> None:
    fill(library)
    ledger = library.balance(PORCH, COUNT)
    assert (ledger.captured, ledger.stored, ledger.waiting, ledger.unexplained) == (8, 3, 3, 0)
    assert ledger.dropped == {"quota": 1, "unreadable": 1}
    assert CameraLedger(camera="front", captured=6, stored=2, untold=4) in ledger.cameras
    library.close()
    assert open_one().stats().ledgers == (ledger,)


def test_what_came_since_the_device_counted_is_captured_and_stored(library: Library) -> None:
    fill(library)
    library.balance(PORCH, COUNT)
    for seq in (5, 8):
        library.store_frame(PORCH, frame(seq)).result(DEADLINE_S)
    (ledger,) = library.stats().ledgers
    assert (ledger.captured, ledger.stored, ledger.waiting, ledger.unexplained) == (9, 5, 2, 0)
    assert {camera.camera: camera.captured for camera in ledger.cameras} == {"front": 7, "back": 2}


def test_an_image_that_comes_twice_is_stored_once(library: Library) -> None:
    fill(library)
    library.store_frame(PORCH, frame(3)).result(DEADLINE_S)
    assert library.balance(PORCH, COUNT).stored == 3


def test_a_row_that_vanished_is_unexplained(library: Library) -> None:
    fill(library)
    connection = connect(library.folder / "catalogue.db")
    connection.execute("UPDATE stream_camera SET stored = stored - 1 WHERE stored = 2")
    connection.close()
    assert library.balance(PORCH, COUNT).unexplained == 1


def test_images_of_an_older_catalogue_are_counted(library: Library, folder: Path) -> None:
    fill(library)
    library.close()
    # As it was before there were ledgers.
    connection = connect(folder / "catalogue.db")
    connection.execute("DROP TRIGGER stream_grows; DROP TRIGGER stream_claims")
    connection.execute("DROP TABLE stream_camera; DROP TABLE device_count")
    connection.execute(migrations.VERSION_3)
    assert fetch(connection, "SELECT sum(stored) FROM stream_camera") == [(3,)]
    connection.close()
    reopened = open_library(folder)
    try:
        assert reopened.balance(PORCH, COUNT).unexplained == 0
    finally:
        reopened.close()


def test_images_found_as_files_and_sent_again_are_stored(library: Library, folder: Path, open_one: OpenLibrary) -> None:
    fill(library)
    library.close()
    for path in folder.glob("catalogue.db*"):
        path.unlink()
    reopened = open_one()
    for seq, camera in ((1, "front"), (2, "back"), (3, "front")):
        assert not reopened.store_frame(PORCH, frame(seq, camera=camera)).result(DEADLINE_S)
    reopened.settle_gone(PORCH, STREAM, (4, 4), "quota")
    assert reopened.balance(PORCH, COUNT).unexplained == 0
