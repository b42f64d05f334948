from __future__ import annotations

import pytest

from desktop.nodes.endpoint import Address, Endpoint, parse_address, usable_hosts
from desktop.nodes.errors import NodeAddressError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("porch.local:5551", Address("porch.local", 5551)),
        (" 192.168.1.7:1 ", Address("192.168.1.7", 1)),
        ("[fd00::2]:65535", Address("fd00::2", 65535)),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert str(address) == text.strip()


@pytest.mark.parametrize(
    "text", ["", "porch", "porch:", ":5551", "porch:0", "porch:65536", "porch:x", "fd00::2:5551", "[porch]:5551",
             "http://porch:5551", "porch/5:5551", "[fd00::2]"],
)  # fmt: skip
def test_a_malformed_address_is_refused_by_name(text: str) -> None:
    with pytest.raises(NodeAddressError) as refused:
        parse_address(text)
    assert repr(text) in str(refused.value)


def test_an_ipv6_endpoint_has_its_address_in_brackets() -> None:
    endpoint = Endpoint("fd00::2", 5551, 5552)
    assert (endpoint.data_url, endpoint.control_url) == ("tcp://[fd00::2]:5551", "tcp://[fd00::2]:5552")


def test_link_local_addresses_are_skipped_and_this_machine_comes_last() -> None:
    hosts = ["127.0.0.1", "fe80::1", "fd00::2", "169.254.3.4", "0.0.0.0", "192.168.1.7", "192.168.1.7"]
    assert usable_hosts(hosts) == ("192.168.1.7", "fd00::2", "127.0.0.1")
