"""The search line: words a person types, as a typed query.

``cat`` is an image with that label, ``-person`` one without it, ``label:"hot dog"`` a label of several words,
``node:porch`` and ``camera:front`` say where it came from. All terms must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from desktop.core.errors import QueryError


class Query(Struct, frozen=True, kw_only=True):
    """Which images are wanted. Names are compared without regard to case; an empty query means all images."""

    labels: tuple[str, ...] = ()
    without_labels: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()


_FIELDS = {"label": "labels", "node": "nodes", "camera": "cameras"}
_WORD = re.compile(
    r'(?P<minus>-)?(?:(?P<field>[^\s:"]+):)?(?:"(?P<quoted>[^"]*)"|(?P<open>"[^"]*$)|(?P<plain>[^\s"]*))'
)


def parse(line: str) -> Query:
    """Reads a search line.

    Raises:
        QueryError: an unknown field, a field without a value, or an open quote; it says where in the line.
    """
    terms: dict[str, list[str]] = {}
    for field, value in _terms(line):
        terms.setdefault(field, []).append(value.casefold())
    return Query(**{field: tuple(values) for field, values in terms.items()})


def _terms(line: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(line):
        if line[position].isspace():
            position += 1
            continue
        match = _WORD.match(line, position)
        if match is None or match.end() == position:
            raise QueryError(f"can't read {line[position:]!r}", position, len(line))
        yield _term(match)
        position = match.end()


def _term(match: re.Match[str]) -> tuple[str, str]:
    start, end = match.span()
    if match["open"] is not None:
        raise QueryError('a quote is open: end it with "', start, end)
    field = match["field"] or "label"
    if field not in _FIELDS:
        raise QueryError(f"there is no field {field!r}; use label:, node: or camera:", start, end)
    value = match["quoted"] if match["quoted"] is not None else match["plain"]
    if not value:
        raise QueryError(f"{match[0]} needs a value", start, end)
    if not match["minus"]:
        return _FIELDS[field], value
    if field != "label":
        raise QueryError(f"-{field}: is not possible, only labels can be left out", start, end)
    return "without_labels", value
