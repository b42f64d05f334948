"""The writer: many jobs, one commit, each whole or not at all. And readers that only read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from desktop.core.errors import LibraryError
from desktop.core.events import ImagesChanged, LibraryEvent
from desktop.store import schema
from desktop.store import writer as writer_module
from desktop.store.connections import Readers, connect, fetch
from desktop.store.feed import Feed
from desktop.store.writer import Transaction, Writer
from tests.unit.store.conftest import DEADLINE_S


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.db"
    schema.prepare(path, fill=lambda _: None)
    return path


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
def writer(path: Path, feed: Feed) -> Iterator[Writer]:
    writer = Writer(path, feed)
    yield writer
    writer.close()


def add_label(name: str) -> writer_module.Job[None]:
    def job(transaction: Transaction) -> None:
        transaction.connection.execute("INSERT INTO label (key, name) VALUES (?, ?)", (name, name))
        transaction.announce(ImagesChanged((len(name),)))

    return job


def label_names(path: Path) -> list[str]:
    readers = Readers(path)
    try:
        return [name for (name,) in readers.fetch("SELECT name FROM label ORDER BY id")]
    finally:
        readers.close()


class HeldWriter:
    """Keeps the writer busy, so that the jobs of a test come into one group."""

    def __init__(self, writer: Writer) -> None:
        self._go_on = threading.Event()
        self._begun = threading.Event()
        writer.submit(self._hold)
        assert self._begun.wait(DEADLINE_S)

    def _hold(self, _: Transaction) -> None:
        self._begun.set()
        assert self._go_on.wait(DEADLINE_S)

    def let_go(self) -> None:
        self._go_on.set()


def test_a_job_that_fails_takes_back_its_own_work_and_no_others(writer: Writer, path: Path, feed: Feed) -> None:
    told: list[LibraryEvent] = []
    feed.subscribe(told.append)
    held = HeldWriter(writer)

    def fail(transaction: Transaction) -> None:
        add_label("half")(transaction)
        raise ZeroDivisionError

    first, bad, last = writer.submit(add_label("first")), writer.submit(fail), writer.submit(add_label("last"))
    held.let_go()

    assert first.exception(DEADLINE_S) is None
    assert last.exception(DEADLINE_S) is None
    assert isinstance(bad.exception(DEADLINE_S), ZeroDivisionError)
    assert label_names(path) == ["first", "last"]
    writer.close()
    assert told == [ImagesChanged((5,)), ImagesChanged((4,))]


def test_a_group_that_can_not_be_committed_fails_as_a_whole_and_the_next_one_works(writer: Writer, path: Path) -> None:
    held = HeldWriter(writer)

    def break_at_commit(transaction: Transaction) -> None:
        transaction.connection.execute("PRAGMA defer_foreign_keys = ON")
        transaction.connection.execute("INSERT INTO camera (node, name) VALUES (99, 'of no node')")

    futures = [writer.submit(add_label("good")), writer.submit(break_at_commit)]
    held.let_go()

    assert all(isinstance(future.exception(DEADLINE_S), LibraryError) for future in futures)
    assert label_names(path) == []
    writer.run(add_label("again"))
    assert label_names(path) == ["again"]


def test_after_the_commit_come_steps_then_the_future_then_the_event(writer: Writer, path: Path, feed: Feed) -> None:
    order: list[str] = []
    feed.subscribe(lambda _: order.append("event"))
    held = HeldWriter(writer)

    def job(transaction: Transaction) -> None:
        add_label("x")(transaction)
        transaction.after_commit.append(lambda: order.append(f"step sees {label_names(path)}"))

    future = writer.submit(job)
    future.add_done_callback(lambda _: order.append("future"))
    held.let_go()
    writer.close()
    assert order == ["step sees ['x']", "future", "event"]


def test_the_list_of_changes_does_not_grow_for_ever(
    writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "KEPT_CHANGES", 10)
    for number in range(50):
        writer.run(add_label(str(number)))
    connection = connect(path)
    rows = fetch(connection, "SELECT count(*), max(id) FROM change")
    connection.close()
    assert rows == [(10, 50)]


def test_a_reader_can_not_write(path: Path) -> None:
    readers = Readers(path)
    with pytest.raises(LibraryError, match="readonly"):
        readers.fetch("INSERT INTO label (key, name) VALUES ('x', 'x')")
    readers.close()


def test_a_reader_that_is_lent_while_the_library_closes_is_closed_on_return(path: Path) -> None:
    readers = Readers(path)
    with readers.borrow() as connection:
        readers.close()
        assert fetch(connection, "SELECT 1") == [(1,)]
    with pytest.raises(apsw.ConnectionClosedError):
        fetch(connection, "SELECT 1")
