"""What the window says of the month's budget."""

from __future__ import annotations

import pytest
from msgspec import structs
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop import settings_file
from desktop.core.errors import SettingsError
from desktop.core.library import Library
from desktop.core.records import Annotation, Label, LabelResult, NodeIdentity
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.budget import Budget, BudgetReport
from desktop.panels.budget_display import TOPIC
from desktop.panels.main_window import MainWindow
from desktop.panels.workspace import Workspace
from tests.helpers.libraries import frame

CAPPED = GoogleSettings(api_key="abc", monthly_cap_usd=2.0, monthly_cap_units=10)


@pytest.fixture(autouse=True)
def settings(private_folders: None) -> None:  # noqa: ARG001
    settings_file.save(Settings(google=CAPPED))


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def texts(workspace: Workspace) -> list[str]:
    return [message.text for message in workspace.centre.messages.messages() if message.topic == TOPIC]


def test_the_status_bar_shows_cost_and_cap_where_cloud_vision_is_set_up(workspace: Workspace, qtbot: QtBot) -> None:
    qtbot.waitUntil(workspace.budget.figure.isVisible)
    assert workspace.budget.figure.text() == "$0.00 of $2, 0 of 10 units this month"
    assert texts(workspace) == []


@pytest.mark.parametrize(
    ("units", "text"), [(5, "50 % of the month's budget"), (8, "80 % of the month's budget"), (10, "is used up")]
)
def test_each_threshold_is_told_once(
    units: int, text: str, workspace: Workspace, library: Library, qtbot: QtBot
) -> None:
    Budget(library, CAPPED).spend({"labels": units})
    workspace.budget.refresh()
    qtbot.waitUntil(lambda: len(texts(workspace)) == 1)
    assert text in texts(workspace)[0]
    workspace.centre.messages.dismiss_all()
    workspace.budget.show_report(Budget(library, CAPPED).report())
    assert texts(workspace) == []


def test_a_threshold_is_told_again_next_month_and_not_when_units_are_given_back(
    workspace: Workspace, library: Library, qtbot: QtBot
) -> None:
    qtbot.waitUntil(workspace.budget.figure.isVisible)
    report = structs.replace(Budget(library, CAPPED).report(), units=8)
    workspace.budget.show_report(report)
    assert len(texts(workspace)) == 1
    workspace.centre.messages.dismiss_all()
    for units in (7, 8):
        workspace.budget.show_report(structs.replace(report, units=units))
    assert texts(workspace) == []
    workspace.budget.show_report(structs.replace(report, month="2099-01", units=0))
    workspace.budget.show_report(structs.replace(report, month="2099-01", units=8))
    assert "80 % of" in texts(workspace)[0]


def test_the_inspector_marks_inherited_labels_and_other_labellers(
    workspace: Workspace, library: Library, qtbot: QtBot
) -> None:
    library.store_frame(NodeIdentity("a" * 16, "porch"), frame(1)).result(10)
    for labeller, source in (("basic", None), ("google", 7)):
        library.relabel([1])
        (leased,) = library.lease("test", 1, 60)
        said = Annotation(labels=(Label("cat", 0.9),), inherited_from=source)
        library.complete("test", labeller, [LabelResult(image_id=leased.image_id, outcome=said)])
    workspace.inspector.show_image(1)
    assert [tile.inherited for tile in library.tiles([1])] == [True]
    said_of_it = "google, inherited from image 7, which looks alike (before: basic)"
    labels = workspace.inspector.page.facts.findChildren(QLabel)
    qtbot.waitUntil(lambda: said_of_it in [label.text() for label in labels])


def test_a_budget_that_can_not_be_read_is_told_once_until_it_can(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    budget, messages = workspace.budget, workspace.centre.messages

    def broken() -> BudgetReport | None:
        raise SettingsError("settings.toml is damaged")

    monkeypatch.setattr(budget, "_read", broken)
    with qtbot.waitSignal(budget.message):
        budget.refresh()
    messages.dismiss_all()
    budget.refresh()
    qtbot.waitUntil(lambda: not budget._reading)
    assert messages.messages() == []
    monkeypatch.setattr(budget, "_read", lambda: None)
    with qtbot.waitSignal(budget.withdrawn):
        budget.refresh()
    assert budget.figure.isHidden()
