"""The window runs for weeks: what its workers brought must not stay once it was shown."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.wall.background import Background


class Picture:
    """Something that a worker brings."""


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(1)
    yield background
    background.close()


def test_a_result_goes_once_it_was_delivered(background: Background, qtbot: QtBot) -> None:
    brought: list[weakref.ref[Picture]] = []
    background.run(Picture, lambda picture: brought.append(weakref.ref(picture)))
    qtbot.waitUntil(lambda: bool(brought) and not background.busy())
    gc.collect()
    assert brought[0]() is None


def test_a_result_that_nobody_waits_for_any_more_goes_too(background: Background, qtbot: QtBot) -> None:
    brought: list[weakref.ref[Picture]] = []

    def bring() -> Picture:
        picture = Picture()
        brought.append(weakref.ref(picture))
        return picture

    background.run(bring).cancel()
    background.run(bring)
    qtbot.waitUntil(lambda: not background.busy())
    gc.collect()
    assert [each() for each in brought] == [None] * len(brought)


def test_what_was_under_way_at_the_end_goes_too() -> None:
    background = Background(1)
    kept = Picture()
    alive = weakref.ref(kept)
    background.run(lambda picture=kept: picture)
    del kept
    background.close()
    gc.collect()
    assert alive() is None
