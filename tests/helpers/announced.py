"""mDNS announcements of nodes on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from zeroconf import ServiceInfo as Record
from zeroconf import Zeroconf

from node_agent.wire.keys import KeyPair
from node_agent.wire.service import SERVICE_TYPE, ServiceInfo, txt_fields


@contextmanager
def announced(
    keys: KeyPair, name: str, pairing_port: int | None, data_port: int = 5551, control_port: int = 5552
) -> Iterator[None]:
    """A node that mDNS finds on this machine."""
    service = ServiceInfo(
        node_id=keys.identity,
        name=name,
        data_port=data_port,
        control_port=control_port,
        public_key=keys.public,
        pairing_port=pairing_port,
    )
    record = Record(
        SERVICE_TYPE,
        service.instance_name,
        port=service.data_port,
        properties=txt_fields(service),
        parsed_addresses=["127.0.0.1"],
    )
    responder = Zeroconf()
    try:
        responder.register_service(record)
        yield
    finally:
        responder.close()
