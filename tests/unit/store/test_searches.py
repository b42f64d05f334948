"""What images are found by, beside their labels and where they came from."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

import pytest

from desktop.core.errors import LibraryError
from desktop.core.library import Library
from desktop.core.query import Query, Vocabulary, parse
from desktop.core.records import (
    Annotation,
    Box,
    Colour,
    DetectedObject,
    Face,
    Label,
    LabelError,
    LabelResult,
    NodeIdentity,
    SavedSearch,
    Text,
)
from tests.helpers.libraries import frame
from tests.unit.store.conftest import DEADLINE_S, OpenLibrary

PORCH = NodeIdentity("a" * 16, "Porch")
BOX = Box(0, 0, 1, 1)
DAY_NS = 24 * 3600 * 10**9
NOON_NS = round(datetime(2026, 11, 1, 12).timestamp()) * 10**9

WEB = (Label("Pallas's cat", 14.2),)
REST: dict[str, Any] = {
    "colours": (Colour("Red", 200, 10, 10, 0.4), Colour("grey", 99, 99, 99, 0.2)),
    "crop_hints": (BOX,),
    "safe_search": {"adult": "very unlikely", "medical": "possible", "racy": "likely", "violence": "very likely"},
}

SAID: dict[int, Annotation | LabelError] = {
    1: Annotation(labels=(Label("cat", 0.9), Label("sofa", 0.4)), texts=(Text("No Exit!"), Text("x", "qr")), web=WEB),
    2: Annotation(labels=(Label("cat", 0.5),), objects=(DetectedObject("Car", BOX, 0.7),), faces=(Face(BOX),)),
    3: Annotation(labels=(Label("car", 0.95),), texts=(Text("exit 12"),), logos=(DetectedObject("Acme", BOX, 0.6),)),
    4: Annotation(
        landmarks=(DetectedObject("Harbour Tower", BOX, 0.8),), texts=(Text("非常出口"),), inherited_from=1, **REST
    ),
    5: LabelError("no image"),
}
"""What is said of images 1 to 5, taken at noon of the first five days of November; 6 is waiting."""

SEARCHES: tuple[tuple[str, list[int]], ...] = (
    ("object:car", [2]),
    ("car", [2, 3]),
    ("-object:car", [1, 3, 4, 5, 6]),
    ("object:cat", []),
    ("text:exit", [1, 3]),
    ('text:"no exit"', [1]),
    ('-text:"no exit"', [2, 3, 4, 5, 6]),
    ("text:exit -text:12", [1]),
    ("text:EXIT!", [1, 3]),
    ("text:exi", []),
    ("text:出口", [4]),
    ("text:非常出口", [4]),
    ("text:入口", []),
    ("logo:ACME", [3]),
    ("-logo:acme cat", [1, 2]),
    ('landmark:"harbour tower"', [4]),
    ("has:face", [2]),
    ("has:text", [1, 3, 4]),
    ("has:code", [1]),
    ("has:text -has:code", [3, 4]),
    ("has:object", [2]),
    ("has:label", [1, 2, 3]),
    ("has:logo", [3]),
    ("has:landmark", [4]),
    ("has:web", [1]),
    ('web:"pallas\'s cat"', [1]),
    ("web:cat", []),
    ("colour:red", [4]),
    ("-colour:grey has:text", [1, 3]),
    ("has:colour", [4]),
    ("has:crop", [4]),
    ("unsafe:violence unsafe:racy", [4]),
    ("unsafe:medical", []),
    ("unsafe:adult", []),
    ("-has:label", [4, 5, 6]),
    ("is:inherited", [4]),
    ("-is:inherited has:text", [1, 3]),
    ("is:failed", [5]),
    ("is:waiting", [6]),
    ("-is:waiting -is:failed", [1, 2, 3, 4]),
    ("score>0.8", [1, 3]),
    ("score>=0.9 score<0.95", [1]),
    ("score<0.8", [2]),
    ("cat score>0.8", [1]),
    ("cat score<=0.5", [2]),
    ("sofa cat score>0.3", [1]),
    ("sofa cat score>0.5", []),
    ("object:car score>0.8", []),
    ("logo:acme score>0.5", [3]),
    ("has:text score>0.9", [3]),
    ("-cat score>0.5", [3]),
    ("after:2026-11-03", [3, 4, 5, 6]),
    ("before:2026-11-03", [1, 2]),
    ("after:2026-11-02 before:2026-11-04", [2, 3]),
    ("after:2026-11-02T12:00 before:2026-11-02T12:01", [2]),
    ("after:2026-11-04 before:2026-11-02", []),
    ("cat after:2026-11-02", [2]),
    ("-cat after:2026-11-02 before:2026-11-05 -object:car", [3, 4]),
    ("node:porch -has:face has:label before:2026-11-09", [1, 3]),
)


@pytest.fixture
def filled(library: Library) -> Library:
    for seq in range(1, len(SAID) + 2):
        taken_ns = NOON_NS + (seq - 1) * DAY_NS
        library.store_frame(PORCH, frame(seq, taken_ns=taken_ns)).result(DEADLINE_S)
    library.lease("me", 6, 60)
    say(library, SAID)
    library.release("me", [6])
    return library


def say(library: Library, said: dict[int, Annotation | LabelError]) -> None:
    results = [LabelResult(image_id=image_id, outcome=outcome) for image_id, outcome in said.items()]
    assert library.complete("me", "test", results) == len(said)


def found(library: Library, line: str) -> list[int]:
    return list(library.keys(parse(line)).image_ids)


def test_everything_that_was_said_can_be_searched(filled: Library) -> None:
    for line, fitting in SEARCHES:
        query = parse(line)
        assert found(filled, line) == fitting, line
        assert filled.count(query) == len(fitting), line
        assert list(filled.newest_keys(query, 2).image_ids) == fitting[-2:], line
        assert filled.matching(query, [6, 5, 4, 3, 2, 1]) == set(fitting), line


def test_any_two_terms_together_find_what_both_find(filled: Library) -> None:
    terms = ["cat", "-car", "object:car", "text:exit", "-has:text", "is:inherited", "-is:failed", "after:2026-11-02"]
    everything = set(found(filled, ""))
    for one, other in itertools.combinations(terms, 2):
        both = sorted(set(found(filled, one)) & set(found(filled, other)) & everything)
        assert found(filled, f"{one} {other}") == both, (one, other)
        assert filled.count(parse(f"{one} {other}")) == len(both), (one, other)


def test_stars_and_corrections_are_found_and_forgotten(filled: Library) -> None:
    filled.star([1, 3])
    filled.correct([2], add=["owl"], remove=[])
    assert found(filled, "is:starred") == [1, 3]
    assert found(filled, "is:starred -cat") == [3]
    assert found(filled, "is:corrected") == [2]
    assert found(filled, "owl score>0.9") == [2]
    assert filled.matching(parse("is:starred"), [1, 2]) == {1}
    filled.unstar([1])
    assert filled.count(parse("-is:starred")) == 5


def test_what_a_later_answer_does_not_say_is_found_no_more(filled: Library) -> None:
    filled.relabel([1])
    filled.lease("me", 2, 60)
    say(filled, {1: Annotation(texts=(Text("welcome"),))})
    assert found(filled, "text:exit") == [3]
    assert found(filled, "text:welcome") == [1]
    assert found(filled, "has:label score>0.8") == [3]


def test_deleted_images_are_counted_no_more_until_they_are_back(filled: Library) -> None:
    filled.delete([1])
    assert filled.count(parse("text:exit")) == 1
    assert filled.count(Query()) == 5
    filled.restore([1])
    assert found(filled, "text:exit") == [1, 3]
    assert found(filled, "score>0.8") == [1, 3]


def test_the_vocabulary_offers_what_is_there_most_frequent_first(filled: Library) -> None:
    assert filled.vocabulary() == Vocabulary(
        labels=("Car", "cat", "sofa"),
        logos=("Acme",),
        landmarks=("Harbour Tower",),
        web=("Pallas's cat",),
        colours=("grey", "Red"),
        text_words=("Exit", "12", "No", "x", "出口", "常出", "非常"),
        nodes=("Porch",),
        cameras=("front",),
    )


def test_searches_are_saved_renamed_and_deleted(library: Library, open_one: OpenLibrary) -> None:
    cats, exits = SavedSearch("cats", "cat -dog"), SavedSearch("exits", "text:exit after:7d")
    library.save_search(exits)
    library.save_search(SavedSearch("cats", "kitten"))
    library.save_search(cats)
    library.close()
    again = open_one()
    assert list(again.saved_searches()) == [cats, exits]
    with pytest.raises(LibraryError, match="'cats' already"):
        again.rename_search("exits", "cats")
    again.rename_search("exits", "way out")
    again.rename_search("way out", "way out")
    again.rename_search("nothing", "something")
    again.delete_search("cats")
    again.delete_search("nothing")
    assert list(again.saved_searches()) == [SavedSearch("way out", exits.line)]
