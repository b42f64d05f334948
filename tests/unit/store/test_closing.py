"""Opening and closing: what was begun is finished, nothing keeps running, and refusals are in words."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop.core.errors import LibraryError
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import NodeIdentity
from desktop.store import open_library
from tests.helpers.libraries import STREAM, frame, picture
from tests.unit.store.conftest import OpenLibrary

PORCH = NodeIdentity("a" * 16, "porch")


def test_what_was_handed_in_before_closing_is_stored(open_one: OpenLibrary) -> None:
    library = open_one()
    futures = [library.store_frame(PORCH, frame(seq)) for seq in range(1, 101)]
    library.close()
    assert all(future.done() and future.result() for future in futures)
    assert len(open_one().keys(Query())) == 100


def test_a_closed_library_says_so(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "1.jpg"
    path.write_bytes(picture(1))
    library.close()
    library.close()
    calls = (
        lambda: library.store_frame(PORCH, frame(1)),
        lambda: library.position(PORCH, STREAM),
        lambda: library.settle_gone(PORCH, STREAM, (1, 2), "quota"),
        lambda: library.add_file(path),
        lambda: library.add_bytes(picture(1), "1.jpg"),
        lambda: library.lease("me", 1, 1),
        lambda: library.complete("me", "test", []),
        lambda: library.release("me", []),
        library.waiting,
        lambda: library.keys(Query()),
        lambda: library.matching(Query(), [1]),
        lambda: library.tiles([1]),
        lambda: library.thumbnails([1]),
        lambda: library.details(1),
        library.label_names,
        library.stats,
        library.verify,
    )
    for call in calls:
        with pytest.raises(LibraryError, match="is closed"):
            call()


def test_closing_leaves_no_thread_and_no_log_file(library: Library) -> None:
    library.store_frame(PORCH, frame(1)).result()
    library.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("miharu")]
    assert sorted(path.name for path in library.folder.glob("*.db*")) == ["catalogue.db", "thumbnails.db"]


def test_the_folder_is_made_when_missing(tmp_path: Path) -> None:
    library = open_library(tmp_path / "a" / "b" / "Miharu")
    library.close()
    assert library.folder.is_dir()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "Miharu").write_text("a file")
    with pytest.raises(LibraryError, match="Miharu"):
        open_library(tmp_path / "Miharu")
