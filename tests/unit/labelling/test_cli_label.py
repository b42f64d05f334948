"""``miharu label`` as it is typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from desktop.cli.label import label as label_command
from desktop.store import open_library
from tests.helpers.pictures import BLUE, GREEN, RED, plain
from tests.helpers.vision_server import VisionServer, hang

COMMAND = [sys.executable, "-m", "desktop.cli", "label"]
WAIT_S = 60

app = typer.Typer()
app.command()(label_command)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two images, one more in a folder inside, and things that are none of a folder's images."""
    shots = tmp_path / "shots"
    (shots / "inner").mkdir(parents=True)
    (shots / ".trash").mkdir()
    plain(shots / "b.png", BLUE)
    plain(shots / "a.jpg", RED)
    plain(shots / "inner" / "c.webp", GREEN)
    plain(shots / ".trash" / "d.png")
    plain(shots / "._a.jpg")
    (shots / "note.txt").write_text("milk")
    return shots


def label(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VisionServer]:
    """A server that the settings file names, and the library in which its units are counted."""
    monkeypatch.setenv("MIHARU_LIBRARY", str(tmp_path / "Miharu"))
    open_library(tmp_path / "Miharu").close()
    with VisionServer() as server:
        (tmp_path / "settings.toml").write_text(f'[google]\nendpoint = "{server.endpoint}"\n')
        yield server


def test_files_and_folders_are_labelled_in_order(folder: Path, tmp_path: Path) -> None:
    single = plain(tmp_path / "z.png", GREEN)
    result = label(single, folder, "--labeller", "basic", "--json")
    assert result.exit_code == 0, result.stderr
    lines = records(result)
    assert [line["path"] for line in lines] == [
        str(single),
        str(folder / "a.jpg"),
        str(folder / "b.png"),
        str(folder / "inner" / "c.webp"),
    ]
    assert lines[2]["labels"] == [{"name": "blank", "score": None}, {"name": "blue", "score": None}]
    assert (lines[2]["objects"], lines[2]["error"]) == ([], None)


def test_a_bad_file_gets_its_error_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "aa.png").write_text("no image")
    result = label(folder, folder / "gone.jpg", "--labeller", "basic", "--json")
    assert result.exit_code == 1
    errors = {Path(str(line["path"])).name: line["error"] for line in records(result)}
    assert errors == {
        "a.jpg": None,
        "aa.png": "aa.png is no JPEG, PNG or WebP image",
        "b.png": None,
        "c.webp": None,
        "gone.jpg": f"{folder / 'gone.jpg'} is not there",
    }


def test_faces_codes_and_objects_come_with_their_boxes(photos: Path) -> None:
    result = label(photos / "face.jpg", "--labeller", "basic", "--json")
    (line,) = records(result)
    assert {"name": "face", "score": None} in line["labels"]
    assert all(len(face["box"]) == 4 for face in line["faces"])


def test_people_get_one_line_a_file(folder: Path) -> None:
    result = label(folder / "b.png", folder / "gone.jpg", "--labeller", "basic")
    assert result.stdout.splitlines() == [
        f"{folder / 'b.png'}: blank, blue",
        f"{folder / 'gone.jpg'}: error: {folder / 'gone.jpg'} is not there",
    ]


def test_a_folder_without_images_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = label(empty, "--labeller", "basic")
    assert result.stdout == ""
    assert f"{empty}: no JPEG, PNG or WebP files" in result.stderr


def test_cloud_vision_labels_files_through_the_settings_file(cloud: VisionServer, folder: Path, tmp_path: Path) -> None:
    result = label(folder, "--labeller", "google", "--json", MIHARU_SETTINGS=str(tmp_path / "settings.toml"))
    assert result.exit_code == 0, result.stderr
    assert [line["labels"][0]["name"] for line in records(result)] == ["red", "blue", "green"]
    assert [call.images for call in cloud.calls] == [3]


@pytest.mark.parametrize("arguments", [(), ("x.jpg", "--labeller", "nobody")], ids=["no path", "unknown labeller"])
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert label(*arguments).exit_code == 2


def test_a_labeller_that_can_not_work_is_told_in_one_line(folder: Path) -> None:
    result = subprocess.run(
        [*COMMAND, str(folder), "--labeller", "google"],
        env=os.environ | {"NO_GCE_CHECK": "true"},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert "Cloud Vision has no credentials to use" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_ctrl_c_ends_it_with_a_call_in_flight(cloud: VisionServer, folder: Path, tmp_path: Path) -> None:
    cloud.script(hang())
    process = subprocess.Popen(
        [*COMMAND, str(folder), "--labeller", "google"],
        env=os.environ | {"MIHARU_SETTINGS": str(tmp_path / "settings.toml")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert cloud.received.acquire(timeout=WAIT_S)
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, complaint = process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
    assert time.monotonic() - start < 3
    assert process.returncode != 0
    assert b"Traceback" not in complaint
