"""``miharu-agent install-service``: has systemd keep the agent running."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import click

from node_agent.cli.options import FILE, errors_told
from node_agent.config import load
from node_agent.systemd_unit import Unit, check_systemd, unit_for_system, unit_for_user


@click.command("install-service")
@click.option("--config", type=FILE, default=Path("agent.toml"), show_default=True, help="The agent.toml to run with.")
@click.option("--user", "scope", flag_value="user", help="A service of this user; usual unless you are root.")
@click.option("--system", "scope", flag_value="system", help="A service of this machine; usual for root.")
@click.option("--as", "account", metavar="ACCOUNT", help="Who a service of the machine runs as; else who called sudo.")
@click.option("--print", "only_print", is_flag=True, help="Print the unit, and change nothing.")
def install_service(config: Path, scope: str | None, account: str | None, only_print: bool) -> None:
    """Have systemd start the agent at boot, start it again when it fails, and watch over it."""
    with errors_told():
        config = config.absolute()
        name = load(config, {}).config.node_name
        if (scope or _usual_scope()) == "system":
            unit = unit_for_system(name, config, account or os.environ.get("SUDO_USER") or getpass.getuser())
        else:
            unit = unit_for_user(name, config)
        if only_print:
            click.echo(unit.text, nl=False)
            return
        check_systemd()
        unit.install()
    _tell(unit)


def _usual_scope() -> str:
    return "system" if hasattr(os, "geteuid") and os.geteuid() == 0 else "user"


def _tell(unit: Unit) -> None:
    systemctl = " ".join(["systemctl", *unit.scope])
    click.echo(f"{unit.path} is written, the service is started now and at every boot.")
    if unit.scope:
        click.echo(
            f"A user's services start at login; to have them start at boot: loginctl enable-linger {getpass.getuser()}"
        )
    click.echo(f"How it is:         {systemctl} status {unit.name}")
    click.echo(f"After a change:    {systemctl} reload {unit.name}")
    click.echo(f"What it says:      journalctl {' '.join([*unit.scope, '-u'])} {unit.name}")
    click.echo("To take it away again:")
    for command in unit.way_back():
        click.echo(f"  {command}")
