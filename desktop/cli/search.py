"""``miharu search``: images of a library that fit a search, newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from desktop import settings_file
from desktop.cli.options import JsonOption, LibraryOption, library_folder
from desktop.cli.search_argument import read_search
from desktop.core.errors import LibraryError
from desktop.core.records import Annotation, DetectedObject, ImageDetails, Label
from desktop.store import open_library
from desktop.store.library import CATALOGUE

DEFAULT_LIMIT = 100


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="As in the window: 'cat -person node:porch'.")],
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Print no more than the newest N.")] = DEFAULT_LIMIT,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the images that fit a search, newest first: path, time, node, camera and labels.

    With --json each image gets a line of JSON.
    """
    wanted = read_search(query)
    folder = library_folder(library, settings_file.load())
    if not (folder / CATALOGUE).is_file():
        raise LibraryError(f"{folder} is no library. Name one with --library DIR or MIHARU_LIBRARY.")
    with closing(open_library(folder)) as opened:
        for image_id in reversed(opened.newest_keys(wanted, limit).image_ids):
            details = opened.details(image_id)
            if details is not None:  # it may have been deleted since
                typer.echo(json.dumps(_record(details), ensure_ascii=False) if as_json else _line(details))


def _record(details: ImageDetails) -> dict[str, Any]:
    tile, said = details.tile, details.annotation or Annotation()
    return {
        "id": tile.image_id,
        "path": str(details.path),
        "taken": datetime.fromtimestamp(tile.taken_ns / 1e9, UTC).isoformat(timespec="milliseconds"),
        "node": tile.node,
        "camera": tile.camera,
        "state": tile.state.value,
        "labels": _scored(said.labels),
        "objects": _scored(said.objects),
        "texts": [text.text for text in said.texts],
        "faces": len(said.faces),
    }


def _scored(found: Sequence[Label | DetectedObject]) -> list[dict[str, Any]]:
    return [{"name": each.name, "score": each.score} for each in found]


def _line(details: ImageDetails) -> str:
    tile = details.tile
    taken = datetime.fromtimestamp(tile.taken_ns / 1e9).astimezone().isoformat(" ", timespec="seconds")
    labels = ", ".join(label.name for label in tile.labels)
    origin = f"{tile.node}/{tile.camera}" if tile.node else "dropped"
    return f"{details.path}  {taken}  {origin}  {labels or tile.state.value}"
