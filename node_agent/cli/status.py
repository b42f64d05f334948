"""``miharu-agent status``: how the agent on a spool is doing, or was when it last ran."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from node_agent.access import ALLOW_LIST_FILE, AllowList, PairedDesktop
from node_agent.cli.options import WORK_FAILED, agent_options, errors_told, json_option, meant_agent
from node_agent.run_report import RunReport, read_report
from node_agent.state_folder import is_held
from node_agent.wire.messages import CameraHealth, Heartbeat


class _Status(NamedTuple):
    folder: Path
    running: bool
    report: RunReport | None
    desktops: tuple[PairedDesktop, ...]


@click.command()
@agent_options
@json_option
def status(node: str, spool: Path | None, config: Path | None, as_json: bool) -> None:
    """Show whether the agent runs, its cameras, its spool and its desktops. The exit code is 1 if it does not run."""
    with errors_told():
        folder = meant_agent(node, spool, config).state_folder
        found = _Status(folder, is_held(folder), read_report(folder), AllowList(folder / ALLOW_LIST_FILE).desktops())
    if as_json:
        click.echo(json.dumps(_entry(found), indent=2))
    else:
        for line in _lines(found):
            click.echo(line)
    if not found.running:
        raise click.exceptions.Exit(WORK_FAILED)


def _entry(found: _Status) -> dict[str, Any]:
    return {
        "folder": str(found.folder),
        "running": found.running,
        "last_report": msgspec.to_builtins(found.report),
        "desktops": [{"id": desktop.desktop_id, "name": desktop.name} for desktop in found.desktops],
    }


def _lines(found: _Status) -> Iterator[str]:
    report = found.report
    if report is None:
        starting = "starts, and has not said how it is yet" if found.running else "has not run yet"
        yield f"The agent in {found.folder} {starting}."
    else:
        beat = report.heartbeat
        yield f"{beat.name} ({beat.node_id}) {_running(found.running, report)}"
        yield f"config    {report.config or 'none: it was started with flags'}"
        yield f"spool     {found.folder}: {_spool(beat)}"
        for title, camera in zip(_titles("cameras"), beat.cameras, strict=False):
            yield f"{title}{_camera(camera, report.last_captured.get(camera.name))}"
    for title, desktop in zip(_titles("desktops"), found.desktops, strict=False):
        yield f"{title}{desktop.name} ({desktop.desktop_id}), paired {desktop.added:%Y-%m-%d}"
    if not found.desktops:
        yield "desktops  none is paired yet; `miharu-agent pair` lets one in"


def _titles(first: str) -> Iterator[str]:
    yield f"{first:<10}"
    while True:
        yield " " * 10


def _running(running: bool, report: RunReport) -> str:
    if not running:
        return f"does not run; it was last seen {_ago(report.written)}"
    ports = f"ports {report.data_port} and {report.heartbeat.control_port}"
    return f"runs as process {report.pid} on {ports}, started {_ago(report.started)}"


def _spool(beat: Heartbeat) -> str:
    held = f"images {beat.first_seq} to {beat.last_seq} wait" if beat.first_seq <= beat.last_seq else "no image waits"
    size = f"{beat.spool_bytes / 2**20:,.1f} of {beat.spool_quota_bytes / 2**20:,.0f} MiB"
    gone = ", ".join(f"{count:,} {reason}" for reason, count in beat.dropped.items() if count)
    return f"{held}, {size}; {beat.disk_free_bytes / 1e9:.1f} GB are free" + (f"; dropped: {gone}" if gone else "")


def _camera(camera: CameraHealth, last: datetime | None) -> str:
    taken = f"{camera.captured:,} captured, the last one {_ago(last)}" if last else f"{camera.captured:,} captured"
    return f"{camera.name:<16} {camera.state}, {taken}" + (f": {camera.detail}" if camera.detail else "")


def _ago(moment: datetime) -> str:
    seconds = max(0, round((datetime.now(UTC) - moment).total_seconds()))
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
