"""The mDNS service by which desktops find agents: its type, its instance name and its TXT fields.

The layout follows RFC 6763: one key=value pair a TXT string, values in UTF-8. Identity is ``node_id`` and
``key``; name, address and ports may change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from node_agent.wire.errors import WireError
from node_agent.wire.messages import WIRE_VERSION, Name, NodeId

SERVICE_TYPE = "_miharu._tcp.local."

Port = Annotated[int, Meta(ge=1, le=65535)]


class ServiceInfo(Struct, frozen=True, kw_only=True):
    """What an agent says of itself by mDNS. ``public_key`` is its CURVE key as 40 characters of Z85."""

    node_id: NodeId
    name: Name
    data_port: Port
    control_port: Port
    public_key: Annotated[str, Meta(min_length=40, max_length=40)]
    pairing_port: Port | None = None

    @property
    def instance_name(self) -> str:
        """Unique on the link even when two devices carry one name; at most 63 bytes (RFC 6763, 4.1.1)."""
        short_name = self.name.replace(".", "-").encode()[:58].decode(errors="ignore")
        return f"{short_name}-{self.node_id[:4]}.{SERVICE_TYPE}"


def txt_fields(service: ServiceInfo) -> dict[str, str]:
    """The TXT record of ``service``; the data port travels in the SRV record."""
    fields = {
        "v": str(WIRE_VERSION),
        "id": service.node_id,
        "name": service.name,
        "ctl": str(service.control_port),
        "key": service.public_key,
    }
    if service.pairing_port is not None:
        fields["pair"] = str(service.pairing_port)
    return fields


def from_txt(fields: Mapping[str, str], data_port: int) -> ServiceInfo:
    """Reads a TXT record back.

    Raises:
        WireError: a field is missing or malformed, or the agent speaks another wire version.
    """
    if fields.get("v") != str(WIRE_VERSION):
        raise WireError(f"wire version {fields.get('v')!r}, this desktop speaks {WIRE_VERSION}")
    raw = {
        "node_id": fields.get("id"),
        "name": fields.get("name"),
        "data_port": data_port,
        "control_port": fields.get("ctl"),
        "public_key": fields.get("key"),
        "pairing_port": fields.get("pair"),
    }
    try:
        return msgspec.convert(raw, ServiceInfo, strict=False)
    except msgspec.ValidationError as error:
        raise WireError(f"mDNS record: {error}") from error
