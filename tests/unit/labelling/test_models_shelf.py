"""What lies in the models folder, and what counts as installed."""

from __future__ import annotations

import logging
from pathlib import Path

import platformdirs
import pytest

from desktop.labelling.models.errors import ModelError, ModelSpecError
from desktop.labelling.models.shelf import FOLDER_VARIABLE, ModelShelf, ModelState, models_folder, part_path
from desktop.labelling.models.spec import ModelSpec
from tests.unit.labelling.conftest import Describe


@pytest.fixture
def spec(describe: Describe) -> ModelSpec:
    return describe(b"a known model")


@pytest.fixture
def shelf(tmp_path: Path, spec: ModelSpec) -> ModelShelf:
    (tmp_path / "shelf").mkdir()
    return ModelShelf(tmp_path / "shelf", [spec])


def add_own(shelf: ModelShelf, spec: ModelSpec, data: bytes) -> None:
    shelf.path(spec).write_bytes(data)
    shelf.describe(spec)


def test_models_lie_in_the_platform_s_data_folder():
    assert models_folder() == platformdirs.user_data_path("miharu", appauthor=False) / "models"


def test_the_folder_can_be_set(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "elsewhere"))
    assert ModelShelf().folder == tmp_path / "elsewhere"


def test_a_shelf_that_was_never_used_has_the_known_models_missing(tmp_path, spec):
    shelf = ModelShelf(tmp_path / "never made", [spec])
    assert [shelf.state(known) for known in shelf.specs()] == [ModelState.MISSING]


def test_a_file_with_the_right_hash_is_installed(shelf, spec):
    shelf.path(spec).write_bytes(b"a known model")
    assert shelf.state(spec) is ModelState.INSTALLED


def test_a_file_with_another_hash_is_damaged(shelf, spec):
    shelf.path(spec).write_bytes(b"a known modem")
    assert shelf.state(spec) is ModelState.DAMAGED


def test_a_file_that_can_t_be_read_is_not_installed(shelf, spec, caplog):
    shelf.path(spec).mkdir()
    assert shelf.state(spec) is ModelState.DAMAGED
    assert "tiny can't be read" in caplog.text


def test_own_models_come_before_the_known_ones(shelf, spec, describe):
    own = describe(b"mine", name="mine")
    add_own(shelf, own, b"mine")
    assert shelf.specs() == (own, spec)
    assert shelf.find("mine") == own


def test_a_description_that_can_t_be_read_is_left_out_with_a_warning(shelf, spec, caplog):
    shelf.description_path("broken").write_text("name = 3")
    with caplog.at_level(logging.WARNING):
        assert shelf.specs() == (spec,)
    assert "broken.toml" in caplog.text


def test_a_set_of_labels_that_miharu_does_not_have_is_not_spelled_out(shelf, spec, describe, caplog):
    add_own(shelf, describe(b"mine", name="mine", labels="birds"), b"mine")
    assert shelf.specs() == (spec,)
    assert "labels" in caplog.text


def test_an_unknown_name_is_refused_with_those_there_are(shelf):
    with pytest.raises(ModelSpecError, match="no model 'nonsense'; there are tiny"):
        shelf.find("nonsense")


def test_removing_takes_the_file_and_what_a_stopped_download_left(shelf, spec):
    shelf.path(spec).write_bytes(b"a known model")
    part_path(shelf.path(spec)).write_bytes(b"a kno")
    shelf.remove("tiny")
    assert list(shelf.folder.iterdir()) == []
    assert shelf.find("tiny") == spec


def test_removing_an_own_model_takes_its_description_too(shelf, describe):
    add_own(shelf, describe(b"mine", name="mine"), b"mine")
    shelf.remove("mine")
    assert list(shelf.folder.iterdir()) == []


def test_removing_what_is_not_installed_says_so(shelf):
    with pytest.raises(ModelError, match="tiny is not installed"):
        shelf.remove("tiny")
