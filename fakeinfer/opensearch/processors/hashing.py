"""OpenSearch's own fingerprint and community_id."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import to_text
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.document import METADATA
from ...ingest.options import Bool, Config, Custom, Int, ListOf, Option, Taken, Text
from ...ingest.processors.flows import ICMP, ICMP_V6, SCTP, TCP, UDP, address_of, community_id, counterpart
from ...ingest.running import Run
from ...wire import Json

_SOURCE = "opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common"

# --- fingerprint ------------------------------------------------------------------------------------------------------

_METHODS = {"MD5@2.16.0": "md5", "SHA-1@2.16.0": "sha1", "SHA-256@2.16.0": "sha256", "SHA3-256@2.16.0": "sha3_256"}


def _some(option: str, names: list[Any] | None) -> list[Any]:
    for name in names or ():
        if name is not None and not isinstance(name, str):
            raise errors.class_cast(name, "java.lang.String")
        if not name:
            raise errors.about_property(option, "field name cannot be null nor empty")
    return names or []


def _excluded(config: Config, taken: Taken) -> list[Any]:
    """`exclude_fields`; what is wrong with `fields` is told first."""
    excluded = ListOf("exclude_fields", None).read(config, taken)
    if _some("fields", taken["fields"]) and excluded:
        raise errors.about_property("fields", "either fields or exclude_fields can be set")
    return _some("exclude_fields", excluded)


def _method(config: Config, taken: Taken) -> str:
    method = Text("hash_method", "SHA-1@2.16.0").read(config, taken)
    if method.upper() not in _METHODS:
        problem = "hash method must be MD5@2.16.0, SHA-1@2.16.0, SHA-256@2.16.0 or SHA3-256@2.16.0"
        raise errors.about_property("hash_method", problem)
    return str(method)


@processor(
    "fingerprint",
    [
        ListOf("fields", None),
        Custom("exclude_fields", None, reading=_excluded),
        Text("target_field", "fingerprint"),
        Custom("hash_method", "SHA-1@2.16.0", reading=_method),
        Bool("ignore_missing", False),
    ],
    since="2.16",
    source=f"{_SOURCE}/FingerprintProcessor.java",
)
def fingerprint(run: Run, options: Options) -> None:
    """Hash fields, or all fields but some."""
    document = run.document
    wanted = options.fields or [name for name in document.source if name not in options.exclude_fields]
    pieces: list[str] = []
    for field in sorted({name for name in wanted if name not in METADATA}, key=_java_order):
        if not document.has(field):
            if options.ignore_missing:
                continue
            raise errors.field_absent(field)
        pieces.extend(_pieces(field, document.get(field)))
    if not pieces:
        return
    text = "".join(pieces) + "|"
    hashed = hashlib.new(_METHODS[options.hash_method.upper()], text.encode(errors="replace"), usedforsecurity=False)
    document.set(options.target_field, f"{options.hash_method}:{base64.b64encode(hashed.digest()).decode()}")


def _java_order(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _pieces(field: str, value: Json) -> Iterator[str]:
    if not isinstance(value, dict):
        text = to_text(value)
        yield f"|{field}|{len(_java_order(text)) // 2}:{text}"
        return
    flat = dict(_flattened(value))
    for name in sorted(flat, key=_java_order):
        yield from _pieces(f"{field}.{name}", flat[name])


def _flattened(value: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    for name, item in value.items():
        if isinstance(item, dict):
            yield from ((f"{name}.{inner}", leaf) for inner, leaf in _flattened(item))
        else:
            yield name, item


# --- community_id -----------------------------------------------------------------------------------------------------

_PROTOCOLS = {"ICMP": ICMP, "TCP": TCP, "UDP": UDP, "ICMP_V6": ICMP_V6, "IPV6-ICMP": ICMP_V6, "SCTP": SCTP}
_WITH_PORTS = (TCP, UDP, SCTP)
_GREATEST_PORT = 63_335
"""Two digits are the other way round in the server; what it says of greater ones is right."""


class _Missing(Exception):
    """Something the id needs is absent, and that is ignored."""


def _seed(config: Config, taken: Taken) -> int:
    seed = int(Int("seed", 0).read(config, taken))
    if not 0 <= seed <= 65_535:
        raise errors.about_property("seed", "seed must be between 0 and 65535")
    return seed


_FIELDS: tuple[Option, ...] = (
    Text("source_ip_field"),
    Text("source_port_field", None),
    Text("destination_ip_field"),
    Text("destination_port_field", None),
    Text("iana_protocol_number_field", None),
    Text("protocol_field", None),
    Text("icmp_type_field", None),
    Text("icmp_code_field", None),
)


@processor(
    "community_id",
    [*_FIELDS, Custom("seed", 0, reading=_seed), Text("target_field", "community_id"), Bool("ignore_missing", False)],
    since="2.13",
    source=f"{_SOURCE}/CommunityIdProcessor.java",
)
def community(run: Run, options: Options) -> None:
    """Name the flow between two addresses."""
    try:
        run.document.set(options.target_field, _flow(_Reader(run, options), options))
    except _Missing:
        return


def _flow(reader: _Reader, options: Options) -> str:
    protocol = reader.protocol()
    source, destination = reader.address(options.source_ip_field), reader.address(options.destination_ip_field)
    if len(source) != len(destination):
        raise illegal_argument("source ip and destination ip must have same format")
    if protocol in _WITH_PORTS:
        ports = reader.port(options.source_port_field), reader.port(options.destination_port_field)
        return community_id(options.seed, protocol, source, destination, ports)
    type = reader.message("type", options.icmp_type_field)
    answer = counterpart(protocol, type)
    code = reader.message("code", options.icmp_code_field) if answer is None else answer
    return community_id(options.seed, protocol, source, destination, (type, code), one_way=answer is None)


class _Reader:
    """Reads what the id is made of; what is missing is refused, or ends it all."""

    def __init__(self, run: Run, options: Options) -> None:
        self._document = run.document
        self._options = options

    def _refused(self, reason: str) -> ApiError:
        if self._options.ignore_missing:
            raise _Missing
        return illegal_argument(reason)

    def _number(self, field: str) -> int | None:
        value = self._document.find(field)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**31):
            raise errors.field_of_type(field, value, "java.lang.Integer")
        return value

    def _text(self, field: str) -> str | None:
        return self._document.text(field) if self._document.has(field) else None

    def protocol(self) -> int:
        by_number, by_name = self._options.iana_protocol_number_field, self._options.protocol_field
        number = self._number(by_number) if by_number else None
        name = self._text(by_name) if by_name else None
        if number is not None:
            if number not in _PROTOCOLS.values():
                raise illegal_argument(f"unsupported iana protocol number [{number}]")
            return number
        if name is not None:
            if name.upper() not in _PROTOCOLS:
                raise illegal_argument(f"unsupported protocol [{name}]")
            return _PROTOCOLS[name.upper()]
        raise self._refused(
            f"cannot resolve protocol by neither iana protocol number field [{to_text(by_number)}] "
            f"nor protocol name field [{to_text(by_name)}]"
        )

    def address(self, field: str) -> bytes:
        if not field:
            raise self._refused("both source ip field path and destination ip field path cannot be null nor empty")
        text = self._text(field)
        if not text:
            raise self._refused(f"ip address in the field [{field}] is null or empty")
        address = address_of(text)
        if address is None:
            raise illegal_argument(f"ip address [{text}] in the field [{field}] is not a valid ipv4/ipv6 address")
        return address

    def port(self, field: str | None) -> int:
        if not field:
            raise self._refused("both source port and destination port field path cannot be null nor empty")
        port = self._number(field)
        if port is None:
            problem = f"cannot be null, but port in the field path [{field}] is null"
            raise self._refused(f"both source port and destination port {problem}")
        if not 0 <= port <= _GREATEST_PORT:
            problem = f"must be between 0 and 65535, but port in the field path [{field}] is [{port}]"
            raise illegal_argument(f"both source port and destination port {problem}")
        return port

    def message(self, part: str, field: str | None) -> int:
        if not field:
            raise self._refused(f"icmp message {part} field path cannot be null nor empty")
        number = self._number(field)
        if number is None:
            raise self._refused(f"icmp message {part} cannot be null")
        if not 0 <= number <= 255:
            raise illegal_argument(f"invalid icmp message {part} [{number}]")
        return number
