"""``miharu doctor``: whether all that Miharu needs is there and works, and what to do where not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from zeroconf import Zeroconf

from desktop import settings_file
from desktop.cli.ledger import LedgerOf
from desktop.cli.options import JsonOption, LibraryOption, library_folder
from desktop.core.errors import MiharuError
from desktop.core.settings import Settings
from desktop.labelling.labellers import google
from desktop.labelling.models.shelf import ModelShelf, ModelState
from desktop.store import open_library
from desktop.store.library import CATALOGUE

LITTLE_BYTES = 1_000_000_000


class Finding(NamedTuple):
    """What was looked at, whether it is well, and what it is or what to do."""

    what: str
    ok: bool
    text: str


def doctor(
    library: LibraryOption = None,
    call: Annotated[bool, typer.Option("--call", help="Ask Cloud Vision about one image, which costs a unit.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check settings, library, disk, models, Cloud Vision and mDNS. The exit code is 1 if something is amiss."""
    settings = settings_file.load()
    folder = library_folder(library, settings)
    findings = [
        Finding("settings", True, str(settings_file.path())),
        _tried("library", lambda: _library(folder)),
        _disk(folder),
        *_models(),
        _tried("Cloud Vision", lambda: _cloud_vision(settings, folder, call)),
        _mdns(),
    ]
    for finding in findings:
        typer.echo(json.dumps(finding._asdict()) if as_json else _line(finding))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    return f"{'ok   ' if finding.ok else 'AMISS'}  {finding.what}: {finding.text}"


def _tried(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, check())
    except MiharuError as error:
        return Finding(what, False, str(error))


def _library(folder: Path) -> str:
    if not (folder / CATALOGUE).is_file():
        return f"{folder} is none yet; the first start makes it"
    with closing(open_library(folder)) as library:
        return f"{folder}, {library.stats().images:,} images"


def _disk(folder: Path) -> Finding:
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    free_bytes = shutil.disk_usage(there).free
    text = f"{free_bytes / 1e9:.1f} GB are free at {there}"
    if free_bytes < LITTLE_BYTES:
        return Finding("disk", False, f"{text}: make room, or set another library; images wait on their devices")
    return Finding("disk", True, text)


def _models() -> Iterator[Finding]:
    shelf = ModelShelf()
    states = {spec.name: shelf.state(spec) for spec in shelf.specs()}
    damaged = [name for name, state in states.items() if state is ModelState.DAMAGED]
    installed = [name for name, state in states.items() if state is ModelState.INSTALLED]
    for name in damaged:
        yield Finding("models", False, f"{name} is damaged: run `miharu models install {name}`")
    if installed:
        yield Finding("models", True, f"{', '.join(installed)} in {shelf.folder}")
    elif not damaged:
        yield Finding("models", False, "none is installed: run `miharu models install mobilenetv2 nanodet`")


def _cloud_vision(settings: Settings, folder: Path, call: bool) -> str:
    if not call and not google.is_set_up(settings.google):
        return "not set up, and not needed"
    from desktop.labelling.labellers.google.trial import check_credentials, try_out  # half a second or more

    if not call:
        credentials = check_credentials(settings.google)
        return f"set up with {credentials}, not tried: --call asks about one image, which costs a unit of each feature"
    with closing(LedgerOf(folder)) as ledger:
        try_out(settings, ledger)
    return "it answers"


def _mdns() -> Finding:
    try:
        Zeroconf().close()
    except OSError as error:
        return Finding("mDNS", False, f"it does not work here ({error}): give nodes as --node HOST:PORT")
    return Finding("mDNS", True, "this computer can look for nodes")
