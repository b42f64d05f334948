from __future__ import annotations

import time

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.core.records import CameraLedger, Condition, NodeIdentity, NodeLedger, NodeState, NodeStatus
from desktop.panels.command_line import CommandLine
from desktop.panels.nodes_panel import NodesPanel

S = 1_000_000_000


def node(name: str, state: NodeState = NodeState.ONLINE, **fields: object) -> NodeStatus:
    number = sum(name.encode())
    return NodeStatus(
        node_id=f"{number:016x}", name=name, address=f"192.168.1.{number % 250}:5551", state=state, **fields
    )


@pytest.fixture
def panel(show) -> NodesPanel:
    panel = NodesPanel()
    show(panel, 280, 640)
    return panel


def texts(panel: NodesPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def said_of(panel: NodesPanel, row: int) -> list[str]:
    """What a screen reader says of a row, and its tool tip."""
    index = panel.model.index(row)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == index.data(Qt.ItemDataRole.AccessibleTextRole)
    return index.data(Qt.ItemDataRole.AccessibleTextRole).split("\n")


def row_centre(panel: NodesPanel, row: int) -> QPoint:
    return panel.list.visualRect(panel.model.index(row)).center()


def test_without_nodes_it_says_what_to_run_and_copies_it(panel: NodesPanel, qtbot: QtBot) -> None:
    assert "miharu-agent run" in texts(panel)
    qtbot.mouseClick(panel.findChild(CommandLine).copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "miharu-agent run"


def test_a_node_says_all_there_is_to_know(panel: NodesPanel) -> None:
    now_ns = time.time_ns()
    panel.show_nodes(
        [
            node("porch", rate_per_s=4.2, last_seen_ns=now_ns),
            node("barn", NodeState.OFFLINE, last_seen_ns=now_ns - 190 * S, waiting=1280, detail="no network"),
        ]
    )
    assert said_of(panel, 0)[0] == "barn"
    assert said_of(panel, 0)[2:] == ["Offline · 1,280 waiting on the device", "Last seen 3 min ago", "no network"]
    assert said_of(panel, 1)[2:] == ["Online · seen just now", "4.2 images a second"]
    assert "1 of 2 online" in texts(panel)
    assert "miharu-agent run" not in texts(panel)


def test_a_name_with_tags_is_shown_as_it_is(panel: NodesPanel) -> None:
    panel.show_nodes([node("<b>x</b>")])
    said = panel.model.data(panel.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;x&lt;/b&gt;" in said
    assert "<b>" not in said


def test_an_address_that_has_not_answered_yet_is_found(panel: NodesPanel) -> None:
    panel.show_nodes([NodeStatus(node_id="", name="10.0.0.7:5551", address="10.0.0.7:5551", state=NodeState.FOUND)])
    assert said_of(panel, 0)[-1] == "Found"


def test_the_rows_stay_where_they_are_while_their_figures_change(panel: NodesPanel, qtbot: QtBot) -> None:
    panel.show_nodes([node("porch"), node("barn")])
    panel.list.setCurrentIndex(panel.model.index(1))
    with qtbot.assertNotEmitted(panel.model.modelReset):
        panel.show_nodes([node("porch", rate_per_s=2.0), node("barn", NodeState.OFFLINE)])
    assert panel.list.currentIndex().row() == 1
    assert "2 images a second" in said_of(panel, 1)


def test_nodes_come_and_go_without_taking_the_current_row_or_the_view_along(panel: NodesPanel, qtbot: QtBot) -> None:
    names = [f"node {number:02}" for number in range(40)]
    panel.show_nodes(list(map(node, names)))
    bar = panel.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    panel.list.setCurrentIndex(panel.model.index(30))
    scrolled_px = bar.value()
    assert scrolled_px > 0
    panel.show_nodes([node(name) for name in ("attic", *names, "shed") if name not in ("node 03", "node 35")])
    assert [each.name for each in panel.model.nodes()][:5] == ["attic", "node 00", "node 01", "node 02", "node 04"]
    panel.list.doItemsLayout()
    assert panel.list.currentIndex().data() == "node 30"
    assert bar.value() == scrolled_px
    panel.show_nodes([])
    assert panel.model.rowCount() == 0


def test_a_node_that_gets_another_name_is_where_it_belongs(panel: NodesPanel) -> None:
    porch, barn = node("porch"), node("barn")
    panel.show_nodes([porch, barn])
    panel.show_nodes([replace(porch, name="attic"), barn])
    assert [panel.model.index(row).data() for row in range(2)] == ["attic", "barn"]


def test_the_age_grows_without_news_from_the_node(panel: NodesPanel, qtbot: QtBot) -> None:
    panel.show_nodes([node("porch", last_seen_ns=time.time_ns() - 3 * S)])
    panel.list.grab()
    before = panel.list.viewport().grab().toImage()
    qtbot.waitUntil(lambda: panel.list.viewport().grab().toImage() != before, timeout=4000)


def test_a_click_filters_by_the_node_and_a_second_click_ends_it(panel: NodesPanel, qtbot: QtBot) -> None:
    panel.show_nodes([node("Porch"), node("barn")])
    with qtbot.waitSignal(panel.node_chosen) as chosen:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=row_centre(panel, 1))
    assert chosen.args == ["Porch"]
    panel.mark(["porch"])
    with qtbot.waitSignal(panel.node_chosen) as ended:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=row_centre(panel, 1))
    assert ended.args == [""]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_reaches_and_chooses_a_node(panel: NodesPanel, qtbot: QtBot, key: Qt.Key) -> None:
    panel.show_nodes([node("barn"), node("porch")])
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.node_chosen) as chosen:
        qtbot.keyClick(panel.list, key)
    assert chosen.args == ["porch"]


