"""The on-device labeller as a user meets it: installed models, photos in, plain words out."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from desktop.core.errors import LabellerUnavailableError
from desktop.core.records import Annotation, Box, DetectedObject, Face, Label, LabelError, Picture
from desktop.core.settings import OnDeviceSettings, Settings
from desktop.labelling.labellers.onnx import create
from desktop.labelling.labellers.onnx.classifier import probabilities
from desktop.labelling.labellers.onnx.labeller import OnDeviceLabeller, merged
from desktop.labelling.models.shelf import FOLDER_VARIABLE, ModelShelf
from desktop.labelling.plain_names import imagenet
from tests.helpers.meters import FreeMeter
from tests.helpers.real_models import shelve
from tests.helpers.tiny_onnx import colour_classifier
from tests.unit.labelling.conftest import Install

COLOURS = ("red", "green", "blue")
COLOUR_WEIGHTS = 20 * np.eye(3, dtype=np.float32)


@pytest.fixture
def colours(install: Install, shelf: ModelShelf) -> OnDeviceLabeller:
    """A labeller that names the colour of an image."""
    install(colour_classifier(COLOUR_WEIGHTS), labels=COLOURS)
    return OnDeviceLabeller(shelf, OnDeviceSettings())


def picture(folder: Path, name: str, colour: tuple[int, int, int], size: tuple[int, int] = (80, 60)) -> Picture:
    path = folder / name
    Image.new("RGB", size, colour).save(path)
    return Picture(path=path)


def words(outcome: Annotation | LabelError) -> list[str]:
    assert isinstance(outcome, Annotation)
    return [label.name for label in outcome.labels]


def test_each_picture_of_a_batch_has_its_own_labels_in_order(colours, tmp_path):
    rainbow = [(255, 0, 0), (0, 0, 255), (0, 255, 0)] * 4
    batch = [picture(tmp_path, f"{index}.png", colour) for index, colour in enumerate(rainbow)]
    assert [words(outcome) for outcome in colours.label(batch)] == [["red"], ["blue"], ["green"]] * 4


def test_a_model_of_one_image_at_a_time_gives_the_same(install, shelf, tmp_path):
    install(colour_classifier(COLOUR_WEIGHTS, batch=1), labels=COLOURS)
    labeller = OnDeviceLabeller(shelf, OnDeviceSettings())
    batch = [picture(tmp_path, "red.png", (255, 0, 0)), picture(tmp_path, "blue.png", (0, 0, 255))]
    assert [words(outcome) for outcome in labeller.label(batch)] == [["red"], ["blue"]]


def test_channels_and_layout_are_as_the_description_says(install, shelf, tmp_path):
    data = colour_classifier(COLOUR_WEIGHTS, layout="nhwc")
    spec = install(data, labels=("blue", "green", "red"))
    spec = replace(spec, input=replace(spec.input, channels="bgr", layout="nhwc"))
    shelf.describe(spec)
    labeller = OnDeviceLabeller(shelf, OnDeviceSettings())
    assert words(labeller.label([picture(tmp_path, "red.png", (255, 0, 0))])[0]) == ["red"]


def test_fine_names_are_summed_up_to_a_plain_word_and_the_best_one_is_kept(install, shelf, tmp_path):
    shares = {"Egyptian cat": 0.73, "tabby": 0.14, "tiger cat": 0.05, "space heater": 0.08}
    fine = [name.fine for name in imagenet()]
    weights = np.full((3, 1000), -30.0, dtype=np.float32)
    for name, share in shares.items():
        weights[:, fine.index(name)] = np.log(share) / 3
    install(colour_classifier(weights), labels="imagenet")
    labeller = OnDeviceLabeller(shelf, OnDeviceSettings())
    [outcome] = labeller.label([picture(tmp_path, "white.png", (255, 255, 255))])
    [label] = outcome.labels
    assert (label.name, label.detail) == ("cat", "Egyptian cat")
    assert label.score == pytest.approx(0.92, abs=0.001)


def test_scores_that_are_probabilities_already_stay_as_they_are():
    already = np.array([[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]], dtype=np.float32)
    assert probabilities(already) is already
    np.testing.assert_allclose(probabilities(np.array([[0.0, 0.0]], dtype=np.float32)), [[0.5, 0.5]])
    np.testing.assert_allclose(probabilities(np.array([[1000.0, 0.0]], dtype=np.float32)), [[1.0, 0.0]])


def test_a_lower_threshold_gives_more_words(install, shelf, tmp_path):
    install(colour_classifier(2 * np.eye(3, dtype=np.float32)), labels=COLOURS)
    red = [picture(tmp_path, "red.png", (255, 0, 0))]
    assert words(OnDeviceLabeller(shelf, OnDeviceSettings(threshold=0.4)).label(red)[0]) == ["red"]
    assert sorted(words(OnDeviceLabeller(shelf, OnDeviceSettings(threshold=0.1)).label(red)[0])) == sorted(COLOURS)


def test_a_bad_file_has_its_error_and_its_batch_mates_their_labels(colours, tmp_path):
    (tmp_path / "text.jpg").write_text("no image")
    whole = picture(tmp_path, "whole.jpg", (255, 0, 0), (400, 400)).path.read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    names = ["good.png", "text.jpg", "missing.jpg", "cut.jpg", "whole.jpg"]
    picture(tmp_path, "good.png", (0, 255, 0))
    outcomes = colours.label([Picture(path=tmp_path / name) for name in names])
    assert words(outcomes[0]) == ["green"]
    assert words(outcomes[4]) == ["red"]
    for name, outcome in zip(names[1:4], outcomes[1:4], strict=True):
        assert isinstance(outcome, LabelError)
        assert name in outcome.message
        assert not outcome.retry


def test_an_empty_batch_is_no_work(colours):
    assert colours.label([]) == []


def test_many_threads_may_use_one_labeller(colours, tmp_path):
    kinds = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}
    batches = {name: [picture(tmp_path, f"{name}.png", colour)] * 8 for name, colour in kinds.items()}
    with ThreadPoolExecutor(4) as pool:
        futures = [(name, pool.submit(colours.label, batch)) for name, batch in list(batches.items()) * 8]
        for name, future in futures:
            assert [words(outcome) for outcome in future.result()] == [[name]] * 8


def test_with_nothing_installed_it_says_what_to_run(shelf):
    with pytest.raises(LabellerUnavailableError, match="`miharu models install mobilenetv2 nanodet`"):
        OnDeviceLabeller(shelf, OnDeviceSettings())


def test_a_named_model_that_is_not_installed_is_asked_for(shelf):
    with pytest.raises(LabellerUnavailableError, match="nanodet is missing: run `miharu models install nanodet`"):
        OnDeviceLabeller(shelf, OnDeviceSettings(models=("nanodet",)))


def test_a_damaged_model_is_never_run(install, shelf):
    spec = install(colour_classifier(COLOUR_WEIGHTS), labels=COLOURS)
    shelf.path(spec).write_bytes(colour_classifier(-COLOUR_WEIGHTS))
    with pytest.raises(LabellerUnavailableError, match="tiny is damaged"):
        OnDeviceLabeller(shelf, OnDeviceSettings(models=("tiny",)))
    with pytest.raises(LabellerUnavailableError, match="No on-device models"):
        OnDeviceLabeller(shelf, OnDeviceSettings())


def test_an_unknown_model_in_the_settings_is_named(shelf):
    with pytest.raises(LabellerUnavailableError, match="no model 'resnet'"):
        OnDeviceLabeller(shelf, OnDeviceSettings(models=("resnet",)))


def test_of_two_classifiers_the_last_one_added_labels_unless_both_are_named(install, shelf, tmp_path):
    install(colour_classifier(COLOUR_WEIGHTS), name="first", labels=COLOURS)
    install(colour_classifier(COLOUR_WEIGHTS), name="second", labels=("rot", "gruen", "blau"))
    red = [picture(tmp_path, "red.png", (255, 0, 0))]
    assert words(OnDeviceLabeller(shelf, OnDeviceSettings()).label(red)[0]) == ["rot"]
    both = OnDeviceSettings(models=("first", "second"))
    assert sorted(words(OnDeviceLabeller(shelf, both).label(red)[0])) == ["red", "rot"]


def test_a_provider_that_is_not_there_is_replaced_by_the_cpu_with_a_warning(install, shelf, tmp_path, caplog):
    install(colour_classifier(COLOUR_WEIGHTS), labels=COLOURS)
    with caplog.at_level(logging.WARNING):
        labeller = OnDeviceLabeller(shelf, OnDeviceSettings(providers=("directml", "cuda")))
    assert "'directml'" in caplog.text
    assert "'cuda'" in caplog.text
    assert words(labeller.label([picture(tmp_path, "red.png", (255, 0, 0))])[0]) == ["red"]


def test_closing_stops_a_call_under_way_and_refuses_the_next(colours, tmp_path):
    held = Picture(path=tmp_path / "held.jpg")
    os.mkfifo(held.path)
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(colours.label, [picture(tmp_path, "red.png", (255, 0, 0)), held])
        with held.path.open("wb"):  # waits until the call has come to this picture
            colours.close()
        with pytest.raises(LabellerUnavailableError, match="stopped"):
            future.result(timeout=2)
    with pytest.raises(LabellerUnavailableError, match="stopped"):
        colours.label([])


def test_the_version_tells_the_models_and_their_bytes(colours, shelf):
    assert colours.version == f"tiny {shelf.find('tiny').sha256[:8]}"


def test_a_name_seen_by_two_models_is_one_label_with_the_better_score_and_the_fine_name():
    box = Box(0.1, 0.1, 0.9, 0.9)
    parts = [
        Annotation(labels=(Label("cat", 0.6, detail="tabby"), Label("couch", 0.5))),
        Annotation(objects=(DetectedObject("cat", box, 0.8), DetectedObject("cat", box, 0.5))),
        Annotation(objects=(DetectedObject("person", box, 0.7),), faces=(Face(box, 0.9),)),
    ]
    together = merged(parts)
    assert together.labels == (Label("cat", 0.8, detail="tabby"), Label("person", 0.7), Label("couch", 0.5))
    assert together.objects == (*parts[1].objects, *parts[2].objects)
    assert together.faces == parts[2].faces


@pytest.fixture
def real(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnDeviceLabeller:
    """NanoDet put into the models folder by hand, and a MobileNetV2 added as the user's own."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "models"))
    shelve(models, tmp_path / "models")
    labeller = create(Settings(), FreeMeter())
    assert isinstance(labeller, OnDeviceLabeller)
    return labeller


def test_the_photos_are_labelled_in_plain_words(real, photos):
    expected = {
        "cat_720p.jpg": ("cat", "Egyptian cat"),
        "face.jpg": ("person", None),
        "hot_dog.jpg": ("hot dog", "hotdog"),
        "owl.jpg": ("bird", "ruffed grouse"),
        "parrot.jpg": ("bird", "macaw"),
        "pets.jpg": ("dog", "Italian greyhound"),
    }
    outcomes = real.label([Picture(path=photos / name) for name in expected])
    for (word, detail), outcome in zip(expected.values(), outcomes, strict=True):
        [label] = outcome.labels
        assert (label.name, label.detail) == (word, detail)
        assert label.score > 0.8
        assert word in {thing.name for thing in outcome.objects}


def test_a_photo_has_the_same_labels_alone_and_in_a_batch(real, photos):
    batch = [Picture(path=path) for path in sorted(photos.iterdir())]
    for photo, outcome in zip(batch, real.label(batch), strict=True):
        [alone] = real.label([photo])
        assert [label.name for label in alone.labels] == [label.name for label in outcome.labels]
        assert alone.labels[0].score == pytest.approx(outcome.labels[0].score, abs=1e-3)
