"""``miharu-agent``: the command line of the agent.

It is made with click rather than typer: typer brings pydantic along, which costs a running agent 12 MB.
"""

from __future__ import annotations

from importlib import import_module

import click

from node_agent.memory import keep_arithmetic_small

COMMANDS = {
    "init": "init:init",
    "run": "run:run",
    "install-service": "service:install_service",
    "status": "status:status",
    "doctor": "doctor:doctor",
    "key": "access:print_key",
    "authorize": "access:authorize",
    "desktops": "access:desktops",
    "revoke": "access:revoke",
    "pair": "access:pair",
}
"""Module and function of each command, in the order in which the help shows them."""


class _OnDemand(click.Group):
    """Imports a command when it is wanted: a running agent has no use for what the others need."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), function)
        return command


def _tell_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # brings e-mail and archives along

        click.echo(f"miharu-agent {version('miharu')}")
        context.exit()


@click.group(
    cls=_OnDemand,
    no_args_is_help=True,
    help="Miharu's part on a device: captures images, keeps them safe, and hands them to your desktop.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Print the version and exit.",
)
def app() -> None:
    """All work is done by the commands."""


def main() -> None:
    keep_arithmetic_small()
    app(prog_name="miharu-agent")
