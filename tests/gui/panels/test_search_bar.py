from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core.query import Query, Vocabulary
from desktop.core.records import SavedSearch
from desktop.panels.search_bar import SearchBar
from desktop.panels.search_chips import Chip
from tests.gui.panels.handling import LEFT

BACKSPACE = Qt.Key.Key_Backspace


@pytest.fixture
def bar(show, qtbot: QtBot) -> SearchBar:
    bar = SearchBar()
    show(bar, 700, 110)
    bar.line.setFocus()
    qtbot.waitUntil(bar.line.hasFocus)
    return bar


def words(bar: SearchBar) -> list[str]:
    return [chip.word for chip in bar.chips.chips]


def chip(bar: SearchBar, word: str) -> Chip:
    return next(chip for chip in bar.chips.chips if chip.word == word)


def error_of(bar: SearchBar) -> str:
    shown = (label.text() for label in bar.findChildren(QLabel) if label.isVisible())
    return next((text for text in shown if text.startswith("Can't")), "")


def test_typed_words_become_one_query_a_moment_after_the_last_key(bar: SearchBar, qtbot: QtBot) -> None:
    queries: list[Query] = []
    bar.query_changed.connect(queries.append)
    qtbot.keyClicks(bar.line, 'cat -"hot dog" node:Porch')
    assert words(bar) == ["cat", '-"hot dog"']
    assert bar.line.text() == "node:Porch"
    assert bar.text() == 'cat -"hot dog" node:Porch'
    wanted = Query(labels=("cat",), without_labels=("hot dog",), nodes=("porch",))
    qtbot.waitUntil(lambda: queries[-1:] == [wanted])


