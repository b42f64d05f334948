"""``miharu-agent``: the command line of the agent."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from node_agent import cli_access
from node_agent.agent import Agent
from node_agent.config import load
from node_agent.errors import AgentError, ConfigError
from node_agent.memory import give_back_large_blocks
from node_agent.pairing import OPEN_S
from node_agent.wire.pairing import spoken_code

WORK_FAILED = 1
WRONG_USE = 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Miharu's part on a device: captures images, keeps them safe, and hands them to your desktop.",
)


def main() -> None:
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"miharu-agent {version('miharu')}")
        raise typer.Exit


app.add_typer(cli_access.app)


@app.callback()
def _agent(
    version_wanted: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """All work is done by the commands."""


@app.command()
def run(
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Read agent.toml; flags win over it.")] = None,
    name: Annotated[str | None, typer.Option(help="What desktops call this device; else the host's name.")] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(help="folder:PATH, camera:0, camera:rtsp://…, camera:FILE, scenes or scenes:NAME; repeatable."),
    ] = None,
    interval: Annotated[str | None, typer.Option(metavar="SECONDS", help="Take an image this often.")] = None,
    motion: Annotated[bool, typer.Option("--motion", help="Take an image when something moves.")] = False,
    spool: Annotated[str | None, typer.Option(metavar="DIR", help="Keep images and identity here.")] = None,
    port: Annotated[str | None, typer.Option(metavar="N", help="Publish on this port; 0 is any free one.")] = None,
    control_port: Annotated[str | None, typer.Option(metavar="N", help="Be asked on this port.")] = None,
) -> None:
    """Capture and publish until stopped.

    The first line on standard output is JSON: name, node_id, data_port and control_port.
    """
    given = {
        "name": name,
        "sources": source,
        "interval_s": interval,
        "motion": motion or None,
        "spool": spool,
        "port": port,
        "control_port": control_port,
    }
    try:
        agent = Agent(load(config, {key: value for key, value in given.items() if value is not None}))
        raise typer.Exit(_run(agent))
    except ConfigError as error:
        _fail(error, WRONG_USE)
    except AgentError as error:
        _fail(error, WORK_FAILED)


def _run(agent: Agent) -> int:
    """Runs until a signal or a failure; returns the exit code."""
    give_back_large_blocks()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: agent.end())
    facts = agent.start()
    if agent.pairing_code is not None:
        typer.echo(_invitation(facts.name, agent.pairing_code), err=True)
    typer.echo(msgspec.json.encode(facts._asdict()).decode())
    well = agent.wait()
    agent.stop()
    code = 0 if well else WORK_FAILED
    if threading.active_count() > 1:
        # A capture that hangs in its driver can't be ended, and must not hold up the process.
        logging.shutdown()
        sys.stdout.flush()
        os._exit(code)
    return code


def _invitation(name: str, code: str) -> str:
    return (
        f"No desktop is paired with {name} yet. Press Accept beside it in Miharu's window, or run "
        f"`miharu nodes pair {name}`, and type this code there: {spoken_code(code)}\n"
        f"It is good for {OPEN_S / 60:.0f} minutes, three tries and one desktop; `miharu-agent pair` makes a new one."
    )


def _fail(error: AgentError, code: int) -> None:
    typer.echo(f"miharu-agent: {error}", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()
