"""The catalogue as a database: whose it is, how it grows up, and what its statements read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import msgspec
import pytest

from desktop.core.errors import LibraryError
from desktop.core.library import Library
from desktop.core.query import Query, parse
from desktop.core.records import Annotation, Box, Colour, DetectedObject, Face, Label, NodeIdentity, Text
from desktop.store import open_library, schema
from desktop.store.connections import connect, fetch
from desktop.store.label_queue import _LEASE
from desktop.store.migrations import MIGRATIONS
from desktop.store.query_sql import resolve, select_all, select_among, select_newest
from tests.helpers.libraries import START_NS, STREAM, build_library, frame, picture
from tests.unit.store.conftest import DEADLINE_S

PORCH = NodeIdentity("a" * 16, "porch")
PRESENT_VERSION = len(MIGRATIONS)
NEXT_VERSION = "ALTER TABLE image ADD COLUMN mood INTEGER NOT NULL DEFAULT 0"


@pytest.fixture
def catalogue(library: Library) -> Path:
    return library.folder / "catalogue.db"


def read(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = connect(path)
    try:
        return fetch(connection, sql)
    finally:
        connection.close()


def test_the_catalogue_says_whose_it_is_and_is_written_durably(catalogue: Path) -> None:
    assert read(catalogue, "PRAGMA application_id") == [(0x4D494841,)]
    assert read(catalogue, "PRAGMA user_version") == [(PRESENT_VERSION,)]
    assert read(catalogue, "PRAGMA journal_mode") == [("wal",)]
    assert read(catalogue, "PRAGMA synchronous") == [(2,)]  # FULL


def test_an_older_catalogue_is_copied_and_then_brought_up_to_date(library: Library, catalogue: Path) -> None:
    library.add_bytes(picture(1), "1.jpg")
    library.close()

    schema.prepare(catalogue, fill=lambda _: None, migrations=[*MIGRATIONS, NEXT_VERSION])

    assert read(catalogue, "SELECT mood FROM image") == [(0,)]
    assert read(catalogue, "PRAGMA user_version") == [(PRESENT_VERSION + 1,)]
    backup = catalogue.with_name(f"catalogue.v{PRESENT_VERSION}.backup.db")
    assert read(backup, "PRAGMA user_version") == [(PRESENT_VERSION,)]
    assert read(backup, "SELECT count(*) FROM image") == [(1,)]


def test_a_catalogue_of_the_first_version_can_count_units_and_relabel_afterwards(tmp_path: Path) -> None:
    folder = tmp_path / "Miharu"
    folder.mkdir()
    schema.prepare(folder / "catalogue.db", fill=lambda _: None, migrations=MIGRATIONS[:1])

    with closing(open_library(folder)) as library:
        assert library.reserve(1, 0, {"labels": 2}, lambda spent: spent == {"labels": 2})
        image_id = library.add_bytes(picture(1), "1.jpg")
        assert library.relabel([image_id], "basic") == 1
        assert [found.wanted for found in library.lease("a", 1, 60)] == ["basic"]


def test_an_older_catalogue_can_be_searched_for_all_that_was_said(tmp_path: Path) -> None:
    folder = tmp_path / "Miharu"
    folder.mkdir()
    schema.prepare(folder / "catalogue.db", fill=lambda _: None, migrations=MIGRATIONS[:5])
    said = Annotation(
        labels=(Label("door", 0.4), Label("sign", 0.9)),
        faces=(Face(Box(0, 0, 1, 1)),),
        texts=(Text("No EXIT"), Text("exit")),
        logos=(DetectedObject("Acme", Box(0, 0, 1, 1), 0.7),),
        web=(Label("Wicket", 3.0),),
        colours=(Colour("red", 250, 5, 5, 0.3),),
        crop_hints=(Box(0, 0, 1, 1),),
        safe_search={"violence": "likely"},
        inherited_from=7,
    )
    connection = connect(folder / "catalogue.db")
    connection.execute(
        """INSERT INTO node VALUES (1, 'a', 'porch'); INSERT INTO camera (id, node, name) VALUES (1, 1, 'front');
           INSERT INTO image (id, taken_ns, node, camera, state, path, sha256, size_bytes, width_px, height_px, format,
                              stored_ns)
           VALUES (1, 5, 1, 1, 'labelled', 'a.jpg', x'00', 1, 1, 1, 'jpeg', 5);
           INSERT INTO label (id, key, name) VALUES (1, 'door', 'door'), (2, 'sign', 'sign');
           INSERT INTO image_label VALUES (1, 5, 1, 0.4, 1), (2, 5, 1, 0.9, 1);"""
    )
    for labeller, annotation in (("old", Annotation(texts=(Text("stale"),))), ("new", said)):
        connection.execute(
            "INSERT INTO annotation (image, labeller, labelled_ns, content) VALUES (1, ?, 5, ?)",
            (labeller, msgspec.msgpack.encode(annotation)),
        )
    connection.close()

    with closing(open_library(folder)) as library:
        for line in (
            "text:exit", "text:no", "has:face", "has:text", "logo:acme", "is:inherited", "score>0.8",
            "web:wicket", "colour:red", "has:colour", "has:crop", "has:web", "unsafe:violence",
        ):  # fmt: skip
            assert library.count(parse(line)) == 1, line
            assert list(library.keys(parse(line)).image_ids) == [1], line
        assert library.count(parse("text:stale")) == 0
        assert library.count(parse("score<0.8")) == 0


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(library: Library, catalogue: Path) -> None:
    library.close()
    with pytest.raises(apsw.SQLError):
        schema.prepare(catalogue, lambda _: None, [*MIGRATIONS, NEXT_VERSION, "ALTER TABLE nothing ADD COLUMN x"])
    assert read(catalogue, "PRAGMA user_version") == [(PRESENT_VERSION,)]
    open_library(library.folder).close()


def test_a_catalogue_of_a_newer_miharu_is_not_touched(library: Library, catalogue: Path) -> None:
    library.close()
    schema.prepare(catalogue, fill=lambda _: None, migrations=[*MIGRATIONS, NEXT_VERSION])
    with pytest.raises(LibraryError, match="newer Miharu; update"):
        open_library(library.folder)


def test_another_programs_database_is_not_touched(folder: Path) -> None:
    folder.mkdir()
    connection = apsw.Connection(str(folder / "catalogue.db"))
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(LibraryError, match="another program's database"):
        open_library(folder)
    assert read(folder / "catalogue.db", "SELECT name FROM sqlite_schema") == [("theirs",)]


def test_a_damaged_catalogue_is_named_with_the_way_out(folder: Path) -> None:
    folder.mkdir()
    (folder / "catalogue.db").write_bytes(b"not a database, " * 500)
    with pytest.raises(LibraryError, match="is damaged; move it away"):
        open_library(folder)


def test_damaged_thumbnails_are_made_anew(folder: Path) -> None:
    folder.mkdir()
    (folder / "thumbnails.db").write_bytes(b"not a database, " * 500)
    library = open_library(folder)
    try:
        image_id = library.add_bytes(picture(1), "1.jpg")
        assert library.thumbnails([image_id]).keys() == {image_id}
    finally:
        library.close()


def test_what_a_ledger_needs_is_counted(library: Library, catalogue: Path) -> None:
    for seq, camera in ((1, "front"), (2, "back"), (3, "front")):
        library.store_frame(PORCH, frame(seq, camera=camera)).result(DEADLINE_S)
    library.settle_gone(PORCH, STREAM, (2, 5), "quota")
    library.settle_gone(PORCH, STREAM, (4, 6), "quota")
    library.settle_gone(PORCH, STREAM, (9, 9), "unreadable")
    size = len(picture(1)) + len(picture(3))
    assert read(catalogue, "SELECT name, stored, images FROM camera ORDER BY name") == [("back", 1, 1), ("front", 2, 2)]
    assert read(catalogue, "SELECT bytes FROM camera WHERE name = 'front'") == [(size,)]
    assert read(catalogue, "SELECT reason, images FROM gone ORDER BY reason") == [("quota", 3), ("unreadable", 1)]


@pytest.fixture(scope="module")
def big_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    build_library(folder, 3000, waiting=1000)
    return folder / "catalogue.db"


def test_labels_are_counted_by_hour(big_catalogue: Path) -> None:
    counted = "SELECT label, taken_ns / 3600000000000, count(*) FROM image_label GROUP BY 1, 2 ORDER BY 1, 2"
    assert read(big_catalogue, "SELECT * FROM label_hour ORDER BY 1, 2") == read(big_catalogue, counted)
    assert read(big_catalogue, "SELECT id, images FROM term ORDER BY id") == read(
        big_catalogue, "SELECT term, count(*) FROM image_term GROUP BY term ORDER BY term"
    )
    assert read(big_catalogue, "SELECT id, images FROM label WHERE images > 0 ORDER BY id") == read(
        big_catalogue, "SELECT label, count(*) FROM image_label GROUP BY label ORDER BY label"
    )


def plan(connection: apsw.Connection, sql: str, bindings: dict[str, object] | tuple[object, ...] = ()) -> str:
    return "\n".join(str(row[3]) for row in fetch(connection, f"EXPLAIN QUERY PLAN {sql}", bindings))


@pytest.mark.parametrize(
    ("line", "led_by"),
    [
        ("", "SCAN found USING COVERING INDEX image_by_time"),
        ("cat", "SEARCH image_label USING PRIMARY KEY (label=?)"),
        ("cat dog -fox", "SEARCH image_label USING PRIMARY KEY (label=?)"),
        ('"wood toad" node:porch', "SEARCH image_label USING PRIMARY KEY (label=?)"),
        ("cat node:porch camera:front", "SEARCH found USING COVERING INDEX image_by_camera (camera=?)"),
        ("-node:porch cat", "SEARCH image_label USING PRIMARY KEY (label=?)"),
        ("object:cat score>0.8 after:2026-01-01", "SEARCH image_label USING PRIMARY KEY (label=? AND taken_ns>?)"),
        ("has:face -cat", "SEARCH image_term USING PRIMARY KEY (term=?)"),
        ("cat text:exit", "SEARCH image_term USING PRIMARY KEY (term=?)"),
        ("is:starred cat", "SCAN image USING COVERING INDEX image_starred"),
        ("-cat", "SCAN found USING COVERING INDEX image_by_time"),
        ("camera:front node:porch", "SEARCH found USING COVERING INDEX image_by_camera (camera=?)"),
        ("node:porch", "MERGE (UNION ALL)"),
    ],
)
def test_a_search_reads_its_answer_in_order_and_little_else(big_catalogue: Path, line: str, led_by: str) -> None:
    connection = connect(big_catalogue)
    terms = resolve(connection, parse(line))
    assert terms is not None
    steps = plan(connection, select_all(terms))
    among = plan(connection, select_among(terms), ("[1]",))
    connection.close()
    assert steps.splitlines()[0] == led_by
    assert "TEMP B-TREE" not in steps
    assert all("COVERING INDEX" in step for step in steps.splitlines() if step.startswith("SCAN"))
    assert among.splitlines()[:2] == [
        "SCAN wanted VIRTUAL TABLE INDEX 1:",
        "SEARCH found USING INTEGER PRIMARY KEY (rowid=?)",
    ]


@pytest.mark.parametrize("line", ["", "cat", "cat -fox node:porch", "node:porch", "node:porch node:barn", "-cat"])
def test_the_newest_of_a_search_are_read_in_order(big_catalogue: Path, line: str) -> None:
    connection = connect(big_catalogue)
    terms = resolve(connection, parse(line))
    assert terms is not None
    steps = plan(connection, select_newest(terms), (10,))
    connection.close()
    assert "TEMP B-TREE" not in steps


def test_a_lease_reads_no_more_than_it_hands_out(big_catalogue: Path) -> None:
    connection = connect(big_catalogue)
    steps = plan(connection, _LEASE, {"owner": "me", "deadline_ns": 0, "limit": 16})
    connection.close()
    assert "SEARCH image USING COVERING INDEX image_waiting (node=?)" in steps
    assert "SCAN newest" not in steps
    assert "SCAN image" not in steps


def test_a_library_made_in_bulk_is_like_one_that_grew(tmp_path: Path) -> None:
    build_library(tmp_path / "Miharu", 100, waiting=10, thumbnails=20, files=100)
    library = open_library(tmp_path / "Miharu")
    try:
        stats = library.stats()
        assert (stats.images, stats.labelled, stats.waiting) == (100, 90, 10)
        assert library.verify().clean
        assert library.position(NodeIdentity("0" * 16, "porch"), "0" * 32).up_to == 13
        details = library.details(90)
        assert details is not None
        assert details.annotation is not None
        assert len(details.annotation.labels) == 5
        best = details.tile.labels[0].name
        assert 90 in library.keys(Query(labels=(best,))).image_ids
        assert len(library.thumbnails([*range(81, 101)])) == 20
        assert library.keys(Query())[0].taken_ns == START_NS + 30 * 10**9
        assert [picture.image_id for picture in library.lease("me", 2, 60)] == [100, 99]
    finally:
        library.close()
