"""Whether mDNS gets through: a question of our own is sent and must be heard again (RFC 6762)."""

from __future__ import annotations

import secrets
import socket
import time
from contextlib import suppress

from zeroconf import DNSIncoming, DNSOutgoing, DNSQuestion  # type: ignore[attr-defined]

GROUP, PORT = "224.0.0.251", 5353
HEARD_WITHIN_S = 2.0
_QUERY = 0x0000
_PTR, _IN = 12, 1
_TTL = 255


def hears_itself(address: str) -> bool:
    """Whether a packet that goes out on the interface with this IPv4 ``address`` to the group comes back in.

    Raises:
        OSError: the interface has no multicast, or something keeps the port to itself.
    """
    name = f"_miharu-doctor-{secrets.token_hex(8)}._tcp.local."
    question = DNSOutgoing(_QUERY)
    question.add_question(DNSQuestion(name, _PTR, _IN))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT"):
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        door.bind(("", PORT))
        interface = socket.inet_aton(address)
        door.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(GROUP) + interface)
        door.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, interface)
        door.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
        door.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, _TTL)
        for packet in question.packets():
            door.sendto(packet, (GROUP, PORT))
        return _heard(door, name)


def _heard(door: socket.socket, name: str) -> bool:
    deadline_s = time.monotonic() + HEARD_WITHIN_S
    with suppress(TimeoutError):
        while (left_s := deadline_s - time.monotonic()) > 0:
            door.settimeout(left_s)
            packet = DNSIncoming(door.recv(9000))
            if packet.valid and any(question.name == name for question in packet.questions):
                return True
    return False
