"""What a person says of a finding in the inspector: by its button, by its box, and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core.curation import FindingKind, Place, Suppression
from desktop.core.query import parse
from desktop.core.records import Annotation, Box, DetectedObject, Label, LabelResult, NodeIdentity
from desktop.panels.finding_menu import FindingMenu
from desktop.panels.findings import Finding, Section
from desktop.panels.inspector_page import InspectorPage
from desktop.panels.workspace import Workspace
from tests.gui.panels.handling import LEFT, texts, wait_for_rows
from tests.helpers.libraries import frame
from tests.helpers.window_parts import Elsewhere

PORCH = NodeIdentity("a" * 16, "porch")
DEADLINE_S = 10.0
STATUE = Box(0.2, 0.2, 0.6, 0.8)
SAID = Annotation(labels=(Label("cat", 0.8), Label("garden", 0.6)), objects=(DetectedObject("person", STATUE, 0.7),))


def focused(page: InspectorPage) -> str:
    widget = page.window().focusWidget()
    return "" if widget is None else widget.accessibleName()


@pytest.fixture
def page(workspace: Workspace, library: Elsewhere, qtbot: QtBot) -> InspectorPage:
    """The inspector on an image of the porch, of which two labellers have said something."""
    library.store_frame(PORCH, frame(1)).result(DEADLINE_S)
    for labeller, said in (("basic", Annotation(labels=(Label("blurred"),))), ("model", SAID)):
        library.relabel([1])
        library.lease("test", 1, 60.0)
        library.complete("test", labeller, [LabelResult(image_id=1, outcome=said)])
    wait_for_rows(workspace, 1, qtbot)
    workspace.inspector.show_image(1)
    page = workspace.inspector.page
    qtbot.waitUntil(lambda: page.isVisible() and page.picture.has_picture())
    return page


def menu_of(page: InspectorPage, name: str, qtbot: QtBot) -> FindingMenu:
    (button,) = [
        each
        for each in page.findings.findChildren(QToolButton)
        if each.isVisible() and each.accessibleName() == f"What to do with {name}"
    ]
    qtbot.mouseClick(button, LEFT)
    return open_menu(page)


def open_menu(page: InspectorPage) -> FindingMenu:
    (menu,) = [each for each in page.findChildren(FindingMenu) if each.isVisible()]
    assert isinstance(menu, FindingMenu)
    return menu


def choose(menu: FindingMenu, text: str) -> None:
    (action,) = [each for each in menu.actions() if each.text() == text]
    menu.close()
    action.trigger()


def found(library: Elsewhere, line: str) -> list[int]:
    return list(library.keys(parse(line)).image_ids)


def test_what_each_labeller_said_is_told_apart(page: InspectorPage, workspace: Workspace, qtbot: QtBot) -> None:
    said = texts(page)
    assert said.index("Earlier, by basic") < said.index("blurred")
    assert said.index("cat") < said.index("Earlier, by basic")
    choose(menu_of(page, "blurred", qtbot), "Let what basic said count")
    qtbot.waitUntil(lambda: "Earlier, by model" in texts(page))
    workspace.work.bench.undo()
    qtbot.waitUntil(lambda: "Earlier, by basic" in texts(page))


def test_a_label_is_taken_away_and_put_back(page: InspectorPage, library: Elsewhere, qtbot: QtBot) -> None:
    choose(menu_of(page, "cat", qtbot), "Not in this image")
    qtbot.waitUntil(lambda: "Not there, as you say" in texts(page))
    assert found(library, "cat") == []
    choose(menu_of(page, "cat", qtbot), "It is in this image")
    qtbot.waitUntil(lambda: "said by you" in texts(page))
    assert found(library, "cat") == [1]
    menu = menu_of(page, "cat", qtbot)
    assert [action.text() for action in menu.actions()] == ["Not in this image"]
    menu.close()


def test_a_box_is_hidden_on_its_camera_from_the_picture_and_shown_again(
    page: InspectorPage, workspace: Workspace, library: Elsewhere, qtbot: QtBot
) -> None:
    place = page.picture.box_rect(STATUE).center().toPoint()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.picture.mapToGlobal(place))
    QApplication.sendEvent(page.picture, asked)
    choose(open_menu(page), "Not this, here: hide it on this camera")
    qtbot.waitUntil(lambda: "Hidden on this camera" in texts(page))
    assert found(library, "object:person") == []
    choose(menu_of(page, "person", qtbot), "Show it again on this camera")
    qtbot.waitUntil(lambda: "Hidden on this camera" not in texts(page))
    assert found(library, "object:person") == [1]
    workspace.work.bench.undo()
    qtbot.waitUntil(lambda: "Hidden on this camera" in texts(page))
    workspace.work.bench.undo()
    qtbot.waitUntil(lambda: "Hidden on this camera" not in texts(page))


def test_the_menu_opens_by_the_keyboard(page: InspectorPage, qtbot: QtBot) -> None:
    button = next(each for each in page.findings.findChildren(QToolButton) if "cat" in each.accessibleName())
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    menu = open_menu(page)
    assert menu.pos() != QPoint()
    menu.close()


def test_the_keyboard_stays_on_its_finding_through_what_is_done_to_it(
    page: InspectorPage, library: Elsewhere, qtbot: QtBot
) -> None:
    page.window().activateWindow()
    garden = next(each for each in page.findings.findChildren(QToolButton) if "garden" in each.accessibleName())
    garden.setFocus(Qt.FocusReason.TabFocusReason)
    rows = page.findings.rows()
    library.star([1])
    qtbot.waitUntil(lambda: page.findings.rows() is not rows)
    assert focused(page) == "What to do with garden"
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    choose(open_menu(page), "Not in this image")
    qtbot.waitUntil(lambda: "Not there, as you say" in texts(page))
    assert focused(page) == "What to do with garden"
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    choose(open_menu(page), "It is in this image")
    qtbot.waitUntil(lambda: "said by you" in texts(page))
    assert focused(page) == "What to do with garden"


def test_of_two_findings_of_a_name_the_keyboard_stays_on_the_one_that_is_hidden(
    page: InspectorPage, qtbot: QtBot
) -> None:
    place = Place(FindingKind.OBJECT, "cat", STATUE)
    hidden = Suppression(suppression_id=1, camera_id=1, node="porch", camera="front", place=place, suppressed_ns=0)
    labels = Section("Labels", (Finding("cat", 0.8, about=Place(FindingKind.LABEL, "cat")),))
    page.findings.show_sections([labels, Section("Objects", (Finding("cat", 0.7, box=STATUE, about=place),))])
    qtbot.waitUntil(lambda: len([each for each in page.findings.rows() if each.isVisible()]) == 2)
    page.findings.rows()[1].findChild(QToolButton).setFocus(Qt.FocusReason.TabFocusReason)
    page.findings.show_sections([labels, Section("Hidden", (Finding("cat", about=hidden),))])
    assert page.findings.rows()[1].isAncestorOf(page.window().focusWidget())
