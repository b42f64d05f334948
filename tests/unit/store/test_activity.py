"""Counts over time: right whatever happens to images, filled for older libraries, and read in moments."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from desktop.core.activity import ActivityCounts
from desktop.core.library import Library
from desktop.core.query import Query
from desktop.core.records import Annotation, Label, LabelResult, NodeIdentity
from desktop.store import open_library
from desktop.store.connections import connect, fetch
from desktop.store.migrations import MIGRATIONS
from tests.helpers.libraries import START_NS, STEP_S, build_library, frame, picture
from tests.unit.store.conftest import DEADLINE_S

PORCH = NodeIdentity("a" * 16, "porch")
BARN = NodeIdentity("b" * 16, "barn")
START_H = START_NS // (3600 * 10**9)
HOUR_NS = 3600 * 10**9
BOUNDS = (START_H, START_H + 1, START_H + 3, START_H + 30)


def store(library: Library, node: NodeIdentity, seq: int, hour: int) -> None:
    sent = frame(seq, stream=node.node_id * 2, taken_ns=START_NS + hour * HOUR_NS + seq)
    assert library.store_frame(node, sent).result(DEADLINE_S)


def label(library: Library, image_id: int, *names: str) -> None:
    library.lease("me", 99, 60)
    said = Annotation(labels=tuple(Label(name, 0.9) for name in names))
    library.complete("me", "model", [LabelResult(image_id=image_id, outcome=said)])


def by_node(counts: ActivityCounts) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    return {node.node: (node.images, node.labelled) for node in counts.nodes}


@pytest.fixture
def four(library: Library) -> Library:
    """Images 1 and 2 of the porch in hours 0 and 2, 3 of the barn in hour 29, and 4 in hour 30; 1 to 3 have labels."""
    store(library, PORCH, 1, 0)
    store(library, PORCH, 2, 2)
    store(library, BARN, 1, 29)
    store(library, BARN, 2, 30)
    label(library, 1, "cat", "sofa")
    label(library, 2, "cat")
    label(library, 3, "dog")
    return library


def test_images_and_labels_are_counted_by_period_and_node(four: Library) -> None:
    counts = four.activity(BOUNDS, 10)
    assert by_node(counts) == {"barn": ((0, 0, 1), (0, 0, 1)), "porch": ((1, 1, 0), (1, 1, 0))}
    assert [(each.name, each.images) for each in counts.top_labels] == [("cat", 2), ("dog", 1), ("sofa", 1)]
    assert (counts.images, counts.labelled) == (3, 3)
    assert {node.node: node.bytes for node in counts.nodes}["porch"] == len(picture(1)) + len(picture(2))
    assert [each.name for each in four.activity(BOUNDS, 1).top_labels] == ["cat"]


def test_counts_follow_what_becomes_of_images(four: Library) -> None:
    four.delete([1])
    counts = four.activity(BOUNDS, 10)
    assert by_node(counts)["porch"] == ((0, 1, 0), (0, 1, 0))
    assert [(each.name, each.images) for each in counts.top_labels] == [("cat", 1), ("dog", 1)]
    four.restore([1])
    four.relabel([2])
    counts = four.activity(BOUNDS, 10)
    assert by_node(counts)["porch"] == ((1, 1, 0), (1, 0, 0))


def test_what_a_person_gave_has_no_node(library: Library) -> None:
    library.add_bytes(picture(5), "pasted.jpg")
    now_h = time.time_ns() // HOUR_NS
    (person,) = library.activity((now_h - 1, now_h + 1), 10).nodes
    assert (person.node, person.images) == ("", (1,))


def test_days_and_hours_add_up_whatever_the_bounds(tmp_path: Path) -> None:
    folder = tmp_path / "Miharu"
    build_library(folder, 9000)  # three days and more
    library = open_library(folder)
    keys = library.keys(Query())
    try:
        for start, end in ((0, 76), (5, 20), (5, 29), (5, 73), (24, 48)):
            counts = library.activity((START_H + start, START_H + end), 1000)
            taken = [START_H + index * STEP_S // 3600 for index in range(1, 9001)]
            assert counts.images == sum(START_H + start <= hour < START_H + end for hour in taken)
            expected: Counter[str] = Counter()
            connection = connect(folder / "catalogue.db")
            expected.update(
                dict(
                    fetch(
                        connection,
                        """SELECT name, count(*) FROM image_label JOIN label ON label.id = label
                           WHERE taken_ns >= ? AND taken_ns < ? GROUP BY name""",
                        ((START_H + start) * HOUR_NS, (START_H + end) * HOUR_NS),
                    )
                )
            )
            connection.close()
            assert {each.name: each.images for each in counts.top_labels} == dict(expected)
        assert len(keys.image_ids) == 9000
    finally:
        library.close()


def test_an_older_catalogue_gets_its_counts(four: Library) -> None:
    before = four.activity(BOUNDS, 10)
    four.close()
    catalogue = four.folder / "catalogue.db"
    place = next(n for n, statements in enumerate(MIGRATIONS) if "CREATE TABLE node_hour" in statements)
    connection = connect(catalogue)
    for trigger in ("hour_gains", "hour_loses", "hour_changes", "label_day_gains", "label_day_loses"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DROP TABLE node_hour")
    connection.execute("DROP TABLE label_day")
    connection.execute(MIGRATIONS[place])
    connection.close()
    library = open_library(four.folder)
    try:
        assert library.activity(BOUNDS, 10) == before
    finally:
        library.close()
