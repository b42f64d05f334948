"""Models of the user's own, described in a small TOML file.

::

    name = "my-birds"
    kind = "classifier"            # or nanodet, yolox
    path = "birds.onnx"            # beside this file, or:  url = "https://…"
    sha256 = "…"                   # needed with url
    licence = "MIT"
    labels = "birds.txt"           # one name a line; or a list, or "imagenet", "coco"

    [input]
    size_px = [224, 224]           # width and height
    channels = "rgb"               # or bgr
    layout = "nchw"                # or nhwc
    pixel_max = 1.0                # pixels run from 0 to this; then mean is taken away and std divided by
    mean = [0.485, 0.456, 0.406]
    std = [0.229, 0.224, 0.225]
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from desktop.labelling.models.download import Progress, fetch
from desktop.labelling.models.errors import ModelError, ModelSpecError
from desktop.labelling.models.shelf import ModelShelf, sha256_of
from desktop.labelling.models.spec import ModelInput, ModelSpec, Name, Sha256

LABEL_SETS = ("imagenet", "coco")


class _Description(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the user's TOML says."""

    name: Name
    kind: Literal["classifier", "nanodet", "yolox"]
    licence: str
    labels: str | tuple[str, ...]
    input: ModelInput
    path: str = ""
    url: str = ""
    sha256: Sha256 | Literal[""] = ""


def add(
    description: Path,
    shelf: ModelShelf,
    progress: Progress = lambda _done, _total: None,
    cancelled: threading.Event | None = None,
) -> ModelSpec:
    """Takes a user's own model to the shelf: fetched or copied, checked, loaded and run once.

    A model of the user's own with the same name is replaced, once the new one has passed.

    Raises:
        ModelSpecError: the TOML can't be read or used; the text names the key.
        ModelError: the model can't be fetched, loaded or run as described.
        DownloadCancelledError: ``cancelled`` was set.
    """
    from desktop.labelling.labellers.onnx.runners import try_out  # loads onnxruntime

    spec = read_description(description)
    if any(spec.name == known.name or spec.file == known.file for known in shelf.known):
        raise ModelSpecError(f"{description.name}: Miharu has a model {spec.name!r} already; use another name")
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=shelf.folder, prefix=".new-") as folder:
            fetched = fetch(spec, Path(folder), progress, cancelled)
            try_out(spec, fetched)
            spec = msgspec.structs.replace(spec, size_bytes=fetched.stat().st_size)
            fetched.replace(shelf.path(spec))
            shelf.describe(spec)
    except OSError as error:
        raise ModelError(f"The model {spec.name} can't be put into {shelf.folder}: {error}") from error
    return spec


def read_description(path: Path) -> ModelSpec:
    """Reads the TOML of a user's own model, with its label file.

    Raises:
        ModelSpecError: it can't be read or used; the text names the key.
    """
    try:
        description = msgspec.toml.decode(path.read_bytes(), type=_Description)
        source, sha256 = _source(description, path.parent)
        return ModelSpec(
            name=description.name,
            kind=description.kind,
            file=f"{description.name}.onnx",
            sha256=sha256,
            licence=description.licence,
            input=description.input,
            labels=_labels(description.labels, path.parent),
            sources=(source,),
        )
    except ModelSpecError as error:
        raise ModelSpecError(f"{path.name}: {error}") from error
    except (OSError, ValueError) as error:  # msgspec's and Unicode's errors are ValueErrors
        raise ModelSpecError(f"{path.name} can't be used: {error}") from error


def _source(description: _Description, folder: Path) -> tuple[str, str]:
    """Where the model's file comes from, and its hash."""
    if bool(description.path) == bool(description.url):
        raise ModelSpecError("give either path or url")
    if description.path:
        path = (folder / description.path).resolve()
        return str(path), description.sha256 or sha256_of(path)
    if not description.sha256:
        raise ModelSpecError("a model from a url needs its sha256")
    return description.url, description.sha256


def _labels(labels: str | tuple[str, ...], folder: Path) -> str | tuple[str, ...]:
    if isinstance(labels, tuple) or labels in LABEL_SETS:
        return labels
    return tuple(line.strip() for line in (folder / labels).read_text("utf-8").splitlines() if line.strip())
