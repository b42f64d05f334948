from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.library import Library
from desktop.panels import totals
from desktop.panels.totals import Totals
from desktop.wall.background import Background
from desktop.wall.mailbox import Mailbox
from tests.helpers.window_parts import Elsewhere, make_jpeg


def test_totals_follow_what_happens_and_come_to_rest(
    opened: Library, library: Elsewhere, tmp_path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "INTERVAL_MS", 20)
    background, mailbox = Background(1), Mailbox(opened.feed)
    read = Totals(opened, background, mailbox)
    counted: list[int] = []
    read.ticked.connect(lambda stats: counted.append(stats.images))
    library.add_file(make_jpeg(tmp_path / "a.jpg"))
    qtbot.waitUntil(lambda: counted[-1:] == [1])
    library.add_file(make_jpeg(tmp_path / "b.jpg", grey=1))
    qtbot.waitUntil(lambda: counted[-1:] == [2])
    qtbot.waitUntil(lambda: not read.is_awake())
    library.add_file(make_jpeg(tmp_path / "c.jpg", grey=2))
    qtbot.waitUntil(lambda: counted[-1:] == [3])
    read.stop()
    mailbox.close()
    background.close()
