"""What several commands share: which agent is meant, and how errors are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from node_agent.config import AgentConfig, load, states_folder
from node_agent.errors import AgentError, ConfigError
from node_agent.state_folder import KEY_FILE
from node_agent.wire.errors import DamagedFileError, WireError

WORK_FAILED = 1
WRONG_USE = 2

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def agent_options(command: Command) -> Command:
    """Adds ``--node``, ``--spool`` and ``--config``, by which :func:`meant_agent` finds the agent."""
    for option in (
        click.option("--config", type=FILE, metavar="FILE", help="Its agent.toml, where `run` was given one."),
        click.option("--spool", type=FILE, metavar="DIR", help="Its folder, where `run` was given one."),
        click.option("--node", default="", metavar="NAME", help="The agent's name, where `run` was given one."),
    ):
        command = option(command)
    return command


def meant_agent(node: str, spool: Path | None, config: Path | None) -> AgentConfig:
    """The agent that ``run`` with these flags would be.

    Without any flag it is the unnamed one, as for ``run``; but where that has never run and one with a name has, that
    one is meant.

    Raises:
        ConfigError: ``config`` can't be used, or several named agents may be meant.
    """
    given = {"name": node, "spool": str(spool or "")}
    agent = AgentConfig() if config is None else load(config, {}).config
    agent = msgspec.structs.replace(agent, **{key: value for key, value in given.items() if value})
    return agent if config or node or spool else _only_agent(agent)


def _only_agent(unnamed: AgentConfig) -> AgentConfig:
    if (unnamed.state_folder / KEY_FILE).exists():
        return unnamed
    names = sorted(path.parent.name for path in states_folder().glob(f"*/{KEY_FILE}"))
    if len(names) > 1:
        raise ConfigError(f"several agents have run here: say which is meant with --node ({', '.join(names)})")
    return msgspec.structs.replace(unnamed, name=names[0]) if names else unnamed


@contextmanager
def errors_told() -> Iterator[None]:
    """Ends the command with a line on standard error and the exit code that is due."""
    try:
        yield
    except (ConfigError, WireError) as error:
        raise _ended(error, WRONG_USE) from error
    except (AgentError, DamagedFileError, OSError) as error:
        raise _ended(error, WORK_FAILED) from error


def _ended(error: Exception, code: int) -> click.exceptions.Exit:
    click.echo(f"miharu-agent: {error}", err=True)
    return click.exceptions.Exit(code)
