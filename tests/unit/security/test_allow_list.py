"""The list of desktops that a node lets in."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from node_agent.access import AllowList, UnknownDesktopError
from node_agent.wire.errors import DamagedFileError, WireError
from node_agent.wire.keys import identity_of
from tests.helpers.keys import new_keys

LAPTOP, TOWER = new_keys().public, new_keys().public


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desktops.json"


def test_nobody_is_let_in_at_first(path: Path):
    assert not AllowList(path).admits(LAPTOP)


def test_an_added_desktop_is_let_in_also_after_a_restart(path: Path):
    added = AllowList(path).add(LAPTOP, "laptop")
    assert added.desktop_id == identity_of(LAPTOP)
    reopened = AllowList(path)
    assert reopened.desktops() == (added,)
    assert reopened.admits(LAPTOP)
    assert not reopened.admits(TOWER)


def test_adding_a_desktop_again_renames_it(path: Path):
    allow_list = AllowList(path)
    allow_list.add(LAPTOP, "laptop")
    allow_list.add(LAPTOP, "office")
    assert [desktop.name for desktop in allow_list.desktops()] == ["office"]


@pytest.mark.parametrize(
    ("key", "name"),
    [("no key", "laptop"), (LAPTOP, ""), (LAPTOP, "x" * 65), (LAPTOP, "a/b")],
    ids=["no key", "no name", "too long", "a slash"],  # the key is another one in each process
)
def test_an_entry_that_would_spoil_the_file_is_refused(path: Path, key: str, name: str):
    allow_list = AllowList(path)
    with pytest.raises(WireError):
        allow_list.add(key, name)
    assert not path.exists()


def test_a_removed_desktop_is_out_and_named_once_as_revoked(path: Path):
    allow_list = AllowList(path)
    allow_list.add(LAPTOP, "laptop")
    allow_list.add(TOWER, "tower")
    assert allow_list.remove(identity_of(LAPTOP)[:6]).name == "laptop"
    assert not allow_list.admits(LAPTOP)
    assert allow_list.admits(TOWER)
    assert allow_list.reload_if_changed() == {LAPTOP}
    assert allow_list.reload_if_changed() == frozenset()


@pytest.mark.parametrize("desktop_id", ["", "ffffffffffffffff", "laptop"])
def test_removing_an_unknown_desktop_says_so_and_changes_nothing(path: Path, desktop_id: str):
    allow_list = AllowList(path)
    allow_list.add(LAPTOP, "laptop")
    with pytest.raises(UnknownDesktopError, match="No paired desktop"):
        allow_list.remove(desktop_id)
    assert allow_list.admits(LAPTOP)


def test_an_id_that_fits_two_desktops_is_refused(path: Path):
    allow_list = AllowList(path)
    keys = [new_keys().public for _ in range(17)]
    for key in keys:
        allow_list.add(key, "desktop")
    # Of 17 ids two begin with the same of 16 digits.
    firsts = [identity_of(key)[0] for key in keys]
    twice = next(digit for digit in firsts if firsts.count(digit) > 1)
    with pytest.raises(UnknownDesktopError, match="give more"):
        allow_list.remove(twice)
    assert len(allow_list.desktops()) == 17


def test_what_another_process_changes_counts_at_once(path: Path):
    agent, command_line = AllowList(path), AllowList(path)
    command_line.add(LAPTOP, "laptop")
    assert agent.admits(LAPTOP)
    command_line.remove(identity_of(LAPTOP))
    assert not agent.admits(LAPTOP)
    assert agent.reload_if_changed() == {LAPTOP}


def test_a_revocation_is_not_forgotten_when_the_next_desktop_pairs_meanwhile(path: Path):
    agent, command_line = AllowList(path), AllowList(path)
    agent.add(LAPTOP, "laptop")
    command_line.remove(identity_of(LAPTOP))
    agent.add(TOWER, "tower")
    assert [desktop.name for desktop in agent.desktops()] == ["tower"]
    assert agent.reload_if_changed() == {LAPTOP}


@pytest.mark.parametrize(
    "content", ["", "nonsense", '{"version": 2}', '{"desktops": [{"key": "short", "name": "x", "added": 0}]}']
)
def test_a_damaged_list_is_a_clear_error_at_the_start(path: Path, content: str):
    path.write_text(content)
    with pytest.raises(DamagedFileError, match=r"desktops\.json is damaged.*mend it, or move it away"):
        AllowList(path)


def test_one_entry_with_a_bad_key_spoils_the_list(path: Path):
    AllowList(path).add(LAPTOP, "laptop")
    document = json.loads(path.read_text())
    document["desktops"][0]["key"] = "#" * 40
    path.write_text(json.dumps(document))
    with pytest.raises(DamagedFileError, match="is not a public key"):
        AllowList(path)


def test_a_list_that_gets_damaged_lets_nobody_in_and_says_so_once(path: Path, caplog: pytest.LogCaptureFixture):
    allow_list = AllowList(path)
    allow_list.add(LAPTOP, "laptop")
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with caplog.at_level(logging.ERROR):
        assert allow_list.reload_if_changed() == {LAPTOP}
        assert not allow_list.admits(LAPTOP)
        assert not allow_list.admits(LAPTOP)
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["No desktop is let in"]
    path.write_bytes(whole)
    assert allow_list.admits(LAPTOP)


def test_a_list_that_is_deleted_lets_nobody_in(path: Path):
    allow_list = AllowList(path)
    allow_list.add(LAPTOP, "laptop")
    path.unlink()
    assert not allow_list.admits(LAPTOP)
    assert allow_list.reload_if_changed() == {LAPTOP}


def test_a_damaged_list_is_not_overwritten(path: Path):
    allow_list = AllowList(path)
    path.write_text("nonsense")
    with pytest.raises(DamagedFileError):
        allow_list.add(LAPTOP, "laptop")
    assert path.read_text() == "nonsense"
