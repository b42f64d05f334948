"""Reads a search line.

========================================  ====================================================================
``cat``, ``label:"hot dog"``              a label or an object
``object:car``                            an object at a place
``text:exit``                             read text with all these words; QR and bar codes, too
``logo:``, ``landmark:``                  a logo, a landmark
``web:``                                  what the web calls it
``colour:red``                            a main colour, by its plain name
``unsafe:violence``                       safe search finds it likely; also adult, medical, racy, spoof
``node:porch``, ``camera:front``          where it came from; of several, one is enough
``score>0.8``                             the score of all names asked for, or the best of any
``after:yesterday``, ``before:``          when it was taken; see :mod:`desktop.core.query.dates`
``is:starred``                            also waiting, failed, corrected, inherited
``has:face``                              also label, object, text, code, logo, landmark, web, colour, crop
``from:drop``                             dropped by a person
========================================  ====================================================================

A minus before a word asks for images for which it does not hold, but for score and dates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from typing import Any

from desktop.core.errors import QueryError
from desktop.core.query.dates import FORMS, read_moment
from desktop.core.query.record import Field, Query, ScoreBound, Term
from desktop.core.query.text import text_words
from desktop.core.query.vocabulary import FIXED_VALUES
from desktop.core.query.words import Word, split

FIELDS = (
    "label", "object", "text", "logo", "landmark", "web", "colour", "unsafe", "node", "camera", "after", "before", "is",
    "has", "from",
)  # fmt: skip
"""All fields that are followed by a colon."""

_NAMES = {"": "labels", "label": "labels", "node": "nodes", "camera": "cameras"}
_SCORE = re.compile(r"score(?P<relation>[<>]=?)(?P<score>.*)", re.IGNORECASE)


def parse(line: str, now: datetime | None = None) -> Query:
    """Reads a search line. ``now`` is local time without a zone, what the clock says unless it is given.

    Raises:
        QueryError: an unknown field or value, a field without a value, or an open quote; it says where in the line.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    moment = datetime.now() if now is None else now
    for word in split(line):
        for attribute, value in _read(word, moment):
            found[attribute].append(value)
    after_ns, before_ns = found.pop("after_ns", []), found.pop("before_ns", [])
    return Query(
        **{attribute: tuple(values) for attribute, values in found.items()},
        after_ns=max(after_ns, default=None),
        before_ns=min(before_ns, default=None),
    )


def _read(word: Word, now: datetime) -> list[tuple[str, Any]]:
    """What one word adds to which attributes of the query."""
    score = _SCORE.fullmatch(word.text.removeprefix("-"))
    if score is not None:
        return [("scores", _bound(word, score))]
    field = word.field.lower()
    if field and field not in FIELDS:
        raise _error(word, _no_field(word.field))
    if word.is_open:
        raise _error(word, 'a quote is open: end it with "')
    if not word.value:
        raise _error(word, f"{word.text} needs a value")
    if field in ("after", "before"):
        return [(f"{field}_ns", _moment(word, now))]
    prefix = "without_" if word.negated else ""
    if field in _NAMES:
        return [(prefix + _NAMES[field], word.value.casefold())]
    return [(f"{prefix}terms", Term(Field(field), value)) for value in _values(word, field)]


def _values(word: Word, field: str) -> list[str]:
    value = word.value.casefold()
    if field in FIXED_VALUES and value not in FIXED_VALUES[field]:
        raise _error(word, f"{field}: can be {_either(FIXED_VALUES[field])}, not {word.value!r}")
    if field != Field.TEXT:
        return [value]
    words = " ".join(text_words(word.value))
    if not words:
        raise _error(word, f"{word.text} has no letter or digit to look for")
    return [words]


def _bound(word: Word, match: re.Match[str]) -> ScoreBound:
    if word.negated:
        raise _error(word, "a score can't be left out: turn < and > round instead")
    try:
        score = float(match["score"])
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise _error(word, f"a score is a number from 0 to 1, as in score{match['relation']}0.8")
    return ScoreBound(match["relation"], score)  # type: ignore[arg-type]  # the pattern allows no other


def _moment(word: Word, now: datetime) -> int:
    if word.negated:
        other = "before" if word.field == "after" else "after"
        raise _error(word, f"{word.field}: can't be left out: use {other}: instead")
    try:
        return read_moment(word.value, now)
    except ValueError:
        raise _error(word, f"{word.value!r} is no date; use {FORMS}") from None


def _no_field(field: str) -> str:
    if field.lower() == "score":
        return "a score is asked for as score>0.8"
    return f"there is no field {field!r}; use {_either([f'{each}:' for each in FIELDS])}"


def _either(values: list[str] | tuple[str, ...]) -> str:
    *most, last = values
    return f"{', '.join(most)} or {last}" if most else last


def _error(word: Word, text: str) -> QueryError:
    return QueryError(text, word.start, word.end)
