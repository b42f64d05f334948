"""Secrets and lists of keys on disk: private, whole, and changed by one process at a time."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec import Struct

from desktop.nodes.known_nodes import KnownNodes, PairedNode
from node_agent.access import AllowList
from node_agent.open_pairing import OpenPairing
from node_agent.wire.errors import DamagedFileError, WireError
from node_agent.wire.keys import KeyPair, check_public_key, load_or_create
from node_agent.wire.private_file import PrivateFile
from tests.helpers.keys import new_keys


class Counter(Struct):
    value: int = 0


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0o000)
    yield
    os.umask(before)


def write_key(path: Path) -> None:
    load_or_create(path)


def write_allow_list(path: Path) -> None:
    AllowList(path).add(new_keys().public, "laptop")


def write_known_nodes(path: Path) -> None:
    KnownNodes(path).add(PairedNode(key=new_keys().public, name="porch"))


def write_open_pairing(path: Path) -> None:
    PrivateFile(path, OpenPairing).write(OpenPairing(port=1, code="12345678"))


@pytest.mark.usefixtures("open_umask")
@pytest.mark.parametrize("write", [write_key, write_allow_list, write_known_nodes, write_open_pairing])
def test_only_the_owner_can_read_a_key_file_even_with_an_open_umask(write: Callable[[Path], None], tmp_path: Path):
    folder = tmp_path / "new folder"
    write(folder / "file")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes["file"] == 0o600
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.usefixtures("open_umask")
def test_a_file_that_others_could_read_is_private_after_the_next_change(tmp_path: Path):
    path = tmp_path / "desktops.json"
    path.write_text('{"version": 1, "desktops": []}')
    assert stat.S_IMODE(path.stat().st_mode) == 0o666
    write_allow_list(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_file_reads_as_an_empty_document(tmp_path: Path):
    assert PrivateFile(tmp_path / "counter", Counter).read() == Counter()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"value": "one"}', b"\xff\xfe", b'{"value": 1'])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, content: bytes):
    path = tmp_path / "counter.json"
    path.write_bytes(content)
    with pytest.raises(DamagedFileError, match=r"counter\.json is damaged"):
        PrivateFile(path, Counter).read()


def test_every_change_is_seen_even_within_one_clock_tick(tmp_path: Path):
    path = tmp_path / "counter"
    writer, reader = PrivateFile(path, Counter), PrivateFile(path, Counter)
    for value in range(1, 10):
        writer.write(Counter(value))
        os.utime(path, ns=(0, 0))
        assert reader.read() == Counter(value)
    writer.remove()
    assert reader.read() == Counter()


def test_a_write_that_fails_leaves_the_old_document_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = PrivateFile(tmp_path / "counter", Counter)
    file.write(Counter(1))

    def disk_full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        file.write(Counter(2))
    assert file.read() == Counter(1)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["counter"]


def count_up(path: Path, times: int) -> None:
    file = PrivateFile(path, Counter)
    for _ in range(times):
        with file.locked():
            file.write(Counter(file.read().value + 1))


def test_no_change_is_lost_when_several_change_the_file_at_once(tmp_path: Path):
    path = tmp_path / "counter"
    threads = [threading.Thread(target=count_up, args=(path, 20)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PrivateFile(path, Counter).read() == Counter(60)


def test_a_key_that_could_not_be_made_durable_is_not_there_and_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "agent.key"

    def power_cut(_descriptor: int) -> None:
        assert not path.exists(), "what is not durable may be empty after a power cut"
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", power_cut)
        with pytest.raises(OSError, match="Input/output"):
            load_or_create(path)
    assert [file.name for file in tmp_path.iterdir() if file.is_file() and not file.name.endswith(".lock")] == []
    keys = load_or_create(path)
    assert load_or_create(path) == keys


def test_all_that_start_at_once_get_one_key(tmp_path: Path):
    together = threading.Barrier(8)

    def load(_number: int) -> KeyPair:
        together.wait()
        return load_or_create(tmp_path / "agent.key")

    with ThreadPoolExecutor(8) as threads:
        assert len({keys.secret for keys in threads.map(load, range(8))}) == 1


@pytest.mark.parametrize("text", ["", "short", "#" * 40, "é" * 40, "a" * 41, " " * 40])
def test_what_is_no_public_key_is_refused(text: str):
    with pytest.raises(WireError, match="is not a public key"):
        check_public_key(text)


def test_a_public_key_is_taken():
    check_public_key(new_keys().public)
