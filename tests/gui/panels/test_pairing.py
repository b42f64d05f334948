"""Accepting and forgetting nodes in the window: a real receiver, real pairing windows, found by mDNS."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.core.records import NodeState, NodeStatus, Trust
from desktop.nodes import errors
from desktop.nodes.errors import PairingTamperedError
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes, PairedNode
from desktop.nodes.own_keys import OwnIdentity
from desktop.nodes.receiver import Receiver
from desktop.panels.code_dialog import CodeDialog
from desktop.panels.nodes_panel import NodesPanel
from desktop.panels.trusting import Trusting
from desktop.panels.workspace import Workspace
from desktop.wall.background import Background
from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.pairing import PairingWindow
from node_agent.state_folder import KEY_FILE
from node_agent.wire.keys import load_or_create
from tests.gui.panels.test_nodes_panel import said_of
from tests.helpers.agents import unpaired_agent
from tests.helpers.announced import announced
from tests.helpers.keys import new_keys
from tests.helpers.window_parts import ScriptedNodes

PATIENCE_MS = 15_000
NODE = new_keys()
DESKTOP = OwnIdentity(new_keys(), "laptop")
FOUND = NodeStatus(
    node_id=NODE.identity, name="porch", address="10.0.0.7:1", state=NodeState.FOUND, trust=Trust.UNPAIRED
)

# The device's end runs in this process: its SPAKE2 is pure Python, and its lists are synced to the disk.
pytestmark = pytest.mark.may_stall


@pytest.fixture
def name() -> str:
    """A name that no other test on this network announces."""
    return f"porch-{secrets.token_hex(4)}"


class Dialog:
    """The code dialog as a person uses it."""

    def __init__(self, qtbot: QtBot, dialog: CodeDialog) -> None:
        self._qtbot = qtbot
        self.widget = dialog

    def type(self, code: str) -> None:
        self.widget.code.selectAll()
        self._qtbot.keyClicks(self.widget.code, code)
        self._qtbot.keyClick(self.widget.code, Qt.Key.Key_Return)

    def wait_for(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.widget.message.text(), timeout=PATIENCE_MS)
        assert not self.widget.pairing


# In the whole window, over real sockets


@pytest.fixture
def known(tmp_path: Path) -> KnownNodes:
    return KnownNodes(tmp_path / KNOWN_NODES_FILE)


@pytest.fixture
def nodes(library: Library, known: KnownNodes) -> Iterator[Receiver]:
    """The window's nodes are real here."""
    receiver = Receiver(library, DESKTOP, known)
    receiver.start()
    yield receiver
    receiver.stop()


def wait_for_node(qtbot: QtBot, workspace: Workspace, name: str, trust: Trust) -> int:
    """The row of that node, once it is in the list and is trusted so."""
    model = workspace.nodes_panel.model

    def row() -> int | None:
        rows = [row for row, node in enumerate(model.nodes()) if (node.name, node.trust) == (name, trust)]
        return rows[0] if rows else None

    qtbot.waitUntil(lambda: row() is not None, timeout=PATIENCE_MS)
    found = row()
    assert found is not None
    return found


def accept_button(panel: NodesPanel, name: str) -> QPushButton:
    buttons = [button for button in panel.list.findChildren(QPushButton) if button.isVisible()]
    return next(button for button in buttons if button.accessibleName() == f"Accept {name}")


def open_dialog() -> CodeDialog | None:
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, CodeDialog)), None)


def test_a_found_node_is_accepted_with_its_code_and_pinned_on_both_sides(
    workspace: Workspace, qtbot: QtBot, known: KnownNodes, tmp_path: Path, name: str
) -> None:
    with PairingWindow(NODE, name, tmp_path) as agent, announced(NODE, name, agent.port):
        row = wait_for_node(qtbot, workspace, name, Trust.UNPAIRED)
        assert said_of(workspace.nodes_panel, row)[-1] == "not paired: press Accept"
        qtbot.mouseClick(accept_button(workspace.nodes_panel, name), Qt.MouseButton.LeftButton)
        widget = open_dialog()
        assert widget is not None
        dialog = Dialog(qtbot, widget)
        dialog.type(f"{(int(agent.code) + 1) % 10**8:08}")
        dialog.wait_for("Tries left: 2.")
        with qtbot.waitSignal(widget.paired, timeout=PATIENCE_MS):
            dialog.type(f"{agent.code[:4]} {agent.code[4:]}")
        assert agent.outcome.result(PATIENCE_MS / 1000).name == DESKTOP.name
        wait_for_node(qtbot, workspace, name, Trust.PAIRED)
    assert [node.key for node in known.nodes()] == [NODE.public]
    assert AllowList(tmp_path / ALLOW_LIST_FILE).admits(DESKTOP.keys.public)


