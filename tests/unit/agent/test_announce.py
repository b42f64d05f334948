from __future__ import annotations

import ipaddress
import json
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import ifaddr
import pytest
import zeroconf

from node_agent import announce
from node_agent.announce import Addresses, Announcer, usable_addresses
from node_agent.wire.service import ServiceInfo
from tests.unit.agent.making import wait_until

BROWSER = textwrap.dedent("""
    import json, sys
    import zeroconf
    from node_agent.wire.service import SERVICE_TYPE

    name = sys.argv[1]

    class Listener(zeroconf.ServiceListener):
        def add_service(self, browser, kind, instance):
            info = browser.get_service_info(kind, instance)
            if info is not None and info.decoded_properties.get("name") == name:
                facts = {"txt": info.decoded_properties, "port": info.port, "addresses": info.parsed_addresses()}
                print(json.dumps(facts), flush=True)

        def update_service(self, *_): pass

        def remove_service(self, browser, kind, instance):
            if instance.startswith(name):
                print(json.dumps({"gone": instance}), flush=True)

    with zeroconf.Zeroconf() as browser:
        zeroconf.ServiceBrowser(browser, SERVICE_TYPE, Listener())
        sys.stdin.read()
""")


@pytest.fixture
def name() -> str:
    """A name that no other agent on this network has."""
    return f"porch {uuid.uuid4().hex[:8]}"


def pairing_closed() -> None:
    """No desktop can pair now."""


def service(name: str, node_id: str = "0123456789abcdef") -> ServiceInfo:
    return ServiceInfo(node_id=node_id, name=name, data_port=4001, control_port=4002, public_key="k" * 40)


def adapter(*ips: str) -> ifaddr.Adapter:
    """An interface as ifaddr gives it."""
    parsed = [ifaddr.IP(ip if ":" not in ip else (ip, 0, 0), 24, "eth9") for ip in ips]  # type: ignore[arg-type]
    return ifaddr.Adapter("eth9", "eth9", parsed, 9)


def test_another_process_finds_the_agent_and_sees_it_leave(name: str) -> None:
    browser = subprocess.Popen(
        [sys.executable, "-c", BROWSER, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert browser.stdout is not None
    assert browser.stdin is not None
    try:
        announcer = Announcer(service(name), pairing_closed)
        found = json.loads(browser.stdout.readline())
        assert found["txt"] == {"v": "1", "id": "0123456789abcdef", "name": name, "ctl": "4002", "key": "k" * 40}
        assert found["port"] == 4001
        assert set(found["addresses"]) == set(usable_addresses().named)
        announcer.stop()
        announcer.join()
        assert json.loads(browser.stdout.readline())["gone"] == service(name).instance_name
    finally:
        browser.stdin.close()
        browser.wait(10)
        browser.stdout.close()


@pytest.mark.parametrize(
    ("ips", "spoken_on", "named"),
    [
        (["127.0.0.1", "192.0.2.7", "169.254.9.9"], {"127.0.0.1", "192.0.2.7"}, {"192.0.2.7"}),
        (["127.0.0.1", "::1", "fe80::1%eth0"], {"127.0.0.1"}, {"127.0.0.1", "::1"}),
        (["127.0.0.1", "fd00::2", "fe80::1"], {"127.0.0.1"}, {"fd00::2"}),
        (["169.254.1.1"], set(), set()),
    ],
)
def test_link_local_addresses_are_left_out_and_loopback_is_the_last_resort(
    monkeypatch: pytest.MonkeyPatch, ips: list[str], spoken_on: set[str], named: set[str]
) -> None:
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: [adapter(*ips)])
    assert usable_addresses() == Addresses(frozenset(spoken_on), frozenset(named))


def test_every_address_of_this_machine_is_understood() -> None:
    for address in usable_addresses().named:
        assert not ipaddress.ip_address(address).is_link_local


def test_a_change_of_interfaces_is_followed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "LOOK_EVERY_S", 0.05)
    places = [Addresses(frozenset({"127.0.0.1"}), frozenset({"127.0.0.1"}))]
    monkeypatch.setattr(announce, "usable_addresses", lambda: places[-1])
    announcer = Announcer(service(name), pairing_closed)
    try:
        with zeroconf.Zeroconf(["127.0.0.1"]) as browser:
            wait_until(lambda: _addresses(browser, name) == ["127.0.0.1"], "the first address")
            places.append(Addresses(frozenset({"127.0.0.1"}), frozenset({"192.0.2.99"})))
            wait_until(lambda: _addresses(browser, name) == ["192.0.2.99"], "the new address")
    finally:
        announcer.stop()
        announcer.join()


def _addresses(browser: zeroconf.Zeroconf, name: str) -> list[str]:
    instance = service(name).instance_name
    info = zeroconf.ServiceInfo("_miharu._tcp.local.", instance)
    return info.parsed_addresses() if info.request(browser, 300) else []


def test_without_a_network_it_says_so_once_and_goes_on_trying(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(announce, "LOOK_EVERY_S", 0.01)
    tries: list[int] = []
    real = zeroconf.Zeroconf

    def no_network(*arguments: object, **options: object) -> zeroconf.Zeroconf:
        tries.append(1)
        if len(tries) < 5:
            raise OSError("Network is unreachable")
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(zeroconf, "Zeroconf", no_network)
    caplog.set_level("INFO")
    announcer = Announcer(service(name), pairing_closed)
    try:
        wait_until(lambda: f"Announced as {name}" in caplog.text, "the announcement")
    finally:
        announcer.stop()
        announcer.join()
    assert caplog.text.count("Network is unreachable") == 1


def test_a_name_that_is_taken_is_no_end(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(announce, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr("zeroconf._core._CHECK_TIME", 1000)  # ms; the first may be slow to answer on a busy machine
    caplog.set_level("INFO")
    with announcing(name) as first:
        wait_until(lambda: f"Announced as {name}" in caplog.text, "the first announcement")
        with announcing(name):
            wait_until(lambda: "NonUniqueName" in caplog.text, "the conflict")
            first.stop()
            wait_until(lambda: caplog.text.count(f"Announced as {name}") == 2, "the second announcement")


@contextmanager
def announcing(name: str) -> Iterator[Announcer]:
    announcer = Announcer(service(name), pairing_closed)
    try:
        yield announcer
    finally:
        announcer.stop()
        announcer.join()
