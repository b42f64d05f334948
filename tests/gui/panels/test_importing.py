from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.errors import ImageFileError, LibraryFullError
from desktop.core.library import Library
from desktop.panels import importing
from desktop.panels.drops import Clip, Gift
from desktop.panels.gifts import Gifts
from desktop.panels.message_area import Message, Severity
from desktop.panels.progress_lines import ProgressLines
from tests.helpers.window_parts import Elsewhere, make_jpeg


class Gate:
    """An importer that waits at each file until it is opened, and counts those inside."""

    def __init__(self, refuse: Callable[[Path], Exception | None] = lambda _path: None) -> None:
        self.open = threading.Event()
        self.paths: list[Path] = []
        self.inside = 0
        self.most_inside = 0
        self._refuse = refuse
        self._lock = threading.Lock()

    def add_file(self, path: Path) -> int:
        with self._lock:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        assert self.open.wait(20)
        with self._lock:
            self.inside -= 1
            self.paths.append(path)
        error = self._refuse(path)
        if error is not None:
            raise error
        return len(self.paths)

    def begin_file(self, path: Path) -> Future[int]:
        future: Future[int] = Future()
        future.set_result(self.add_file(path))
        return future

    def add_bytes(self, _data: bytes, name: str) -> int:
        return self.add_file(Path(name))


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def gifts_over(show) -> Iterator[Callable[..., tuple[Gifts, list[Message]]]]:
    """Makes gifts over an importer, in a window, and the list of what they tell."""
    made: list[tuple[QWidget, Gifts]] = []

    def make(importer: object) -> tuple[Gifts, list[Message]]:
        window = QWidget()
        lines = ProgressLines(window)
        lines.resize(700, 80)
        gifts = Gifts(importer, lines, window)
        show(window, 700, 80)
        messages: list[Message] = []
        gifts.told.connect(messages.append)
        made.append((window, gifts))
        return gifts, messages

    yield make
    for _, gifts in made:
        gifts.close_down()
        gifts.lines.close_down()


def finished(gifts: Gifts, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not gifts.lines.lines(), timeout=20_000)


def latest(messages: list[Message]) -> dict[str, Message]:
    """What stands in the message area: the last message on each topic, by its last word."""
    return {message.topic.rpartition(" ")[2]: message for message in messages}


def jpeg_bytes() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


def test_files_folders_and_clips_come_into_the_library(
    opened: Library, library: Elsewhere, gifts_over, tmp_path: Path, qtbot: QtBot
) -> None:
    gifts, messages = gifts_over(opened)
    one = make_jpeg(tmp_path / "one.jpg")
    make_jpeg(tmp_path / "album" / "two.JPG", grey=30)
    make_jpeg(tmp_path / "album" / "deep" / "er" / "three.jpeg", grey=60)
    (tmp_path / "album" / "notes.txt").write_text("no image, and not meant as one")
    gifts.take(Gift(paths=(str(one), str(tmp_path / "album")), clips=(Clip("pasted.jpg", jpeg_bytes),)))
    finished(gifts, qtbot)
    assert library.stats().images == 4
    assert messages == []


def test_every_unreadable_file_is_named_and_the_rest_goes_on(
    opened: Library, library: Elsewhere, gifts_over, tmp_path: Path, qtbot: QtBot
) -> None:
    gifts, messages = gifts_over(opened)
    make_jpeg(tmp_path / "good-1.jpg")
    make_jpeg(tmp_path / "good-2.jpg", grey=7)
    (tmp_path / "empty.jpg").write_bytes(b"")
    whole = make_jpeg(tmp_path / "whole.jpg", 800, 600).read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    Image.new("RGB", (50, 40), "red").save(tmp_path / "png-inside.jpg", "PNG")
    (tmp_path / "words.png").write_text("This is text, whatever it is called.")
    Image.new("1", (20_000, 20_000)).save(tmp_path / "huge.png")
    gifts.take(Gift(paths=(str(tmp_path),)))
    finished(gifts, qtbot)
    assert library.stats().images == 4  # a PNG is one, whatever it is called
    refused = latest(messages)["refused"]
    assert refused.text.startswith("4 files could not be added: ")
    assert all(name in refused.text for name in ("empty.jpg", "cut.jpg", "words.png", "huge.png"))
    assert refused.severity is Severity.WARNING
    reasons = {Path(reason.split(" is ")[0]).name: reason for reason in refused.details}
    assert set(reasons) == {"empty.jpg", "cut.jpg", "words.png", "huge.png"}
    assert "empty" in reasons["empty.jpg"]
    assert "cut short" in reasons["cut.jpg"]
    assert "no JPEG, PNG or WebP" in reasons["words.png"]
    assert "20000 x 20000" in reasons["huge.png"]


def test_a_single_unreadable_file_is_named_in_the_message_itself(
    opened: Library, gifts_over, tmp_path: Path, qtbot: QtBot
) -> None:
    gifts, messages = gifts_over(opened)
    gifts.take(Gift(paths=(str(tmp_path / "gone.jpg"),)))
    finished(gifts, qtbot)
    assert messages[0].text.startswith("1 file could not be added: ")
    assert "gone.jpg" in messages[0].text


