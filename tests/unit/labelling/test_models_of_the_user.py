"""A model of one's own: described in TOML, tried out before it is taken in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from desktop.labelling.models.download import MIRROR_VARIABLE
from desktop.labelling.models.errors import ModelError, ModelSpecError
from desktop.labelling.models.shelf import ModelShelf, ModelState
from desktop.labelling.models.user_models import add
from tests.helpers.model_mirror import ModelMirror
from tests.helpers.tiny_onnx import colour_classifier, constant_detector

COLOURS = colour_classifier(20 * np.eye(3, dtype=np.float32))
DESCRIPTION = {
    "name": '"colours"',
    "kind": '"classifier"',
    "path": '"colours.onnx"',
    "licence": '"CC0-1.0"',
    "labels": '"colours.txt"',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The user's folder, with a model and its label file."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "colours.onnx").write_bytes(COLOURS)
    (folder / "colours.txt").write_text("red\ngreen\nblue\n")
    return folder


def described(folder: Path, *left_out: str, size_px: str = "[32, 32]", **changes: str) -> Path:
    keys = {key: value for key, value in (DESCRIPTION | changes).items() if key not in left_out}
    lines = [f"{key} = {value}" for key, value in keys.items()]
    path = folder / "mine.toml"
    path.write_text("\n".join([*lines, "[input]", f"size_px = {size_px}"]))
    return path


def test_a_model_is_copied_and_stays_when_the_original_goes(folder, shelf):
    add(described(folder), shelf)
    for path in folder.iterdir():
        path.unlink()
    spec = shelf.find("colours")
    assert shelf.state(spec) is ModelState.INSTALLED
    assert spec.labels == ("red", "green", "blue")
    assert sorted(path.name for path in shelf.folder.iterdir()) == ["colours.onnx", "colours.toml"]


def test_a_file_on_this_disk_is_not_asked_of_a_mirror(folder, shelf, mirror: ModelMirror, monkeypatch):
    monkeypatch.setenv(MIRROR_VARIABLE, mirror.url)
    add(described(folder), shelf)
    assert mirror.requests == []


def test_labels_may_stand_in_the_description(folder, shelf):
    assert add(described(folder, labels='["a", "b", "c"]'), shelf).labels == ("a", "b", "c")


def test_a_model_may_come_from_an_address_with_its_hash(folder, shelf, mirror: ModelMirror):
    mirror.files["far.onnx"] = COLOURS
    sha256 = hashlib.sha256(COLOURS).hexdigest()
    add(described(folder, "path", url=f'"{mirror.url}/far.onnx"', sha256=f'"{sha256}"'), shelf)
    assert shelf.state(shelf.find("colours")) is ModelState.INSTALLED


def test_the_last_one_added_comes_first(folder, shelf):
    add(described(folder, name='"first"'), shelf)
    add(described(folder, name='"second"'), shelf)
    assert [spec.name for spec in shelf.specs()[:2]] == ["second", "first"]


@pytest.mark.parametrize(
    ("left_out", "changes", "said"),
    [
        ("kind", {}, "kind"),
        ("", {"kind": '"yunet"'}, "kind"),
        ("", {"name": '"../up"'}, "name"),
        ("", {"nonsense": "1"}, "nonsense"),
        ("", {"size_px": "[32]"}, "size_px"),
        ("path", {}, "either path or url"),
        ("", {"url": '"http://127.0.0.1/x.onnx"'}, "either path or url"),
        ("path", {"url": '"http://127.0.0.1/x.onnx"'}, "needs its sha256"),
        ("", {"path": '"elsewhere.onnx"'}, "elsewhere.onnx"),
        ("", {"labels": '"elsewhere.txt"'}, "elsewhere.txt"),
        ("", {"name": '"nanodet"'}, "a model 'nanodet' already"),
    ],
)
def test_a_description_that_can_t_be_used_names_the_file_and_the_fault(folder, shelf, left_out, changes, said):
    with pytest.raises(ModelSpecError) as caught:
        add(described(folder, left_out, **changes), shelf)
    assert str(caught.value).startswith("mine.toml")
    assert said in str(caught.value)


def test_a_description_that_is_not_there_is_named(folder, shelf):
    with pytest.raises(ModelSpecError, match=r"nowhere\.toml"):
        add(folder / "nowhere.toml", shelf)


@pytest.mark.parametrize(
    ("data", "changes", "said"),
    [
        (b"not a model", {}, "colours can't be loaded"),
        (COLOURS, {"labels": '["red", "green"]'}, "gives 3 scores, but has 2 labels"),
        (COLOURS, {"labels": "[]"}, "has no labels"),
        (COLOURS, {"kind": '"nanodet"'}, "not those of a nanodet"),
        (COLOURS, {"kind": '"yolox"'}, "not those of a yolox"),
        (constant_detector([np.ones((1, 3), dtype=np.float32)], 64), {}, "failed"),
        (COLOURS, {"sha256": f'"{"0" * 64}"'}, "another file"),
    ],
)
def test_a_model_that_does_not_do_what_is_said_of_it_is_not_taken_in(folder, shelf, data, changes, said):
    (folder / "colours.onnx").write_bytes(data)
    with pytest.raises(ModelError, match=said):
        add(described(folder, **changes), shelf)
    assert list(shelf.folder.iterdir()) == []


def test_a_bad_new_version_leaves_the_old_one(folder, shelf):
    add(described(folder), shelf)
    (folder / "colours.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError):
        add(described(folder), shelf)
    assert shelf.state(shelf.find("colours")) is ModelState.INSTALLED


def test_a_good_new_version_replaces_the_old_one(folder, shelf):
    add(described(folder), shelf)
    (folder / "colours.onnx").write_bytes(colour_classifier(np.zeros((3, 2), dtype=np.float32)))
    (folder / "colours.txt").write_text("dark\nlight\n")
    add(described(folder), shelf)
    spec = shelf.find("colours")
    assert spec.labels == ("dark", "light")
    assert shelf.state(spec) is ModelState.INSTALLED
    assert len(shelf.specs()) == len(ModelShelf(shelf.folder, []).specs()) + len(shelf.known)


def test_the_batch_of_a_model_may_be_fixed_and_its_layout_rows_first(folder, shelf):
    one = colour_classifier(np.eye(3, dtype=np.float32), batch=1, layout="nhwc")
    (folder / "colours.onnx").write_bytes(one)
    with described(folder).open("a") as file:
        file.write('\nlayout = "nhwc"\n')
    assert add(folder / "mine.toml", shelf).input.layout == "nhwc"
