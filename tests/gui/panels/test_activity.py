"""The activity view: charts and tables of what was counted, live while it is seen, silent while it is not."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPalette
from pytestqt.qtbot import QtBot

from desktop.core.activity import ActivityCounts, LabelCount, NodeActivity
from desktop.core.records import NodeIdentity
from desktop.labelling.budget import BudgetReport
from desktop.panels.activity import view as view_module
from desktop.panels.activity.board import Board
from desktop.panels.activity.cost import Cost
from desktop.panels.activity.periods import Span, bounds_h, in_words, ticks
from desktop.panels.activity.series import images_by_node
from desktop.panels.activity.view import ActivityView
from desktop.panels.main_window import MainWindow
from desktop.panels.theme import Theme, palette_for
from desktop.panels.views import View
from desktop.panels.workspace import Workspace
from tests.helpers.libraries import frame
from tests.helpers.window_parts import Elsewhere

PORCH = NodeIdentity("a" * 16, "porch")
REPORT = BudgetReport(
    month="2026-11",
    next_month="2026-12-01",
    units=3000,
    units_by_feature={"labels": 3000},
    cost_usd=3.0,
    cap_usd=10.0,
    cap_units=0,
    forecast_usd=7.5,
    saved_units=1200,
    saved_usd=1.8,
    spent=False,
    prices_as_of="2026-01-01",
)


def store(library: Elsewhere, seq: int) -> None:
    assert library.store_frame(PORCH, frame(seq, taken_ns=time.time_ns())).result(10)


@pytest.fixture
def shown(window: MainWindow, workspace: Workspace, library: Elsewhere, qtbot: QtBot) -> ActivityView:
    """The view over two images of the porch."""
    store(library, 1)
    store(library, 2)
    window.menus.views[View.ACTIVITY].trigger()
    activity = workspace.centre.activity
    qtbot.waitUntil(lambda: images_in(activity) == 2, timeout=20_000)
    return activity


def images_in(activity: ActivityView) -> int:
    board: Any = activity.board
    return 0 if board is None else sum(sum(each.values) for each in board.images.series)


def test_the_view_shows_what_came_in_and_follows_it(shown: ActivityView, library: Elsewhere, qtbot: QtBot) -> None:
    assert shown.isVisible()
    assert shown.summary.text().startswith("2 images, 0 with labels; ")
    assert shown.board is not None
    assert [each.name for each in shown.board.images.series] == ["porch"]
    store(library, 3)
    qtbot.waitUntil(lambda: images_in(shown) == 3, timeout=20_000)


def test_nothing_is_read_while_it_is_hidden(
    shown: ActivityView, window: MainWindow, library: Elsewhere, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.menus.views[View.STREAM].trigger()
    qtbot.waitUntil(lambda: not shown._reading, timeout=10_000)
    read: list[Span] = []
    monkeypatch.setattr(view_module, "_read", lambda _library, span: read.append(span))
    with qtbot.waitSignal(window.workspace.mailbox.images_added, timeout=10_000):  # type: ignore[union-attr]
        store(library, 3)
    assert not shown._pace.isActive()
    assert read == []


def test_spans_and_tables_are_reached_by_keyboard(shown: ActivityView, qtbot: QtBot) -> None:
    year = shown.span_buttons[Span.YEAR]
    year.setFocus()
    qtbot.keyClick(year, Qt.Key.Key_Space)
    assert shown.span is Span.YEAR
    shown.table_button.setFocus()
    qtbot.keyClick(shown.table_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown.tables.periods.rowCount() == 1 and shown.tables.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: shown.tables.periods.item(0, 0).text().startswith("Week of"), timeout=10_000)
    assert [shown.tables.periods.item(0, column).text() for column in (1, 2, 3)] == ["2", "0", "2"]
    assert shown.tables.storage.item(0, 0).text() == "porch"


def test_it_has_names_for_those_who_hear_it(shown: ActivityView) -> None:
    board: Any = shown.board
    for widget in (board.images, board.labelled, board.labels, board.storage, shown.tables.periods, board.cost.bar):
        heard = QAccessible.queryAccessibleInterface(widget)
        assert heard.text(QAccessible.Text.Name)
    assert board.images.accessibleDescription() == "porch: 2"


@pytest.mark.may_stall
def test_charts_follow_a_change_of_colours(shown: ActivityView, theme: Theme) -> None:
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        theme.wear(scheme)
        wanted = palette_for(scheme).color(QPalette.ColorRole.PlaceholderText)
        for chart in (shown.board.images, shown.board.labelled, shown.board.labels, shown.board.storage):
            for axis in chart.plot.axes:
                assert axis.textPen().color() == wanted


def test_an_empty_library_says_what_to_do(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window.menus.views[View.ACTIVITY].trigger()
    qtbot.waitUntil(workspace.centre.activity.empty.isVisible, timeout=20_000)


def test_the_view_is_remembered(shown: ActivityView, window: MainWindow, memory: Any) -> None:
    assert shown.isVisible()
    window.close()
    assert memory.value("view") == "activity"


def test_the_window_does_not_wait_for_the_charts() -> None:
    probe = "import sys, desktop.app; print([name for name in sys.modules if name.startswith('pyqtgraph')])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Local time of a place with summer time."""
    monkeypatch.setenv("TZ", "Europe/Vienna")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_zone")
