"""The folder that models lie in, and what is there."""

from __future__ import annotations

import enum
import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import platformdirs

from desktop.labelling.models.errors import ModelError, ModelSpecError
from desktop.labelling.models.registry import known_models
from desktop.labelling.models.spec import ModelSpec

FOLDER_VARIABLE = "MIHARU_MODELS"

_log = logging.getLogger(__name__)


class ModelState(enum.StrEnum):
    """Whether a model can be used. ``DAMAGED`` is a file that has not the hash it should have."""

    INSTALLED = "installed"
    MISSING = "missing"
    DAMAGED = "damaged"


def models_folder() -> Path:
    """Where models lie: ``MIHARU_MODELS``, else ``models`` in the platform's folder for Miharu's data."""
    set_folder = os.environ.get(FOLDER_VARIABLE)
    return Path(set_folder) if set_folder else platformdirs.user_data_path("miharu", appauthor=False) / "models"


class ModelShelf:
    """The models folder. A file that a person puts there counts as installed when its name and hash are right.

    A user's own model lies there as ``NAME.onnx`` beside its description ``NAME.toml``.
    """

    def __init__(self, folder: Path | None = None, known: Sequence[ModelSpec] | None = None) -> None:
        self.folder = models_folder() if folder is None else folder
        self.known = tuple(known_models() if known is None else known)

    def specs(self) -> tuple[ModelSpec, ...]:
        """All models: the user's own, the last one added first, then the known ones, the best of a kind first."""
        return (*self._own(), *self.known)

    def find(self, name: str) -> ModelSpec:
        """The model of that name.

        Raises:
            ModelSpecError: there is none.
        """
        specs = self.specs()
        for spec in specs:
            if spec.name == name:
                return spec
        raise ModelSpecError(f"There is no model {name!r}; there are {', '.join(spec.name for spec in specs)}")

    def path(self, spec: ModelSpec) -> Path:
        """Where the model's file lies, or would lie."""
        return self.folder / spec.file

    def description_path(self, name: str) -> Path:
        """Where the description of a user's own model lies, or would lie."""
        return self.folder / f"{name}.toml"

    def describe(self, spec: ModelSpec) -> None:
        """Writes the description of a user's own model.

        Raises:
            OSError: it can't be written.
        """
        import tomlkit  # only writing needs it

        self.description_path(spec.name).write_text(tomlkit.dumps(msgspec.to_builtins(spec)), "utf-8")

    def state(self, spec: ModelSpec) -> ModelState:
        """Reads the model's file and compares its hash."""
        path = self.path(spec)
        try:
            return ModelState.INSTALLED if sha256_of(path) == spec.sha256 else ModelState.DAMAGED
        except FileNotFoundError:
            return ModelState.MISSING
        except OSError as error:
            _log.warning("The model %s can't be read: %s", spec.name, error)
            return ModelState.DAMAGED

    def remove(self, name: str) -> None:
        """Deletes a model's file, what a stopped download left of it, and a user's own description.

        Raises:
            ModelSpecError: there is no such model.
            ModelError: it is not installed, or can't be deleted.
        """
        spec = self.find(name)
        paths = [self.path(spec), part_path(self.path(spec))]
        if spec not in self.known:
            paths.append(self.description_path(name))
        there = [path for path in paths if path.exists()]
        if not there:
            raise ModelError(f"The model {name} is not installed")
        try:
            for path in there:
                path.unlink()
        except OSError as error:
            raise ModelError(f"The model {name} can't be removed: {error}") from error

    def _own(self) -> list[ModelSpec]:
        paths = sorted(self.folder.glob("*.toml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        specs = []
        for path in paths:
            try:
                specs.append(msgspec.toml.decode(path.read_bytes(), type=ModelSpec))
            except (msgspec.DecodeError, OSError) as error:
                _log.warning("The model described by %s is left out: %s", path, error)
        return specs


def part_path(path: Path) -> Path:
    """Where a download of the file at ``path`` grows until it is whole and checked."""
    return path.with_name(f"{path.name}.part")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
