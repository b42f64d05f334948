"""`miharu-agent init | install-service | status | doctor`, as they are typed on a device."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from node_agent import checkup, systemd_unit
from node_agent.cli import app
from node_agent.config import AgentConfig, keys_of, load
from node_agent.config_template import commented
from node_agent.multicast import hears_itself
from tests.helpers.agents import MIHARU_AGENT, agent_by_file, pair_beforehand
from tests.unit.agent.making import DEADLINE_S, wait_until


def run(*words: object, says: str = "", code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    assert re.search(says, result.output, re.DOTALL), result.output
    return result.stdout


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "agent.toml"


# ---- init --------------------------------------------------------------------------------------------------------


def test_init_writes_a_commented_file_that_run_reads(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "a folder").mkdir()
    monkeypatch.chdir(tmp_path / "home")
    run("init", file, "--name", "porch", "--source", "folder:a folder", "--interval", "0.5", "--motion", says="Next:")
    config = load(file, {}).config
    assert (config.name, config.interval_s, config.motion) == ("porch", 0.5, True)
    assert config.sources == (f"folder:{tmp_path / 'home' / 'a folder'}",), "a service runs in another folder"
    assert file.stat().st_mode & 0o777 == 0o600, "a camera's password may stand in it"
    assert file.read_text().count("#") > 20


def test_init_replaces_a_file_only_when_told(file: Path) -> None:
    file.write_text("mine")
    run("init", file, "--source", "scenes:snow", says="is there already: .*--force", code=1)
    assert file.read_text() == "mine"
    run("init", file, "--source", "scenes:snow", "--force")
    assert load(file, {}).config.sources == ("scenes:snow",)


def test_init_without_a_terminal_needs_a_source_and_checks_what_it_gets(file: Path) -> None:
    run("init", file, says="--source: name at least one source", code=2)
    run("init", file, "--source", "tape:1", says="'tape:1' is not a source", code=2)
    run("init", file, "--source", "scenes", "--interval", "often", says="--interval: use a number of seconds", code=2)
    assert not file.exists()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals here")
def test_init_asks_at_a_terminal_until_the_answer_can_be_used(file: Path) -> None:
    terminal, end = pty.openpty()
    with subprocess.Popen([*MIHARU_AGENT, "init", str(file)], stdin=end, stdout=end, stderr=end) as process:
        os.close(end)
        for question, answer in (
            (b"call this device", b"a/b\n"),
            (b"without / and", b"gate\n"),
            (b"What to watch", b"scenes:snow, scenes:porch\n"),
            (b"something moves", b"y\n"),
            (b"fixed interval", b"y\n"),
            (b"Seconds from one", b"60\n"),
        ):
            read_until(terminal, question)
            os.write(terminal, answer)
        read_until(terminal, b"is written")
        assert process.wait(DEADLINE_S) == 0
    os.close(terminal)
    config = load(file, {}).config
    assert (config.name, config.sources) == ("gate", ("scenes:snow", "scenes:porch"))
    assert (config.motion, config.interval_s) == (True, 60.0)


def read_until(terminal: int, wanted: bytes) -> None:
    said = b""
    while wanted not in said:
        piece = os.read(terminal, 1000)
        assert piece, said
        said += piece


def test_the_template_explains_every_key_and_shows_what_holds_without_it() -> None:
    shown = keys_of(re.sub(r"^#(\w+ = )", r"\1", commented({}), flags=re.MULTILINE), "agent.toml")
    usual = msgspec.json.decode(msgspec.json.encode(AgentConfig()))
    assert shown.keys() == usual.keys()
    assert shown == {**usual, "interval_s": 10}
    with pytest.raises(KeyError):
        commented({"colour": 3})


# ---- install-service ---------------------------------------------------------------------------------------------


@pytest.fixture
def config(file: Path) -> Path:
    file.write_text('name = "front porch"\nsources = ["scenes:snow"]\n')
    return file


@pytest.fixture
def systemctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of what systemctl was called with, on a machine that has systemd; the real one is out of reach."""
    record, programs = tmp_path / "calls", tmp_path / "bin"
    programs.mkdir()
    program = programs / "systemctl"
    program.write_text(
        f'#!/bin/sh\necho "$*" >> "{record}"\n[ ! -e "{record}.fails" ] || {{ echo no bus >&2; exit 3; }}\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.setattr(systemd_unit, "BOOTED", tmp_path)
    monkeypatch.setattr(systemd_unit, "SYSTEM_UNITS", tmp_path / "system")
    return record


def test_a_users_service_is_written_started_and_can_be_taken_away(
    config: Path, systemctl: Path, tmp_path: Path
) -> None:
    said = run("install-service", "--user", "--config", config)
    unit = tmp_path / "home" / "xdg_config_home" / "systemd" / "user" / "miharu-agent-front-porch.service"
    assert unit.read_text() == run("install-service", "--user", "--config", config, "--print")
    assert systemctl.read_text().splitlines() == [
        "--user daemon-reload",
        "--user enable miharu-agent-front-porch.service",
        "--user restart miharu-agent-front-porch.service",
    ]
    way_back = said.partition("take it away again:\n")[2].split("\n")
    assert [line.strip() for line in way_back if line] == [
        "systemctl --user disable --now miharu-agent-front-porch.service",
        f"rm {unit}",
        "systemctl --user daemon-reload",
    ]
    assert "loginctl enable-linger" in said


def test_a_machines_service_runs_as_the_account_named(config: Path, systemctl: Path, tmp_path: Path) -> None:
    run("install-service", "--system", "--as", "pi", "--config", config, says="systemctl reload miharu-agent")
    text = (tmp_path / "system" / "miharu-agent-front-porch.service").read_text()
    assert "\nUser=pi\n" in text
    assert "WantedBy=multi-user.target" in text
    assert "\nLimitNOFILE=65536\n" in text
    assert "\nMemoryMax=75%\n" in text
    assert systemctl.read_text().startswith("daemon-reload\nenable ")


def test_a_systemctl_that_fails_is_quoted(config: Path, systemctl: Path) -> None:
    systemctl.with_name("calls.fails").touch()
    run("install-service", "--user", "--config", config, says="systemctl --user daemon-reload` failed: no bus", code=1)


def test_without_systemd_nothing_is_written(config: Path, systemctl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systemd_unit, "BOOTED", Path("/no/such/folder"))
    run("install-service", "--system", "--config", config, says="systemd does not run this machine", code=1)
    assert not systemd_unit.SYSTEM_UNITS.exists()
    assert not systemctl.exists()


def test_a_bad_configuration_is_not_installed(file: Path, systemctl: Path) -> None:
    run("install-service", "--config", file, says="can't be read", code=2)
    file.write_text('sources = ["tape:1"]')
    run("install-service", "--config", file, says="is not a source", code=2)
    assert not systemctl.exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("scope", ["--user", "--system"])
def test_systemd_itself_finds_nothing_wrong_with_the_unit(tmp_path: Path, scope: str) -> None:
    folder = tmp_path / "50% of $HOME and more"
    folder.mkdir()
    (folder / "agent.toml").write_text('name = "100%"\nsources = ["scenes:snow"]\n')
    unit = tmp_path / "miharu-agent-test.service"
    unit.write_text(run("install-service", scope, "--config", folder / "agent.toml", "--print"))
    command = ["systemd-analyze", scope, "verify", str(unit)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    verified = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (verified.returncode, str(unit.name) in verified.stderr) == (0, False), verified.stderr
    for line in ("Type=notify", "Restart=always", "WatchdogSec=60", "ExecReload=/bin/kill -HUP $MAINPID"):
        assert line in unit.read_text().splitlines()


# ---- status and doctor -------------------------------------------------------------------------------------------


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def fixed_port() -> int:
    with socket.create_server(("", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def device(file: Path, spool: Path, fixed_port: int) -> Path:
    file.write_text(
        f'name = "porch"\nsources = ["scenes:snow"]\ninterval_s = 0.3\nspool = "{spool}"\nannounce = false\n'
        f"port = {fixed_port}\nspool_quota_mib = 64\n"
    )
    return file


@contextmanager
def running(device: Path, spool: Path) -> Iterator[None]:
    pair_beforehand(spool, "porch")
    with agent_by_file(device, spool) as agent:
        wait_until(lambda: (spool / "running.json").exists(), "the first report")
        yield
        assert agent.stop() == 0


def test_status_shows_an_agent_that_runs_and_one_that_has_run(device: Path, spool: Path, fixed_port: int) -> None:
    run("status", "--config", device, says="has not run yet.*none is paired yet", code=1)
    with running(device, spool):
        said = run("status", "--config", device, says=f"porch .* runs as process .* on ports {fixed_port} and")
        assert re.search(r"spool +.* of 64 MiB; .* GB are free", said)
        assert re.search(r"cameras +snow +(starting|live), ", said)
        assert re.search(r"desktops +\S.* \([0-9a-f]{16}\), paired 20", said)
        seen = json.loads(run("status", "--spool", spool, "--json"))
        assert seen["running"] is True
        assert seen["last_report"]["heartbeat"]["cameras"][0]["name"] == "snow"
    run("status", "--config", device, says=r"does not run; it was last seen \d+ s ago", code=1)
    assert json.loads(run("status", "--config", device, "--json", code=1))["running"] is False


def test_a_damaged_report_is_told(device: Path, spool: Path) -> None:
    spool.mkdir()
    (spool / "running.json").write_text("nonsense")
    run("status", "--config", device, says="running.json is damaged", code=1)


def line(said: str, what: str) -> str:
    (found,) = (text for text in said.splitlines() if f"  {what}:" in text)
    return found


@pytest.fixture
def clock_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "clock_synced", lambda: True)


@pytest.mark.usefixtures("clock_is_set")
def test_doctor_finds_a_good_device_well(device: Path, spool: Path, fixed_port: int) -> None:
    said = run("doctor", "--config", device)
    assert "AMISS" not in said
    assert line(said, "port") == f"ok     port: {fixed_port} is free"
    assert line(said, "camera snow") == "ok     camera snow: draws 1280 x 720 pixels"
    assert line(said, "multicast").endswith("came back")
    with running(device, spool):
        said = run("doctor", "--config", device, "--json")
        findings = {finding["what"]: finding for finding in map(json.loads, said.splitlines())}
    assert findings["port"]["text"] == f"{fixed_port}, where this agent listens"
    assert findings["camera snow"]["text"].endswith(", says the running agent")
    assert findings["desktops"]["text"] == "1 may connect"


def test_doctor_says_what_to_do(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "clock_synced", lambda: False)
    monkeypatch.setattr(checkup, "PICTURE_WITHIN_S", 3.0)
    film = tmp_path / "no film.avi"
    film.write_text("words")
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        file.write_text(f'sources = ["camera:{film}"]\nport = {port}\nspool_quota_mib = {2**24}\n')
        said = run("doctor", "--config", file, code=1)
    assert line(said, "clock").startswith("AMISS  clock: nothing keeps it right: `timedatectl set-ntp true`")
    assert re.search(rf"AMISS  port: {port} can't be used .*choose another", said)
    assert "lower spool_quota_mib" in line(said, "disk")
    assert re.search(r"AMISS  camera no film: .*can't be opened.*: is it connected", said)


def test_doctor_goes_on_without_a_good_configuration(file: Path) -> None:
    file.write_text("interval_s = 0")
    said = run("doctor", "--config", file, code=1)
    assert "interval_s: use a number" in line(said, "config")
    assert line(said, "disk")
    assert "name them with --config" in line(CliRunner().invoke(app, ["doctor"]).stdout, "cameras")


def test_an_interface_that_is_not_there_has_no_multicast() -> None:
    with pytest.raises(OSError, match="No such device"):
        hears_itself("203.0.113.9")
