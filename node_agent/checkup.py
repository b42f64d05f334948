"""What an agent needs of its device, looked at piece by piece."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from node_agent.announce import usable_addresses
from node_agent.clock import clock_synced
from node_agent.config import AgentConfig
from node_agent.multicast import hears_itself
from node_agent.room import DISK_FLOOR_BYTES
from node_agent.run_report import RunReport
from node_agent.sources.camera import CameraSource
from node_agent.sources.scenery import SCENES
from node_agent.sources.specs import CameraSpec, FolderSpec, SceneSpec, SourceSpec

PICTURE_WITHIN_S = 12.0


class Finding(NamedTuple):
    """What was looked at, whether it is well, and what it is or what to do."""

    what: str
    ok: bool
    text: str


def network() -> Iterator[Finding]:
    addresses = usable_addresses()
    beyond = sorted(addresses.named - {"127.0.0.1", "::1"})
    if beyond:
        yield Finding("network", True, ", ".join(beyond))
    else:
        yield Finding("network", False, "no address but this device's own: connect it to a network, see `ip address`")
    for address in sorted(addresses.spoken_on - ({"127.0.0.1"} if beyond else set())):
        yield _multicast(address)


def _multicast(address: str) -> Finding:
    way_out = "let UDP port 5353 to 224.0.0.251 through the firewall, or use `miharu nodes add HOST:PORT --key KEY`"
    try:
        if hears_itself(address):
            return Finding("multicast", True, f"an mDNS packet sent at {address} came back")
        return Finding("multicast", False, f"an mDNS packet sent at {address} did not come back: {way_out}")
    except OSError as error:
        return Finding("multicast", False, f"mDNS does not work at {address} ({error.strerror or error}): {way_out}")


def ports(config: AgentConfig, running: RunReport | None) -> Iterator[Finding]:
    used = {running.data_port, running.heartbeat.control_port} if running else set()
    for key, port in (("port", config.port), ("control_port", config.control_port)):
        if port == 0:
            yield Finding(key, True, "0, any free one")
        elif port in used:
            yield Finding(key, True, f"{port}, where this agent listens")
        else:
            yield _port(key, port)


def _port(key: str, port: int) -> Finding:
    try:
        # As the agent itself does: a port that was left a moment ago counts as free.
        socket.create_server(("", port)).close()
    except OSError as error:
        reason = f"{port} can't be used ({error.strerror or error})"
        return Finding(key, False, f"{reason}: see `ss -ltnp`, or choose another in the configuration")
    return Finding(key, True, f"{port} is free")


def clock() -> Finding:
    if clock_synced():
        return Finding("clock", True, "set by the network or another source that the kernel trusts")
    return Finding("clock", False, "nothing keeps it right: `timedatectl set-ntp true`, or install chrony")


def disk(config: AgentConfig) -> Finding:
    folder = config.state_folder
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding("disk", False, f"{there} can't be written by this user: change its owner, or set spool")
    held_bytes = sum(path.stat().st_size for path in folder.glob("messages/*.message"))
    free_bytes = shutil.disk_usage(there).free
    wanted_bytes = config.spool_quota_mib * 2**20 + DISK_FLOOR_BYTES
    text = f"{free_bytes / 1e9:.1f} GB are free for {folder}"
    if free_bytes + held_bytes < wanted_bytes:
        enough = f"with spool_quota_mib = {config.spool_quota_mib} it takes {wanted_bytes / 1e9:.1f} GB"
        return Finding("disk", False, f"{text}, but {enough}: make room, or lower spool_quota_mib")
    return Finding("disk", True, text)


def desktops(paired: int) -> Finding:
    if paired:
        return Finding("desktops", True, f"{paired} may connect")
    return Finding("desktops", True, "none is paired yet: images wait until `miharu-agent pair` lets one in")


def camera(spec: SourceSpec, running: RunReport | None) -> Finding:
    """Opens the source and takes a picture; but asks the running agent, where there is one that watches it."""
    what = f"camera {spec.name}"
    if running is not None:
        for health in running.heartbeat.cameras:
            if health.name == spec.name:
                text = f"{health.state}, says the running agent" + (f": {health.detail}" if health.detail else "")
                return Finding(what, health.state in ("live", "starting"), text)
    match spec:
        case FolderSpec(_, path):
            return _folder(what, path)
        case CameraSpec(_, footage):
            return _footage(what, CameraSource(footage))
        case SceneSpec(_, scene):
            height_px, width_px = SCENES[scene]().draw(0.0).shape[:2]
            return Finding(what, True, f"draws {width_px} x {height_px} pixels")


def _folder(what: str, path: Path) -> Finding:
    try:
        files = sum(entry.is_file() for entry in os.scandir(path))
    except OSError as error:
        return Finding(what, False, f"{path} can't be read ({error.strerror or error}): check that this user may")
    return Finding(what, True, f"{path} can be read, {files:,} files")


def _footage(what: str, source: CameraSource) -> Finding:
    try:
        frame = source.read(PICTURE_WITHIN_S)
        if frame is not None:
            height_px, width_px = frame.pixels.shape[:2]
            return Finding(what, True, f"gives {width_px} x {height_px} pixels")
        reason = source.health().detail or f"no picture within {PICTURE_WITHIN_S:.0f} s"
    finally:
        source.close()
    way_out = "is it connected, is its address right, is no other program using it, is this user in the group video?"
    return Finding(what, False, f"{reason}: {way_out}")
