"""Frozen and black pictures, and a camera that waits for motion in vain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from node_agent import cameras as cameras_module
from node_agent import clock, stillness
from node_agent.cameras import LiveCamera
from node_agent.encode import Encoder, Pixels
from node_agent.recorder import Recorder
from node_agent.sources.source import LiveFrame, SourceHealth
from node_agent.spool import Spool
from node_agent.stillness import BLACK_AFTER_S, FROZEN_AFTER_S, LEAST_PICTURES, PictureWatch
from node_agent.trigger import IntervalTrigger, MotionTrigger, Trigger
from tests.unit.agent.making import pixels, wait_until


def dark(seed: int) -> Pixels:
    """Black as a camera with its lens covered sees it: video black and a little noise."""
    return np.random.default_rng(seed).integers(12, 22, (48, 64, 3)).astype(np.uint8)


def test_the_same_picture_for_long_is_a_frozen_camera() -> None:
    watch = PictureWatch()
    for second in range(5):
        watch.look(pixels(seed=1), second * FROZEN_AFTER_S / 4)
        assert bool(watch.frozen_s()) is (second == 4)
    assert watch.black_s() == 0
    watch.look(pixels(seed=2), FROZEN_AFTER_S + 1)
    assert watch.frozen_s() == 0


def test_a_rare_picture_proves_nothing_before_it_came_often_enough() -> None:
    watch = PictureWatch()
    for number in range(LEAST_PICTURES):
        assert watch.frozen_s() == 0
        watch.look(pixels(seed=1), number * 600.0)
    assert watch.frozen_s() == (LEAST_PICTURES - 1) * 600.0


def test_darkness_for_long_is_a_black_camera_though_no_picture_is_like_another() -> None:
    watch = PictureWatch()
    for number in range(5):
        watch.look(dark(number), number * BLACK_AFTER_S / 4)
    assert watch.black_s() == BLACK_AFTER_S
    assert watch.frozen_s() == 0
    watch.look(pixels(seed=1), BLACK_AFTER_S + 1)
    assert watch.black_s() == 0


def test_a_lamp_in_the_night_is_not_black() -> None:
    watch = PictureWatch()
    for number in range(5):
        night = dark(number)
        night[8:16, 8:16] = 200
        watch.look(night, number * BLACK_AFTER_S)
    assert watch.black_s() == 0


class Seen:
    """A live source that shows what the test says; None is noise, another each time."""

    def __init__(self) -> None:
        self.picture: Pixels | None = None
        self._seed = 0

    def read(self, timeout_s: float) -> LiveFrame:  # noqa: ARG002
        self._seed += 1
        return LiveFrame(pixels(seed=self._seed) if self.picture is None else self.picture, clock.now())

    def health(self) -> SourceHealth:
        return SourceHealth("live")

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def recorder_and_spool(tmp_path: Path) -> Iterator[tuple[Recorder, Spool]]:
    spool = Spool(tmp_path, 2**24)
    recorder = Recorder(spool, lambda _frames: None, on_crash=lambda: pytest.fail("the recorder failed"))
    yield recorder, spool
    recorder.close()
    spool.close()


@pytest.mark.parametrize(
    ("picture", "trigger", "cause", "state"),
    [
        (pixels(seed=1), IntervalTrigger(0.01), "frozen", "stuck"),
        (np.zeros((48, 64, 3), np.uint8), IntervalTrigger(0.01), "black", "stuck"),
        (None, IntervalTrigger(0.01), "", "live"),
        (None, MotionTrigger(), "no_motion", "live"),
    ],
    ids=["frozen", "black", "live", "still"],
)
def test_a_camera_tells_why_it_is_quiet(
    recorder_and_spool: tuple[Recorder, Spool],
    monkeypatch: pytest.MonkeyPatch,
    picture: Pixels | None,
    trigger: Trigger,
    cause: str,
    state: str,
) -> None:
    monkeypatch.setattr(stillness, "FROZEN_AFTER_S", 0.1)
    monkeypatch.setattr(stillness, "BLACK_AFTER_S", 0.1)
    monkeypatch.setattr(cameras_module, "NO_MOTION_AFTER_S", 0.3)
    recorder, spool = recorder_and_spool
    source = Seen()
    source.picture = picture
    camera = LiveCamera("porch", source, trigger, Encoder(), recorder, spool)
    camera.start(on_crash=lambda: pytest.fail("the camera failed"))
    began_s = time.monotonic()
    try:
        wait_until(lambda: (time.monotonic() > began_s + 0.5 and spool.last_seq > 3) or bool(cause), "some pictures")
        wait_until(lambda: camera.health(captured=0).cause == cause, cause or "no cause")
        health = camera.health(captured=0)
        assert health.state == state
        assert bool(health.detail) is (state == "stuck")
    finally:
        camera.stop()
        camera.join()
