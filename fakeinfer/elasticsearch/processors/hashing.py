"""Elasticsearch's own fingerprint and community_id."""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Iterator
from typing import Any

from ...errors import illegal_argument
from ...formats.javanumbers import whole
from ...formats.javatext import INT_MAX, java_class, to_text
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.document import IngestDocument
from ...ingest.options import Bool, Config, Custom, Int, ListOf, Taken, Text
from ...ingest.processors.flows import ICMP, ICMP_V6, SCTP, TCP, UDP, address_of, community_id, counterpart
from ...ingest.running import Run
from ...wire import Json
from .murmur import murmur3

_SOURCE = "elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common"

# --- fingerprint ------------------------------------------------------------------------------------------------------

_METHODS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512", "MurmurHash3": ""}


def _fields(config: Config, taken: Taken) -> list[Any]:
    fields: list[Any] = ListOf("fields").read(config, taken)
    if not fields:
        raise errors.about_property("fields", "must specify at least one field")
    return fields


def _method(config: Config, taken: Taken) -> str:
    method = Text("method", "SHA-1").read(config, taken)
    if method not in _METHODS:
        problem = f"[{method}] must be one of the supported hash methods [{','.join(_METHODS)}]"
        raise errors.about_property("method", problem)
    return str(method)


def _sorted(config: Config, taken: Taken) -> list[str]:
    for field in taken["fields"]:
        if not isinstance(field, str):
            raise errors.class_cast(field, "java.lang.Comparable" if field is None else "java.lang.String")
    return sorted(taken["fields"])


@processor(
    "fingerprint",
    [
        Custom("fields", reading=_fields),
        Text("target_field", "fingerprint"),
        Text("salt", ""),
        Custom("method", "SHA-1", reading=_method),
        Bool("ignore_missing", False),
    ],
    prepare=_sorted,
    source=f"{_SOURCE}/FingerprintProcessor.java",
)
def fingerprint(run: Run, options: Options) -> None:
    """Hash fields."""
    values: list[Json] = []
    for field in reversed(options.prepared):  # the server looks at the last one first
        value = run.document.find(field)
        if value is None:
            if options.ignore_missing:
                continue
            raise illegal_argument(f"missing field [{field}] when calculating fingerprint")
        values.insert(0, value)
    if not values:
        return
    data = options.salt.encode(errors="replace") if options.salt.strip() else b""
    data += b"".join(b"\x00" + piece for value in values for piece in _leaves(value))
    method = _METHODS[options.method]
    digest = hashlib.new(method, data, usedforsecurity=False).digest() if method else murmur3(data)
    run.document.set(options.target_field, base64.b64encode(digest).decode())


def _leaves(value: Json) -> Iterator[bytes]:
    """The values inside, depth first, names of objects in their order."""
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        for name in sorted(value):
            yield name.encode(errors="replace")
            yield from _leaves(value[name])
    else:
        yield _bytes(value)


def _bytes(value: Json) -> bytes:
    if value is None:
        return b""
    if isinstance(value, bool):
        return b"\x01" if value else b"\x02"
    if isinstance(value, str):
        return value.encode(errors="replace")
    if isinstance(value, float):
        return struct.pack("<d", value)
    java = java_class(value)
    if java == "java.math.BigInteger":
        raise illegal_argument(f"cannot convert object of type [{java}] to bytes")
    return struct.pack("<i" if java == "java.lang.Integer" else "<q", value)


# --- community_id -----------------------------------------------------------------------------------------------------

_IGMP, _GRE, _EIGRP, _OSPF, _PIM = 2, 47, 88, 89, 103
_PROTOCOLS = {
    "icmp": ICMP, "igmp": _IGMP, "tcp": TCP, "udp": UDP, "gre": _GRE, "ipv6-icmp": ICMP_V6, "icmpv6": ICMP_V6,
    "eigrp": _EIGRP, "ospf": _OSPF, "pim": _PIM, "sctp": SCTP,
}  # fmt: skip
_MAPPED = bytes(10) + b"\xff\xff"
"""The beginning of an IPv6 address that is an IPv4 address."""


