"""The README's commands are run as they stand there, so that they stay true."""

from __future__ import annotations

import os
import re
import select
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Container, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PIL import Image

from desktop.core.settings import from_toml
from desktop.labelling.models.registry import known_models
from desktop.store import open_library
from node_agent.config import load
from tests.helpers.agents import MIHARU_AGENT, RunningAgent, running_agent

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WAIT_S = 60.0
NOWHERE = "rtsp://127.0.0.1:9/"
"""Nothing answers there; the README's own address is not ours to call."""


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [line for block in _blocks("sh") for line in block.splitlines() if line]


@pytest.fixture
def user_folder(tmp_path: Path) -> Path:
    """A folder as the README's reader has it: photos, and a library."""
    folder = tmp_path / "user"
    (folder / "photos").mkdir(parents=True)
    Image.new("RGB", (64, 48), "orange").save(folder / "photos" / "one.jpg")
    open_library(folder / "Watch").close()
    (folder / "agent.toml").write_text('sources = ["scenes:snow"]\nspool = "spool"\nname = "porch"\n')
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works(command: str, user_folder: Path) -> None:
    program, *arguments = shlex.split(command)
    RUNNERS[program](arguments, user_folder)


def test_the_configuration_in_the_readme_is_valid(tmp_path: Path) -> None:
    agent, settings, retention = _blocks("toml")
    file = tmp_path / "agent.toml"
    file.write_text(agent, encoding="utf-8")
    assert load(file, {}).config.name == tomllib.loads(agent)["name"]
    assert from_toml(settings, "README").google.features == ("labels", "objects")
    assert from_toml(retention, "README").retention.keep_labels == ("fox", "person")


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def _make(arguments: Sequence[str], _folder: Path) -> None:
    plan = _run(["make", "--dry-run", "--always-make", *arguments], ROOT)
    assert any(work in plan for work in ("miharu demo", "pytest", "tests.bench"))


def _pip(arguments: Sequence[str], _folder: Path) -> None:
    extra = re.fullmatch(r"-m pip install \.\[(\w+)\]", " ".join(arguments))
    assert extra is not None
    assert extra[1] in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]


def _agent(arguments: Sequence[str], folder: Path) -> None:
    arguments = [re.sub(r"rtsp://.*", NOWHERE, argument) for argument in arguments]
    command = [*MIHARU_AGENT, *arguments]
    match arguments[0]:
        case "run":
            _start_and_stop(command, folder, until=b'"node_id"')
        case "init":
            (folder / "agent.toml").unlink()
            _run(command, folder)
            assert load(folder / "agent.toml", {}).config.name == "porch"
        case "install-service":  # the machine of whoever runs the tests gets no service
            assert "WatchdogSec" in _run([*command, "--print"], folder)
        case "doctor":  # whether a clock is kept right is not for us to say
            assert "ok     camera snow" in _run(command, folder, codes=(0, 1))
        case "status":
            with _configured_agent(folder):
                assert "porch" in _run(command, folder)


def _configured_agent(folder: Path) -> AbstractContextManager[RunningAgent]:
    """An agent by the reader's agent.toml, paired with the reader's desktop."""
    arguments = ["--config", str(folder / "agent.toml")]
    return running_agent(name="porch", spool=folder / "spool", arguments=arguments)


def _miharu(arguments: Sequence[str], folder: Path) -> None:
    command = [sys.executable, "-m", "desktop.cli", *arguments]
    match arguments:
        case []:
            _start_and_stop(command, folder, until=b"opened")
        case ["nodes", "configure", *_]:
            with _configured_agent(folder):
                _run(command, folder)
            assert load(folder / "agent.toml", {}).config.interval_s == 5
        case ["models", "install", *names]:  # what it fetches is served in the tests of the models
            assert {*names} <= {model.name for model in known_models()}
        case _:
            _run(command, folder)


def _run(command: Sequence[str], folder: Path, codes: Container[int] = (0,)) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=WAIT_S, check=False)
    assert done.returncode in codes, done.stdout + done.stderr
    return done.stdout


def _start_and_stop(command: Sequence[str], folder: Path, until: bytes) -> None:
    environment = {**os.environ, "MIHARU_LIBRARY": str(folder / "Watch")}
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    ) as process:
        assert process.stdout is not None
        said = b""
        while until not in said and select.select([process.stdout], [], [], WAIT_S)[0]:
            piece = process.stdout.read1(4096)
            if not piece:
                break
            said += piece
        process.send_signal(signal.SIGTERM)
        said += process.stdout.read()
        assert until in said, said.decode()
        assert process.wait(WAIT_S) == 0, said.decode()


RUNNERS: dict[str, Callable[[Sequence[str], Path], None]] = {
    "make": _make,
    "python3": _pip,
    "miharu-agent": _agent,
    "miharu": _miharu,
}