def test_periods_follow_local_time() -> None:
    today = date(2026, 10, 25)  # summer time ends: 25 hours
    day = bounds_h(Span.TODAY, today)
    assert len(day) == 26
    assert (in_words(Span.TODAY, day[0]), in_words(Span.TODAY, day[-2])) == ("00:00", "23:00")
    assert len(bounds_h(Span.WEEK, today)) == 7 * 4 + 1
    month = bounds_h(Span.MONTH, today)
    assert len(month) == 31
    assert all(datetime.fromtimestamp(hour * 3600).hour == 0 for hour in month)
    year = bounds_h(Span.YEAR, today)
    assert len(year) == 54
    assert all(datetime.fromtimestamp(hour * 3600).weekday() == 0 for hour in year)
    for span in Span:
        bounds = bounds_h(span, today)
        assert bounds == sorted(set(bounds))
        assert 3 <= len(ticks(span, bounds)) <= 8


def test_many_nodes_are_drawn_as_few_and_one_for_all_others() -> None:
    nodes = tuple(NodeActivity(node=f"n{n}", images=(n, 1), labelled=(0, 0), bytes=1) for n in range(1, 11))
    series = images_by_node(ActivityCounts(bounds_h=(0, 1, 2), nodes=nodes))
    assert [each.name for each in series] == ["n10", "n5", "n6", "n7", "n8", "n9", "All others"]
    assert series[-1].values == (1 + 2 + 3 + 4, 4)
    assert sum(sum(each.values) for each in series) == sum(sum(node.images) for node in nodes)


def test_the_cost_is_in_words(qtbot: QtBot) -> None:
    cost = Cost()
    qtbot.addWidget(cost)
    cost.show_report(REPORT)
    for words in ("$3.00 of $10.00 spent (30 %), 3,000 units", "$7.50 by the end of 2026-11", "$1.80 saved", "1,200"):
        assert words in cost.text.text()
    assert cost.bar.value() == 30
    cost.show_report(None)
    assert "no paid labeller" in cost.text.text()


def test_charts_draw_labels_and_bytes(qtbot: QtBot) -> None:
    board = Board()
    qtbot.addWidget(board)
    assert len(list(board.build())) == 3
    bounds = tuple(bounds_h(Span.MONTH, date(2026, 11, 25)))
    node = NodeActivity(node="porch", images=(5,) * 30, labelled=(4,) * 30, bytes=5_000_000)
    counts = ActivityCounts(bounds_h=bounds, nodes=(node,), top_labels=(LabelCount("cat", 9), LabelCount("dog", 3)))
    board.show_counts(Span.MONTH, counts, REPORT)
    assert board.labels.accessibleDescription() == "cat: 9, dog: 3"
    assert board.storage.accessibleDescription() == "porch: 5.0 MB"
    assert board.labelled.accessibleDescription() == "With labels: 120"
