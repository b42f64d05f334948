"""An agent changes its configuration while it runs: by SIGHUP, and on trial by a desktop's command."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zmq

from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.open_pairing import open_pairing
from node_agent.state_folder import KEY_FILE
from node_agent.wire.keys import KeyPair, load_or_create
from node_agent.wire.messages import Command, Done, Failed, Heartbeat
from node_agent.wire.pairing_code import spoken_code
from tests.end2end.test_agent import DESK_KEYS, running_agent
from tests.helpers.agents import RunningAgent, agent_by_file
from tests.helpers.keys import new_keys
from tests.unit.agent.desk import Desk
from tests.unit.agent.making import wait_until

BEFORE = '# What the porch sees.\nsources = ["scenes:porch"]\ninterval_s = 0.5  # often\nannounce = false\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "agent.toml"
    path.write_text(BEFORE)
    return path


@pytest.fixture
def agent(file: Path) -> Iterator[RunningAgent]:
    with running_agent(arguments=["--config", str(file)]) as agent:
        yield agent


@contextmanager
def connected(agent: RunningAgent, keys: KeyPair = DESK_KEYS) -> Iterator[Desk]:
    with zmq.Context() as context:
        node_key = load_or_create(agent.spool / KEY_FILE).public
        desk = Desk(context, keys, node_key, agent.data_port, agent.control_port)
        try:
            yield desk
        finally:
            desk.close()


def cameras(heartbeat: Heartbeat) -> list[str]:
    return [camera.name for camera in heartbeat.cameras]


def hang_up(agent: RunningAgent) -> None:
    agent.process.send_signal(signal.SIGHUP)


def ask(agent: RunningAgent, name: str, keys: KeyPair = DESK_KEYS, **arguments: str) -> str:
    """Why a command was refused; empty when it was carried out."""
    with connected(agent, keys) as desk:
        desk.say(Command(request_id=5, name=name, arguments=arguments))  # type: ignore[arg-type]
        answer = desk.answer()
    assert isinstance(answer, Done | Failed)
    assert answer.request_id == 5
    return answer.reason if isinstance(answer, Failed) else ""


# ---- SIGHUP ------------------------------------------------------------------------------------------------------


def test_a_hang_up_brings_the_changed_file_into_use_and_nobody_is_told_of_an_end(
    agent: RunningAgent, file: Path
) -> None:
    with connected(agent) as desk:
        before = desk.heartbeat()
        file.write_text('sources = ["scenes:snow", "scenes:garden"]\ninterval_s = 0.2\n')
        hang_up(agent)
        while cameras(heartbeat := desk.heartbeat()) != ["snow", "garden"]:
            assert cameras(heartbeat) == ["porch"]
            assert not heartbeat.stopping
        assert heartbeat.stream == before.stream
        assert heartbeat.last_seq >= before.last_seq
        assert desk.frame().header.camera in ("snow", "garden")
    assert agent.stop() == 0
    assert agent.log.count("The configuration is reloaded from") == 1


def test_a_bad_file_leaves_all_as_it_was_and_one_line_in_the_log(agent: RunningAgent, file: Path) -> None:
    bad = {
        'sources = ["scenes:snow"]\ninterval_s = 0': "agent.toml: interval_s: use a number of seconds from 0.01",
        'sources = ["scenes:snow"]\ncolour = 3': "agent.toml: colour: there is no such key",
        "sources = [": "agent.toml: not a TOML file",
    }
    for number, (content, says) in enumerate(bad.items(), start=1):
        file.write_text(content)
        hang_up(agent)
        wait_until(lambda number=number: agent.log.count("is not reloaded") == number, "the complaint")  # type: ignore[misc]
        assert says in agent.log.splitlines()[-1]
    with connected(agent) as desk:
        assert cameras(desk.heartbeat()) == ["porch"]


def test_a_taken_port_brings_the_configuration_before_back(agent: RunningAgent, file: Path) -> None:
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        file.write_text(f'sources = ["scenes:snow"]\nport = {port}\n')
        hang_up(agent)
        wait_until(lambda: f"stays in use: port {port} can't be used" in agent.log, "the complaint")
    with connected(agent) as desk:
        assert cameras(desk.heartbeat()) == ["porch"]


def test_a_new_code_is_shown_when_pairing_is_open_and_opens_anew(file: Path, tmp_path: Path) -> None:
    file.write_text(f'{BEFORE}name = "porch"\nspool = "{tmp_path / "spool"}"\n')
    with agent_by_file(file, tmp_path / "spool") as agent:
        file.write_text(file.read_text().replace("0.5", "0.6"))
        hang_up(agent)
        wait_until(lambda: agent.log.count("type this code there: ") == 2, "the second code")
        code = agent.log.rpartition("type this code there: ")[2].split("\n")[0]
        opened = open_pairing(tmp_path / "spool")
        assert opened is not None
        assert spoken_code(opened.code) == code


def test_without_a_file_there_is_nothing_to_reload() -> None:
    with running_agent("scenes:porch") as agent:
        hang_up(agent)
        wait_until(lambda: "started without --config" in agent.log, "the complaint")
        assert "without --config" in ask(agent, "configure", changes="interval_s = 1")
        assert agent.stop() == 0


# ---- on trial ----------------------------------------------------------------------------------------------------


def test_a_configuration_is_kept_once_the_desktop_that_sent_it_confirms_it(agent: RunningAgent, file: Path) -> None:
    stranger = new_keys()
    AllowList(agent.spool / ALLOW_LIST_FILE).add(stranger.public, "another desk")
    assert ask(agent, "configure", changes='sources = ["scenes:snow"]', without="motion") == ""
    assert "on trial" in ask(agent, "configure", changes="interval_s = 3")
    wait_until(lambda: "is on trial for 30 s" in agent.log, "the trial")
    assert file.read_text() == BEFORE
    assert "no configuration of this desktop is on trial" in ask(agent, "confirm_configuration", keys=stranger)
    assert ask(agent, "confirm_configuration") == ""
    assert file.read_text() == BEFORE.replace("scenes:porch", "scenes:snow")
    with connected(agent) as desk:
        assert cameras(desk.heartbeat()) == ["snow"]
    assert "no configuration of this desktop" in ask(agent, "confirm_configuration")
    assert [path.name for path in file.parent.glob("agent*")] == ["agent.toml"]
    wanted = '# All new.\nsources = ["scenes:garden"]\n'
    assert ask(agent, "configure", toml=wanted) == ""
    wait_until(lambda: agent.log.count("is on trial for 30 s") == 2, "the second trial")
    assert ask(agent, "confirm_configuration") == ""
    assert file.read_text() == wanted


def test_what_is_not_confirmed_in_time_is_taken_back(agent: RunningAgent, file: Path) -> None:
    assert ask(agent, "configure", changes='sources = ["scenes:snow"]', confirm_within_s="2") == ""
    with connected(agent) as desk:
        while cameras(desk.heartbeat()) != ["snow"]:
            pass
        while cameras(desk.heartbeat()) != ["porch"]:
            pass
    assert "not confirmed in time" in agent.log
    assert file.read_text() == BEFORE
    assert "too late" in ask(agent, "confirm_configuration")
    assert [path.name for path in file.parent.glob("agent*")] == ["agent.toml"]


def test_an_agent_that_dies_on_trial_comes_back_as_it_was(file: Path, tmp_path: Path) -> None:
    arguments = ["--config", str(file)]
    with running_agent(spool=tmp_path / "spool", arguments=arguments) as agent:
        assert ask(agent, "configure", changes='sources = ["scenes:snow"]') == ""
        wait_until(lambda: "is on trial" in agent.log, "the trial")
        agent.kill()
    with running_agent(spool=tmp_path / "spool", arguments=arguments) as agent, connected(agent) as desk:
        assert cameras(desk.heartbeat()) == ["porch"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"changes": "interval_s = 0"}, "agent.toml: interval_s: use a number of seconds"),
        ({"changes": 'sources = ["folder:/no/such/place"]'}, "agent.toml: sources: .*no folder /no/such/place"),
        ({"changes": 'sources = ["tape:1"]'}, "agent.toml: sources: 'tape:1' is not a source"),
        ({"changes": "colour = 3"}, "agent.toml: colour: there is no such key"),
        ({"changes": 'name = "gate"'}, "name: --name is given on the device's command line"),
        ({"toml": 'sources = ["scenes:snow"]\nspool = "/tmp"'}, "spool: --spool is given"),
        ({"toml": "sources = ["}, "not a TOML file"),
        ({"changes": "sources = ["}, "no TOML"),
        ({"without": "sources"}, "sources: name at least one source"),
        ({"changes": "motion = true", "confirm_within_s": "1e9"}, "confirm_within_s: use 2 to 600"),
    ],
)
def test_a_configuration_from_afar_is_checked_as_the_file_is(
    shared_agent: RunningAgent, arguments: dict[str, str], says: str
) -> None:
    reason = ask(shared_agent, "configure", **arguments)
    assert re.search(says, reason), reason


@pytest.fixture(scope="module")
def shared_agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAgent]:
    file = tmp_path_factory.mktemp("shared") / "agent.toml"
    file.write_text(BEFORE)
    with running_agent(arguments=["--config", str(file)]) as agent:
        yield agent
        assert file.read_text() == BEFORE


def test_a_file_that_says_the_same_as_the_flags_is_taken(file: Path) -> None:
    with running_agent("scenes:porch", interval_s=0.5, arguments=["--config", str(file)]) as agent:
        assert "interval_s: --interval" in ask(agent, "configure", toml=BEFORE.replace("0.5", "0.6"))
        assert ask(agent, "configure", toml=BEFORE.replace("often", "still often")) == ""


def test_a_change_that_would_give_the_agent_another_identity_is_refused(file: Path, tmp_path: Path) -> None:
    file.write_text(BEFORE + f'name = "porch"\nspool = "{tmp_path / "spool"}"\n')
    AllowList(tmp_path / "spool" / ALLOW_LIST_FILE).add(DESK_KEYS.public, "desk")
    with agent_by_file(file, tmp_path / "spool") as agent:
        assert "another identity" in ask(agent, "configure", changes=f'spool = "{tmp_path / "other"}"')
        assert ask(agent, "configure", changes='name = "gate"') == ""
        wait_until(lambda: "is on trial" in agent.log, "the trial")
        with connected(agent) as desk:
            assert desk.heartbeat().name == "gate"