def test_the_marked_node_looks_marked(panel: NodesPanel) -> None:
    panel.show_nodes([node("porch")])
    panel.list.grab()
    before = panel.list.viewport().grab().toImage()
    panel.mark(["PORCH"])
    assert panel.list.viewport().grab().toImage() != before


def test_a_node_is_added_by_its_address(panel: NodesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.address, " 10.0.0.7:5551 ")
    with qtbot.waitSignal(panel.add_requested) as requested:
        qtbot.keyClick(panel.address, Qt.Key.Key_Return)
    assert requested.args == ["10.0.0.7:5551"]
    panel.show_added()
    assert panel.address.text() == ""


def test_a_refused_address_stays_to_be_mended_with_the_reason(panel: NodesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.address, "porch")
    panel.show_refusal("'porch' is not HOST:PORT")
    assert "'porch' is not HOST:PORT" in texts(panel)
    assert panel.address.text() == "porch"
    qtbot.keyClicks(panel.address, ":5551")
    assert "'porch' is not HOST:PORT" not in texts(panel)


def test_a_long_reason_takes_the_lines_it_needs(panel: NodesPanel) -> None:
    panel.show_nodes([node("porch", NodeState.OFFLINE)])
    short_px = panel.list.visualRect(panel.model.index(0)).height()
    panel.show_nodes([node("porch", NodeState.OFFLINE, detail="no message for 3 minutes; check its power and network")])
    two_lines_px = 2 * panel.list.fontMetrics().height()
    assert panel.list.visualRect(panel.model.index(0)).height() >= short_px + two_lines_px


def test_the_books_stand_in_the_tooltip(panel: NodesPanel) -> None:
    books = NodeLedger(
        node=NodeIdentity("a" * 16, "porch"),
        stream="5" * 32,
        captured=1204,
        stored=1180,
        waiting=20,
        dropped={"quota": 4},
        unexplained=0,
        cameras=(CameraLedger(camera="front", captured=1204, stored=1180),),
        counted_ns=1,
    )
    panel.show_nodes([node("porch", ledger=books)])
    assert said_of(panel, 0)[-1] == "captured 1,204 = 1,180 stored + 20 waiting + 4 dropped (quota)"
    assert "1,204" in panel.model.data(panel.model.index(0), Qt.ItemDataRole.ToolTipRole)


def test_each_camera_has_its_books(panel: NodesPanel) -> None:
    books = NodeLedger(
        node=NodeIdentity("a" * 16, "porch"),
        stream="5" * 32,
        captured=1204,
        stored=1180,
        waiting=20,
        dropped={"quota": 4},
        unexplained=0,
        cameras=(
            CameraLedger(camera="back", captured=200, stored=184, waiting=12, dropped={"quota": 4}),
            CameraLedger(camera="front", captured=1004, stored=996, untold=8),
        ),
        counted_ns=1,
    )
    panel.show_nodes([node("porch", ledger=books)])
    assert said_of(panel, 0)[-2:] == [
        "back: captured 200 = 184 stored + 12 waiting + 4 dropped (quota)",
        "front: captured 1,004 = 996 stored + 0 waiting + 8 waiting or dropped",
    ]


def test_captures_that_nothing_explains_are_an_alarm(panel: NodesPanel) -> None:
    panel.show_nodes([node("porch")])
    quiet_px = panel.list.visualRect(panel.model.index(0)).height()
    panel.show_nodes([node("porch", unaccounted=3)])
    assert said_of(panel, 0)[-1] == "3 captured images can't be accounted for"
    assert panel.list.visualRect(panel.model.index(0)).height() > quiet_px


@pytest.mark.parametrize("condition", Condition)
def test_a_node_says_in_words_why_it_is_quiet(panel: NodesPanel, condition: Condition) -> None:
    panel.show_nodes([node("porch", condition=condition)])
    assert said_of(panel, 0)[2].casefold().startswith(condition.value)
    panel.list.viewport().grab()
