"""Models come whole and checked, or not at all; over a real server that breaks off, refuses and deceives."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.labelling.models import download
from desktop.labelling.models.download import MIRROR_VARIABLE, fetch
from desktop.labelling.models.errors import DownloadCancelledError, ModelError
from desktop.labelling.models.shelf import part_path
from desktop.labelling.models.spec import ModelSpec
from tests.helpers.model_mirror import Request
from tests.unit.labelling.conftest import Describe

NOBODY = "http://127.0.0.1:9/tiny.onnx"


@pytest.fixture
def spec(describe: Describe, some_bytes: bytes) -> ModelSpec:
    return describe(some_bytes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_model_comes_whole_and_nothing_is_left_beside_it(spec, folder, some_bytes):
    path = fetch(spec, folder)
    assert path.read_bytes() == some_bytes
    assert left(folder) == ["tiny.onnx"]


def test_the_progress_runs_up_to_the_whole(spec, folder, some_bytes):
    told = []
    fetch(spec, folder, lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (len(some_bytes), len(some_bytes))


def test_a_file_put_there_by_hand_is_taken_without_asking_anyone(spec, folder, some_bytes, mirror):
    folder.mkdir()
    (folder / spec.file).write_bytes(some_bytes)
    fetch(spec, folder)
    assert mirror.requests == []


def test_a_damaged_file_is_replaced(spec, folder, some_bytes):
    folder.mkdir()
    (folder / spec.file).write_bytes(b"damaged")
    assert fetch(spec, folder).read_bytes() == some_bytes


@pytest.mark.parametrize("wrong", [b"<html>Please log in</html>", b"x" * 500_000, b"x" * 900_000])
def test_other_bytes_are_refused_and_nothing_is_left_behind(spec, folder, mirror, wrong):
    mirror.files[spec.file] = wrong
    with pytest.raises(ModelError, match=r"model tiny can't be fetched \(127\.0\.0\.1: (another file|more than)"):
        fetch(spec, folder)
    assert left(folder) == []


def test_a_good_model_stays_when_a_bad_one_is_offered_in_its_place(spec, folder, mirror, describe):
    fetch(spec, folder)
    newer = describe(b"newer" * 1000)
    mirror.files[newer.file] = b"wrong"
    with pytest.raises(ModelError):
        fetch(newer, folder)
    assert fetch(spec, folder).is_file()
    assert len(mirror.requests) == 2


def test_a_broken_download_goes_on_where_it_broke(spec, folder, some_bytes, mirror):
    mirror.break_after_bytes = [200_000, 200_000]
    assert fetch(spec, folder).read_bytes() == some_bytes
    starts = [request.start for request in mirror.requests]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert len(starts) == 3


def test_a_server_without_ranges_gives_it_again_from_the_start(spec, folder, some_bytes, mirror):
    mirror.knows_ranges = False
    mirror.break_after_bytes = [200_000]
    assert fetch(spec, folder).read_bytes() == some_bytes
    assert left(folder) == ["tiny.onnx"]


def test_what_is_left_of_another_version_does_not_spoil_the_model(spec, folder, some_bytes):
    folder.mkdir()
    part_path(folder / spec.file).write_bytes(b"of another version")
    assert fetch(spec, folder).read_bytes() == some_bytes


@pytest.mark.parametrize("left_over", [500_000, 600_000])
def test_a_part_as_long_as_the_model_or_longer_does_not_stop_it(spec, folder, some_bytes, left_over):
    folder.mkdir()
    part_path(folder / spec.file).write_bytes(b"x" * left_over)
    assert fetch(spec, folder).read_bytes() == some_bytes


def test_a_download_that_breaks_without_end_is_given_up_and_kept_for_the_next_one(spec, folder, some_bytes, mirror):
    mirror.break_after_bytes = [70_000] * 4
    with pytest.raises(ModelError, match="the connection broke 4 times"):
        fetch(spec, folder)
    assert left(folder) == ["tiny.onnx.part"]
    assert fetch(spec, folder).read_bytes() == some_bytes
    assert mirror.requests[-1].start > 0


def test_the_next_source_is_asked_when_one_fails(spec, folder, some_bytes, mirror):
    sources = (NOBODY, f"{mirror.url}/not-there.onnx", *spec.sources)
    assert fetch(replace(spec, sources=sources), folder).read_bytes() == some_bytes
    assert mirror.requests == [Request("/not-there.onnx", 0), Request("/tiny.onnx", 0)]


def test_a_mirror_s_address_is_asked_before_the_sources(spec, folder, some_bytes, mirror, monkeypatch):
    monkeypatch.setenv(MIRROR_VARIABLE, f"{mirror.url}/")
    assert fetch(replace(spec, sources=(NOBODY,)), folder).read_bytes() == some_bytes


def test_a_mirror_may_be_a_folder(spec, folder, some_bytes, tmp_path, mirror, monkeypatch):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / spec.file).write_bytes(some_bytes)
    monkeypatch.setenv(MIRROR_VARIABLE, str(shared))
    assert fetch(spec, folder).read_bytes() == some_bytes
    assert mirror.requests == []
    assert (shared / spec.file).is_file()


def test_a_mirror_without_the_model_does_not_stop_the_sources(spec, folder, some_bytes, tmp_path, monkeypatch):
    monkeypatch.setenv(MIRROR_VARIABLE, str(tmp_path / "nothing"))
    assert fetch(spec, folder).read_bytes() == some_bytes


def test_without_a_network_one_message_says_what_to_do(spec, folder):
    with pytest.raises(ModelError) as caught:
        fetch(replace(spec, sources=(NOBODY,)), folder)
    text = str(caught.value)
    for needed in ("tiny", "no connection", MIRROR_VARIABLE, spec.file, spec.sha256, "500,000 bytes", str(folder)):
        assert needed in text
    assert "\n" not in text
    assert left(folder) == []


def test_a_refusing_server_is_quoted(spec, folder, mirror):
    del mirror.files[spec.file]
    with pytest.raises(ModelError, match="it answers HTTP 404"):
        fetch(spec, folder)


def test_a_folder_that_can_t_be_written_is_named(spec, tmp_path):
    taken = tmp_path / "a file"
    taken.write_bytes(b"")
    with pytest.raises(ModelError, match="File exists") as caught:
        fetch(spec, taken)
    assert str(taken) in str(caught.value)


def test_a_cancelled_download_stops_and_the_next_one_goes_on(spec, folder, some_bytes, mirror):
    cancelled = threading.Event()
    with pytest.raises(DownloadCancelledError):
        fetch(spec, folder, lambda done, _total: cancelled.set() if done > 100_000 else None, cancelled)
    assert left(folder) == ["tiny.onnx.part"]
    assert fetch(spec, folder).read_bytes() == some_bytes
    assert mirror.requests[-1].start > 100_000


def test_a_model_of_unknown_size_is_never_gone_on_with(spec, folder, some_bytes, mirror):
    unknown = replace(spec, size_bytes=None)
    mirror.break_after_bytes = [200_000]
    assert fetch(unknown, folder).read_bytes() == some_bytes
    assert [request.start for request in mirror.requests] == [0, 0]


def test_a_server_that_falls_silent_does_not_hold_the_next_source(spec, folder, some_bytes, mirror, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT_S", 0.2)
    mirror.files["silent.onnx"] = some_bytes
    mirror.silent_after_bytes["/silent.onnx"] = 100_000
    sources = (f"{mirror.url}/silent.onnx", *spec.sources)
    assert fetch(replace(spec, sources=sources), folder).read_bytes() == some_bytes
