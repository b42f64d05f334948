"""``miharu relabel``: puts images back into the queue for another labeller."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from desktop import settings_file
from desktop.cli.options import LabellerOption, LibraryOption, library_folder
from desktop.cli.search_argument import read_search
from desktop.core.errors import LibraryError
from desktop.core.settings import NO_LABELLER
from desktop.store import open_library
from desktop.store.library import CATALOGUE


def relabel(
    search: Annotated[str, typer.Argument(metavar="SEARCH", help="As in the window: 'cat node:porch'; '' is all.")],
    labeller: LabellerOption = None,
    library: LibraryOption = None,
) -> None:
    """Have images labelled again, by --labeller or whichever is set. What was said of them is kept beside it.

    The window or ``miharu hub`` does the work.
    """
    if labeller == NO_LABELLER:
        raise typer.BadParameter(f"{NO_LABELLER!r} labels nothing")
    query = read_search(search)
    folder = library_folder(library, settings_file.load())
    if not (folder / CATALOGUE).is_file():
        raise LibraryError(f"{folder} is no library. Name one with --library DIR or MIHARU_LIBRARY.")
    with closing(open_library(folder)) as opened:
        count = opened.relabel(opened.keys(query).image_ids, labeller)
    typer.echo(f"{count} images wait for new labels.")