def test_a_folder_that_may_not_be_read_is_named(
    opened: Library, library: Elsewhere, gifts_over, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    (tmp_path / "album" / "secret").mkdir(parents=True)
    make_jpeg(tmp_path / "album" / "a.jpg")
    monkeypatch.setattr(os, "scandir", guarded)  # the tests may run as root, who may read all
    gifts, messages = gifts_over(opened)
    gifts.take(Gift(paths=(str(tmp_path / "album"),)))
    finished(gifts, qtbot)
    assert library.stats().images == 1
    assert "secret: the folder can't be read (Permission denied)" in messages[-1].text


def test_a_folder_without_images_is_told(opened: Library, gifts_over, tmp_path: Path, qtbot: QtBot) -> None:
    gifts, messages = gifts_over(opened)
    (tmp_path / "empty").mkdir()
    gifts.take(Gift(paths=(str(tmp_path / "empty"),)))
    finished(gifts, qtbot)
    assert [message.text for message in messages] == ["There is no JPEG, PNG or WebP image in empty."]


def test_of_thousands_of_unreadable_files_some_are_named_and_all_counted(
    gifts_over, gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MAX_NAMED", 3)
    monkeypatch.setattr("desktop.panels.gifts.MAX_NAMED", 3)
    gate.open.set()
    gate._refuse = lambda path: ImageFileError(f"{path.name} is empty")
    gifts, messages = gifts_over(gate)
    gifts.take(Gift(paths=tuple(f"/nowhere/{number}.jpg" for number in range(1500))))
    finished(gifts, qtbot)
    refused = latest(messages)["refused"]
    assert refused.text.startswith("1,500 files could not be added: ")
    assert refused.text.endswith("…")
    assert len(refused.details) == 4
    assert refused.details[-1] == "and 1,497 more"


def test_only_a_few_files_are_read_at_once(gifts_over, gate: Gate, qtbot: QtBot) -> None:
    gifts, _ = gifts_over(gate)
    gifts.take(Gift(paths=tuple(f"/nowhere/{number}.jpg" for number in range(200))))
    qtbot.waitUntil(lambda: gate.inside == importing.AT_ONCE)
    gate.open.set()
    finished(gifts, qtbot)
    assert len(gate.paths) == 200
    assert gate.most_inside == importing.AT_ONCE


def test_work_that_lasts_shows_how_far_it_is_and_can_be_cancelled(
    gifts_over, gate: Gate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SLICE_S", 60.0)  # the cancel must be seen within a slice
    gifts, messages = gifts_over(gate)
    gifts.take(Gift(paths=tuple(f"/nowhere/{number}.jpg" for number in range(1000))))
    (line,) = gifts.lines.lines()
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible, timeout=3000)
    assert "Adding images: 0 of 1,000" in [label.text() for label in line.findChildren(QLabel)]
    qtbot.mouseClick(line.cancel_button, Qt.MouseButton.LeftButton)
    gate.open.set()
    finished(gifts, qtbot)
    assert len(gate.paths) == importing.AT_ONCE
    assert [message.text for message in messages] == [f"Cancelled. {importing.AT_ONCE} images were added."]


def test_short_work_shows_no_line_and_needs_no_word(gifts_over, gate: Gate, qtbot: QtBot) -> None:
    gate.open.set()
    gifts, messages = gifts_over(gate)
    gifts.take(Gift(paths=("/nowhere/1.jpg",)))
    (line,) = gifts.lines.lines()
    assert not line.isVisible()
    finished(gifts, qtbot)
    assert messages == []


def test_a_full_disk_ends_the_import_and_says_how_far_it_came(gifts_over, gate: Gate, qtbot: QtBot) -> None:
    gate.open.set()
    gate._refuse = lambda path: LibraryFullError("The disk is full. Free some space.") if path.stem == "50" else None
    gifts, messages = gifts_over(gate)
    gifts.take(Gift(paths=tuple(f"/nowhere/{number}.jpg" for number in range(100_000))))
    finished(gifts, qtbot)
    assert latest(messages)["end"].text.startswith("Adding images stopped: The disk is full. Free some space. ")
    assert latest(messages)["end"].severity is Severity.ERROR
    assert len(gate.paths) < 100_000


def test_closing_down_waits_for_no_more_than_the_files_being_read(gifts_over, gate: Gate, qtbot: QtBot) -> None:
    gate.open.set()
    gifts, _ = gifts_over(gate)
    gifts.take(Gift(paths=tuple(f"/nowhere/{number}.jpg" for number in range(1_000_000))))
    qtbot.waitUntil(lambda: len(gate.paths) > 10)
    gifts.close_down()
    read = len(gate.paths)
    assert read < 1_000_000
    assert gate.inside == 0


def test_an_address_that_can_not_be_fetched_is_named(gifts_over, gate: Gate, qtbot: QtBot) -> None:
    gifts, messages = gifts_over(gate)
    gifts.take(Gift(addresses=(QUrl("http://127.0.0.1:1/zoo/owl.jpg?token=secret"),)))
    qtbot.waitUntil(lambda: bool(messages))
    assert messages[0].text.startswith("127.0.0.1/zoo/owl.jpg could not be fetched: ")
    assert "secret" not in messages[0].text
