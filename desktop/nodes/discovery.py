"""Finds agents by mDNS (RFC 6762, RFC 6763)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import NamedTuple

from zeroconf import Error as MDNSError
from zeroconf import IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from desktop.nodes.endpoint import Endpoint, usable_hosts
from node_agent.wire.errors import WireError
from node_agent.wire.service import SERVICE_TYPE, ServiceInfo, from_txt

LOOK_UP_TIMEOUT_MS = 3_000
LOOK_UP_TRIES = 3
INTERFACE_CHECK_S = 10.0
"""mDNS goes out on each network interface by itself, so new ones must be noticed; nothing tells of them."""

log = logging.getLogger(__name__)


class _Record(NamedTuple):
    service: ServiceInfo
    endpoints: tuple[Endpoint, ...]


class Discovery:
    """Browses for agents and tells of each what it says of itself and where it can be reached.

    ``on_found`` is called when an agent appears and whenever one of its records changes, with the endpoints of all that
    name it: anybody in the network can announce a record for it, and must not hide the true one. ``on_lost`` is called
    with the node's id when its last record has gone, which does not mean that the agent has.
    """

    def __init__(
        self,
        on_found: Callable[[ServiceInfo, tuple[Endpoint, ...]], None],
        on_lost: Callable[[str], None],
    ) -> None:
        self._on_found = on_found
        self._on_lost = on_lost
        self._records: dict[str, _Record] = {}
        """By their names, the latest last."""
        self._complaints: dict[str, str] = {}

    async def run(self) -> None:
        """Browses until cancelled. Where mDNS does not work it says so once and goes on trying."""
        while True:
            try:
                await self._browse()
            except* (OSError, RuntimeError) as failed:
                self._complain("mDNS", f"does not work here, give nodes as HOST:PORT ({failed.exceptions[0]})")
            await asyncio.sleep(INTERFACE_CHECK_S)

    async def _browse(self) -> None:
        async with asyncio.TaskGroup() as look_ups:

            def on_change(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
                if state_change is ServiceStateChange.Removed:
                    self._forget(name)
                else:
                    look_ups.create_task(self._look_up(zeroconf, service_type, name))

            async with _open() as mdns, AsyncServiceBrowser(mdns.zeroconf, SERVICE_TYPE, handlers=[on_change]):
                while True:
                    await asyncio.sleep(INTERFACE_CHECK_S)
                    await mdns.async_update_interfaces()

    async def _look_up(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        try:
            service, hosts = _read(await _ask(zeroconf, service_type, name))
        except (WireError, MDNSError) as error:  # anybody in the network may announce anything
            self._complain(name, f"can't be used: {error}")
            return
        self._complaints.pop(name, None)
        self._records.pop(name, None)
        self._records[name] = _Record(
            service, tuple(Endpoint(host, service.data_port, service.control_port) for host in hosts)
        )
        self._tell_of(service.node_id)

    def _forget(self, name: str) -> None:
        self._complaints.pop(name, None)
        if (gone := self._records.pop(name, None)) is not None:
            self._tell_of(gone.service.node_id)

    def _tell_of(self, node_id: str) -> None:
        records = [record for record in reversed(self._records.values()) if record.service.node_id == node_id]
        if records:
            endpoints = dict.fromkeys(endpoint for record in records for endpoint in record.endpoints)
            self._on_found(records[0].service, tuple(endpoints))
        else:
            self._on_lost(node_id)

    def _complain(self, name: str, complaint: str) -> None:
        if self._complaints.get(name) != complaint:
            self._complaints[name] = complaint
            log.warning("%r %s", name, complaint)


def _open() -> AsyncZeroconf:
    # It warns, with a traceback, of every interface that has no multicast; that is no news to anyone.
    logging.getLogger("zeroconf").setLevel(logging.ERROR)
    try:
        return AsyncZeroconf(ip_version=IPVersion.All)
    except OSError:
        # A kernel without IPv6 has no such sockets.
        return AsyncZeroconf(ip_version=IPVersion.V4Only)


async def _ask(zeroconf: Zeroconf, service_type: str, name: str) -> AsyncServiceInfo:
    info = AsyncServiceInfo(service_type, name)
    for _ in range(LOOK_UP_TRIES):
        if await info.async_request(zeroconf, LOOK_UP_TIMEOUT_MS):
            break
    return info


def _read(info: AsyncServiceInfo) -> tuple[ServiceInfo, tuple[str, ...]]:
    hosts = usable_hosts(info.parsed_addresses(IPVersion.All))
    if info.port is None or not hosts:
        raise WireError("it names no port or no address that can be reached from here")
    try:
        fields = {key.decode(): value.decode() for key, value in info.properties.items() if value is not None}
    except UnicodeDecodeError as error:
        raise WireError(f"its TXT record is not UTF-8 ({error})") from error
    return from_txt(fields, info.port), hosts