def test_return_makes_a_chip_and_searches_at_once(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat")
    with qtbot.waitSignal(bar.query_changed, timeout=0, raising=False) as searched:
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert searched.args == [Query(labels=("cat",))]
    assert words(bar) == ["cat"]
    assert bar.line.text() == ""


def test_return_closes_an_open_quote(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, 'label:"hot dog')
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert words(bar) == ['label:"hot dog"']
    assert bar.query == Query(labels=("hot dog",))


def test_blanks_are_no_new_query(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(bar.query_changed):
        qtbot.keyClicks(bar.line, "   ")
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert words(bar) == ["cat"]


def test_japanese_comes_in_by_an_input_method(bar: SearchBar, qtbot: QtBot) -> None:
    typing = QInputMethodEvent("ねこ", [])
    QApplication.sendEvent(bar.line, typing)
    assert words(bar) == []
    done = QInputMethodEvent()
    done.setCommitString("猫　－犬")
    QApplication.sendEvent(bar.line, done)
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert words(bar) == ["猫", "-犬"]
    assert bar.query == Query(labels=("猫",), without_labels=("犬",))


def test_a_word_that_means_nothing_is_marked_and_the_query_stays(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "owl ")
    before = bar.query
    qtbot.keyClicks(bar.line, "fox:red cat ")
    assert "'fox'" in error_of(bar)
    assert [chip.property("chip") for chip in bar.chips.chips] == ["with", "wrong", "with"]
    assert "'fox'" in chip(bar, "fox:red").toolTip()
    assert bar.query == before
    qtbot.mouseClick(chip(bar, "fox:red").findChild(QToolButton), LEFT)
    assert error_of(bar) == ""
    assert bar.query == Query(labels=("owl", "cat"))


def test_a_word_that_is_being_typed_is_no_error_yet(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "node:")
    assert error_of(bar) == ""
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert "needs a value" in error_of(bar)


def test_backspace_takes_the_last_chip_back_into_the_line(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat dog ")
    qtbot.keyClick(bar.line, BACKSPACE)
    assert words(bar) == ["cat"]
    assert bar.line.text() == "dog"
    for _ in range(4):
        qtbot.keyClick(bar.line, BACKSPACE)
    assert bar.line.text() == "cat"
    assert words(bar) == []


def test_chips_are_reached_turned_round_and_removed_by_keys(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat dog owl ")
    qtbot.keyClick(bar.line, Qt.Key.Key_Left)
    qtbot.waitUntil(chip(bar, "owl").hasFocus)
    qtbot.keyClick(chip(bar, "owl"), Qt.Key.Key_Left)
    assert chip(bar, "dog").hasFocus()
    qtbot.keyClicks(chip(bar, "dog"), "-")
    assert words(bar) == ["cat", "-dog", "owl"]
    assert bar.query == Query(labels=("cat", "owl"), without_labels=("dog",))
    assert chip(bar, "-dog").hasFocus()
    qtbot.keyClicks(chip(bar, "-dog"), "-")
    qtbot.keyClick(chip(bar, "dog"), Qt.Key.Key_Delete)
    assert words(bar) == ["cat", "owl"]
    assert chip(bar, "owl").hasFocus()
    qtbot.keyClick(chip(bar, "owl"), Qt.Key.Key_Right)
    assert bar.line.hasFocus()


@pytest.mark.parametrize("by_key", [True, False])
def test_a_chip_is_typed_anew(bar: SearchBar, qtbot: QtBot, by_key: bool) -> None:
    qtbot.keyClicks(bar.line, "cat dog ow")
    if by_key:
        qtbot.keyClick(chip(bar, "cat"), Qt.Key.Key_Return)
    else:
        qtbot.mouseClick(chip(bar, "cat"), LEFT)
    assert words(bar) == ["dog", "ow"]
    assert bar.line.text() == "cat"
    assert bar.line.hasFocus()


def test_it_says_how_many_are_selected(bar: SearchBar) -> None:
    for number, shown in ((1204, ["1,204 selected"]), (1, []), (0, [])):
        bar.show_selected(number)
        assert [each.text() for each in bar.findChildren(QLabel) if "selected" in each.text()] == shown


def test_a_search_that_lasts_says_so(bar: SearchBar, qtbot: QtBot) -> None:
    def said() -> list[str]:
        return [label.text() for label in bar.findChildren(QLabel)]

    bar.show_count(3, 3)
    bar.begin_counting()
    assert "3 images" in said()
    qtbot.waitUntil(lambda: "Searching…" in said())
    bar.show_count(2, 3)
    assert "Searching…" not in said()


def test_the_line_stays_in_sight_behind_many_chips(bar: SearchBar, qtbot: QtBot) -> None:
    for number in range(20):
        qtbot.keyClicks(bar.line, f"label:number{number} ")
        QApplication.processEvents()
    qtbot.keyClicks(bar.line, "x")
    assert bar.width() == 700
    qtbot.waitUntil(lambda: not bar.line.visibleRegion().isEmpty())


def test_escape_clears_the_line_then_leaves_it(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat dog")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    with qtbot.waitSignal(bar.query_changed) as cleared:
        qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    assert bar.text() == ""
    assert cleared.args == [Query()]
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.line, Qt.Key.Key_Escape)


def test_choosing_a_node_replaces_the_node_that_was_asked_for(bar: SearchBar) -> None:
    bar.set_text("cat node:porch")
    bar.filter_by_node("Green house")
    assert bar.text() == 'cat node:"Green house"'
    assert bar.query == Query(labels=("cat",), nodes=("green house",))
    bar.filter_by_node("")
    assert bar.text() == "cat"
    assert bar.query == Query(labels=("cat",))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("ca", "cat"),
        ("owl -ca", "owl -cat"),
        ("hot", '"hot dog"'),
        ('owl "hot d', 'owl "hot dog"'),
        ("node:po", "node:porch"),
        ("cat node:gr", 'cat node:"Green house"'),
        ("object:hot", 'object:"hot dog"'),
        ("logo:a", "logo:Acme"),
        ("landmark:h", 'landmark:"Harbour Tower"'),
        ("web:pal", 'web:"Pallas cat"'),
        ("colour:r", "colour:red"),
        ("unsafe:v", "unsafe:violence"),
        ("text:ex", "text:exit"),
        ("camera:f", "camera:front"),
        ("-is:st", "-is:starred"),
        ("has:f", "has:face"),
        ("from:", "from:drop"),
        ("after:yes", "after:yesterday"),
        ("before:mon", "before:monday"),
        ("night", "cat after:20d"),
    ],
)
def test_a_word_is_completed(bar: SearchBar, qtbot: QtBot, typed: str, line: str) -> None:
    vocabulary = Vocabulary(
        labels=("cat", "hot dog"),
        logos=("Acme",),
        landmarks=("Harbour Tower",),
        web=("Pallas cat",),
        colours=("red",),
        text_words=("exit",),
        nodes=("porch", "Green house"),
        cameras=("front",),
    )
    bar.offer(vocabulary, [SavedSearch("Cats by night", "cat after:20d")])
    qtbot.keyClicks(bar.line, typed)
    popup = bar.line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.text() == line and bar.line.text() == "")
    assert error_of(bar) == ""


def test_a_field_waits_for_its_value(bar: SearchBar, qtbot: QtBot) -> None:
    bar.offer(Vocabulary())
    qtbot.keyClicks(bar.line, "land")
    popup = bar.line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert bar.line.text() == "landmark:"
    assert words(bar) == []


def test_the_count_says_how_many_of_all_fit(bar: SearchBar, qtbot: QtBot) -> None:
    bar.show_count(10342, 10342)
    assert "10,342 images" in [label.text() for label in bar.findChildren(QLabel)]
    qtbot.keyClicks(bar.line, "cat")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    bar.show_count(128, 10342)
    assert "128 of 10,342" in [label.text() for label in bar.findChildren(QLabel)]
