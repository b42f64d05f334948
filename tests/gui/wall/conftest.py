"""A grid over a library in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.core.query import Query, parse
from desktop.wall.background import Background
from desktop.wall.grid import GridView
from desktop.wall.mailbox import Mailbox
from desktop.wall.model import GridModel
from desktop.wall.pill import Pill
from tests.helpers.galleries import MemoryGallery


@dataclass
class Wall:
    """A grid and all that it hangs on."""

    gallery: MemoryGallery
    model: GridModel
    view: GridView
    qtbot: QtBot

    def search(self, line: str) -> None:
        """Shows what fits, and waits until it does."""
        with self.qtbot.waitSignal(self.model.loaded):
            self.model.set_query(parse(line))

    def shown_ids(self) -> list[int]:
        return [self.model.key(row).image_id for row in range(self.model.rowCount())]

    @property
    def pill(self) -> Pill:
        return self.view.findChild(Pill)

    def wait_for_rows(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: self.model.rowCount() == count)


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:  # noqa: ARG001
    background = Background()
    yield background
    assert background.close()


@pytest.fixture
def wall(qtbot: QtBot, background: Background, show: Callable[[QWidget], None]) -> Iterator[Callable[..., Wall]]:
    """Makes a grid of that many images, shown and loaded."""
    mailboxes: list[Mailbox] = []

    def make(count: int, **gallery: object) -> Wall:
        memory = MemoryGallery(count, **gallery)
        mailboxes.append(Mailbox(memory.feed))
        model = GridModel(memory, background, mailboxes[-1])
        view = GridView(model, memory, background)
        show(view)
        made = Wall(memory, model, view, qtbot)
        with qtbot.waitSignal(model.loaded):
            model.set_query(Query())
        return made

    yield make
    for mailbox in mailboxes:
        mailbox.close()
