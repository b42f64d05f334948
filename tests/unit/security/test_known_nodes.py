"""The list of nodes that a desktop trusts, and the alarm when a key changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.nodes.endpoint import Address
from desktop.nodes.known_nodes import KeyChangedError, KnownNodes, KnownNodesError, PairedNode, UnknownNodeError
from node_agent.wire.keys import identity_of
from node_agent.wire.service import ServiceInfo
from tests.helpers.keys import new_keys

PORCH = PairedNode(key=new_keys().public, name="porch")
BARN = PairedNode(key=new_keys().public, name="barn", address=Address("fd00::2", 5551))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nodes.json"


def announced(key: str, name: str, node_id: str = "") -> ServiceInfo:
    return ServiceInfo(
        node_id=node_id or identity_of(key), name=name, data_port=5551, control_port=5552, public_key=key
    )


def test_pinned_nodes_are_there_after_a_restart(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    known.add(BARN)
    assert KnownNodes(path).nodes() == (PORCH, BARN)


def test_a_paired_node_is_recognised_by_its_key_whatever_its_name(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    assert known.check(announced(PORCH.key, "renamed")) == PORCH


def test_a_stranger_is_no_paired_node(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    assert known.check(announced(BARN.key, "barn")) is None


def test_another_key_under_a_known_name_raises_the_alarm(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    impostor = new_keys().public
    with pytest.raises(KeyChangedError, match="porch shows another key"):
        known.check(announced(impostor, "porch"))
    with pytest.raises(KeyChangedError, match=f"miharu nodes remove {PORCH.node_id}"):
        known.add(PairedNode(key=impostor, name="porch"))
    assert known.nodes() == (PORCH,)


def test_a_known_id_with_a_foreign_key_raises_the_alarm(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    with pytest.raises(KeyChangedError, match="does not belong to its key"):
        known.check(announced(BARN.key, "barn", node_id=PORCH.node_id))


def test_two_paired_nodes_of_one_name_raise_no_alarm(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    known.add(BARN)
    assert known.check(announced(BARN.key, "porch")) == BARN


def test_after_removal_the_new_key_can_be_pinned(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    known.remove("porch")
    successor = PairedNode(key=new_keys().public, name="porch")
    known.add(successor)
    assert known.nodes() == (successor,)


def test_pairing_again_replaces_the_entry(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    renamed = PairedNode(key=PORCH.key, name="veranda", address=Address("veranda.example", 5551))
    known.add(renamed)
    assert known.nodes() == (renamed,)


def test_a_node_is_found_by_name_and_by_the_start_of_its_id(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    assert known.find("porch") == known.find(PORCH.node_id[:8]) == PORCH
    for unknown in ("", "shed"):
        with pytest.raises(UnknownNodeError, match="No paired node"):
            known.find(unknown)


def test_a_name_that_fits_two_nodes_asks_for_an_id(path: Path):
    known = KnownNodes(path)
    known.add(PORCH)
    known.add(BARN)
    known.add(PairedNode(key=BARN.key, name=PORCH.node_id))
    with pytest.raises(UnknownNodeError, match=BARN.node_id):
        known.remove(PORCH.node_id)
    assert len(known.nodes()) == 2


def test_what_another_process_pairs_is_seen_at_once(path: Path):
    window, command_line = KnownNodes(path), KnownNodes(path)
    command_line.add(PORCH)
    assert window.nodes() == (PORCH,)
    command_line.remove("porch")
    assert window.nodes() == ()


def test_a_damaged_list_is_a_clear_error_and_is_left_as_it_is(path: Path):
    path.write_text("nonsense")
    known = KnownNodes(path)
    with pytest.raises(KnownNodesError, match=r"nodes\.json is damaged"):
        known.check(announced(PORCH.key, "porch"))
    with pytest.raises(KnownNodesError, match=r"nodes\.json is damaged"):
        known.add(PORCH)
    assert path.read_text() == "nonsense"


def test_a_list_that_cant_be_read_is_a_clear_error(path: Path):
    path.mkdir()
    with pytest.raises(KnownNodesError, match=r"nodes\.json.* can't be used"):
        KnownNodes(path).nodes()
