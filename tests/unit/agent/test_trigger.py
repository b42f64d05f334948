from __future__ import annotations

import cv2
import numpy as np
import pytest

from node_agent.encode import Pixels
from node_agent.motion import MAX_BOXES, MotionDetector
from node_agent.sources.scenery import SCENES
from node_agent.trigger import (
    LOOK_EVERY_S,
    MOTION_PAUSE_S,
    IntervalTrigger,
    MotionOrIntervalTrigger,
    MotionTrigger,
    Trigger,
)
from tests.unit.agent.making import pixels

STILL = pixels(320, 180)


def room(brightness: float = 1.0, seed: int = 1) -> Pixels:
    """A still scene with the noise of a sensor."""
    random = np.random.default_rng(0)
    scene = cv2.resize(random.integers(30, 200, (9, 16, 3), np.uint8), (640, 360), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(seed).normal(0, 3, scene.shape)
    return np.clip(scene * brightness + noise, 0, 255).astype(np.uint8)


def with_visitor(frame: Pixels, left: float, top: float, size: float = 0.15) -> Pixels:
    """Something at a place, given as fractions."""
    height, width = frame.shape[:2]
    changed = frame.copy()
    x, y = round(left * width), round(top * height)
    changed[y : y + round(size * height), x : x + round(size * width)] = (250, 250, 250)
    return changed


def fired(trigger: Trigger, frames: list[tuple[float, Pixels]]) -> list[tuple[float, str]]:
    firings = [(now_s, trigger.look(frame, now_s)) for now_s, frame in frames]
    return [(now_s, firing.trigger) for now_s, firing in firings if firing is not None]


# ---- interval ------------------------------------------------------------------------------------------------


def test_an_interval_begins_at_once_and_keeps_its_beat() -> None:
    trigger = IntervalTrigger(2.0)
    assert trigger.wait_s(100.0) == 0
    late = [(100.0, STILL), (101.0, STILL), (102.3, STILL), (103.9, STILL), (104.0, STILL)]
    assert fired(trigger, late) == [(100.0, "interval"), (102.3, "interval"), (104.0, "interval")]
    assert trigger.wait_s(104.5) == pytest.approx(1.5)


def test_missed_beats_are_not_made_up_for() -> None:
    trigger = IntervalTrigger(1.0)
    frames = [(0.0, STILL), (10.2, STILL), (10.3, STILL), (11.0, STILL)]
    assert fired(trigger, frames) == [(0.0, "interval"), (10.2, "interval"), (11.0, "interval")]


# ---- motion --------------------------------------------------------------------------------------------------


def test_a_still_scene_gives_no_motion() -> None:
    detector = MotionDetector()
    assert all(detector.boxes(room(seed=seed)) == () for seed in range(20))


def test_a_visitor_is_found_where_it_is() -> None:
    detector = MotionDetector()
    for seed in range(5):
        detector.boxes(room(seed=seed))
    boxes = detector.boxes(with_visitor(room(seed=6), 0.5, 0.3))
    assert len(boxes) == 1
    assert boxes[0] == pytest.approx((0.5, 0.3, 0.65, 0.45), abs=0.04)


def test_two_visitors_are_two_boxes_the_larger_first() -> None:
    detector = MotionDetector()
    detector.boxes(room())
    both = with_visitor(with_visitor(room(), 0.1, 0.1, size=0.1), 0.6, 0.5, size=0.3)
    first, second = detector.boxes(both)
    assert first[2] - first[0] > second[2] - second[0]


@pytest.mark.parametrize("brightness", [0.75, 1.25])
def test_a_change_of_light_is_no_motion(brightness: float) -> None:
    detector = MotionDetector()
    detector.boxes(room())
    assert detector.boxes(room(brightness, seed=2)) == ()


def test_a_lamp_that_changes_most_of_the_picture_is_no_motion_and_is_learned() -> None:
    detector = MotionDetector()
    detector.boxes(room())
    lit = room()
    lit[:, :400] = np.clip(lit[:, :400].astype(int) + 90, 0, 255).astype(np.uint8)
    assert detector.boxes(lit) == ()
    assert detector.boxes(lit) == ()
    assert len(detector.boxes(with_visitor(lit, 0.8, 0.5))) == 1


def test_a_visitor_is_found_in_changed_light_too() -> None:
    detector = MotionDetector()
    detector.boxes(room())
    assert len(detector.boxes(with_visitor(room(0.8, seed=3), 0.4, 0.4))) == 1


def test_who_stays_becomes_background() -> None:
    detector = MotionDetector()
    detector.boxes(room())
    results = [detector.boxes(with_visitor(room(seed=seed), 0.5, 0.3)) for seed in range(80)]
    assert results[0]
    assert results[-1] == ()


def test_boxes_are_fractions_and_not_too_many_for_a_message() -> None:
    detector = MotionDetector()
    detector.boxes(room())
    dotted = room()
    for column in range(6):
        for row in range(4):
            dotted = with_visitor(dotted, column / 6, row / 4, size=0.05)
    boxes = detector.boxes(dotted)
    assert 1 < len(boxes) <= MAX_BOXES
    assert all(0 <= edge <= 1 for box in boxes for edge in box)
    assert all(box[0] < box[2] and box[1] < box[3] for box in boxes)


def test_another_frame_size_only_teaches() -> None:
    detector = MotionDetector()
    detector.boxes(room())
    assert detector.boxes(pixels(100, 400)) == ()


def test_the_passer_by_of_a_scene_is_motion() -> None:
    scene, detector = SCENES["porch"](), MotionDetector()
    results = [detector.boxes(scene.draw(1000 + 0.2 * step)) for step in range(30)]
    assert sum(bool(boxes) for boxes in results) > 20


def test_motion_fires_with_its_boxes_and_then_pauses() -> None:
    trigger = MotionTrigger()
    assert trigger.look(room(), 0.0) is None
    firing = trigger.look(with_visitor(room(seed=2), 0.2, 0.2), LOOK_EVERY_S)
    assert firing is not None
    assert firing.trigger == "motion"
    assert len(firing.motion_boxes) == 1
    steps = [LOOK_EVERY_S * number for number in range(2, 11)]
    walking = [(now_s, with_visitor(room(seed=9), 0.05 * number, 0.4)) for number, now_s in enumerate(steps)]
    times = [LOOK_EVERY_S, *(now_s for now_s, _ in fired(trigger, walking))]
    assert len(times) == 2
    assert times[1] - times[0] >= MOTION_PAUSE_S


def test_with_both_the_interval_is_a_sign_of_life_while_nothing_moves() -> None:
    trigger = MotionOrIntervalTrigger(5.0)
    frames = [(now_s, room(seed=round(now_s))) for now_s in (0.0, 1.0, 2.0)]
    frames.append((3.0, with_visitor(room(seed=3), 0.3, 0.3)))
    frames += [(now_s, with_visitor(room(seed=3), 0.3, 0.3)) for now_s in (5.0, 8.0)]
    results = fired(trigger, frames)
    assert results[:2] == [(0.0, "interval"), (3.0, "motion")]
    assert (5.0, "interval") not in results
    assert trigger.wait_s(8.0) <= LOOK_EVERY_S
