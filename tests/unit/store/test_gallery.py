"""What the screens read: searches, tiles, thumbnails, totals."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.library import Library
from desktop.core.query import Query, parse
from desktop.core.records import Annotation, Box, DetectedObject, ImageState, Label, LabelResult, NodeIdentity
from desktop.store import cameras
from desktop.store.connections import connect
from desktop.store.library import CATALOGUE
from tests.helpers.libraries import START_NS, frame, picture
from tests.unit.store.conftest import DEADLINE_S, OpenLibrary

PORCH = NodeIdentity("a" * 16, "Porch")
BARN = NodeIdentity("b" * 16, "barn")
BOX = Box(0, 0, 1, 1)


SEARCHES: tuple[tuple[str, list[int]], ...] = (
    ("", [1, 2, 3, 4]),
    ("cat", [1, 2]),
    ("CAT dog", [1]),
    ("cat -dog", [2]),
    ("-cat", [3, 4]),
    ("-cat -car", [4]),
    ('"hot dog"', [3]),
    ("car", [3]),
    ("dog cat cat", [1]),
    ("unicorn", []),
    ("cat unicorn", []),
    ("-unicorn", [1, 2, 3, 4]),
    ("node:porch", [1, 2]),
    ("node:porch node:barn", [1, 2, 3]),
    ("-node:porch", [3, 4]),
    ("-node:porch -camera:front", [4]),
    ("node:nowhere", []),
    ("from:drop", [4]),
    ("-from:drop", [1, 2, 3]),
    ("-from:drop from:drop", []),
    ("from:drop node:barn", []),
    ("camera:back", [2]),
    ("camera:front node:barn", [3]),
    ("cat camera:back", [2]),
    ("-cat node:barn", [3]),
    ("-dog cat node:porch camera:front", []),
)


def annotation(*labels: str, objects: tuple[str, ...] = ()) -> Annotation:
    return Annotation(
        labels=tuple(Label(name, 0.8) for name in labels),
        objects=tuple(DetectedObject(name, BOX, 0.6) for name in objects),
    )


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    """1 cat, dog (porch/front); 2 Cat (porch/Back); 3 hot dog, car object (barn/front); 4 dropped, unlabelled.

    All frames were taken at the same moment.
    """
    frames = [(PORCH, "front", "1" * 32), (PORCH, "Back", "1" * 32), (BARN, "front", "2" * 32)]
    for seq, (node, camera, stream) in enumerate(frames, 1):
        library.store_frame(node, frame(seq, camera=camera, stream=stream, taken_ns=START_NS)).result(DEADLINE_S)
    said = [annotation("cat", "dog"), annotation("Cat"), annotation("hot dog", objects=("Car", "Car"))]
    library.lease("me", 3, 60)
    results = [LabelResult(image_id=image_id, outcome=outcome) for image_id, outcome in enumerate(said, 1)]
    assert library.complete("me", "test", results) == 3
    path = tmp_path / "mine.png"
    path.write_bytes(picture(4, image_format="png"))
    library.add_file(path)
    return library


def test_a_search_finds_what_fits_and_no_more(filled: Library) -> None:
    for line, fitting in SEARCHES:
        query = parse(line)
        assert list(filled.keys(query).image_ids) == fitting, line
        assert filled.count(query) == len(fitting), line
        assert list(filled.newest_keys(query, 2).image_ids) == fitting[-2:], line
        assert filled.matching(query, [4, 3, 2, 1, 99]) == set(fitting), line
        assert filled.matching(query, fitting[:1]) == set(fitting[:1]), line


def test_a_search_says_when_its_images_were_taken(filled: Library) -> None:
    everything = {key.image_id: key for key in filled.keys(Query())}
    assert list(filled.keys(parse("cat"))) == [everything[1], everything[2]]


def test_labels_are_listed_by_how_many_images_have_them(filled: Library) -> None:
    assert list(filled.label_names()) == ["cat", "Car", "dog", "hot dog"]


def test_tiles_come_in_the_order_asked_for_without_those_that_are_gone(filled: Library) -> None:
    tiles = filled.tiles([4, 99, 1, 3])
    assert [tile.image_id for tile in tiles] == [4, 1, 3]
    assert [(tile.node, tile.camera, tile.state, tile.name) for tile in tiles] == [
        ("", "", ImageState.WAITING, "mine.png"),
        ("Porch", "front", ImageState.LABELLED, ""),
        ("barn", "front", ImageState.LABELLED, ""),
    ]


def test_lost_thumbnails_are_made_anew_from_the_files(filled: Library, folder: Path, open_one: OpenLibrary) -> None:
    before = filled.thumbnails([1, 2, 3, 4])
    filled.close()
    (folder / "thumbnails.db").unlink()
    again = open_one()
    made = again.thumbnails([1, 2, 3, 4])
    assert made.keys() == before.keys()
    assert all(jpeg.startswith(b"\xff\xd8\xff") for jpeg in made.values())


def test_a_picture_that_can_not_be_read_has_no_thumbnail(
    filled: Library, folder: Path, open_one: OpenLibrary, tmp_path: Path
) -> None:
    filled.close()
    (folder / "thumbnails.db").unlink()
    (tmp_path / "mine.png").unlink()
    assert open_one().thumbnails([3, 4, 99]).keys() == {3}


def test_an_image_that_is_not_there_has_no_details(filled: Library) -> None:
    assert filled.details(99) is None


def test_totals_count_every_image(filled: Library, tmp_path: Path) -> None:
    stats = filled.stats()
    sizes = [len(picture(seq)) for seq in (1, 2, 3)] + [(tmp_path / "mine.png").stat().st_size]
    assert (stats.images, stats.labelled, stats.waiting, stats.failed) == (4, 3, 1, 0)
    assert stats.bytes == sum(sizes)
    assert stats.nodes == {"Porch": 2, "barn": 1}


def test_a_sound_library_is_clean(filled: Library) -> None:
    steps: list[tuple[int, int]] = []
    report = filled.verify(lambda done, total: steps.append((done, total)))
    assert report.clean
    assert report.checked == 4
    assert steps[-1] == (4, 4)


def test_verify_names_what_is_missing_changed_and_unknown(filled: Library, tmp_path: Path) -> None:
    (tmp_path / "mine.png").unlink()
    details = filled.details(1)
    assert details is not None
    details.path.write_bytes(picture(9))
    stranger = details.path.with_name("holiday.jpg")
    stranger.write_bytes(picture(8))
    (filled.folder / "notes.txt").write_text("not in a folder of the library's own")

    report = filled.verify()

    assert not report.clean
    assert report.missing == (str(tmp_path / "mine.png"),)
    assert report.changed == (str(details.path),)
    assert report.unknown == (str(stranger),)


def test_a_file_that_verify_does_not_know_can_be_taken_in(filled: Library) -> None:
    details = filled.details(1)
    assert details is not None
    stranger = details.path.with_name("holiday.jpg")
    stranger.write_bytes(picture(8))
    filled.add_file(stranger)
    assert filled.verify().clean


def test_cameras_have_their_newest_image_and_dropped_files_are_of_none(filled: Library) -> None:
    assert [(each.node, each.name, each.newest.image_id) for each in filled.cameras()] == [
        ("Porch", "front", 1),
        ("Porch", "Back", 2),
        ("barn", "front", 3),
    ]
    assert filled.cameras()[0].node_id == PORCH.node_id
    late, later = (frame(10 + each, camera="front", stream="1" * 32, taken_ns=START_NS + each) for each in (2, 1))
    filled.store_frame(PORCH, late).result(DEADLINE_S)
    filled.store_frame(PORCH, later).result(DEADLINE_S)
    assert filled.cameras()[0].newest == (START_NS + 2, 5)
    assert filled.cameras()[0].hourly == 3
    much_later = frame(20, camera="front", stream="1" * 32, taken_ns=START_NS + 2 * 3600 * 10**9)
    filled.store_frame(PORCH, much_later).result(DEADLINE_S)
    assert filled.cameras()[0].hourly == 1


def test_images_are_counted_by_camera_and_minute(filled: Library) -> None:
    minute = START_NS // (60 * 10**9)
    assert filled.images_by_minute(START_NS) == {1: {minute: 1}, 2: {minute: 1}, 3: {minute: 1}}
    filled.store_frame(PORCH, frame(10, camera="front", stream="1" * 32, taken_ns=START_NS + 61 * 10**9)).result(
        DEADLINE_S
    )
    assert filled.images_by_minute(START_NS + 1) == {1: {minute + 1: 1}}


def test_the_newest_of_each_camera_is_read_from_the_index(filled: Library, folder: Path) -> None:
    assert filled.cameras()
    with closing(connect(folder / CATALOGUE)) as connection:
        for sql in (cameras._NEWEST, cameras._BY_MINUTE.replace("?", "0")):
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert any("USING COVERING INDEX image_by_camera (camera=?" in step for step in plan), plan
            assert not any(step.startswith(("SCAN image", "SCAN newest")) for step in plan), plan
