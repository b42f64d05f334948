"""``miharu models``: the models for on-device labels."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli import WORK_FAILED, WRONG_USE
from desktop.labelling.models import user_models
from desktop.labelling.models.download import Progress, fetch
from desktop.labelling.models.errors import ModelError, ModelSpecError
from desktop.labelling.models.shelf import ModelShelf
from desktop.labelling.models.spec import ModelSpec

app = typer.Typer(help="Models for on-device labels.", no_args_is_help=True)


@app.command("list")
def list_models(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show all models, and which are installed."""
    shelf = ModelShelf()
    if as_json:
        typer.echo(json.dumps([_entry(spec, shelf) for spec in shelf.specs()], indent=2))
        return
    for spec in shelf.specs():
        size = f"{spec.size_bytes / 1e6:.1f} MB" if spec.size_bytes else ""
        typer.echo(f"{spec.name:<20} {spec.kind:<11} {shelf.state(spec):<10} {size:>9}  {spec.licence}")


@app.command()
def install(names: Annotated[list[str], typer.Argument(metavar="NAME...")]) -> None:
    """Fetch models, check them, and keep them in the models folder."""
    shelf = ModelShelf()
    with _errors_told():
        for spec in [shelf.find(name) for name in names]:
            with _progress(spec) as progress:
                target = fetch(spec, shelf.folder, progress)
            typer.echo(f"{spec.name} ({spec.licence}) is installed: {target}")


@app.command()
def remove(name: str) -> None:
    """Delete a model from the models folder."""
    with _errors_told():
        ModelShelf().remove(name)
    typer.echo(f"{name} is removed")


@app.command()
def add(file: Annotated[Path, typer.Argument(metavar="FILE.toml")]) -> None:
    """Take in a model of your own: an ONNX classifier or detector, described in a TOML file."""
    with _errors_told():
        spec = user_models.add(file, ModelShelf())
    typer.echo(f"{spec.name} ({spec.licence}) was tried out and is installed")


@app.command()
def path() -> None:
    """Print the models folder. A model's file that is put there by hand counts as installed."""
    typer.echo(ModelShelf().folder)


@contextmanager
def _progress(spec: ModelSpec) -> Iterator[Progress]:
    """A progress bar on standard error, as a function of the bytes that are here."""
    with typer.progressbar(length=spec.size_bytes or 0, label=spec.name, file=sys.stderr) as bar:
        yield lambda done, _total: bar.update(done - bar.pos)


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except ModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE if isinstance(error, ModelSpecError) else WORK_FAILED) from error


def _entry(spec: ModelSpec, shelf: ModelShelf) -> dict[str, str | int | None]:
    return {
        "name": spec.name,
        "kind": spec.kind,
        "state": shelf.state(spec),
        "size_bytes": spec.size_bytes,
        "sha256": spec.sha256,
        "licence": spec.licence,
        "path": str(shelf.path(spec)),
    }
