from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.panels import message_area
from desktop.panels.message_area import MAX_SHOWN, Message, MessageArea, Severity


@pytest.fixture
def area(show) -> Iterator[MessageArea]:
    """A message area in a window."""
    window = QWidget()
    area = MessageArea(window)
    show(window)
    area.resize(800, 400)
    yield area
    window.close()


def texts(widget: QWidget) -> list[str]:
    """All that can be read, from the top down."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]
    widget.grab()  # lays everything out
    return [each.text() for each in sorted(labels, key=lambda label: label.mapTo(widget, label.pos()).y())]


def button(widget: QWidget, name: str) -> QToolButton | QPushButton:
    """The topmost button of that name."""
    buttons = [*widget.findChildren(QToolButton), *widget.findChildren(QPushButton)]
    named = [each for each in buttons if each.isVisible() and name in (each.text(), each.accessibleName())]
    return min(named, key=lambda button: button.mapTo(widget, button.pos()).y())


def test_good_news_goes_by_itself_and_troubles_stay(area: MessageArea, monkeypatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(message_area, "NEWS_MS", 1)
    area.show_message(Message("disk", "The disk is full."))
    area.show_message(Message("drop", "3 images were added.", Severity.NEWS))
    qtbot.waitUntil(lambda: [message.topic for message in area.messages()] == ["disk"])


def test_news_that_somebody_is_at_stays(area: MessageArea, monkeypatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(message_area, "NEWS_MS", 1)
    area.show_message(Message("drop", "3 images were added.", Severity.NEWS))
    button(area, "Dismiss").setFocus()
    area.show_message(Message("other", "Copied 1 image.", Severity.NEWS))
    qtbot.waitUntil(lambda: [message.topic for message in area.messages()] == ["drop"])
    area.dismiss_all()


def test_it_takes_no_room_while_there_is_nothing_to_say(area: MessageArea) -> None:
    assert area.isHidden()


def test_a_message_is_shown_until_it_is_dismissed(area: MessageArea, qtbot: QtBot) -> None:
    area.show_message(Message("disk", "The disk is full. Free some space."))
    assert texts(area) == ["The disk is full. Free some space."]
    qtbot.mouseClick(button(area, "Dismiss"), Qt.MouseButton.LeftButton)
    assert area.messages() == []
    assert area.isHidden()


def test_a_newer_message_on_a_topic_takes_the_place_of_the_older(area: MessageArea) -> None:
    area.show_message(Message("import", "1 file could not be added."))
    area.show_message(Message("import", "2 files could not be added."))
    assert texts(area) == ["2 files could not be added."]


def test_details_unfold_and_stay_unfolded_when_the_message_is_replaced(area: MessageArea, qtbot: QtBot) -> None:
    area.show_message(Message("import", "2 files.", details=("a.jpg is empty", "b.png is no image")))
    assert texts(area) == ["2 files."]
    qtbot.mouseClick(button(area, "Details"), Qt.MouseButton.LeftButton)
    assert texts(area) == ["2 files.", "a.jpg is empty\nb.png is no image"]
    area.show_message(Message("import", "3 files.", details=("a.jpg is empty", "b.png is no image", "c.jpg is gone")))
    assert texts(area) == ["3 files.", "a.jpg is empty\nb.png is no image\nc.jpg is gone"]


def test_only_the_newest_are_shown_and_the_others_are_counted(area: MessageArea, qtbot: QtBot) -> None:
    for number in range(MAX_SHOWN + 2):
        area.show_message(Message(str(number), f"message {number}"))
    assert texts(area) == ["message 4", "message 3", "message 2", "and 2 more"]
    qtbot.mouseClick(button(area, "Dismiss"), Qt.MouseButton.LeftButton)
    assert texts(area) == ["message 3", "message 2", "message 1", "and 1 more message"]
    qtbot.mouseClick(button(area, "Dismiss all"), Qt.MouseButton.LeftButton)
    assert area.isHidden()


def test_what_is_no_longer_true_is_withdrawn(area: MessageArea) -> None:
    area.show_message(Message("ingest", "The disk is full.", Severity.WARNING))
    area.withdraw("ingest")
    area.withdraw("never said")
    assert area.messages() == []


def test_a_message_shows_markup_as_it_is_written(area: MessageArea) -> None:
    area.show_message(Message("file", "<b>bold</b>.jpg is empty"))
    label = next(each for each in area.findChildren(QLabel) if each.text().startswith("<b>"))
    assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Cloud Vision does not let Miharu in: no. Check google.key_file or google.api_key", "google.key_file"),
        ("The budget is used up; raise google.monthly_cap_usd in the settings", "google.monthly_cap_usd"),
        ("No on-device models are installed: run `miharu models install nanodet`", "models"),
    ],
)
def test_a_message_that_names_a_setting_leads_there(area: MessageArea, text: str, place: str, qtbot: QtBot) -> None:
    area.show_message(Message("labelling", text))
    (button,) = (each for each in area.findChildren(QPushButton) if each.text() == "Settings…")
    with qtbot.waitSignal(area.settings_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [place]


def test_other_messages_have_no_such_button(area: MessageArea) -> None:
    area.show_message(Message("folder", "google.png could not be added: the library is full"))
    assert not [each for each in area.findChildren(QPushButton) if each.text() == "Settings…"]
