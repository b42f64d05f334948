"""``miharu label``: labels files. What costs money is counted in a library."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop import settings_file
from desktop.cli.ledger import LedgerOf
from desktop.cli.options import JsonOption, LabellerOption, LibraryOption, changed, library_folder
from desktop.core.records import Annotation, Box, Picture
from desktop.labelling.images import SUFFIXES
from desktop.labelling.labeller import Outcome
from desktop.labelling.registry import make_labeller


def label(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Image files, and folders of them.")],
    labeller: LabellerOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Label image files, and all images in folders. With --json each gets a line of JSON.

    Paid labels are counted under the monthly cap of the library; others need none.
    """
    settings = changed(settings_file.load(), labeller=labeller)
    failed = False
    files = _image_files(paths)
    with (
        closing(LedgerOf(library_folder(library, settings))) as ledger,
        closing(make_labeller(settings, ledger)) as chosen,
    ):
        while batch := list(islice(files, chosen.batch_size)):
            outcomes = chosen.label([Picture(path=file, dropped=True) for file in batch])
            for file, outcome in zip(batch, outcomes, strict=True):
                typer.echo(json.dumps(_record(file, outcome)) if as_json else _line(file, outcome))
            failed = failed or not all(isinstance(outcome, Annotation) for outcome in outcomes)
    if failed:
        raise typer.Exit(1)


def _image_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as given, whatever they are; of folders, in alphabetical order, what is named like an image."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = False
        for folder, inner_folders, names in os.walk(path):
            inner_folders[:] = sorted(name for name in inner_folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                    found = True
                    yield Path(folder, name)
        if not found:
            typer.echo(f"{path}: no JPEG, PNG or WebP files in this folder", err=True)


def _record(file: Path, outcome: Outcome) -> dict[str, Any]:
    annotation = outcome if isinstance(outcome, Annotation) else Annotation()
    return {
        "path": str(file),
        "labels": [{"name": label.name, "score": label.score} for label in annotation.labels],
        "objects": [
            {"name": found.name, "score": found.score, "box": _edges(found.box)} for found in annotation.objects
        ],
        "faces": [{"score": face.score, "box": _edges(face.box)} for face in annotation.faces],
        "texts": [
            {"text": text.text, "kind": text.kind, "box": text.box and _edges(text.box)} for text in annotation.texts
        ],
        "colours": [{"name": colour.name, "fraction": colour.fraction} for colour in annotation.colours],
        "labeller": annotation.labeller,
        "error": None if isinstance(outcome, Annotation) else outcome.message,
    }


def _line(file: Path, outcome: Outcome) -> str:
    if not isinstance(outcome, Annotation):
        return f"{file}: error: {outcome.message}"
    words = [_word(label.name, label.score) for label in outcome.labels]
    words += [f"{_word(found.name, found.score)} (object)" for found in outcome.objects]
    words += [f'"{text.text}"' for text in outcome.texts]
    return f"{file}: {', '.join(words)}"


def _word(name: str, score: float | None) -> str:
    return name if score is None else f"{name} {score:.2f}"


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom
