"""``miharu-agent key | authorize | desktops | revoke | pair``: who may see this node.

They work on the state folder, whether or not the agent runs; a running agent notices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from node_agent.access import ALLOW_LIST_FILE, AllowList, PairedDesktop
from node_agent.config import AgentConfig, load
from node_agent.errors import AgentError, ConfigError
from node_agent.pairing import OPEN_S, PairingWindow, open_pairing
from node_agent.state_folder import KEY_FILE
from node_agent.wire.errors import DamagedFileError, WireError
from node_agent.wire.keys import load_or_create
from node_agent.wire.pairing import spoken_code

WORK_FAILED = 1
WRONG_USE = 2

app = typer.Typer(no_args_is_help=True)

Node = Annotated[str, typer.Option(help="The agent's name, where `run` was given one.", show_default=False)]
Spool = Annotated[Path | None, typer.Option(help="Its folder, where `run` was given one.", show_default=False)]
Config = Annotated[Path | None, typer.Option(help="Its agent.toml, where `run` was given one.", show_default=False)]


@app.command("key")
def print_key(node: Node = "", spool: Spool = None, config: Config = None) -> None:
    """Print this node's public key, for `miharu nodes add HOST:PORT --key KEY` on a desktop."""
    with _errors_told():
        typer.echo(load_or_create(_agent(node, spool, config).state_folder / KEY_FILE).public)


# A key may begin with a hyphen.
@app.command(context_settings={"ignore_unknown_options": True})
def authorize(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The desktop's public key, as `miharu key` prints it.")],
    node: Node = "",
    spool: Spool = None,
    config: Config = None,
    name: Annotated[str, typer.Option(help="What to call the desktop.")] = "desktop",
) -> None:
    """Let a desktop in without a code."""
    with _errors_told():
        desktop = _allow_list(_agent(node, spool, config)).add(key, name)
    typer.echo(f"{desktop.name} ({desktop.desktop_id}) may connect.")


@app.command()
def desktops(
    node: Node = "",
    spool: Spool = None,
    config: Config = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the desktops that may connect."""
    with _errors_told():
        paired = _allow_list(_agent(node, spool, config)).desktops()
    if as_json:
        typer.echo(json.dumps([_entry(desktop) for desktop in paired], indent=2))
        return
    for desktop in paired:
        typer.echo(f"{desktop.desktop_id}  {desktop.name:<24} {desktop.added:%Y-%m-%d}")
    if not paired:
        typer.echo("No desktop may connect yet; `miharu-agent pair` lets one in.", err=True)


@app.command()
def revoke(
    desktop_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a desktop, or the start of it.")],
    node: Node = "",
    spool: Spool = None,
    config: Config = None,
) -> None:
    """Let a desktop in no more; a running agent ends its connections."""
    with _errors_told():
        desktop = _allow_list(_agent(node, spool, config)).remove(desktop_id)
    typer.echo(f"{desktop.name} ({desktop.desktop_id}) may not connect any more.")


@app.command()
def pair(
    node: Node = "",
    spool: Spool = None,
    config: Config = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes a free port.")] = 0,
) -> None:
    """Show a code and let the desktop in on which it is typed."""
    with _errors_told():
        agent = _agent(node, spool, config)
        folder = agent.state_folder
        already_open = open_pairing(folder)
        if already_open is not None:
            typer.echo(f"Pairing is open already. Type this code on the desktop: {spoken_code(already_open.code)}")
            return
        with PairingWindow(load_or_create(folder / KEY_FILE), agent.node_name, folder, port=port) as window:
            typer.echo(f"Type this code on the desktop: {spoken_code(window.code)}")
            typer.echo(f"It is good for {OPEN_S / 60:.0f} minutes, three tries and one desktop. Ctrl+C closes pairing.")
            desktop = window.outcome.result()
    typer.echo(f"Paired with {desktop.name} ({desktop.desktop_id}).")


def _agent(node: str, spool: Path | None, config: Path | None) -> AgentConfig:
    """The agent that ``run`` with these flags would be."""
    given = {"name": node, "spool": str(spool or "")}
    agent = AgentConfig() if config is None else load(config, {}).config
    return msgspec.structs.replace(agent, **{key: value for key, value in given.items() if value})


def _allow_list(agent: AgentConfig) -> AllowList:
    folder = agent.state_folder
    if not (folder / KEY_FILE).exists():
        typer.echo(f"No agent has run in {folder} yet. For another one give --node, --spool or --config.", err=True)
    return AllowList(folder / ALLOW_LIST_FILE)


def _entry(desktop: PairedDesktop) -> dict[str, str]:
    return {
        "id": desktop.desktop_id,
        "name": desktop.name,
        "key": desktop.key,
        "added": desktop.added.isoformat(),
    }


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except (ConfigError, WireError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from error
    except (AgentError, DamagedFileError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WORK_FAILED) from error
