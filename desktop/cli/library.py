"""``miharu library``: what a library holds, and whether it is whole."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from desktop import settings_file
from desktop.cli.books import by_camera, in_words
from desktop.cli.options import JsonOption, LibraryOption, library_folder
from desktop.cli.retention import retention_facts, retention_words
from desktop.core.errors import LibraryError
from desktop.core.library import Library
from desktop.core.records import LibraryStats, NodeLedger, VerifyReport
from desktop.store import open_library
from desktop.store.library import CATALOGUE

NOT_CLEAN = 1

app = typer.Typer(help="What a library holds, and whether it is whole.", no_args_is_help=True)


@app.command()
def stats(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Show how many images there are, and from where."""
    with _existing(library) as opened:
        totals = opened.stats()
    typer.echo(json.dumps(msgspec.to_builtins(totals), ensure_ascii=False) if as_json else _in_words(totals))


@app.command()
def verify(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Compare every image with its file, and every file with its image. The exit code is 1 if they differ."""
    with _existing(library) as opened, _progress_bar() as progress:
        report = opened.verify(progress)
    facts = {"clean": report.clean} | msgspec.to_builtins(report)
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else _findings(report))
    if not report.clean:
        raise typer.Exit(NOT_CLEAN)


@app.command()
def retention(
    library: LibraryOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make room: remove the oldest images beyond the quota or the floor of free space that are set."""
    wanted = settings_file.load().retention
    with _existing(library) as opened:
        report = opened.plan_retention(wanted) if dry_run else opened.retain(wanted, lambda: True)
    going = "would go" if dry_run else "went"
    typer.echo(json.dumps(retention_facts(report), ensure_ascii=False) if as_json else retention_words(report, going))


@contextmanager
def _existing(given: Path | None) -> Iterator[Library]:
    folder = library_folder(given, settings_file.load())
    if not (folder / CATALOGUE).is_file():
        raise LibraryError(f"{folder} is no library. Name one with --library DIR or MIHARU_LIBRARY.")
    with closing(open_library(folder)) as library:
        yield library


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Shows a bar on a terminal; None where there is none."""
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=1, label="Checking", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def _in_words(totals: LibraryStats) -> str:
    lines = [
        f"{totals.images} images, {totals.bytes / 1e6:.1f} MB",
        f"{totals.labelled} labelled, {totals.waiting} waiting, {totals.failed} failed",
    ]
    nodes = [f"{count:>9}  {node}" for node, count in sorted(totals.nodes.items())]
    books = [line for one in totals.ledgers for line in (f"{one.node.name}: {in_words(one)}", *_indented(one))]
    return "\n".join([*lines, *nodes, *books])


def _indented(ledger: NodeLedger) -> list[str]:
    return [f"  {line}" for line in by_camera(ledger)]


def _findings(report: VerifyReport) -> str:
    if report.clean:
        return f"{report.checked} images checked, all is well."
    findings = [
        *(f"missing: {what}" for what in report.missing),
        *(f"changed: {what}" for what in report.changed),
        *(f"unknown: {what}" for what in report.unknown),
    ]
    return "\n".join([*findings, f"{report.checked} images checked, {len(findings)} findings."])
