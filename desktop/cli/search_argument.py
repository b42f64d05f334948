"""A search as an argument of a command."""

from __future__ import annotations

import unicodedata

import typer

from desktop.core.errors import QueryError
from desktop.core.query import Query, parse

WRONG_USE = 2


def read_search(line: str) -> Query:
    """The query of a line. One that can't be read ends the command, with the place shown under its word."""
    try:
        return parse(line)
    except QueryError as error:
        typer.echo(f"{error}\n  {line}\n  {pointer(line, error.start, error.end)}", err=True)
        raise typer.Exit(WRONG_USE) from error


def pointer(line: str, start: int, end: int) -> str:
    """Marks that stand under the characters from ``start`` up to ``end`` where ``line`` is printed above."""
    return " " * _columns(line[:start]) + "^" * max(1, _columns(line[start:end]))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
