"""Reading what detectors put out: boxes at the right place of the image, one for each thing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import ExifTags, Image

from desktop.core.records import Box, Picture
from desktop.core.settings import OnDeviceSettings
from desktop.labelling.images import read_pixels
from desktop.labelling.labellers.onnx.detector import Detector, decode_nanodet, decode_yolox
from desktop.labelling.labellers.onnx.faces import FaceFinder
from desktop.labelling.labellers.onnx.labeller import OnDeviceLabeller
from desktop.labelling.labellers.onnx.network import Network
from desktop.labelling.labellers.onnx.runners import DECODERS, load
from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.shelf import ModelShelf
from desktop.labelling.models.spec import ModelInput
from tests.helpers.tiny_onnx import constant_detector, constant_yunet
from tests.unit.labelling.conftest import Describe

CLASSES = ("cat", "dog", "person")
SIZE_PX = (64, 64)
CELLS = {8: 64, 16: 16, 32: 4}


def sure_of(bins: int) -> np.ndarray:
    """Distances that are all of so many cells, before softmax."""
    return np.where(np.arange(8) == bins, 50.0, 0.0).astype(np.float32)


def nanodet_outputs(*seen: tuple[int, int, int, float, tuple[int, int, int, int]]) -> list[np.ndarray]:
    """Outputs for things of (stride, cell, class, score, distances in strides to left, top, right, bottom)."""
    scores = {stride: np.zeros((1, cells, 3), dtype=np.float32) for stride, cells in CELLS.items()}
    distances = {stride: np.zeros((1, cells, 32), dtype=np.float32) for stride, cells in CELLS.items()}
    for stride, cell, kind, score, sides in seen:
        scores[stride][0, cell, kind] = score
        distances[stride][0, cell] = np.concatenate([sure_of(side) for side in sides])
    return [*scores.values(), *distances.values()]


def yolox_output(*seen: tuple[int, tuple[float, float, float, float], float, tuple[float, ...]]) -> np.ndarray:
    """The output for things of (row, (x, y, log width, log height), objectness, class scores)."""
    output = np.zeros((1, sum(CELLS.values()), 5 + 3), dtype=np.float32)
    for row, box, objectness, scores in seen:
        output[0, row] = (*box, objectness, *scores)
    return output


def test_a_box_of_nanodet_is_measured_from_the_middle_of_its_cell():
    outputs = nanodet_outputs((16, 4 * 1 + 2, 1, 0.9, (1, 0, 1, 2)))
    candidates = decode_nanodet(outputs, SIZE_PX, 3)
    best = candidates.scores.max(axis=1).argmax()
    middle_x, middle_y = 2 * 16 + 7.5, 1 * 16 + 7.5
    expected = [middle_x - 16, middle_y, middle_x + 16, middle_y + 32]
    np.testing.assert_allclose(candidates.boxes[best], expected, atol=0.01)
    assert candidates.scores[best].tolist() == pytest.approx([0, 0.9, 0])


def test_a_distance_between_two_bins_is_their_mean():
    outputs = nanodet_outputs((8, 0, 0, 0.9, (0, 0, 0, 0)))
    outputs[3][0, 0, :8] = [50, 50, 0, 0, 0, 0, 0, 0]
    assert decode_nanodet(outputs, SIZE_PX, 3).boxes[0, 0] == pytest.approx(3.5 - 0.5 * 8, abs=0.01)


def test_nanodet_with_a_fourth_stride_is_read_too():
    fourth = [np.full((1, 1, 3), 0.7, dtype=np.float32), np.zeros((1, 1, 32), dtype=np.float32)]
    candidates = decode_nanodet(nanodet_outputs() + fourth, SIZE_PX, 3)
    assert candidates.boxes.shape == (64 + 16 + 4 + 1, 4)
    assert candidates.scores[-1].tolist() == pytest.approx([0.7, 0.7, 0.7])


@pytest.mark.parametrize("keep", [0, 1, 5])
def test_outputs_that_are_not_nanodet_s_are_refused(keep):
    with pytest.raises(ValueError, match="stride"):
        decode_nanodet(nanodet_outputs()[:keep], SIZE_PX, 3)


def test_a_box_of_yolox_is_measured_in_its_stride():
    row = 64 + 4 * 2 + 1  # stride 16, row 2, column 1
    output = yolox_output((row, (0.5, 0.25, np.log(2), np.log(1)), 0.8, (0.1, 0.0, 0.5)))
    candidates = decode_yolox([output], SIZE_PX, 3)
    centre_x, centre_y = (1 + 0.5) * 16, (2 + 0.25) * 16
    expected = [centre_x - 16, centre_y - 8, centre_x + 16, centre_y + 8]
    np.testing.assert_allclose(candidates.boxes[row], expected, atol=0.001)
    assert candidates.scores[row].tolist() == pytest.approx([0.08, 0.0, 0.4])


def test_an_output_that_is_not_yolox_s_is_refused():
    with pytest.raises(ValueError, match="instead of"):
        decode_yolox([np.zeros((1, 84, 85), dtype=np.float32)], SIZE_PX, 3)


def detector(describe: Describe, tmp_path: Path, kind: str, outputs: list[np.ndarray]) -> Detector:
    spec = replace(describe(b"", kind=kind, labels=CLASSES), input=ModelInput(size_px=SIZE_PX))
    path = tmp_path / "tiny.onnx"
    path.write_bytes(constant_detector(outputs, SIZE_PX[0]))
    return Detector(spec, Network(spec, path), 0.4, DECODERS[kind])


def test_boxes_are_fractions_of_the_image_without_what_was_put_beside_it(describe, tmp_path):
    lower_left = (64 + 4 * 1 + 0, (0.5, 0.5, 0.0, 0.0), 1.0, (0.9, 0.0, 0.0))  # 0..16 across, 16..32 down
    wide = np.zeros((100, 200, 3), dtype=np.uint8)  # fills 64 x 32 of the input
    [annotation] = detector(describe, tmp_path, "yolox", [yolox_output(lower_left)]).annotate([wide])
    [found] = annotation.objects
    assert found.name == "cat"
    assert found.score == pytest.approx(0.9)
    assert [found.box.left, found.box.top, found.box.right, found.box.bottom] == pytest.approx([0, 0.5, 0.25, 1])


def test_boxes_are_of_the_image_as_it_stands_upright(install, shelf, tmp_path):
    lower_left = (64 + 4 * 1 + 0, (0.5, 0.5, 0.0, 0.0), 1.0, (0.9, 0.0, 0.0))  # 0..16 across, 16..32 down
    spec = install(constant_detector([yolox_output(lower_left)], 64), kind="yolox", labels=CLASSES)
    upright = replace(spec, input=ModelInput(size_px=SIZE_PX))
    shelf.describe(upright)
    image = Image.new("RGB", (200, 100))
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = 6  # lies, to be turned by a quarter
    image.save(tmp_path / "turned.jpg", exif=exif)
    [annotation] = OnDeviceLabeller(shelf, OnDeviceSettings()).label([Picture(path=tmp_path / "turned.jpg")])
    box = annotation.objects[0].box
    assert [box.left, box.top, box.right, box.bottom] == pytest.approx([0, 0.25, 0.5, 0.5])


def test_a_box_never_leaves_the_image(describe, tmp_path):
    huge = (0, (0.5, 0.5, np.log(50), np.log(50)), 1.0, (0.9, 0.0, 0.0))
    [annotation] = detector(describe, tmp_path, "yolox", [yolox_output(huge)]).annotate([np.zeros((64, 64, 3), "u1")])
    assert annotation.objects[0].box == Box(0.0, 0.0, 1.0, 1.0)


def test_of_two_boxes_of_a_kind_on_one_thing_the_surer_stays_and_another_kind_is_not_touched(describe, tmp_path):
    box = (0.5, 0.5, np.log(4), np.log(4))
    seen = [
        (9, box, 0.6, (1.0, 0.0, 0.0)),
        (10, box, 0.9, (1.0, 0.0, 0.0)),
        (11, box, 0.7, (0.0, 0.0, 1.0)),
        (54, box, 0.5, (1.0, 0.0, 0.0)),
        (12, box, 0.3, (0.0, 1.0, 0.0)),
    ]
    [annotation] = detector(describe, tmp_path, "yolox", [yolox_output(*seen)]).annotate([np.zeros((64, 64, 3), "u1")])
    found = [(thing.name, round(thing.score, 2)) for thing in annotation.objects]
    assert found == [("cat", 0.9), ("person", 0.7), ("cat", 0.5)]


def test_nanodet_runs_from_a_file_too(describe, tmp_path):
    outputs = nanodet_outputs((32, 3, 2, 0.8, (1, 1, 0, 0)))
    [annotation] = detector(describe, tmp_path, "nanodet", outputs).annotate([np.zeros((64, 64, 3), "u1")])
    assert [thing.name for thing in annotation.objects] == ["person"]


def test_an_image_without_anything_has_no_objects(describe, tmp_path):
    [annotation] = detector(describe, tmp_path, "nanodet", nanodet_outputs()).annotate([np.zeros((64, 64, 3), "u1")])
    assert annotation.objects == ()


def face_finder(describe: Describe, tmp_path: Path, data: bytes) -> FaceFinder:
    spec = replace(describe(b"", kind="yunet", labels=()), input=ModelInput(size_px=SIZE_PX))
    path = tmp_path / "faces.onnx"
    path.write_bytes(data)
    return FaceFinder(spec, path)


def test_a_face_is_a_box_with_a_score(describe, tmp_path):
    finder = face_finder(describe, tmp_path, constant_yunet((4, 3, 24.0, 16.0), 0.9))
    [annotation] = finder.annotate([np.zeros((64, 64, 3), dtype=np.uint8)])
    [face] = annotation.faces
    edges = [face.box.left, face.box.top, face.box.right, face.box.bottom]
    assert edges == pytest.approx([20 / 64, 16 / 64, 44 / 64, 32 / 64])
    assert face.score == pytest.approx(0.9)


def test_a_doubtful_face_is_none(describe, tmp_path):
    finder = face_finder(describe, tmp_path, constant_yunet((4, 3, 24.0, 16.0), 0.4))
    assert finder.annotate([np.zeros((64, 64, 3), dtype=np.uint8)])[0].faces == ()


def test_a_file_that_is_no_face_model_is_refused(describe, tmp_path):
    with pytest.raises(ModelError, match="can't be loaded"):
        face_finder(describe, tmp_path, b"not a model")


def test_nanodet_finds_the_things_of_the_photos_where_they_are(models: Path, photos: Path):
    spec = ModelShelf(models).find("nanodet")
    network = load(spec, models / spec.file, ("cpu",), 0.4)
    wanted = {
        "cat_720p.jpg": [("cat", (0.10, 0.13, 0.70, 1.0))],
        "pets.jpg": [("dog", (0.20, 0.06, 0.50, 0.68)), ("dog", (0.67, 0.39, 0.97, 0.86))],
        "face.jpg": [("person", (0.43, 0.03, 0.99, 1.0)), ("person", (0.03, 0.19, 0.48, 1.0))],
    }
    for name, things in wanted.items():
        [annotation] = network.annotate([read_pixels(photos / name, network.scale)])
        for (kind, edges), found in zip(things, annotation.objects, strict=False):
            assert found.name == kind
            seen = (found.box.left, found.box.top, found.box.right, found.box.bottom)
            assert seen == pytest.approx(edges, abs=0.05)