def test_a_node_that_has_closed_pairing_says_what_to_run_there(workspace: Workspace, qtbot: QtBot, name: str) -> None:
    with announced(NODE, name, None):
        wait_for_node(qtbot, workspace, name, Trust.UNPAIRED)
        qtbot.mouseClick(accept_button(workspace.nodes_panel, name), Qt.MouseButton.LeftButton)
        widget = open_dialog()
        assert widget is not None
        dialog = Dialog(qtbot, widget)
        dialog.type("12345678")
        dialog.wait_for(f"Pairing is not open on {name}; run `miharu-agent pair` there.")
        widget.reject()


def test_an_impostor_under_the_name_of_a_paired_node_is_an_alarm_without_accept(
    workspace: Workspace, qtbot: QtBot, known: KnownNodes, name: str
) -> None:
    known.add(PairedNode(key=new_keys().public, name=name))
    with announced(NODE, name, 5):
        row = wait_for_node(qtbot, workspace, name, Trust.KEY_CHANGED)
        said = said_of(workspace.nodes_panel, row)
        assert "Key changed" in said[2]
        assert f"{name} shows another key" in said[-1]
        assert not [b for b in workspace.nodes_panel.list.findChildren(QPushButton) if name in b.accessibleName()]


def test_the_window_says_that_an_agent_refuses_this_desktops_key(
    workspace: Workspace, qtbot: QtBot, known: KnownNodes, library: Library, tmp_path: Path, name: str
) -> None:
    AllowList(tmp_path / "spool" / ALLOW_LIST_FILE).add(new_keys().public, "another desktop")
    known.add(PairedNode(key=load_or_create(tmp_path / "spool" / KEY_FILE).public, name=name))
    with unpaired_agent("scenes:harbour", name=name, spool=tmp_path / "spool", interval_s=0.1):
        row = wait_for_node(qtbot, workspace, name, Trust.KEY_REFUSED)
        assert said_of(workspace.nodes_panel, row)[2] == "Key refused"
    assert library.stats().images == 0


def test_a_forgotten_node_can_be_accepted_again(
    workspace: Workspace, qtbot: QtBot, known: KnownNodes, name: str
) -> None:
    known.add(PairedNode(key=NODE.public, name=name))
    with announced(NODE, name, 5):
        row = wait_for_node(qtbot, workspace, name, Trust.PAIRED)
        qtbot.keyClick(workspace.nodes_panel.list, Qt.Key.Key_Home)
        workspace.nodes_panel.list.setCurrentIndex(workspace.nodes_panel.model.index(row))
        qtbot.keyClick(workspace.nodes_panel.list, Qt.Key.Key_Delete)
        box = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox))
        forget = next(button for button in box.buttons() if button.text() == "Forget")
        qtbot.mouseClick(forget, Qt.MouseButton.LeftButton)
        wait_for_node(qtbot, workspace, name, Trust.UNPAIRED)
    assert known.nodes() == ()


# The dialog alone


@pytest.fixture
def scripted() -> ScriptedNodes:
    return ScriptedNodes()


@pytest.fixture
def trusting(panel: NodesPanel, scripted: ScriptedNodes) -> Iterator[Trusting]:
    background = Background()
    trusting = Trusting(scripted, background, panel)
    panel.accept_requested.connect(trusting.accept)
    panel.forget_requested.connect(trusting.forget)
    yield trusting
    trusting.close_down()
    background.close()


@pytest.fixture
def panel(show) -> NodesPanel:
    panel = NodesPanel()
    show(panel, 280, 640)
    panel.show_nodes([FOUND])
    return panel


