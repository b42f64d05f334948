"""The change feed: one faulty listener harms nobody, and other processes are heard."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import LibraryError
from desktop.core.events import ImagesAdded, LibraryEvent
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.store.connections import connect
from desktop.store.library import CATALOGUE
from tests.helpers.libraries import picture
from tests.unit.store.conftest import DEADLINE_S, Events, OpenLibrary

ADD_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from desktop.store import open_library
library = open_library(Path(sys.argv[1]))
print(library.add_bytes(Path(sys.argv[2]).read_bytes(), "from-outside.jpg"))
library.close()
"""


def test_a_listener_that_raises_keeps_no_event_from_the_others(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(event: LibraryEvent) -> None:
        raise RuntimeError(f"can't take {event}")

    library.feed.subscribe(faulty)
    heard = Events(library)
    library.add_bytes(picture(1), "1.jpg")
    library.add_bytes(picture(2), "2.jpg")
    assert isinstance(heard.next(), ImagesAdded)
    assert isinstance(heard.next(), ImagesAdded)
    assert caplog.text.count("a listener failed on ImagesAdded") == 2


def test_a_listener_that_was_taken_off_hears_no_more(library: Library) -> None:
    heard: list[LibraryEvent] = []
    unsubscribe = library.feed.subscribe(heard.append)
    also = Events(library)
    library.add_bytes(picture(1), "1.jpg")
    also.next()
    unsubscribe()
    unsubscribe()
    library.add_bytes(picture(2), "2.jpg")
    also.next()
    assert len(heard) == 1


def test_a_listener_that_waits_for_the_library_is_told_instead_of_hanging(library: Library) -> None:
    errors: list[LibraryError] = []
    done = threading.Event()

    def impatient(_: LibraryEvent) -> None:
        try:
            library.lease("me", 1, 60)
        except LibraryError as error:
            errors.append(error)
        done.set()

    library.feed.subscribe(impatient)
    library.add_bytes(picture(1), "1.jpg")
    assert done.wait(DEADLINE_S)
    assert "another thread" in str(errors[0])


def test_what_another_process_does_is_heard_here_once(library: Library, events: Events, tmp_path: Path) -> None:
    image = tmp_path / "image.jpg"
    image.write_bytes(picture(1))
    command = [sys.executable, "-c", ADD_IN_ANOTHER_PROCESS, str(library.folder), str(image)]
    added = int(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)

    event = events.next()

    assert event == ImagesAdded((library.keys(Query())[0],))
    assert library.tiles([added])[0].name == "from-outside.jpg"
    own = library.add_bytes(picture(2), "own.jpg")
    second = events.next()
    assert isinstance(second, ImagesAdded)
    assert [key.image_id for key in second.keys] == [own]


def test_two_windows_on_one_library_hear_each_other_but_not_themselves_twice(open_one: OpenLibrary) -> None:
    here, there = open_one(), open_one()
    heard_here, heard_there = Events(here), Events(there)
    first = here.add_bytes(picture(1), "1.jpg")
    assert heard_here.next() == heard_there.next()
    second = there.add_bytes(picture(2), "2.jpg")
    event = heard_here.next()
    assert event == heard_there.next()
    assert isinstance(event, ImagesAdded)
    assert ([key.image_id for key in event.keys], first) == ([second], 1)
    assert heard_here.none_left
    assert heard_there.none_left


def test_a_change_that_a_newer_version_told_of_is_passed_over(open_one: OpenLibrary, folder: Path) -> None:
    here = open_one()
    heard = Events(here)
    with closing(connect(folder / CATALOGUE)) as newer:
        event = msgspec.msgpack.encode({"type": "ImagesDreamt", "image_ids": [1]})
        newer.execute("INSERT INTO change (process, event) VALUES ('newer', ?)", (event,))
    open_one().add_bytes(picture(1), "1.jpg")
    assert isinstance(heard.next(), ImagesAdded)
