"""``miharu key`` and ``miharu nodes``: who this desktop is, and which nodes it trusts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import msgspec
import typer

from desktop import settings_file
from desktop.cli.books import by_camera, in_words, newest_by_node
from desktop.cli.configuration import wanted
from desktop.cli.options import JsonOption, LibraryOption, library_folder
from desktop.core.errors import MiharuError
from desktop.core.records import NodeLedger
from desktop.nodes.configure import configure
from desktop.nodes.endpoint import parse_address
from desktop.nodes.errors import NodeAddressError
from desktop.nodes.known_nodes import KNOWN_NODES_FILE, KnownNodes, PairedNode
from desktop.nodes.open_node import accept, find_open_node
from desktop.nodes.own_keys import config_folder, load_own_keys, own_identity
from node_agent.wire.errors import WireError
from node_agent.wire.messages import CONFIRM_WITHIN_S

WORK_FAILED = 1
WRONG_USE = 2

app = typer.Typer(help="The nodes that this desktop is paired with.")

T = TypeVar("T")
NodeArgument = Annotated[str, typer.Argument(metavar="NODE", help="Its name, or the start of its id.")]


def print_own_key() -> None:
    """Print this desktop's public key, for `miharu-agent authorize` on a node."""
    with _errors_told():
        typer.echo(load_own_keys(config_folder()).public)


@app.callback(invoke_without_command=True)
def nodes(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """The nodes that this desktop is paired with; without a command they are shown, as `list` does."""
    if context.invoked_subcommand is None:
        list_nodes(library, as_json)


@app.command("list")
def list_nodes(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Show the paired nodes, and what became of their images."""
    with _errors_told():
        nodes = _known_nodes().nodes()
        ledgers = newest_by_node(library_folder(library, settings_file.load()))
    if as_json:
        typer.echo(json.dumps([_entry(node, ledgers.get(node.node_id)) for node in nodes], indent=2))
        return
    for node in nodes:
        typer.echo(f"{node.node_id}  {node.name:<24} {node.added:%Y-%m-%d}  {node.address or ''}".rstrip())
        if ledger := ledgers.get(node.node_id):
            typer.echo(f"  {in_words(ledger)}")
            for line in by_camera(ledger):
                typer.echo(f"    {line}")
    if not nodes:
        typer.echo(
            "No node is paired yet. `miharu-agent pair` on a device, then `miharu nodes pair NAME` here.", err=True
        )


@app.command()
def add(
    address: Annotated[str, typer.Argument(metavar="HOST:PORT", help="The port of the node's images.")],
    key: Annotated[str, typer.Option(help="The node's public key, as `miharu-agent key` prints it.")],
    name: Annotated[str, typer.Option(help="What to call it until it tells its name.")] = "",
) -> None:
    """Trust the node at an address, without a code. On the node: `miharu-agent authorize` with this desktop's key."""
    with _errors_told():
        place = parse_address(address)
        node = PairedNode(key=key, name=name or place.host, address=place)
        _known_nodes().add(node)
        typer.echo(f"{node.name} ({node.node_id}) is trusted. On the node, if not done yet:")
        typer.echo(f"  miharu-agent authorize '{own_identity().keys.public}' --name '{own_identity().name}'")


@app.command("pair")
def pair_node(
    node: NodeArgument,
    code: Annotated[str, typer.Option(help="The eight digits that the node shows; asked for if not given.")] = "",
) -> None:
    """Pair with a node of this network that shows a code (`miharu-agent pair`)."""
    with _errors_told():
        known = _known_nodes()
        found = _run(find_open_node(node))
        known.check(found.service)
        code = code or typer.prompt(f"Code that {found.service.name} shows")
        paired = _run(accept(found, code, own_identity(), known))
    typer.echo(f"Paired with {paired.name} ({paired.node_id}).")


@app.command()
def remove(node: NodeArgument) -> None:
    """Trust a node no more. It still lets this desktop in until `miharu-agent revoke` there."""
    with _errors_told():
        removed = _known_nodes().remove(node)
    typer.echo(f"{removed.name} ({removed.node_id}) is not trusted any more.")


@app.command("configure")
def configure_node(
    node: NodeArgument,
    words: Annotated[
        list[str],
        typer.Argument(metavar="FILE.toml | KEY=VALUE...", help="A whole agent.toml, or keys to change; KEY= unsets."),
    ],
    address: Annotated[str, typer.Option(metavar="HOST:PORT", help="Where it is, if mDNS does not find it.")] = "",
    within: Annotated[
        float, typer.Option(metavar="SECONDS", min=2, max=600, help="The node goes back if not confirmed so soon.")
    ] = CONFIRM_WITHIN_S,
) -> None:
    """Change a node's configuration. The node keeps it only if this desktop still reaches it afterwards."""
    arguments = wanted(words)
    with _errors_told():
        known = _known_nodes().find(node)
        place = parse_address(address) if address else known.address
        _run(configure(known, arguments, own_identity(), place, within))
    typer.echo(f"{known.name} uses the new configuration.")


def _known_nodes() -> KnownNodes:
    return KnownNodes(config_folder() / KNOWN_NODES_FILE)


def _run(work: Coroutine[Any, Any, T]) -> T:
    # Windows' own event loop can't watch ZeroMQ's sockets.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(work)


def _entry(node: PairedNode, ledger: NodeLedger | None) -> dict[str, Any]:
    return {
        "id": node.node_id,
        "name": node.name,
        "key": node.key,
        "address": str(node.address) if node.address else None,
        "added": node.added.isoformat(),
        "ledger": msgspec.to_builtins(ledger),
    }


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except (NodeAddressError, WireError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from error
    except MiharuError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WORK_FAILED) from error
