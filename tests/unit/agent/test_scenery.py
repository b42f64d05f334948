from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from node_agent.sources.scenery import SCENES, Scene
from node_agent.sources.scenes import SceneSource


@pytest.fixture(scope="module")
def scenes() -> dict[str, Scene]:
    """Each scene once: making one takes a while."""
    return {name: make() for name, make in SCENES.items()}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_moves_and_is_the_same_at_the_same_time(scenes: dict[str, Scene], name: str) -> None:
    scene = scenes[name]
    first, later = scene.draw(1000.0), scene.draw(1001.0)
    assert first.shape == (720, 1280, 3)
    assert first.dtype == np.uint8
    assert np.array_equal(scene.draw(1000.0), first)
    changed = np.abs(first.astype(int) - later).max(axis=2) > 40
    assert changed.mean() > 0.0005
    assert changed.mean() < 0.5


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_drawn_whole_at_any_time_of_its_round(scenes: dict[str, Scene], name: str) -> None:
    scene = scenes[name]
    for time_s in (0.0, 0.37, 1_763_900_000.123, 4e9):
        frame = scene.draw(time_s)
        # No scene has a hole in its background or a washed-out picture.
        assert (frame.max(axis=2) == 0).mean() < 0.02
        assert (frame.min(axis=2) == 255).mean() < 0.25
        assert frame.std() > 20


def test_scenes_differ_by_day_and_night(scenes: dict[str, Scene]) -> None:
    brightness = {name: scene.draw(1000.0).mean() for name, scene in scenes.items()}
    assert min(brightness["porch"], brightness["garden"]) > 1.4 * max(brightness["street"], brightness["snow"])


def test_a_parcel_can_be_read(scenes: dict[str, Scene]) -> None:
    scene = scenes["workshop"]
    texts = {
        text
        for step in range(6)
        for text in cv2.QRCodeDetectorAruco().detectAndDecodeMulti(scene.draw(1000 + 2.1 * step))[1]
    }
    assert len({text for text in texts if text.startswith("MIHARU PARCEL 00")}) >= 2


@pytest.mark.parametrize("name", SCENES)
def test_drawing_leaves_a_core_enough_time(scenes: dict[str, Scene], name: str) -> None:
    scene = scenes[name]
    scene.draw(999.0)
    costs_s = []
    for step in range(5):
        begun_s = time.thread_time()
        scene.draw(1000.0 + step)
        costs_s.append(time.thread_time() - begun_s)
    # 25 ms is the aim; three times as much would be a mistake and no slow machine.
    assert min(costs_s) < 0.075


def test_a_scene_source_is_live_from_its_first_picture_on() -> None:
    source = SceneSource(SCENES["harbour"])
    assert source.health().state == "starting"
    frame = source.read(1.0)
    assert frame is not None
    assert abs(frame.moment.wall_ns - time.time_ns()) < 60e9
    assert source.health().state == "live"
