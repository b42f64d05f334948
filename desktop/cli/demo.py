"""``miharu demo``: a look around on this computer alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop import settings_file
from desktop.cli.options import changed

if TYPE_CHECKING:
    from desktop.demo import NodeResult

PICTURE = Path("miharu-demo.png")
DURATION_S = 30.0


def demo(
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", exists=True, file_okay=False, help="Show the images of this folder instead."),
    ] = None,
    seconds: Annotated[
        float, typer.Option(metavar="S", min=3.0, help="How long to run where there is no display.")
    ] = DURATION_S,
    picture: Annotated[
        Path, typer.Option(metavar="FILE", help="Where to save the picture where there is no display.")
    ] = PICTURE,
    labeller: Annotated[
        str, typer.Option(metavar="NAME", help="What labels the images. A cloud service may cost money.")
    ] = "basic",
) -> None:
    """Look around: local agents feed a window, on this computer alone.

    Nothing is kept: the library of a demonstration goes with it.
    """
    # Here and not above: every command would have to wait for the window's modules.
    from desktop import demo as demonstration
    from desktop.app import has_display

    settings = changed(settings_file.load(), labeller=labeller)
    sources = demonstration.SCENES if folder is None else {folder.resolve().name: [f"folder:{folder.resolve()}"]}
    if has_display():
        demonstration.show(settings, sources)
        return
    typer.echo(f"There is no display: Miharu runs unseen for {seconds:.0f} s and then saves a picture of its window.")
    results = demonstration.run_unseen(settings, sources, seconds, picture)
    typer.echo(f"Saved {picture}\n")
    typer.echo("\n".join(_table(results)))
    if not results:
        typer.echo("No agent was found by mDNS; is multicast possible on this computer?", err=True)
        raise typer.Exit(1)


def _table(results: Sequence[NodeResult]) -> Iterable[str]:
    rows = [("node", "captured", "stored", "labelled", "top labels")]
    rows += [
        (each.name, str(each.captured), str(each.stored), str(each.labelled), ", ".join(each.top_labels))
        for each in results
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        numbers = (cell.rjust(width) for cell, width in zip(row[1:4], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *numbers, row[4]))
