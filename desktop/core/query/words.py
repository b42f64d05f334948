"""The search line as words: where each one begins and ends, and how one is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_WORD = re.compile(
    r'(?P<minus>-)?(?:(?P<field>[^\s:"]+):)?(?:"(?P<quoted>(?:\\["\\]|[^"])*)"|(?P<open>"[^"]*$)|(?P<plain>[^\s"]*))'
)
_MARKS = re.compile(r'["＂“”„\\]')
_ESCAPED = re.compile(r'\\(["\\])')
# What input methods and word processors make of the signs of a search line; one character for one, so that places
# in the line stay.
_SIGNS = str.maketrans("：－−＂“”„＞＜＝．", ':--""""><=.')


class Word(Struct, frozen=True):
    """One word of a line, from ``start`` up to ``end``. ``field`` is empty without one; an open quote is still open."""

    start: int
    end: int
    text: str
    negated: bool
    field: str
    value: str
    is_open: bool


def split(line: str) -> Iterator[Word]:
    """The words of a line as they stand there, whether they mean something or not."""
    line = line.translate(_SIGNS)
    position = 0
    while position < len(line):
        if line[position].isspace():
            position += 1
            continue
        match = _WORD.match(line, position)
        assert match is not None  # it fits the empty text, too
        end = max(match.end(), position + 1)
        yield Word(
            position,
            end,
            line[position:end],
            negated=bool(match["minus"]),
            field=match["field"] or "",
            value=_value(match),
            is_open=match["open"] is not None,
        )
        position = end


def _value(match: re.Match[str]) -> str:
    if match["quoted"] is not None:
        return _ESCAPED.sub(r"\1", match["quoted"])
    return match["plain"] or match["open"] or ""


def negated(word: str) -> str:
    """The word with a minus before it, or without the one it has."""
    return word[1:] if word.startswith("-") else f"-{word}"


def quoted(field: str, value: str) -> str:
    """``field:value`` (the value alone for an empty field) as it is typed, with quotes where it needs them.

    A quote within quotes has a backslash before it, as has a backslash.
    """
    needs_quotes = re.search(r"[\s:]", value) or _MARKS.search(value) or (not field and re.match(r"-|score[<>]", value))
    return f"{field}:" * bool(field) + (_in_quotes(value) if needs_quotes else value)


def _in_quotes(value: str) -> str:
    escaped = _MARKS.sub(r"\\\g<0>", value)
    return f'"{escaped}"'


def with_node(line: str, node: str | None) -> str:
    """The search line with its ``node:`` words replaced by one for ``node``, or taken out for None.

    All other words stay as they were typed, also those that can't be understood.
    """
    words = [word.text for word in split(line) if word.field != "node"]
    if node is not None:
        words.append(quoted("node", node))
    return " ".join(words)
