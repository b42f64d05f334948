"""What the user is told when a node goes silent."""

from __future__ import annotations

import time

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.core.records import Condition, NodeState, NodeStatus
from desktop.panels.main_window import MainWindow
from desktop.panels.message_area import MessageArea
from desktop.panels.silence import SilenceNotices, SilenceWatch
from desktop.panels.workspace import Workspace
from tests.helpers.window_parts import ScriptedNodes

NOON_NS = 1_700_000_000_000_000_000
LIVE = NodeStatus(
    node_id="a" * 16,
    name="porch",
    address="10.0.0.7:5551",
    state=NodeState.ONLINE,
    condition=Condition.LIVE,
    last_seen_ns=NOON_NS,
)
GONE = replace(LIVE, state=NodeState.OFFLINE, condition=Condition.NO_NETWORK, detail="nothing comes any more")


@pytest.fixture
def told() -> list[NodeStatus]:
    return []


@pytest.fixture
def watch(told: list[NodeStatus], qapp: object) -> SilenceWatch:  # noqa: ARG001
    watch = SilenceWatch()
    watch.fell_silent.connect(told.append)
    return watch


def test_a_silence_is_told_once_and_the_next_one_again(watch: SilenceWatch, told: list[NodeStatus]) -> None:
    stopped = replace(GONE, condition=Condition.AGENT_STOPPED)
    for node in (LIVE, GONE, GONE, stopped, LIVE, stopped):
        watch.look([node])
    assert told == [GONE, stopped]


@pytest.mark.parametrize("condition", sorted(set(Condition) - {"live", "no motion", "clock wrong"}))
def test_every_reason_for_silence_is_told(watch: SilenceWatch, told: list[NodeStatus], condition: Condition) -> None:
    watch.look([LIVE])
    watch.look([replace(LIVE, condition=condition)])
    assert [node.condition for node in told] == [condition]


def test_stillness_a_wrong_clock_and_nodes_never_live_are_no_silence(
    watch: SilenceWatch, told: list[NodeStatus]
) -> None:
    for condition in (Condition.NO_MOTION, Condition.CLOCK_WRONG):
        watch.look([LIVE])
        watch.look([replace(LIVE, condition=condition)])
    watch.look([replace(GONE, node_id="b" * 16), replace(LIVE, node_id="c" * 16, condition=None)])
    assert told == []


def texts(messages: MessageArea) -> list[str]:
    return [message.text for message in messages.messages()]


def test_without_a_tray_the_window_says_which_node_why_and_since_when_until_it_is_back(
    workspace: Workspace, window: MainWindow, nodes: ScriptedNodes, qtbot: QtBot
) -> None:
    messages = workspace.centre.messages
    SilenceNotices(workspace.mailbox.nodes_changed, messages, None, window)
    for status in (LIVE, GONE):
        with qtbot.waitSignal(workspace.mailbox.nodes_changed):
            nodes.say(status)
    (text,) = texts(messages)
    since = time.strftime("%H:%M", time.localtime(NOON_NS / 1e9))
    assert text == f"porch has gone silent. No network, since {since}: nothing comes any more"
    with qtbot.waitSignal(workspace.mailbox.nodes_changed):
        nodes.say(LIVE)
    assert texts(messages) == []


def test_where_there_is_a_tray_the_desktop_is_told(
    workspace: Workspace, window: MainWindow, nodes: ScriptedNodes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[object, ...]] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _tray, *said: shown.append(said))
    SilenceNotices(workspace.mailbox.nodes_changed, workspace.centre.messages, QSystemTrayIcon(window), window)
    for status in (LIVE, replace(GONE, condition=Condition.KEY_REFUSED)):
        with qtbot.waitSignal(workspace.mailbox.nodes_changed):
            nodes.say(status)
    ((title, text, *_),) = shown
    assert title == "porch has gone silent"
    assert str(text).startswith("Key refused, since ")
    assert texts(workspace.centre.messages) == []
