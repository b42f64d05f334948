from __future__ import annotations

import sys
from pathlib import Path

import pytest

from node_agent.sources.sent_files import FileVersion, SentFiles


def test_the_record_knows_versions_and_outlives_a_restart(tmp_path: Path) -> None:
    record = SentFiles(tmp_path / "record")
    version = FileVersion(tmp_path / "a.jpg", 10, 20)
    assert version not in record
    record.add(version)
    for now in (record, SentFiles(tmp_path / "record")):
        assert version in now
        assert version._replace(size_bytes=11) not in now
        assert version._replace(modified_ns=21) not in now
        assert version._replace(path=tmp_path / "b.jpg") not in now


def test_an_entry_that_a_power_cut_tore_is_forgotten_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "record"
    versions = [FileVersion(tmp_path / f"{number}.jpg", 1, 1) for number in range(3)]
    record = SentFiles(path)
    for version in versions[:2]:
        record.add(version)
    path.write_bytes(path.read_bytes()[:-3])
    reopened = SentFiles(path)
    assert [version in reopened for version in versions] == [True, False, False]
    reopened.add(versions[2])
    assert [version in SentFiles(path) for version in versions] == [True, False, True]


def test_its_memory_does_not_grow_by_more_than_the_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("node_agent.sources.sent_files.MOST_NEW", 50)
    monkeypatch.setattr("os.fdatasync", lambda _descriptor: None)
    record = SentFiles(tmp_path / "record")
    versions = [FileVersion(tmp_path / f"{number}.jpg", 1, 1) for number in range(1000)]
    for version in versions:
        record.add(version)
        assert sys.getsizeof(record._new) <= sys.getsizeof(set(range(50)))
    assert record._old.nbytes == 8 * 1000
    for now in (record, SentFiles(tmp_path / "record")):
        assert all(version in now for version in versions)
        assert versions[0]._replace(size_bytes=2) not in now
