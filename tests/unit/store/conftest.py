"""Libraries to test: every test of the contract runs against every backend there is."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.events import LibraryEvent
from desktop.core.library import Library
from desktop.store import open_library

DEADLINE_S = 10.0

OpenLibrary = Callable[[], Library]


class Clock:
    """Unix time that runs on and can be put forward."""

    def __init__(self) -> None:
        self._ahead_ns = 0

    def __call__(self) -> int:
        return time.time_ns() + self._ahead_ns

    def advance(self, seconds: float) -> None:
        self._ahead_ns += round(seconds * 1e9)


class Events:
    """What a library's change feed says, in order."""

    def __init__(self, library: Library) -> None:
        self._queue: queue.SimpleQueue[LibraryEvent] = queue.SimpleQueue()
        library.feed.subscribe(self._queue.put)

    def next(self) -> LibraryEvent:
        return self._queue.get(timeout=DEADLINE_S)

    @property
    def none_left(self) -> bool:
        return self._queue.empty()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Miharu"


@pytest.fixture(params=["folder"])
def open_one(request: pytest.FixtureRequest, folder: Path, clock: Clock) -> Iterator[OpenLibrary]:
    """Opens the library of the test, as often as it is called, and closes what is left open."""
    openers: dict[str, OpenLibrary] = {"folder": lambda: open_library(folder, clock_ns=clock)}
    opened: list[Library] = []

    def open_and_note() -> Library:
        opened.append(openers[request.param]())
        return opened[-1]

    yield open_and_note
    for library in opened:
        library.close()


@pytest.fixture
def library(open_one: OpenLibrary) -> Library:
    return open_one()


@pytest.fixture
def events(library: Library) -> Events:
    return Events(library)
