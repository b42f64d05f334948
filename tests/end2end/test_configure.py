"""`miharu nodes configure` against real agents."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desktop.cli.configuration import wanted
from desktop.cli.nodes import app
from tests.helpers.agents import RunningAgent, pair_beforehand, running_agent, unpaired_agent
from tests.unit.agent.making import wait_until

BEFORE = '# What the porch sees.\nsources = ["scenes:porch"]\nannounce = false\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "agent.toml"
    path.write_text(BEFORE)
    return path


@pytest.fixture
def agent(file: Path) -> Iterator[RunningAgent]:
    with running_agent(arguments=["--config", str(file)]) as agent:
        yield agent


def configure(*words: str, says: str, code: int = 0) -> None:
    result = CliRunner().invoke(app, ["configure", *words])
    assert result.exit_code == code, result.output
    assert re.search(says, re.sub(r"[\s│]+", " ", result.output)), result.output


def at(agent: RunningAgent) -> str:
    return f"--address=127.0.0.1:{agent.data_port}"


def test_keys_are_changed_on_the_node_and_kept(agent: RunningAgent, file: Path) -> None:
    configure(
        "porch", "sources=scenes:snow", "interval_s=5", "motion=", at(agent), says="porch uses the new configuration"
    )
    assert file.read_text() == BEFORE.replace("scenes:porch", "scenes:snow") + "interval_s = 5\n"
    assert agent.process.poll() is None


def test_a_file_is_sent_whole_and_a_refused_one_changes_nothing(
    agent: RunningAgent, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text('sources = ["folder:/no/such/place"]\n')
    configure("porch", str(other), at(agent), says="does not take this.*sources: .*no folder /no/such/place", code=1)
    assert file.read_text() == BEFORE
    other.write_text('# Mine.\nsources = ["scenes:garden"]\nannounce = false\n')
    configure("porch", str(other), at(agent), says="porch uses the new configuration")
    assert file.read_text() == other.read_text()


TYPOS = {
    'sources = ["folder:~nobody-of-this-name/x"]': "sources: .*home directory",
    'sources = ["camera:http://[::1"]': "sources: .*Invalid IPv6 URL",
    f'sources = ["folder:/{"x" * 300}"]': "sources: .*File name too long",
    "sources = " + "[" * 5000: "nested too deeply",
    "port = " + "9" * 5000: "5000 digits",
}


def test_typos_are_told_and_the_node_lives_on(agent: RunningAgent, file: Path, tmp_path: Path) -> None:
    typo = tmp_path / "typo.toml"
    for toml, says in TYPOS.items():
        typo.write_text(toml)
        configure("porch", str(typo), at(agent), says=f"does not take this.*{says}", code=1)
    configure("porch", "interval_s=7", at(agent), says="uses the new configuration")
    assert file.read_text() == BEFORE + "interval_s = 7\n"


def test_a_node_that_moves_out_of_reach_goes_back(agent: RunningAgent, file: Path) -> None:
    with socket.create_server(("", 0)) as free:
        port = free.getsockname()[1]
    configure("porch", f"port={port}", at(agent), "--within=3", says="could not be told within 3 s.*goes back", code=1)
    wait_until(lambda: "not confirmed in time" in agent.log, "the end of the trial")
    wait_until(lambda: not file.with_name("agent.toml.proposed").exists(), "the way back")
    assert file.read_text() == BEFORE
    configure("porch", "interval_s=7", at(agent), says="uses the new configuration")


def test_a_configuration_that_does_not_work_there_is_told_at_once(agent: RunningAgent, file: Path) -> None:
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        says = f"goes on with the configuration it had: it does not work there: port {port} can't be used"
        configure("porch", f"port={port}", at(agent), says=says, code=1)
    assert file.read_text() == BEFORE


def test_a_node_is_found_by_mdns(file: Path) -> None:
    file.write_text('sources = ["scenes:snow"]\nannounce = true\n')
    with running_agent(name="configured", arguments=["--config", str(file)]) as agent:
        wait_until(lambda: "Announced as" in agent.log, "the announcement")
        configure("configured", "interval_s=5", "sources=scenes:porch", says="configured uses the new configuration")
    assert 'sources = ["scenes:porch"]' in file.read_text()


def test_a_desktop_that_is_not_paired_there_is_turned_away(file: Path, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    with unpaired_agent(name="porch", spool=spool, arguments=["--config", str(file)]) as agent:
        pair_beforehand(spool, "porch")
        (spool / "desktops.json").unlink()
        configure("porch", "interval_s=5", at(agent), says="key refused", code=1)
    assert file.read_text() == BEFORE


def test_wrong_words_are_told(tmp_path: Path) -> None:
    configure("porch", "interval_s=5", says="No paired node is called", code=1)
    configure("porch", "nonsense", says="can't be read", code=2)
    configure("porch", "interval_s=5", "nonsense", says="is not KEY=VALUE", code=2)
    large = tmp_path / "large.toml"
    large.write_text("#" * 70_000)
    configure("porch", str(large), says="is larger than", code=2)


@pytest.mark.parametrize(
    ("words", "changes", "without"),
    [
        (["interval_s=0.5", "motion=true"], "interval_s = 0.5\nmotion = true\n", ""),
        (["name=front porch"], 'name = "front porch"\n', ""),
        (["sources=camera:0", "sources=scenes"], 'sources = ["camera:0", "scenes"]\n', ""),
        (['sources=["camera:0"]', "interval_s=", "motion="], 'sources = ["camera:0"]\n', "interval_s,motion"),
        (["spool=C:\\Images\\a=b"], 'spool = "C:\\\\Images\\\\a=b"\n', ""),
        (["port=" + "9" * 5000], f'port = "{"9" * 5000}"\n', ""),
        (["name=" + "[" * 5000], f'name = "{"[" * 5000}"\n', ""),
    ],
)
def test_values_need_no_quotes(words: list[str], changes: str, without: str) -> None:
    assert wanted(words) == {"changes": changes, "without": without}
