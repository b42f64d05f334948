from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.errors import QueryError
from desktop.core.query import Field, Query, ScoreBound, Term, negated, parse, quoted, split, with_node

NOW = datetime(2026, 11, 25, 14, 30, 59)  # a Wednesday
HOUR_NS = 3600 * 10**9


def local_ns(*parts: int) -> int:
    return round(datetime(*parts).timestamp()) * 10**9


def refused_place(line: str) -> tuple[int, int] | None:
    try:
        parse(line, NOW)
    except QueryError as error:
        return error.start, error.end
    return None


@pytest.fixture
def time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("", Query()),
        ("cat", Query(labels=("cat",))),
        ('Cat -person label:"hot dog"', Query(labels=("cat", "hot dog"), without_labels=("person",))),
        ('-label:"hot dog"', Query(without_labels=("hot dog",))),
        (
            "object:car -object:Bus",
            Query(terms=(Term(Field.OBJECT, "car"),), without_terms=(Term(Field.OBJECT, "bus"),)),
        ),
        ('text:"No Exit!"', Query(terms=(Term(Field.TEXT, "no exit"),))),
        ("text:非常出口", Query(terms=(Term(Field.TEXT, "非常 常出 出口"),))),
        ("logo:Acme landmark:tower", Query(terms=(Term(Field.LOGO, "acme"), Term(Field.LANDMARK, "tower")))),
        ("node:porch -node:barn", Query(nodes=("porch",), without_nodes=("barn",))),
        ("camera:1 -camera:2", Query(cameras=("1",), without_cameras=("2",))),
        ("score>0.8 score<=.9", Query(scores=(ScoreBound(">", 0.8), ScoreBound("<=", 0.9)))),
        (
            "is:Starred -is:waiting",
            Query(terms=(Term(Field.IS, "starred"),), without_terms=(Term(Field.IS, "waiting"),)),
        ),
        ("has:face -from:drop", Query(terms=(Term(Field.HAS, "face"),), without_terms=(Term(Field.FROM, "drop"),))),
        ("NODE:porch", Query(nodes=("porch",))),
        ("猫　－犬 node：玄関", Query(labels=("猫",), without_labels=("犬",), nodes=("玄関",))),
        ("label:“hot dog”", Query(labels=("hot dog",))),
        ('"score>1"', Query(labels=("score>1",))),
        ('"node:x"', Query(labels=("node:x",))),
    ],
)
def test_a_search_line_is_read(line: str, query: Query) -> None:
    assert parse(line, NOW) == query


@pytest.mark.parametrize(
    ("line", "reason", "word"),
    [
        ("cat fox:red", "there is no field 'fox'", "fox:red"),
        ("cat node:", "node: needs a value", "node:"),
        ("owl -", "- needs a value", "-"),
        ('cat ""', "needs a value", '""'),
        ('cat label:"hot dog', "a quote is open", 'label:"hot dog'),
        ("is:red cat", "is: can be starred, waiting, failed, corrected or inherited, not 'red'", "is:red"),
        ("has:tail", "has: can be label, object", "has:tail"),
        ("from:mars", "from: can be drop, not 'mars'", "from:mars"),
        ("cat score>2", "a score is a number from 0 to 1", "score>2"),
        ("score>", "a score is a number from 0 to 1", "score>"),
        ("score>nan", "a score is a number from 0 to 1", "score>nan"),
        ("-score>0.5", "turn < and > round", "-score>0.5"),
        ("score:0.5", "a score is asked for as score>0.8", "score:0.5"),
        ("cat after:tomorow", "'tomorow' is no date", "after:tomorow"),
        ("after:2026-13-01", "'2026-13-01' is no date", "after:2026-13-01"),
        ("after:99999w", "is no date", "after:99999w"),
        ("after:0001-01-01", "is no date", "after:0001-01-01"),
        ("-after:today", "use before: instead", "-after:today"),
        ("-before:today", "use after: instead", "-before:today"),
        ("text:!!", "has no letter or digit", "text:!!"),
    ],
)
def test_a_word_that_means_nothing_is_named_with_its_place(line: str, reason: str, word: str) -> None:
    with pytest.raises(QueryError, match=r".") as caught:
        parse(line, NOW)
    assert reason in str(caught.value)
    assert line[caught.value.start : caught.value.end] == word


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-01", (2026, 11, 1)),
        ("2026-11-01T08:00", (2026, 11, 1, 8)),
        ("2026-11-01t08:15:30", (2026, 11, 1, 8, 15, 30)),
        ("today", (2026, 11, 25)),
        ("Yesterday", (2026, 11, 24)),
        ("wednesday", (2026, 11, 25)),
        ("thursday", (2026, 11, 19)),
        ("0d", (2026, 11, 25)),
        ("7d", (2026, 11, 18)),
        ("2w", (2026, 11, 11)),
        ("12h", (2026, 11, 25, 2, 30)),
        ("45min", (2026, 11, 25, 13, 45)),
    ],
)
def test_dates_are_local_and_begin_where_they_say(value: str, moment: tuple[int, ...]) -> None:
    assert parse(f"after:{value}", NOW) == Query(after_ns=local_ns(*moment))
    assert parse(f"before:{value}", NOW) == Query(before_ns=local_ns(*moment))


