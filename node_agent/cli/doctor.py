"""``miharu-agent doctor``: whether this device has all that an agent needs, and what to do where not."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from node_agent import checkup
from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.checkup import Finding
from node_agent.cli.options import WORK_FAILED, agent_options, errors_told, json_option, meant_agent
from node_agent.config import AgentConfig, load
from node_agent.errors import ConfigError
from node_agent.run_report import RunReport, read_report
from node_agent.sources.camera import CAPTURE_THREAD
from node_agent.sources.specs import SourceSpec
from node_agent.state_folder import is_held


@click.command()
@agent_options
@json_option
def doctor(node: str, spool: Path | None, config: Path | None, as_json: bool) -> None:
    """Check network, multicast, ports, clock, disk and the cameras of --config. The exit code is 1 if one is amiss."""
    well = True
    with errors_told():
        for finding in _findings(node, spool, config):
            click.echo(json.dumps(finding._asdict()) if as_json else _line(finding))
            well = well and finding.ok
    code = 0 if well else WORK_FAILED
    if any(thread.name.startswith(CAPTURE_THREAD) for thread in threading.enumerate()):
        # A camera that hangs in its driver can't be let go of, and must not hold up the process.
        sys.stdout.flush()
        os._exit(code)
    raise click.exceptions.Exit(code)


def _line(finding: Finding) -> str:
    return f"{'ok   ' if finding.ok else 'AMISS'}  {finding.what}: {finding.text}"


def _findings(node: str, spool: Path | None, config: Path | None) -> Iterator[Finding]:
    agent, sources = AgentConfig(), list[SourceSpec]()
    if config is None:
        agent = meant_agent(node, spool, None)
    else:
        try:
            agent, sources = meant_agent(node, spool, config), load(config, {}).sources
            yield Finding("config", True, str(config))
        except ConfigError as error:
            yield Finding("config", False, str(error))
    folder = agent.state_folder
    running = read_report(folder) if is_held(folder) else None
    yield from checkup.network()
    yield from checkup.ports(agent, running)
    yield checkup.clock()
    yield checkup.disk(agent)
    yield checkup.desktops(len(AllowList(folder / ALLOW_LIST_FILE).desktops()))
    yield from _cameras(config, sources, running)


def _cameras(config: Path | None, sources: Sequence[SourceSpec], running: RunReport | None) -> Iterator[Finding]:
    if config is None:
        yield Finding("cameras", True, "not looked at: name them with --config FILE")
    for spec in sources:
        yield checkup.camera(spec, running)
