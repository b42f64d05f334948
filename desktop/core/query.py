"""The search line: words a person types, as a typed query.

``cat`` is an image with that label, ``-person`` one without it, ``label:"hot dog"`` a label of several words,
``node:porch`` and ``camera:front`` say where it came from. All terms must hold, but of several nodes or several
cameras one is enough, as an image has only one of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from desktop.core.errors import QueryError


class Query(Struct, frozen=True, kw_only=True):
    """Which images are wanted: with all ``labels``, none of ``without_labels``, of any of ``nodes`` and ``cameras``.

    Names are compared without regard to case; an empty query means all images.
    """

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


def with_node(line: str, node: str | None) -> str:
    """The search line with its ``node:`` words replaced by one for ``node``, or taken out for None.

    All other words stay as they were typed, also those that :func:`parse` would refuse.
    """
    words = [match[0] for match in _WORD.finditer(line) if match[0] and match["field"] != "node"]
    if node is not None:
        words.append(f'node:"{node}"' if re.search(r"[\s:]", node) else f"node:{node}")
    return " ".join(words)
