"""Zooming and panning as arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from desktop.panels.zoom import MAX_ZOOM, Zoom

PICTURE, VIEW = QSizeF(1600, 900), QSizeF(400, 400)


def test_at_first_the_whole_picture_is_seen_in_the_middle() -> None:
    assert Zoom().rect(PICTURE, VIEW) == QRectF(0, 87.5, 400, 225)


@given(st.floats(1.2, 4), st.floats(50, 350), st.floats(150, 250))
def test_what_is_under_the_mouse_stays_there(by: float, x: float, y: float) -> None:
    twice = Zoom().zoomed(2.5, QPointF(200, 200), PICTURE, VIEW)
    before = twice.rect(PICTURE, VIEW)
    after = twice.zoomed(by, QPointF(x, y), PICTURE, VIEW).rect(PICTURE, VIEW)
    spot = (x - before.x()) / before.width(), (y - before.y()) / before.height()
    assert after.x() + spot[0] * after.width() == pytest.approx(x, abs=1e-6)
    assert after.y() + spot[1] * after.height() == pytest.approx(y, abs=1e-6)


@given(st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_the_picture_never_leaves_the_view(x: float, y: float) -> None:
    rect = Zoom().zoomed(4, QPointF(100, 200), PICTURE, VIEW).panned(QPointF(x, y), PICTURE, VIEW).rect(PICTURE, VIEW)
    assert rect.left() <= 1e-6
    assert rect.top() <= 1e-6
    assert rect.right() >= VIEW.width() - 1e-6
    assert rect.bottom() >= VIEW.height() - 1e-6


def test_there_is_an_end_to_it_in_both_directions() -> None:
    near = Zoom().zoomed(1e9, QPointF(0, 0), PICTURE, VIEW)
    assert near.factor == MAX_ZOOM
    assert near.zoomed(1e-9, QPointF(0, 0), PICTURE, VIEW) == Zoom()
    assert Zoom().panned(QPointF(50, 50), PICTURE, VIEW) == Zoom()
    assert Zoom().zoomed(2, QPointF(0, 0), QSizeF(), VIEW) == Zoom()