def test_a_moment_with_a_zone_is_that_moment_everywhere() -> None:
    assert parse("after:2026-11-01T08:00Z", NOW).after_ns == 1_793_520_000 * 10**9


def test_the_narrowest_of_several_dates_counts() -> None:
    query = parse("after:yesterday after:today before:today before:2027-01-01", NOW)
    assert query == Query(after_ns=local_ns(2026, 11, 25), before_ns=local_ns(2026, 11, 25))


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(time_zone: pytest.MonkeyPatch) -> None:
    time_zone.setenv("TZ", "Europe/Berlin")
    time.tzset()
    query = parse("after:2026-10-25 before:2026-10-26", NOW)
    assert query.after_ns is not None
    assert query.before_ns is not None
    assert query.before_ns - query.after_ns == 25 * HOUR_NS


@given(st.text(max_size=40))
def test_every_line_is_read_or_refused_at_a_place_of_it(line: str) -> None:
    words = list(split(line))
    assert "".join(line[word.start : word.end] for word in words) == "".join(line.split()) or '"' in line or "”" in line
    assert refused_place(line) in {None, *((word.start, word.end) for word in words)}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
@example('front "A"')
@example('"')
@example("\\“")
def test_any_name_can_be_asked_for(name: str) -> None:
    assert [word.value for word in split(quoted("label", name))] == [
        name.translate(str.maketrans("：－−＂“”„＞＜＝．", ':--""""><=.'))
    ]


def test_a_word_is_negated_and_back() -> None:
    assert negated("node:porch") == "-node:porch"
    assert negated("-cat") == "cat"


@pytest.mark.parametrize(
    ("line", "node", "expected"),
    [
        ("", "porch", "node:porch"),
        ("cat", "porch", "cat node:porch"),
        ("node:barn cat node:shed", "porch", "cat node:porch"),
        ('cat node:"Back porch"', None, "cat"),
        ("cat -node:shed", "porch", "cat node:porch"),
        ("cat", "Back porch", 'cat node:"Back porch"'),
        ("cat", "10.0.0.7:5551", 'cat node:"10.0.0.7:5551"'),
        ('-"hot dog"  label:cat', None, '-"hot dog" label:cat'),
        ("fox:red", "porch", "fox:red node:porch"),
    ],
)
def test_the_node_of_a_search_line_is_replaced_and_the_rest_stays(line: str, node: str | None, expected: str) -> None:
    assert with_node(line, node) == expected


@pytest.mark.parametrize("node", ["porch", "Back porch", "10.0.0.7:5551", "-x", "見張"])
def test_the_replaced_line_asks_for_that_node(node: str) -> None:
    assert parse(with_node("cat node:barn", node)) == Query(labels=("cat",), nodes=(node.casefold(),))
