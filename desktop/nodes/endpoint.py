"""Where a node can be reached."""

from __future__ import annotations

import ipaddress
import re

from msgspec import Struct

from desktop.nodes.errors import NodeAddressError

_ADDRESS = re.compile(r"(?:\[(?P<v6>[^\[\]]+)\]|(?P<name>[^\s:/\[\]]+)):(?P<port>\d{1,5})")


class Address(Struct, frozen=True):
    """A host (name or IP address) and the port of an agent's data socket, as a person gives them."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Endpoint(Struct, frozen=True):
    """One IP address of a node with the ports of its two sockets."""

    host: str
    data_port: int
    control_port: int

    @property
    def data_url(self) -> str:
        return f"tcp://{Address(self.host, self.data_port)}"

    @property
    def control_url(self) -> str:
        return f"tcp://{Address(self.host, self.control_port)}"

    def __str__(self) -> str:
        return str(Address(self.host, self.data_port))


def parse_address(text: str) -> Address:
    """Reads ``HOST:PORT``; an IPv6 address stands in brackets, as in ``[fd00::2]:5551``.

    Raises:
        NodeAddressError: anything else; the text says what is expected.
    """
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        raise NodeAddressError(f"{text!r} is not HOST:PORT (an IPv6 address goes in brackets: [fd00::2]:5551)")
    port = int(match["port"])
    if not 1 <= port <= 65535:
        raise NodeAddressError(f"{text!r}: a port is a number from 1 to 65535")
    if match["v6"] is not None and not _is_ipv6(match["v6"]):
        raise NodeAddressError(f"{text!r}: {match['v6']!r} is not an IPv6 address")
    return Address(match["v6"] or match["name"], port)


def usable_hosts(hosts: list[str]) -> tuple[str, ...]:
    """The IP addresses worth a try, best first: no link-local ones, IPv4 before IPv6, this machine's own last.

    A node on another machine that announces its loopback address must not lead to a node on this one.
    """
    addresses = dict.fromkeys(ipaddress.ip_address(host) for host in hosts)
    usable = [one for one in addresses if not (one.is_link_local or one.is_unspecified or one.is_multicast)]
    return tuple(str(one) for one in sorted(usable, key=lambda one: (one.is_loopback, one.version)))


def _is_ipv6(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).version == 6
    except ValueError:
        return False
