from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.core.query import Query
from desktop.panels.search_bar import SearchBar


@pytest.fixture
def bar(show, qtbot: QtBot, qapp: QApplication) -> Iterator[SearchBar]:
    blinking_ms = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    bar = SearchBar()
    show(bar, 700, 110)
    bar.line.setFocus()
    qtbot.waitUntil(bar.line.hasFocus)
    yield bar
    qapp.setCursorFlashTime(blinking_ms)


def error_of(bar: SearchBar) -> str:
    return next((label.text() for label in bar.findChildren(QLabel) if label.text().startswith("Can't")), "")


def error_is_shown(bar: SearchBar) -> bool:
    return any(label.isVisible() for label in bar.findChildren(QLabel) if label.text().startswith("Can't"))


def changed_columns(before: QImage, after: QImage) -> tuple[int, int]:
    """The first and the last column of pixels that differ."""
    changed = [
        x for x in range(before.width()) if any(before.pixel(x, y) != after.pixel(x, y) for y in range(before.height()))
    ]
    return changed[0], changed[-1]


def test_typed_words_become_one_query_a_moment_after_the_last_key(bar: SearchBar, qtbot: QtBot) -> None:
    queries: list[Query] = []
    bar.query_changed.connect(queries.append)
    qtbot.keyClicks(bar.line, 'cat -"hot dog" node:Porch')
    qtbot.waitUntil(lambda: bool(queries))
    assert queries == [Query(labels=("cat",), without_labels=("hot dog",), nodes=("porch",))]


def test_return_searches_at_once(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat")
    with qtbot.waitSignal(bar.query_changed, timeout=0, raising=False) as searched:
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert searched.args == [Query(labels=("cat",))]


def test_blanks_are_no_new_query(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(bar.query_changed):
        qtbot.keyClicks(bar.line, "   ")
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)


def test_a_word_that_is_not_understood_is_underlined_where_it_stands(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "owl fox:red cat")
    unmarked = bar.line.grab().toImage()
    qtbot.waitUntil(lambda: error_is_shown(bar))
    assert "'fox'" in error_of(bar)
    assert bar.query == Query()
    first_px, last_px = changed_columns(unmarked, bar.line.grab().toImage())
    advance = bar.line.fontMetrics().horizontalAdvance
    left_px = bar.line.cursorRect().center().x() - advance("owl fox:red cat")
    assert first_px == pytest.approx(left_px + advance("owl "), abs=4)
    assert last_px == pytest.approx(left_px + advance("owl fox:red"), abs=4)


def test_the_error_goes_with_the_next_key(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "node:")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert error_is_shown(bar)
    qtbot.keyClicks(bar.line, "p")
    assert not error_is_shown(bar)


def test_escape_clears_the_line_then_leaves_it(bar: SearchBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar.line, "cat")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    with qtbot.waitSignal(bar.query_changed) as cleared:
        qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    assert bar.line.text() == ""
    assert cleared.args == [Query()]
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.line, Qt.Key.Key_Escape)


def test_choosing_a_node_replaces_the_node_that_was_asked_for(bar: SearchBar) -> None:
    bar.line.setText("cat node:porch")
    bar.filter_by_node("Green house")
    assert bar.line.text() == 'cat node:"Green house"'
    assert bar.query == Query(labels=("cat",), nodes=("green house",))
    bar.filter_by_node("")
    assert bar.line.text() == "cat"
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
    ],
)
def test_the_last_word_is_completed(bar: SearchBar, qtbot: QtBot, typed: str, line: str) -> None:
    bar.offer(["cat", "hot dog"], ["porch", "Green house"])
    qtbot.keyClicks(bar.line, typed)
    popup = bar.line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert bar.line.text() == line


def test_the_count_says_how_many_of_all_fit(bar: SearchBar, qtbot: QtBot) -> None:
    bar.show_count(10342, 10342)
    assert "10,342 images" in [label.text() for label in bar.findChildren(QLabel)]
    qtbot.keyClicks(bar.line, "cat")
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    bar.show_count(128, 10342)
    assert "128 of 10,342" in [label.text() for label in bar.findChildren(QLabel)]
