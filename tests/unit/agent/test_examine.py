from __future__ import annotations

import os
from pathlib import Path

import pytest

from node_agent import clock
from node_agent.encode import MAX_IMAGE_BYTES, Encoder
from node_agent.sources.examine import BROKEN_AFTER_S, QUIET_S, Examiner, ImageFile, Later, RefusedFile
from node_agent.sources.sent_files import FileVersion
from tests.unit.agent.making import image_bytes, put


def examine(path: Path, closed: bool = False) -> ImageFile | RefusedFile | Later:
    version = FileVersion.at(path)
    assert version is not None
    return Examiner(Encoder()).examine(version, closed)


def test_a_complete_file_is_taken_byte_for_byte_with_its_time(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jpg", image_bytes())
    found = examine(path)
    assert isinstance(found, ImageFile)
    assert found.encoded.image == path.read_bytes()
    assert found.moment.wall_ns == path.stat().st_mtime_ns
    assert found.version.name == "a.jpg"


def test_a_png_named_jpg_is_taken_for_what_it_is(tmp_path: Path) -> None:
    found = examine(put(tmp_path / "a.jpg", image_bytes("PNG")))
    assert isinstance(found, ImageFile)
    assert found.encoded.image_format == "png"


def test_a_fresh_file_waits_until_it_is_quiet(tmp_path: Path) -> None:
    found = examine(put(tmp_path / "a.jpg", image_bytes(), age_s=0.2))
    assert isinstance(found, Later)
    assert 0 < found.delay_s <= QUIET_S


def test_a_fresh_file_that_was_closed_is_taken_at_once(tmp_path: Path) -> None:
    assert isinstance(examine(put(tmp_path / "a.jpg", image_bytes(), age_s=0), closed=True), ImageFile)


def test_a_half_written_file_waits_longer_even_if_it_was_closed(tmp_path: Path) -> None:
    found = examine(put(tmp_path / "a.jpg", image_bytes()[:-400], age_s=2), closed=True)
    assert isinstance(found, Later)
    assert BROKEN_AFTER_S - 3 < found.delay_s <= BROKEN_AFTER_S


@pytest.mark.parametrize(
    "data", [b"", image_bytes()[:-400], b"words " * 50], ids=["empty", "truncated", "text named .png"]
)
def test_a_file_that_stays_broken_is_refused_as_unreadable(tmp_path: Path, data: bytes) -> None:
    found = examine(put(tmp_path / "a.png", data))
    assert isinstance(found, RefusedFile)
    assert found.error.reason == "unreadable"


def test_a_file_too_large_for_a_message_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(MAX_IMAGE_BYTES + 1)
    os.utime(path, (1, 1))
    found = examine(path)
    assert isinstance(found, RefusedFile)
    assert found.error.reason == "too_large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jpg", image_bytes())
    path.chmod(0)
    found = examine(path)
    assert isinstance(found, RefusedFile)
    assert "Permission denied" in str(found.error)


def test_a_file_that_changes_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.jpg", image_bytes())
    whole = Path.read_bytes

    def read_and_touch(self: Path) -> bytes:
        data = whole(self)
        os.utime(self, (5, 5))
        return data

    monkeypatch.setattr(Path, "read_bytes", read_and_touch)
    assert isinstance(examine(path), Later)


def test_the_time_of_a_file_is_mended_like_any_other() -> None:
    now = clock.now()
    moment = clock.of_file(now.wall_ns - 5_000_000_000)
    assert moment.wall_ns == now.wall_ns - 5_000_000_000
    assert moment.monotonic_ns - (now.monotonic_ns - 5_000_000_000) == pytest.approx(0, abs=1_000_000_000)
    assert clock.of_file(-7).wall_ns == 0


def test_a_file_that_this_boot_did_not_date_has_no_time_since_boot() -> None:
    now = clock.now()
    for modified_ns in (now.wall_ns - now.monotonic_ns - 10**9, now.wall_ns + 3600 * 10**9):
        moment = clock.of_file(modified_ns)
        assert (moment.wall_ns, moment.monotonic_ns) == (modified_ns, 0)
