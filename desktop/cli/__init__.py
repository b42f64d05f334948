"""The command ``miharu``."""

from __future__ import annotations

import logging
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from desktop import settings_file
from desktop.cli.options import LabellerOption, LibraryOption, NodeOption, NoDiscoveryOption, changed, library_folder
from desktop.core.errors import MiharuError, SettingsError
from desktop.nodes.errors import NodeAddressError

WORK_FAILED = 1
WRONG_USE = 2


def main() -> None:
    """Runs the command line; errors become one line and an exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        _application()()
    except (SettingsError, NodeAddressError) as error:
        sys.exit(_complaint(error, WRONG_USE))
    except MiharuError as error:
        sys.exit(_complaint(error, WORK_FAILED))


def _application() -> typer.Typer:
    # Here and not above: so `import desktop.cli` stays light for those who want a single command of it.
    from desktop.cli import budget, demo, doctor, hub, label, library, models, nodes, relabel, search

    application = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    application.callback(invoke_without_command=True)(_window)
    application.command()(budget.budget)
    application.command()(doctor.doctor)
    application.command()(hub.hub)
    application.command()(label.label)
    application.command()(demo.demo)
    application.command()(relabel.relabel)
    # A search may begin with a minus.
    application.command(context_settings={"ignore_unknown_options": True})(search.search)
    application.command("key")(nodes.print_own_key)
    application.add_typer(library.app, name="library")
    application.add_typer(models.app, name="models")
    application.add_typer(nodes.app, name="nodes")
    return application


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"miharu {version('miharu')}")
        raise typer.Exit


def _window(
    context: typer.Context,
    library: LibraryOption = None,
    node: NodeOption = [],  # noqa: B006 - typer makes a new one for each call
    no_discovery: NoDiscoveryOption = False,
    labeller: LabellerOption = None,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """A live, labelled wall for what your cameras see. Without a command the window opens."""
    if context.invoked_subcommand is not None:
        _refuse_options_before_the_command(context)
        return
    from desktop.app import Session, run

    settings = changed(settings_file.load(), labeller=labeller)
    folder = library_folder(library, settings)
    is_new = library is None and not settings.library and not folder.exists()
    begin = Session.welcome if is_new else Session.open
    raise typer.Exit(run(settings, folder, node, not no_discovery, begin))


def _refuse_options_before_the_command(context: typer.Context) -> None:
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if source is not None and source.name == "COMMANDLINE":
            command = context.invoked_subcommand
            raise typer.BadParameter(
                f"{parameter.opts[0]} goes behind the command: miharu {command} ... {parameter.opts[0]} ..."
            )


def _complaint(error: MiharuError, exit_code: int) -> int:
    typer.echo(str(error), err=True)
    return exit_code
