"""``miharu search`` as it is typed."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from desktop.cli import _application
from desktop.cli.search_argument import pointer
from desktop.core.errors import LibraryError
from desktop.core.records import Annotation, Box, DetectedObject, Label, LabelResult, NodeIdentity, Text
from desktop.store import open_library
from tests.helpers.libraries import START_NS, frame

PORCH = NodeIdentity("a" * 16, "porch")
BOX = Box(0, 0, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search") / "Miharu"
    with closing(open_library(folder)) as library:
        for seq in (1, 2, 3):
            library.store_frame(PORCH, frame(seq)).result(10)
        library.lease("me", 3, 60)
        said = {
            1: Annotation(labels=(Label("cat", 0.9),)),
            2: Annotation(labels=(Label("cat", 0.5),), texts=(Text("出口"),)),
            3: Annotation(objects=(DetectedObject("car", BOX, 0.7),)),
        }
        results = [LabelResult(image_id=image_id, outcome=annotation) for image_id, annotation in said.items()]
        library.complete("me", "test", results)
    return folder


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(_application(), ["search", *arguments, "--library", str(folder)])


def ids(result: Result) -> list[int]:
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_images_are_listed_newest_first(folder: Path) -> None:
    result = run(folder, "cat")
    assert result.exit_code == 0
    newest, older = result.stdout.splitlines()
    assert newest.endswith("porch/front  cat")
    assert Path(newest.split("  ")[0]).is_file()
    assert older != newest


def test_json_has_a_line_an_image(folder: Path) -> None:
    assert ids(run(folder, "", "--json")) == [3, 2, 1]
    assert ids(run(folder, "", "--json", "--limit", "2")) == [3, 2]
    (record,) = [json.loads(line) for line in run(folder, "text:出口", "--json").stdout.splitlines()]
    assert Path(record.pop("path")).is_file()
    assert record == {
        "id": 2,
        "taken": "2026-01-01T00:00:02.000+00:00",
        "node": "porch",
        "camera": "front",
        "state": "labelled",
        "labels": [{"name": "cat", "score": 0.5}],
        "objects": [],
        "texts": ["出口"],
        "faces": 0,
    }
    assert START_NS == 1_767_225_600 * 10**9


def test_a_search_may_begin_with_a_minus(folder: Path) -> None:
    assert ids(run(folder, "-cat", "--json")) == [3]
    assert ids(run(folder, "-cat object:car", "--json")) == [3]


def test_nothing_that_fits_is_no_failure(folder: Path) -> None:
    result = run(folder, "unicorn")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_word_that_means_nothing_is_shown_where_it_stands(folder: Path) -> None:
    result = run(folder, "猫 is:red cat")
    assert result.exit_code == 2
    assert result.stdout == ""
    reason, line, place = result.stderr.splitlines()
    assert reason.startswith("is: can be starred")
    assert line == "  猫 is:red cat"
    assert place == "     ^^^^^^"


def test_the_pointer_is_as_wide_as_what_it_points_at() -> None:
    assert pointer("ab 猫:x", 3, 6) == "   ^^^^"


def test_a_folder_that_is_no_library_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "cat")
    assert isinstance(result.exception, LibraryError)
    assert "is no library" in str(result.exception)
    assert not list(tmp_path.glob("catalogue*"))
