"""The commands about keys and pairing, on both sides, as a person types them."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import click.testing
import pytest
import typer
from typer.testing import CliRunner, Result

from desktop.cli import nodes as desktop_commands
from desktop.nodes import open_node
from desktop.nodes.pairing import pair
from node_agent.access import AllowList
from node_agent.cli import app as node_commands
from node_agent.pairing import PairingWindow
from node_agent.wire.keys import identity_of
from tests.helpers.agents import MIHARU_AGENT, unpaired_agent
from tests.helpers.announced import announced
from tests.helpers.keys import new_keys

PATIENCE_S = 15.0
NODE, LAPTOP, STRANGER = new_keys(), new_keys(), new_keys()


def run(app: typer.Typer | click.Command, *arguments: object, says: str = "", code: int = 0, typed: str = "") -> str:
    words = [str(argument) for argument in arguments]
    if isinstance(app, click.Command):
        return checked(click.testing.CliRunner().invoke(app, words, input=typed), says, code)
    return checked(CliRunner().invoke(app, words, input=typed), says, code)


def checked(result: Result | click.testing.Result, says: str, code: int) -> str:
    assert result.exit_code == code, result.output
    assert re.search(says, result.output, re.DOTALL), result.output
    return result.stdout


def run_on_node(folder: Path, command: str, *arguments: object, says: str = "", code: int = 0) -> str:
    return run(node_commands, command, *arguments, "--spool", folder, says=says, code=code)


def run_on_desktop(*arguments: object, says: str = "", code: int = 0, typed: str = "") -> str:
    return run(desktop_commands.app, *arguments, says=says, code=code, typed=typed)


def own_key() -> str:
    app = typer.Typer()
    app.command()(desktop_commands.print_own_key)
    return run(app).strip()


@pytest.mark.parametrize(
    "key", [LAPTOP.public, "-" + "a" * 39, "--" + "a" * 38], ids=["a key", "a hyphen first", "two hyphens first"]
)
def test_a_key_is_authorised_listed_and_revoked_while_an_agent_runs(tmp_path: Path, key: str):
    agents_list = AllowList(tmp_path / "desktops.json")
    desktop_id = identity_of(key)
    run_on_node(tmp_path, "authorize", key, "--name", "laptop", says=f"laptop .{desktop_id}. may connect")
    assert agents_list.admits(key)
    run_on_node(tmp_path, "desktops", says=f"{desktop_id}  laptop")
    [entry] = json.loads(run_on_node(tmp_path, "desktops", "--json"))
    assert (entry["id"], entry["name"], entry["key"]) == (desktop_id, "laptop", key)
    run_on_node(tmp_path, "revoke", desktop_id[:8], says="may not connect any more")
    assert agents_list.reload_if_changed() == {key}
    run_on_node(tmp_path, "desktops", says="No desktop may connect yet")


def test_wrong_use_and_failed_work_have_their_own_exit_codes(tmp_path: Path):
    run_on_node(tmp_path, "authorize", "no key", says="is not a public key", code=2)
    run_on_node(tmp_path, "authorize", LAPTOP.public, "--name", "a/b", says="can't be a name", code=2)
    run_on_node(tmp_path, "revoke", "0123", says="No paired desktop", code=1)
    (tmp_path / "desktops.json").write_text("nonsense")
    run_on_node(tmp_path, "desktops", says="is damaged", code=1)
    run_on_node(tmp_path, "pair", says="is damaged", code=1)
    (tmp_path / "agent.key").write_text("nonsense")
    run_on_node(tmp_path, "key", says="is not a key file", code=2)


def test_a_node_keeps_the_key_that_it_prints(tmp_path: Path):
    key = run_on_node(tmp_path, "key").strip()
    assert len(key) == 40
    assert run_on_node(tmp_path, "key").strip() == key


def test_the_commands_find_the_folder_of_the_agent_that_run_would_start(tmp_path: Path):
    file = tmp_path / "agent.toml"
    file.write_text(f'name = "barn"\nsources = ["scenes:harbour"]\nspool = "{tmp_path / "of the file"}"')
    keys = {
        run(node_commands, "key", *flags).strip()
        for flags in ([], ["--node", "porch"], ["--spool", tmp_path], ["--config", file])
    }
    assert len(keys) == 4
    assert (tmp_path / "of the file" / "agent.key").exists()
    assert (tmp_path / "agent.key").exists()
    assert list((tmp_path / "home").rglob("porch/agent.key"))


def test_a_named_agent_is_found_without_its_name_where_it_is_the_only_one(tmp_path: Path):
    unnamed = tmp_path / "home" / "xdg_state_home" / "miharu-agent"
    porch = run(node_commands, "key", "--node", "porch").strip()
    assert run(node_commands, "key").strip() == porch
    assert [path.name for path in unnamed.iterdir()] == ["porch"]
    run(node_commands, "key", "--node", "gate")
    for command in (["key"], ["pair"], ["desktops"]):
        run(node_commands, *command, says=r"say which is meant with --node \(gate, porch\)", code=2)


def test_run_and_the_commands_agree_on_the_folder_of_an_agent_without_a_name(tmp_path: Path):
    command = [*MIHARU_AGENT, "run", "--source", "scenes:snow"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as agent:
        assert agent.stdout is not None
        assert agent.stderr is not None
        node_id = json.loads(agent.stdout.readline())["node_id"]
        agent.terminate()
        said = agent.stderr.read()
    assert identity_of(run(node_commands, "key").strip()) == node_id
    assert "`miharu-agent pair` makes a new one" in said
    assert len(list((tmp_path / "home").rglob("agent.key"))) == 1


def test_the_invitation_names_the_command_that_means_this_agent(tmp_path: Path):
    spool = tmp_path / "a spool"
    with unpaired_agent("scenes:snow", name="porch", spool=spool) as agent:
        assert f"`miharu-agent pair --node porch --spool '{spool}'` makes a new one" in agent.log


def test_a_folder_in_which_no_agent_has_run_is_mentioned(tmp_path: Path):
    run_on_node(tmp_path, "authorize", LAPTOP.public, says=f"No agent has run in {tmp_path} yet")
    assert AllowList(tmp_path / "desktops.json").admits(LAPTOP.public)


def test_a_config_file_that_cant_be_read_is_wrong_use(tmp_path: Path):
    run(node_commands, "key", "--config", tmp_path / "missing.toml", says="can't be read", code=2)


@contextmanager
def pair_command(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`miharu-agent pair` as a process of its own, and the code that it shows."""
    run_app = "from node_agent.cli import main; main()"
    command = [sys.executable, "-c", run_app, "pair", "--spool", str(folder), "--node", "porch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().rpartition(":")[2].strip()
        finally:
            process.kill()


def test_the_pair_command_lets_the_desktop_in_on_which_its_code_is_typed(tmp_path: Path):
    agents_list = AllowList(tmp_path / "desktops.json")
    with pair_command(tmp_path) as (process, code):
        run_on_node(tmp_path, "pair", says=f"open already.*{code}")
        port = json.loads((tmp_path / "pairing.json").read_text())["port"]
        node_key = run_on_node(tmp_path, "key").strip()
        asyncio.run(pair("127.0.0.1", port, node_key, code, LAPTOP, "laptop"))
        said, _ = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0
        assert f"Paired with laptop ({LAPTOP.identity})" in said
    assert agents_list.admits(LAPTOP.public)


def test_an_interrupted_pair_command_closes_pairing(tmp_path: Path):
    with pair_command(tmp_path) as (process, _):
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
        assert process.returncode != 0
    with PairingWindow(NODE, "porch", tmp_path) as window:
        assert window.port > 0


def test_a_killed_pair_command_does_not_keep_pairing_open(tmp_path: Path):
    with pair_command(tmp_path) as (process, _):
        process.kill()
        process.wait(PATIENCE_S)
        assert (tmp_path / "pairing.json").exists()
    with PairingWindow(NODE, "porch", tmp_path) as window:
        assert window.port > 0


def test_a_node_is_trusted_by_key_listed_and_removed():
    run_on_desktop("list", says="No node is paired yet")
    said = run_on_desktop("add", "porch.example:5551", "--key", NODE.public, "--name", "porch")
    assert f"authorize '{own_key()}'" in said
    run_on_desktop("list", says=f"{NODE.identity}  porch .*porch.example:5551")
    [entry] = json.loads(run_on_desktop("list", "--json"))
    assert (entry["id"], entry["key"], entry["address"]) == (NODE.identity, NODE.public, "porch.example:5551")
    run_on_desktop("remove", "porch", says="is not trusted any more")
    assert json.loads(run_on_desktop("list", "--json")) == []


def test_the_wrong_use_of_nodes_is_told_in_words():
    run_on_desktop("add", "nowhere", "--key", NODE.public, says="is not HOST:PORT", code=2)
    run_on_desktop("add", "10.0.0.7:5551", "--key", "short", says="is not a public key", code=2)
    run_on_desktop("remove", "porch", says="No paired node is called 'porch'", code=1)


def test_a_key_that_begins_with_a_hyphen_is_taken():
    run_on_desktop("add", "10.0.0.7:5551", "--key", "-" + "a" * 39, says="is trusted")


def test_a_changed_key_is_not_pinned():
    run_on_desktop("add", "10.0.0.7:5551", "--key", NODE.public, "--name", "porch")
    run_on_desktop("add", "10.0.0.7:5551", "--key", STRANGER.public, "--name", "porch", says="another key", code=1)
    [entry] = json.loads(run_on_desktop("list", "--json"))
    assert entry["key"] == NODE.public


@pytest.fixture
def name() -> str:
    """A name that no other test on this network announces."""
    return f"porch-{secrets.token_hex(4)}"


def test_a_node_found_by_mdns_is_paired_with_its_code_and_pinned(tmp_path: Path, name: str):
    with PairingWindow(NODE, name, tmp_path) as window, announced(NODE, name, window.port):
        run_on_desktop("pair", name, typed=f"{window.code}\n", says=f"Code that {name} shows.*Paired with {name}")
        assert window.outcome.result(PATIENCE_S).key == own_key()
    [entry] = json.loads(run_on_desktop("list", "--json"))
    assert (entry["name"], entry["key"]) == (name, NODE.public)


def test_an_impostor_under_a_paired_nodes_name_raises_the_alarm_before_any_code_is_asked_for(tmp_path: Path, name: str):
    run_on_desktop("add", "10.0.0.7:5551", "--key", NODE.public, "--name", name)
    with PairingWindow(STRANGER, name, tmp_path) as window, announced(STRANGER, name, window.port):
        run_on_desktop("pair", name, "--code", window.code, says=f"{name} shows another key", code=1)
    assert [entry["key"] for entry in json.loads(run_on_desktop("list", "--json"))] == [NODE.public]


def test_two_nodes_of_one_name_are_told_apart_by_id(name: str):
    with announced(NODE, name, 5), announced(STRANGER, name, 6):
        run_on_desktop("pair", name, "--code", "12345678", says=f"2 nodes answer.*({NODE.identity})", code=1)


def test_a_node_that_is_not_open_for_pairing_is_told_apart_from_one_that_is_not_there(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(open_node, "FOUND_WITHIN_S", 1.0)
    monkeypatch.setattr(open_node, "RIVALS_WITHIN_S", 0.2)
    with announced(NODE, name, None):
        run_on_desktop("pair", name, says=f"Pairing is not open on {name}", code=1)
        run_on_desktop("pair", "nobody", says="No node called 'nobody'", code=1)
