"""The models of the test data as on-device ones."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop.labelling.models.shelf import ModelShelf
from desktop.labelling.models.user_models import add

CLASSIFIER, CLASSIFIER_FILE = "mobilenetv2-test", "mobilenetv2-test.onnx"
DETECTOR = "nanodet"


def shelve(models: Path, folder: Path) -> ModelShelf:
    """Installs classifier and detector of the test data's folder ``models`` in ``folder``."""
    shelf = ModelShelf(folder)
    shelf.folder.mkdir(parents=True)
    detector = shelf.find(DETECTOR)
    shutil.copyfile(models / detector.file, shelf.path(detector))
    description = folder / "description.toml"
    description.write_text(
        f'name = "{CLASSIFIER}"\nkind = "classifier"\nlicence = "Apache-2.0"\nlabels = "imagenet"\n'
        f"path = '{models.resolve() / CLASSIFIER_FILE}'\n"
        "[input]\nsize_px = [224, 224]\nmean = [0.485, 0.456, 0.406]\nstd = [0.229, 0.224, 0.225]\n"
    )
    add(description, shelf)
    description.unlink()
    return shelf
