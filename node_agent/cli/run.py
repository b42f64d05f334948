"""``miharu-agent run``: the agent itself, until it is stopped."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path

import click
import msgspec

from node_agent.cli.options import FILE, WORK_FAILED, errors_told
from node_agent.descriptors import raise_limit
from node_agent.memory import give_back_large_blocks
from node_agent.service_manager import ServiceManager
from node_agent.supervisor import Supervisor


@click.command()
@click.option("--config", type=FILE, metavar="FILE", help="Read agent.toml; flags win over it.")
@click.option("--name", help="What desktops call this device; else the host's name.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    help="folder:PATH, camera:0, camera:rtsp://…, camera:FILE, scenes or scenes:NAME; repeatable.",
)
@click.option("--interval", "interval_s", metavar="SECONDS", help="Take an image this often.")
@click.option("--motion", is_flag=True, help="Take an image when something moves.")
@click.option("--spool", metavar="DIR", help="Keep images and identity here.")
@click.option("--port", metavar="N", help="Publish on this port; 0 is any free one.")
@click.option("--control-port", metavar="N", help="Be asked on this port.")
def run(config: Path | None, **flags: object) -> None:
    """Capture and publish until stopped.

    SIGHUP makes it read the configuration file again.

    The first line on standard output is JSON: name, node_id, data_port and control_port.
    """
    given = {key: value for key, value in flags.items() if value not in (None, (), False)}
    with errors_told():
        code = _run(Supervisor(config, given, ServiceManager(), partial(click.echo, err=True)))
    raise click.exceptions.Exit(code)


def _run(supervisor: Supervisor) -> int:
    """Runs until a signal or a failure; returns the exit code."""
    give_back_large_blocks()
    raise_limit()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: supervisor.end())
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: supervisor.reload())
    facts = supervisor.start()
    click.echo(msgspec.json.encode(facts._asdict()).decode())
    well = supervisor.run()
    supervisor.stop()
    code = 0 if well else WORK_FAILED
    if threading.active_count() > 1:
        # A capture that hangs in its driver can't be ended, and must not hold up the process.
        logging.shutdown()
        sys.stdout.flush()
        os._exit(code)
    return code
