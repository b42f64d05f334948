"""``miharu models`` as it is typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from desktop.cli.models import app
from desktop.labelling.models.download import MIRROR_VARIABLE
from desktop.labelling.models.shelf import FOLDER_VARIABLE
from tests.helpers.model_mirror import ModelMirror, model_mirror
from tests.helpers.tiny_onnx import colour_classifier

NANODET = "object_detection_nanodet_2022nov.onnx"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelMirror]:
    with model_mirror() as running:
        monkeypatch.setenv(MIRROR_VARIABLE, running.url)
        yield running


@pytest.fixture
def description(tmp_path: Path) -> Path:
    (tmp_path / "colours.onnx").write_bytes(colour_classifier(np.eye(3, dtype=np.float32)))
    path = tmp_path / "colours.toml"
    path.write_text(
        'name = "colours"\nkind = "classifier"\npath = "colours.onnx"\nlicence = "CC0-1.0"\n'
        'labels = ["red", "green", "blue"]\n[input]\nsize_px = [32, 32]\n'
    )
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def states() -> dict[str, str]:
    return {entry["name"]: entry["state"] for entry in json.loads(run("list", "--json").stdout)}


def test_the_list_tells_size_licence_and_state_of_every_model():
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["mobilenetv2", "yolox-s", "nanodet", "yunet"]
    assert lines[0].split()[1:] == ["classifier", "missing", "14.0", "MB", "Apache-2.0"]


def test_the_list_as_json_has_all_that_is_pinned(folder):
    entries = json.loads(run("list", "--json").stdout)
    assert entries[2] == {
        "name": "nanodet",
        "kind": "nanodet",
        "state": "missing",
        "size_bytes": 3_800_954,
        "sha256": "4b82da9944b88577175ee23a459dce2e26e6e4be573def65b1055dc2d9720186",
        "licence": "Apache-2.0",
        "path": str(folder / NANODET),
    }


def test_path_is_the_models_folder(folder):
    assert run("path").stdout == f"{folder}\n"


def test_a_real_model_is_installed_listed_and_removed(models, mirror):
    mirror.files[NANODET] = (models / NANODET).read_bytes()
    installed = run("install", "nanodet")
    assert installed.exit_code == 0
    assert "nanodet (Apache-2.0) is installed" in installed.stdout
    assert states()["nanodet"] == "installed"
    assert run("remove", "nanodet").exit_code == 0
    assert states()["nanodet"] == "missing"


def test_a_real_download_that_breaks_is_resumed(models, mirror):
    mirror.files[NANODET] = (models / NANODET).read_bytes()
    mirror.break_after_bytes = [1_000_000]
    assert run("install", "nanodet").exit_code == 0
    assert [request.start for request in mirror.requests][1] >= 500_000
    assert states()["nanodet"] == "installed"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is not there: no request leaves this computer."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")


@pytest.mark.usefixtures("offline")
def test_a_wrong_file_is_refused_and_nothing_is_left(mirror, folder):
    mirror.files[NANODET] = b"x" * 3_800_954
    failed = run("install", "nanodet")
    assert failed.exit_code == 1
    assert "another file" in failed.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("offline")
def test_without_a_network_one_line_says_what_to_do(folder):
    failed = run("install", "mobilenetv2")
    assert failed.exit_code == 1
    last = failed.stderr.splitlines()[-1]
    for needed in ("mobilenetv2", "no connection", MIRROR_VARIABLE, str(folder)):
        assert needed in last


def test_a_model_of_one_s_own_is_added_and_removed(description, folder):
    added = run("add", description)
    assert added.exit_code == 0, added.stderr
    assert states()["colours"] == "installed"
    assert run("remove", "colours").exit_code == 0
    assert "colours" not in states()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("words", [("install", "resnet"), ("remove", "resnet"), ("add", "nowhere.toml"), ("install",)])
def test_wrong_use_ends_with_2_and_says_why(words):
    failed = run(*words)
    assert failed.exit_code == 2
    assert failed.stderr


def test_failed_work_ends_with_1(description, tmp_path):
    assert run("remove", "nanodet").exit_code == 1
    (tmp_path / "colours.onnx").write_bytes(b"not a model")
    failed = run("add", description)
    assert failed.exit_code == 1
    assert "colours can't be loaded" in failed.stderr