@pytest.fixture
def dialog(trusting: Trusting, qtbot: QtBot) -> Dialog:
    """Opened with the keyboard, as Enter does on a found node."""
    panel = trusting.parent()
    assert isinstance(panel, NodesPanel)
    panel.list.setCurrentIndex(panel.model.index(0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    widget = panel.findChild(CodeDialog)
    assert widget is not None
    return Dialog(qtbot, widget)


def test_only_eight_digits_can_be_sent(dialog: Dialog, scripted: ScriptedNodes, qtbot: QtBot) -> None:
    dialog.type("1234 567")
    assert not dialog.widget.pair_button.isEnabled()
    qtbot.keyClicks(dialog.widget.code, "x")
    assert dialog.widget.code.text() == "1234 567"
    assert scripted.attempts == []


def test_while_it_pairs_it_says_so_and_sends_no_second_code(dialog: Dialog, scripted: ScriptedNodes) -> None:
    dialog.type("1234 5678")
    assert dialog.widget.pairing
    assert dialog.widget.message.text() == "Pairing…"
    dialog.type("1234 5678")
    assert [(node_id, code) for node_id, code, _ in scripted.attempts] == [(NODE.identity, "1234 5678")]
    dialog.widget.reject()


def test_giving_up_cancels_the_attempt(dialog: Dialog, scripted: ScriptedNodes, qtbot: QtBot) -> None:
    dialog.type("12345678")
    qtbot.keyClick(dialog.widget, Qt.Key.Key_Escape)
    assert scripted.attempts[0][2].cancelled()


@pytest.mark.parametrize(
    "error",
    [
        errors.WrongCodeError("The code is wrong. Pairing is closed now.", 0),
        errors.PairingTimedOutError("No answer from 10.0.0.7 within 15 s."),
        PairingTamperedError("The node's answer is not genuine."),
    ],
    ids=["no tries left", "timed out", "tampered"],
)
def test_a_failure_is_told_in_words_and_another_code_can_be_typed(
    dialog: Dialog, scripted: ScriptedNodes, error: Exception
) -> None:
    dialog.type("12345678")
    outcome: Future[None] = scripted.attempts[0][2]
    outcome.set_exception(error)
    dialog.wait_for(str(error))
    assert not dialog.widget.pair_button.isEnabled()
    dialog.type("87654321")
    assert dialog.widget.message.text() == "Pairing…"
    assert len(scripted.attempts) == 2
    dialog.widget.reject()


def test_a_node_that_refuses_the_key_says_so_and_can_be_accepted_again(panel: NodesPanel) -> None:
    panel.show_nodes(
        [
            NodeStatus(
                node_id=NODE.identity,
                name="porch",
                address="10.0.0.7:1",
                state=NodeState.OFFLINE,
                detail="key refused: not paired there any more",
                trust=Trust.KEY_REFUSED,
            )
        ]
    )
    assert said_of(panel, 0)[2:] == ["Key refused", "key refused: not paired there any more"]
    assert accept_button(panel, "porch").text() == "Accept…"


def test_each_accept_button_stays_within_its_node_however_much_the_others_say(panel: NodesPanel, qtbot: QtBot) -> None:
    reason = "not paired there any more, and more words than fit into two lines of a narrow panel"

    def nodes(detail: str) -> list[NodeStatus]:
        return [
            msgspec.structs.replace(FOUND, node_id=f"{number:016}", name=f"node {number}", detail=detail)
            for number in range(4)
        ]

    def outside() -> list[str]:
        view = panel.list
        rects = {f"Accept node {row}": view.visualRect(panel.model.index(row)) for row in range(4)}
        buttons = [button for button in view.findChildren(QPushButton) if button.isVisible()]
        places = {button.accessibleName(): button for button in buttons}
        assert places.keys() == rects.keys()
        return [
            name
            for name, button in places.items()
            if not rects[name].contains(button.rect().translated(button.mapTo(view.viewport(), QPoint(0, 0))))
        ]

    for detail in (reason, "", reason):
        panel.show_nodes(nodes(detail))
        panel.list.grab()
        qtbot.waitUntil(lambda: not outside())


def test_a_paired_node_has_no_accept_button(panel: NodesPanel, qtbot: QtBot) -> None:
    assert accept_button(panel, "porch")
    panel.show_nodes([NodeStatus(node_id=NODE.identity, name="porch", address="10.0.0.7:1", state=NodeState.ONLINE)])
    qtbot.waitUntil(lambda: not panel.list.findChildren(QPushButton))


def test_a_node_that_cant_be_forgotten_says_why(
    panel: NodesPanel, trusting: Trusting, scripted: ScriptedNodes, qtbot: QtBot
) -> None:
    paired = NodeStatus(node_id=NODE.identity, name="porch", address="10.0.0.7:1", state=NodeState.ONLINE)
    scripted.forgotten.append(NODE.identity)
    trusting.forget(paired)
    box = panel.findChild(QMessageBox)
    assert "porch" in box.findChild(QLabel, "qt_msgbox_label").text()
    with qtbot.waitSignal(trusting.failed, timeout=PATIENCE_MS) as failed:
        next(button for button in box.buttons() if button.text() == "Forget").click()
    assert "No paired node" in failed.args[0]
