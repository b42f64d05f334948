"""Images that look like one just labelled inherit its labels, and which never do."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop.core.records import Annotation, Label, LabelError, NotNow, Picture
from desktop.core.settings import GateSettings
from desktop.labelling.gate import Gate, perceptual_hash
from desktop.labelling.labeller import Outcome
from tests.helpers.labellers import ScriptedLabeller, WaitingLabeller
from tests.helpers.meters import FreeMeter

CAT = Annotation(labels=(Label("cat", 0.9),), labeller="paid")


class Paid(ScriptedLabeller):
    """Costs two units an image."""

    units_of_an_image = {"labels": 1, "faces": 1}  # noqa: RUF012


class SlowPaid(WaitingLabeller):
    units_of_an_image = {"labels": 1}  # noqa: RUF012


def scene(folder: Path, seed: int, noise_seed: int = 0) -> Path:
    """A scene; the same one is never quite the same twice."""
    blobs = np.random.default_rng(seed).integers(0, 256, (8, 9, 3)).astype(np.float32)
    pixels = cv2.resize(blobs, (320, 240), interpolation=cv2.INTER_CUBIC)
    pixels += np.random.default_rng(noise_seed).normal(0, 4, pixels.shape)
    path = folder / f"scene{seed}-{noise_seed}.jpg"
    cv2.imwrite(str(path), pixels.clip(0, 255).astype(np.uint8))
    return path


def picture(path: Path, image_id: int, taken_s: float = 0, camera: str = "front", **facts: object) -> Picture:
    return Picture(path=path, image_id=image_id, taken_ns=round(taken_s * 1e9), node_id="a", camera=camera, **facts)


def sources(outcomes: Sequence[Outcome]) -> list[int | None]:
    assert all(isinstance(outcome, Annotation) for outcome in outcomes)
    return [outcome.inherited_from for outcome in outcomes if isinstance(outcome, Annotation)]


def test_the_hash_of_a_scene_survives_noise_and_compression_and_tells_scenes_apart(tmp_path: Path) -> None:
    first, again, other = (perceptual_hash(scene(tmp_path, *seeds)) for seeds in ((1, 1), (1, 2), (2, 1)))
    assert first is not None
    assert again is not None
    assert other is not None
    assert (first ^ again).bit_count() <= 2
    assert (first ^ other).bit_count() > 10


def test_like_images_of_a_batch_and_after_it_inherit_from_the_one_that_was_looked_at(tmp_path: Path) -> None:
    paid, meter = Paid(), FreeMeter()
    gate = Gate(paid, GateSettings(), meter)
    outcomes = gate.label([picture(scene(tmp_path, 1, n), 10 + n, n) for n in range(4)])
    assert sources(outcomes) == [None, 10, 10, 10]
    assert sources(gate.label([picture(scene(tmp_path, 1, 9), 20, 20)])) == [10]
    assert paid.seen == [[10]]
    assert meter.saved == {"labels": 4, "faces": 4}


def test_a_changed_scene_and_another_camera_are_looked_at(tmp_path: Path) -> None:
    gate = Gate(Paid(), GateSettings(), FreeMeter())
    first = picture(scene(tmp_path, 1), 1)
    assert sources(gate.label([first])) == [None]
    assert sources(gate.label([picture(scene(tmp_path, 2), 2)])) == [None]
    assert sources(gate.label([picture(scene(tmp_path, 2), 3, camera="back")])) == [None]


def test_labels_are_never_inherited_beyond_the_age_not_even_step_by_step(tmp_path: Path) -> None:
    gate = Gate(Paid(), GateSettings(max_age_s=100), FreeMeter())
    taken = [gate.label([picture(scene(tmp_path, 1, n), n, 40 * n)]) for n in range(1, 7)]
    assert [sources(outcomes)[0] for outcomes in taken] == [None, 1, 1, None, 4, 4]


@pytest.mark.parametrize("facts", [{"dropped": True}, {"wanted": "paid"}], ids=["dropped", "wanted by a person"])
def test_images_of_a_person_are_always_looked_at(facts: dict[str, object], tmp_path: Path) -> None:
    gate = Gate(Paid(), GateSettings(), FreeMeter())
    gate.label([picture(scene(tmp_path, 1), 1)])
    assert sources(gate.label([picture(scene(tmp_path, 1), 2, **facts)])) == [None]


def test_the_threshold_can_be_set(tmp_path: Path) -> None:
    gate = Gate(Paid(), GateSettings(max_distance=64), FreeMeter())
    gate.label([picture(scene(tmp_path, 1), 1)])
    assert sources(gate.label([picture(scene(tmp_path, 2), 2)])) == [1]


def test_where_the_first_fails_the_next_like_it_is_looked_at(tmp_path: Path) -> None:
    paid = Paid(lambda picture: LabelError("no") if picture.image_id == 1 else CAT)
    outcomes = Gate(paid, GateSettings(), FreeMeter()).label([picture(scene(tmp_path, 1, n), n) for n in range(1, 4)])
    assert outcomes[0] == LabelError("no")
    assert sources(outcomes[1:]) == [None, 2]


def test_where_the_service_is_away_the_like_ones_wait_too_without_more_calls(tmp_path: Path) -> None:
    calls: list[int] = []

    class AwayPaid(Paid):
        def label(self, batch: Sequence[Picture]) -> list[Outcome]:
            calls.append(len(batch))
            return [NotNow("away")] * len(batch)

    gate = Gate(AwayPaid(), GateSettings(), FreeMeter())
    assert gate.label([picture(scene(tmp_path, 1, n), n) for n in range(4)]) == [NotNow("away")] * 4
    assert calls == [1]


def test_a_file_that_is_no_image_is_left_to_the_labeller_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_text("milk")
    paid = Paid(lambda _picture: LabelError("no image"))
    bad = picture(tmp_path / "note.jpg", 1)
    assert Gate(paid, GateSettings(), FreeMeter()).label([bad, bad]) == [LabelError("no image")] * 2


def test_workers_with_like_images_at_the_same_time_ask_once(tmp_path: Path) -> None:
    paid = SlowPaid(latency_s=10)
    gate = Gate(paid, GateSettings(), FreeMeter())
    begin = threading.Barrier(4)

    def work(worker: int) -> list[Outcome]:
        begin.wait(10)
        return gate.label([picture(scene(tmp_path, 1, worker), worker)])

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(work, worker) for worker in range(4)]
        assert paid.in_flight.acquire(timeout=10)
        paid.go_on.set()
        inherited = [sources(outcomes.result(10))[0] for outcomes in running]
    assert inherited.count(None) == 1
    assert [len(batch) for batch in paid.seen] == [1]
