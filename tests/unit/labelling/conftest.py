"""A shelf of its own for every test, a mirror, and models that need no download."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop.labelling.models.download import MIRROR_VARIABLE
from desktop.labelling.models.shelf import FOLDER_VARIABLE, ModelShelf
from desktop.labelling.models.spec import Kind, ModelInput, ModelSpec
from tests.helpers.model_mirror import ModelMirror, model_mirror
from tests.helpers.vision_server import VisionServer

Describe = Callable[..., ModelSpec]
Install = Callable[..., ModelSpec]


@pytest.fixture(autouse=True)
def no_models_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.delenv(MIRROR_VARIABLE, raising=False)


@pytest.fixture
def mirror() -> Iterator[ModelMirror]:
    with model_mirror() as running:
        yield running


@pytest.fixture
def server() -> Iterator[VisionServer]:
    with VisionServer() as running:
        yield running


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    return ModelShelf(tmp_path / "shelf")


@pytest.fixture
def describe(mirror: ModelMirror) -> Describe:
    """Makes the description of a model with these bytes, which the mirror serves."""

    def make(
        data: bytes, name: str = "tiny", kind: Kind = "classifier", labels: str | tuple[str, ...] = ("red", "green")
    ) -> ModelSpec:
        mirror.files[f"{name}.onnx"] = data
        return ModelSpec(
            name=name,
            kind=kind,
            file=f"{name}.onnx",
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            licence="MIT",
            labels=labels,
            input=ModelInput(size_px=(32, 32)),
            sources=(f"{mirror.url}/{name}.onnx",),
        )

    return make


@pytest.fixture
def some_bytes() -> bytes:
    """Bytes of several chunks that no other run of the tests has."""
    return np.random.default_rng().bytes(500_000)


@pytest.fixture
def install(shelf: ModelShelf, describe: Describe) -> Install:
    """Puts a model of the user's own on the shelf."""

    def put(data: bytes, **changes: object) -> ModelSpec:
        spec = describe(data, **changes)
        shelf.folder.mkdir(exist_ok=True)
        shelf.path(spec).write_bytes(data)
        shelf.describe(spec)
        return spec

    return put
