from __future__ import annotations

from contextlib import closing
from pathlib import Path

from desktop.core.query import Query
from desktop.store import open_library
from tests.bench import search
from tests.bench.generated import FILES, generated_library, scratch
from tests.helpers.libraries import picture

ROWS = 200


def test_a_generated_library_is_made_once_and_can_be_shown(tmp_path: Path) -> None:
    folder = generated_library(ROWS, tmp_path)
    made = (folder.stat().st_ino, folder.stat().st_dev)
    with closing(open_library(folder)) as library:
        newest = library.newest_keys(Query(), FILES)
        assert len(library.keys(Query())) == ROWS
        assert len(library.thumbnails(newest.image_ids)) == FILES
        assert all(library.details(each).path.is_file() for each in newest.image_ids)
    assert generated_library(ROWS, tmp_path) == folder
    assert (folder.stat().st_ino, folder.stat().st_dev) == made


def test_a_scratch_copy_leaves_the_original_as_it_is(tmp_path: Path) -> None:
    with scratch(ROWS, tmp_path) as copy, closing(open_library(copy)) as library:
        library.add_bytes(picture(1), "1.jpg")
    with closing(open_library(generated_library(ROWS, tmp_path))) as library:
        assert library.stats().images == ROWS
    assert [each.name for each in tmp_path.glob("*-*")] == [generated_library(ROWS, tmp_path).name]


def test_a_library_of_an_older_make_goes_when_a_new_one_is_there(tmp_path: Path) -> None:
    older = tmp_path / f"library-{ROWS}-5-schema1-recipe0"
    older.mkdir()
    generated_library(ROWS, tmp_path)
    assert not older.exists()


def test_the_bench_of_searches_gives_all_its_figures(tmp_path: Path) -> None:
    figures = search.measure(ROWS, 1, tmp_path)
    assert figures["rows"] == ROWS
    assert set(figures["searches"]) == set(search.SEARCHES)
    assert {tuple(each) for each in figures["searches"].values()} == {
        (
            "images",
            "first_page_p50_ms",
            "first_page_worst_ms",
            "full_count_p50_ms",
            "full_count_worst_ms",
            "plain_sql_first_page_ms",
            "plain_sql_full_count_ms",
        )
    }
    assert figures["slowest_first_page_ms"] > 0
    assert figures["slowest_full_count_ms"] > 0
