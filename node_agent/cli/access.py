"""``miharu-agent key | authorize | desktops | revoke | pair``: who may see this node.

They work on the state folder, whether or not the agent runs; a running agent notices.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from node_agent.access import ALLOW_LIST_FILE, AllowList, PairedDesktop
from node_agent.cli.options import agent_options, errors_told, json_option, meant_agent
from node_agent.config import AgentConfig
from node_agent.open_pairing import open_pairing
from node_agent.pairing import OPEN_S, PairingWindow
from node_agent.state_folder import KEY_FILE
from node_agent.wire.keys import load_or_create
from node_agent.wire.pairing_code import spoken_code


@click.command("key")
@agent_options
def print_key(node: str, spool: Path | None, config: Path | None) -> None:
    """Print this node's public key, for `miharu nodes add HOST:PORT --key KEY` on a desktop."""
    with errors_told():
        click.echo(load_or_create(meant_agent(node, spool, config).state_folder / KEY_FILE).public)


# A key may begin with a hyphen.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("key", metavar="KEY")
@click.option("--name", default="desktop", help="What to call the desktop.")
@agent_options
def authorize(key: str, name: str, node: str, spool: Path | None, config: Path | None) -> None:
    """Let a desktop in without a code; KEY is its public key, as `miharu key` prints it."""
    with errors_told():
        desktop = _allow_list(meant_agent(node, spool, config)).add(key, name)
    click.echo(f"{desktop.name} ({desktop.desktop_id}) may connect.")


@click.command()
@agent_options
@json_option
def desktops(node: str, spool: Path | None, config: Path | None, as_json: bool) -> None:
    """Show the desktops that may connect."""
    with errors_told():
        paired = _allow_list(meant_agent(node, spool, config)).desktops()
    if as_json:
        click.echo(json.dumps([_entry(desktop) for desktop in paired], indent=2))
        return
    for desktop in paired:
        click.echo(f"{desktop.desktop_id}  {desktop.name:<24} {desktop.added:%Y-%m-%d}")
    if not paired:
        click.echo("No desktop may connect yet; `miharu-agent pair` lets one in.", err=True)


@click.command()
@click.argument("desktop_id", metavar="ID")
@agent_options
def revoke(desktop_id: str, node: str, spool: Path | None, config: Path | None) -> None:
    """Let a desktop in no more; a running agent ends its connections. ID may be the start of its id."""
    with errors_told():
        desktop = _allow_list(meant_agent(node, spool, config)).remove(desktop_id)
    click.echo(f"{desktop.name} ({desktop.desktop_id}) may not connect any more.")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where to listen; 0 takes a free port.", show_default=True
)
@agent_options
def pair(port: int, node: str, spool: Path | None, config: Path | None) -> None:
    """Show a code and let the desktop in on which it is typed."""
    with errors_told():
        agent = meant_agent(node, spool, config)
        folder = agent.state_folder
        already_open = open_pairing(folder)
        if already_open is not None:
            click.echo(f"Pairing is open already. Type this code on the desktop: {spoken_code(already_open.code)}")
            return
        _mention_if_new(folder)
        with PairingWindow(load_or_create(folder / KEY_FILE), agent.node_name, folder, port=port) as window:
            click.echo(f"Type this code on the desktop: {spoken_code(window.code)}")
            click.echo(f"It is good for {OPEN_S / 60:.0f} minutes, three tries and one desktop. Ctrl+C closes pairing.")
            desktop = window.outcome.result()
    click.echo(f"Paired with {desktop.name} ({desktop.desktop_id}).")


def _allow_list(agent: AgentConfig) -> AllowList:
    _mention_if_new(agent.state_folder)
    return AllowList(agent.state_folder / ALLOW_LIST_FILE)


def _mention_if_new(folder: Path) -> None:
    if not (folder / KEY_FILE).exists():
        click.echo(f"No agent has run in {folder} yet. For another one give --node, --spool or --config.", err=True)


def _entry(desktop: PairedDesktop) -> dict[str, str]:
    return {
        "id": desktop.desktop_id,
        "name": desktop.name,
        "key": desktop.key,
        "added": desktop.added.isoformat(),
    }