def _seed(config: Config, taken: Taken) -> int:
    seed = int(Int("seed", 0).read(config, taken))
    if not 0 <= seed <= 65_535:
        raise errors.about_property("seed", "must be a value between 0 and 65535")
    return seed


@processor(
    "community_id",
    [
        Text("source_ip", "source.ip"),
        Text("source_port", "source.port"),
        Text("destination_ip", "destination.ip"),
        Text("destination_port", "destination.port"),
        Text("iana_number", "network.iana_number"),
        Text("transport", "network.transport"),
        Text("icmp_type", "icmp.type"),
        Text("icmp_code", "icmp.code"),
        Text("target_field", "network.community_id"),
        Custom("seed", 0, reading=_seed),
        Bool("ignore_missing", True),
    ],
    source=f"{_SOURCE}/CommunityIdProcessor.java",
)
def community(run: Run, options: Options) -> None:
    """Name the flow between two addresses."""
    flow = _flow(run.document, options)
    if flow is not None:
        run.document.set(options.target_field, flow)
    elif not options.ignore_missing:
        raise illegal_argument("unable to construct flow from document")


def _flow(document: IngestDocument, options: Options) -> str | None:
    def value(field: str, *, needed: bool = False) -> Json:
        return document.get(field) if needed and not options.ignore_missing else document.find(field)

    addresses = []
    for field in (options.source_ip, options.destination_ip):
        if isinstance(held := value(field, needed=True), str | None):
            addresses.append(held)
        else:
            raise errors.field_of_type(field, held, "java.lang.String")
    source, destination = addresses
    if source is None or destination is None:
        return None
    ends = _address(source), _address(destination)
    number = value(options.iana_number)
    if number is None:
        number = value(options.transport, needed=True)
    if number is None:
        return None
    protocol = _protocol(number)
    if protocol in (TCP, UDP, SCTP):
        ports = (
            _port(value(options.source_port, needed=True), "source port"),
            _port(value(options.destination_port, needed=True), "destination port"),
        )
        return community_id(options.seed, protocol, *ends, ports)
    if protocol not in (ICMP, ICMP_V6):
        return community_id(options.seed, protocol, *ends, None)
    type, code = _number(value(options.icmp_type), "icmp type"), _number(value(options.icmp_code), "icmp code")
    answer = counterpart(protocol, type)
    return community_id(
        options.seed, protocol, *ends, (type, code if answer is None else answer), one_way=answer is None
    )


def _address(text: str) -> bytes:
    address = address_of(text)
    if address is None:
        raise illegal_argument(f"'{text}' is not an IP string literal.")
    return address[len(_MAPPED) :] if address.startswith(_MAPPED) else address


def _protocol(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise illegal_argument(f"could not convert value of type [{java_class(value)}] to transport protocol")
    number = int(value) if not isinstance(value, str) else _PROTOCOLS.get(value.lower(), whole(value))
    if number is None:
        raise illegal_argument(f"could not convert string [{value}] to transport protocol")
    if not 0 <= number < 255:
        raise illegal_argument(f"invalid transport protocol number [{number}]")
    return number


def _number(value: Json, what: str) -> int:
    if value is None:
        return 0
    number = None
    if isinstance(value, str):
        number = whole(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = max(-INT_MAX - 1, min(int(value), INT_MAX)) if isinstance(value, float) else _int(value)
    if number is None:
        raise illegal_argument(f"unable to parse {what} [{to_text(value)}]")
    return number


def _int(value: int) -> int:
    """`Number.intValue` keeps the last 32 bits."""
    return (value + INT_MAX + 1) % (2 * INT_MAX + 2) - INT_MAX - 1


def _port(value: Json, what: str) -> int:
    port = _number(value, what)
    if not 0 <= port <= 65_535:
        raise illegal_argument(f"invalid {what} [{to_text(value)}]")
    return port
