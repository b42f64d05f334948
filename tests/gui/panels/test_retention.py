"""Retention in the window: its page with the dry run, and what is told of its runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from pytestqt.qtbot import QtBot

from desktop.core.records import NodeIdentity
from desktop.core.retention import NodeShare, RetentionReport
from desktop.core.settings import RetentionSettings, Settings
from desktop.panels.message_area import MessageArea
from desktop.panels.retention_notice import RetentionNotice
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.retention_page import RetentionPage
from desktop.wall.background import Background
from tests.helpers.libraries import frame
from tests.helpers.window_parts import Elsewhere

PORCH = NodeIdentity("a" * 16, "porch")
SHARE = NodeShare(node="porch", images=3, bytes=3_000_000, oldest_ns=1, newest_ns=2)


class Runs(QObject):
    """A retention that runs when the test says so."""

    retained = Signal(object)
    failed = Signal(str)


@pytest.fixture
def page(opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot):
    monkeypatch.setenv("MIHARU_SETTINGS", str(tmp_path / "settings.toml"))
    keeper = SettingsKeeper(Settings(retention=RetentionSettings(quota_gb=1e-9, keep_hours=0)))
    background = Background(1)
    page = RetentionPage(keeper, opened, background)
    qtbot.addWidget(page)
    page.resize(700, 640)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    background.close()
    keeper.close()


def test_a_dry_run_shows_what_would_go_and_removes_nothing(page: RetentionPage, library: Elsewhere, qtbot: QtBot):
    for seq in (1, 2):
        library.store_frame(PORCH, frame(seq)).result(10)
    page.run_button.setFocus()
    qtbot.keyClick(page.run_button, Qt.Key.Key_Space)
    qtbot.waitUntil(page.table.isVisible, timeout=10_000)
    assert page.result.text().startswith("2 image")
    assert [page.table.item(0, column).text() for column in (0, 1)] == ["porch", "2"]
    assert library.stats().images == 2
    assert page.run_button.isEnabled()


def test_a_dry_run_that_finds_nothing_says_so(page: RetentionPage, qtbot: QtBot):
    page.run_button.click()
    qtbot.waitUntil(lambda: page.result.text().startswith("Nothing would go"), timeout=10_000)
    assert not page.table.isVisible()


def shown(messages: MessageArea) -> list[str]:
    return [message.text for message in messages.messages()]


def test_removed_images_are_told_once_and_trouble_each_time(qtbot: QtBot):
    messages, runs = MessageArea(), Runs()
    qtbot.addWidget(messages)
    RetentionNotice(runs, messages)
    runs.retained.emit(RetentionReport(own_bytes=9, free_bytes=9, shares=(SHARE,)))
    assert "3 of the oldest image" in shown(messages)[0]
    messages.dismiss_all()
    runs.retained.emit(RetentionReport(own_bytes=9, free_bytes=9, shares=(SHARE,)))
    assert shown(messages) == []
    runs.retained.emit(RetentionReport(own_bytes=9, free_bytes=9, short_bytes=5_000_000))
    assert "5.0 MB more" in shown(messages)[0]
    runs.failed.emit("the disk is gone")
    assert "the disk is gone" in shown(messages)[0]
