"""Announces the agent by mDNS (RFC 6762, 6763) on all usable interfaces, and follows their changes."""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Callable, Iterator
from typing import NamedTuple

import ifaddr
import msgspec
import zeroconf

from node_agent import threads
from node_agent.wire.service import SERVICE_TYPE, ServiceInfo, txt_fields

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.5
"""How often interfaces and pairing are looked at, and how soon a failed announcement is tried again."""
JOIN_TIMEOUT_S = 1.5

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Addresses(NamedTuple):
    """The addresses of this machine: those to speak mDNS on, and those to name to others."""

    spoken_on: frozenset[str]
    named: frozenset[str]


def usable_addresses() -> Addresses:
    """All but link-local ones. The loopback address is named only where there is no other."""
    usable = [one for one in _all_addresses() if not (one.is_link_local or one.is_unspecified)]
    beyond = [one for one in usable if not one.is_loopback]
    return Addresses(
        spoken_on=frozenset(str(one) for one in usable if one.version == 4),
        named=frozenset(str(one) for one in beyond or usable),
    )


class _Announcement(NamedTuple):
    """What others can hear of this agent."""

    addresses: Addresses
    service: ServiceInfo


class Announcer:
    """Keeps the announcement up, in a thread of its own. Nothing that goes wrong with it stops the agent."""

    def __init__(self, service: ServiceInfo, pairing_port: Callable[[], int | None]) -> None:
        """``pairing_port`` tells where a desktop can pair now, if it can."""
        self._service = service
        self._pairing_port = pairing_port
        self._stopping = threading.Event()
        self._zeroconf: zeroconf.Zeroconf | None = None
        self._problem = ""
        self._thread = threads.start("announcer", self._run, on_crash=lambda: None)

    def stop(self) -> None:
        """Begins to take the announcement back."""
        self._stopping.set()

    def join(self) -> None:
        """Waits until it is taken back, but no longer than :data:`JOIN_TIMEOUT_S`."""
        self._thread.join(JOIN_TIMEOUT_S)

    def _run(self) -> None:
        announced: _Announcement | None = None
        while not self._stopping.is_set():
            service = msgspec.structs.replace(self._service, pairing_port=self._pairing_port())
            present = _Announcement(usable_addresses(), service)
            if announced is None or present.addresses != announced.addresses:
                self._withdraw()
                announced = self._succeeded(self._announce, present)
            elif present != announced:
                announced = self._succeeded(self._update, present)
            self._stopping.wait(LOOK_EVERY_S)
        self._withdraw()

    def _succeeded(self, work: Callable[[_Announcement], None], present: _Announcement) -> _Announcement | None:
        """``present`` when ``work`` has made it known; else None, and nothing is announced any more."""
        try:
            work(present)
        except Exception as error:
            # No network, no multicast, a name conflict, a firewall: the next try may work, and addresses given by
            # hand work anyway.
            self._complain(f"{type(error).__name__} {error}".strip())
            self._withdraw()
            return None
        self._problem = ""
        return present

    def _announce(self, present: _Announcement) -> None:
        addresses = present.addresses
        self._zeroconf = zeroconf.Zeroconf(sorted(addresses.spoken_on), ip_version=zeroconf.IPVersion.V4Only)
        self._zeroconf.register_service(_record(present))
        log.info("Announced as %s at %s", self._service.instance_name, ", ".join(sorted(addresses.named)))

    def _update(self, present: _Announcement) -> None:
        if self._zeroconf is not None:
            self._zeroconf.update_service(_record(present))

    def _withdraw(self) -> None:
        if self._zeroconf is not None:
            self._zeroconf.close()
            self._zeroconf = None

    def _complain(self, problem: str) -> None:
        if problem != self._problem:
            log.warning("Can't announce this agent by mDNS, trying on: %s", problem)
        self._problem = problem


def _record(present: _Announcement) -> zeroconf.ServiceInfo:
    service = present.service
    return zeroconf.ServiceInfo(
        SERVICE_TYPE,
        service.instance_name,
        port=service.data_port,
        properties=txt_fields(service),
        # A name of its own: the host's may belong to another mDNS responder on this machine.
        server=f"miharu-{service.node_id}.local.",
        parsed_addresses=sorted(present.addresses.named),
    )


def _all_addresses() -> Iterator[Address]:
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            # ifaddr has an IPv6 address as a tuple of address, flow and scope.
            yield ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0].partition("%")[0])
