"""``miharu-agent init``: writes the configuration that ``run --config`` reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from node_agent.cli.options import FILE, errors_told
from node_agent.config import AgentConfig, load, plan_of
from node_agent.config_template import commented
from node_agent.errors import AgentError, ConfigError
from node_agent.sources.specs import ALLOWED, with_absolute_path

USUAL_INTERVAL = "10"
FIRST_CAMERA = Path("/dev/video0")


class FileThereError(AgentError):
    """The file exists, and nobody has said that it may be replaced."""


@click.command()
@click.argument("file", type=FILE, default=Path("agent.toml"))
@click.option("--name", help="What desktops call this device.")
@click.option("--source", "sources", multiple=True, help=f"{ALLOWED}; repeatable.")
@click.option("--interval", "interval_s", metavar="SECONDS", help="Take an image this often.")
@click.option("--motion", is_flag=True, help="Take an image when something moves.")
@click.option("--spool", metavar="DIR", help="Keep images and identity here.")
@click.option("--port", metavar="N", help="Publish on this port; 0 is any free one.")
@click.option("--control-port", metavar="N", help="Be asked on this port.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def init(file: Path, force: bool, **flags: Any) -> None:
    """Write a commented FILE (agent.toml) for `run --config`.

    What no flag says is asked for at a terminal, and is as usual elsewhere.
    """
    given = {key: value for key, value in flags.items() if value not in (None, (), False)}
    with errors_told():
        if file.exists() and not force:
            raise FileThereError(f"{file} is there already: give another name, or --force to replace it")
        if sys.stdin.isatty():
            _ask_for_the_rest(given)
        if "sources" in given:
            given["sources"] = [with_absolute_path(text) for text in given["sources"]]
        config = load(None, {"name": AgentConfig().node_name, **given}).config
        given.setdefault("name", config.name)
        text = commented({key: msgspec.to_builtins(getattr(config, key)) for key in given})
        plan_of(text, str(file), {})
        _write(file, text)
    click.echo(f"{file} is written. Next:")
    click.echo(f"  miharu-agent doctor --config {file}           # does all work here?")
    click.echo(f"  miharu-agent run --config {file}              # try it")
    click.echo(f"  miharu-agent install-service --config {file}  # have it run always")


def _ask_for_the_rest(given: dict[str, Any]) -> None:
    click.echo("Press Enter for what stands in brackets.")
    if "name" not in given:
        given["name"] = _asked("name", "What desktops shall call this device", AgentConfig().node_name)
    if "sources" not in given:
        usual = "camera:0" if FIRST_CAMERA.exists() else "scenes"
        question = "What to watch (camera:0, camera:rtsp://…, folder:PATH, scenes; several with a comma between)"
        given["sources"] = _asked("sources", question, usual, lambda text: [one.strip() for one in text.split(",")])
    if "interval_s" not in given and "motion" not in given:
        given["motion"] = click.confirm("Take an image when something moves", default=False)
        if not given["motion"] or click.confirm("And also at a fixed interval", default=True):
            given["interval_s"] = _asked("interval_s", "Seconds from one image to the next", USUAL_INTERVAL)


def _asked(key: str, question: str, usual: str, read: Callable[[str], object] = str) -> object:
    """Asks again until the answer can be used."""

    def checked(answer: str) -> object:
        value = read(answer)
        try:
            load(None, {"sources": ["scenes"], key: value})
        except ConfigError as error:
            raise click.UsageError(str(error)) from error
        return value

    answer: object = click.prompt(question, default=usual, value_proc=checked)
    return answer


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # The address of a camera may hold its password.
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
