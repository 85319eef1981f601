"""The hash that names a flow between two addresses: https://github.com/corelight/community-id-spec, version 1."""

from __future__ import annotations

import base64
import hashlib
import ipaddress

ICMP, TCP, UDP, ICMP_V6, SCTP = 1, 6, 17, 58, 132
_COUNTERPARTS = {
    ICMP: {0: 8, 8: 0, 9: 10, 10: 9, 13: 14, 14: 13, 15: 16, 16: 15, 17: 18, 18: 17},
    ICMP_V6: {
        128: 129, 129: 128, 130: 131, 131: 130, 133: 134, 134: 133, 135: 136, 136: 135, 139: 140, 140: 139, 144: 145,
        145: 144,
    },
}  # fmt: skip
"""The type of message that answers another, by protocol; a flow of another type goes one way."""


def counterpart(protocol: int, type: int) -> int | None:
    """The type of the answer to a message, None if there is none."""
    return _COUNTERPARTS[protocol].get(type)


def address_of(text: str) -> bytes | None:
    """The bytes of an IPv4 or IPv6 address, its zone left out."""
    try:
        return ipaddress.ip_address(text.partition("%")[0]).packed
    except ValueError:
        return None


def community_id(
    seed: int, protocol: int, source: bytes, destination: bytes, ports: tuple[int, int] | None, *, one_way: bool = False
) -> str:
    """The id of a flow. The lesser end comes first, unless the flow goes `one_way`."""
    from_port, to_port = ports or (0, 0)
    ordered = source < destination or (source == destination and from_port < to_port)
    if not ordered and not one_way:
        source, destination, from_port, to_port = destination, source, to_port, from_port
    data = _short(seed) + source + destination + bytes((protocol, 0))
    if ports is not None:
        data += _short(from_port) + _short(to_port)
    return "1:" + base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _short(number: int) -> bytes:
    return (number & 0xFFFF).to_bytes(2, "big")
