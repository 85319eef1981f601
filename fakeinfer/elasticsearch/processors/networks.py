"""Elasticsearch's processors of addresses: network_direction and uri_parts."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import unquote

from ...errors import illegal_argument
from ...ingest import errors, templates
from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, Config, ListOf, Taken, Text
from ...ingest.running import Run

_SOURCE = "elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# --- network_direction ------------------------------------------------------------------------------------------------

_PRIVATE = tuple(ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"))
_BROADCAST = ipaddress.ip_address("255.255.255.255")


def _is_private(address: _Address) -> bool:
    return any(address.version == net.version and address in net for net in _PRIVATE)


def _is_unicast(address: _Address) -> bool:
    special = address.is_unspecified or address.is_loopback or address.is_multicast or address.is_link_local
    return address != _BROADCAST and not special


def _within_scope(address: _Address, scope: int) -> bool:
    """Whether a multicast address stays that near: 1 on the interface, 2 on the link."""
    if address.version == 6:
        return address.is_multicast and address.packed[1] & 15 == scope
    return scope == 2 and address.packed[:3] == b"\xe0\x00\x00"


def _is_public(address: _Address) -> bool:
    local = address.is_loopback or address.is_unspecified or address.is_link_local or address == _BROADCAST
    return not (_is_private(address) or local or _within_scope(address, 2) or _within_scope(address, 1))


_NETWORKS: dict[str, Any] = {
    "loopback": lambda address: address.is_loopback,
    "global_unicast": _is_unicast,
    "unicast": _is_unicast,
    "link_local_unicast": lambda address: address.is_link_local,
    "interface_local_multicast": lambda address: _within_scope(address, 1),
    "link_local_multicast": lambda address: _within_scope(address, 2),
    "multicast": lambda address: address.is_multicast,
    "unspecified": lambda address: address.is_unspecified,
    "private": _is_private,
    "public": _is_public,
}


def _networks(config: Config, taken: Taken) -> list[templates.Template] | None:
    """The networks that are named here; None if a field of the document names them."""
    networks, field = taken["internal_networks"], taken["internal_networks_field"]
    if networks is None and field is None:
        raise errors.about_property("internal_networks", "or [internal_networks_field] must be specified")
    if networks is None:
        return None
    if field is not None:
        problem = "and [internal_networks_field] cannot both be used in the same processor"
        raise errors.about_property("internal_networks", problem)
    for network in networks:
        if not isinstance(network, str):
            raise errors.class_cast(network, "java.lang.String")
    return [templates.compile_for("internal_networks", text) for text in networks]


@processor(
    "network_direction",
    [
        Text("source_ip", "source.ip"),
        Text("destination_ip", "destination.ip"),
        Text("target_field", "network.direction"),
        Bool("ignore_missing", True),
        ListOf("internal_networks", None),
        Text("internal_networks_field", None),
    ],
    prepare=_networks,
    source=f"{_SOURCE}/NetworkDirectionProcessor.java",
)
def network_direction(run: Run, options: Options) -> None:
    """Say whether a packet stays inside, goes out, comes in or passes by."""
    direction = _direction(run, options)
    if direction is not None:
        run.document.set(options.target_field, direction)
    elif not options.ignore_missing:
        raise illegal_argument("unable to calculate network direction from document")


def _direction(run: Run, options: Options) -> str | None:
    document = run.document
    ignoring = options.ignore_missing
    if options.prepared is None:
        field = options.internal_networks_field
        networks = document.find(field) if ignoring else document.get(field)
        if networks is None:
            return None
        if not isinstance(networks, list):
            raise errors.field_of_type(field, networks, "java.util.ArrayList")
    else:
        networks = [template.render(document) for template in options.prepared]
    ends: list[str] = []
    for field in (options.source_ip, options.destination_ip):
        text = None if ignoring and not document.has(field) else document.text(field)
        if text is None:
            return None
        ends.append(text)
    source, destination = (any(_inside(text, network) for network in networks) for text in ends)
    if source and destination:
        return "internal"
    if source:
        return "outbound"
    return "inbound" if destination else "external"


def _inside(text: str, network: Any) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise illegal_argument(f"'{text}' is not an IP string literal.") from None
    if not isinstance(network, str):
        raise errors.class_cast(network, "java.lang.String")
    known = _NETWORKS.get(network)
    if known is not None:
        return bool(known(address))
    if "/" not in network:
        raise illegal_argument(f"Expected [ip/prefix] but was [{network}]")
    try:
        net = ipaddress.ip_network(network, strict=False)
    except ValueError:
        raise illegal_argument(f"'{network.partition('/')[0]}' is not an IP string literal.") from None
    return address.version == net.version and address in net


# --- uri_parts --------------------------------------------------------------------------------------------------------

_URI = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?P<rest>(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?)"
    r"(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_ILLEGAL = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(
    r"(?:(?P<user>[^@]*)@)?(?P<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._~-]*)(?::(?P<port>\d*))?", re.ASCII
)
_PROTOCOLS = ("http", "https", "ftp", "file", "jar", "mailto")
"""What Java's `URL` knows, which is asked when its `URI` refuses."""


@processor(
    "uri_parts",
    [
        Text("field"),
        Text("target_field", "url"),
        Bool("remove_if_successful", False),
        Bool("keep_original", True),
        Bool("ignore_missing", False),
    ],
    source=f"{_SOURCE}/UriPartsProcessor.java",
)
def uri_parts(run: Run, options: Options) -> None:
    """Take a URI apart."""
    document = run.document
    text = None if options.ignore_missing and not document.has(options.field) else document.text(options.field)
    if text is None:
        if options.ignore_missing:
            return
        raise illegal_argument("unable to parse URI [null]")
    parts = _parts(text)
    if options.keep_original:
        parts["original"] = text
    if options.remove_if_successful and options.target_field != options.field:
        document.remove(options.field)
    document.set(options.target_field, parts)


def _parts(text: str) -> dict[str, Any]:
    found = _URI.fullmatch(text)
    assert found is not None, "every text has a path"
    strict = (
        _ILLEGAL.search(text) is None and text != "" and not text.endswith(":") and "#" not in (found["fragment"] or "")
    )
    if not strict and (found["scheme"] or "").lower() not in _PROTOCOLS:
        raise illegal_argument(f"unable to parse URI [{text}]")
    decoded = unquote if strict else str
    parts: dict[str, Any] = {}
    authority = _AUTHORITY.fullmatch(found["authority"]) if found["authority"] else None
    parts["domain"] = (authority["host"] or None) if authority else None
    if found["fragment"] is not None:
        parts["fragment"] = decoded(found["fragment"])
    if not (strict and found["scheme"] and not found["rest"].startswith("/")):  # `mailto:a` has no path
        parts["path"] = path = decoded(found["path"])
        last = path[path.rfind("/") :] if "/" in path else ""
        if "." in last:
            parts["extension"] = last.rpartition(".")[2]
        if found["query"] is not None:
            parts["query"] = decoded(found["query"])
    if authority and authority["port"]:
        parts["port"] = int(authority["port"])
    parts["scheme"] = found["scheme"]
    user = decoded(authority["user"]) if authority and authority["user"] is not None else None
    if user is not None:
        parts["user_info"] = user
        if ":" in user:
            parts["username"], _, parts["password"] = user.partition(":")
    return parts
