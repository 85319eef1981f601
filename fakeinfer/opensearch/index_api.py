"""Indices of OpenSearch: create, look at, delete, mappings, refresh."""

from __future__ import annotations

from typing import Any

from .. import indices, media
from ..errors import ApiError, illegal_argument, parse_error, request_invalid
from ..formats.jackson import Malformed
from ..indices.creating import create_from_request
from ..indices.resolving import WILDCARDS, is_alias, options_of, resolve
from ..indices.showing import shown_index
from ..mapping.merging import merged
from ..mapping.parsing import Reader
from ..operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time, operation
from ..versions import Version
from ..wire import Json
from .changes import UNKNOWN_SETTING_TYPE

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/indices.yaml"
TIMEOUTS: dict[str, Parameter] = {"timeout": Time(), "cluster_manager_timeout": Time(), "master_timeout": Time()}
LOCAL: dict[str, Parameter] = {"local": Bool(False), "cluster_manager_timeout": Time(), "master_timeout": Time()}
NOTHING_TO_WAIT_FOR = "the only node answers at once, from what it holds"
INDEX_VERSION_MASK = 0x08000000


def read_json_map(call: Call, data: bytes, format: str) -> Json:
    """A body that the server turns into a map before it looks at it: what is no JSON is a `parse_exception` around it."""
    product = call.contract.product
    try:
        value = media.parse(data, format, product.source)
    except Malformed as refused:
        raise parse_error("Failed to parse content to map", caused_by=product.malformed(refused)) from None
    if value is not None and not isinstance(value, dict):
        raise parse_error("Failed to parse content to map")
    return value


def own_settings(call: Call) -> dict[str, str]:
    """What the server puts into every index's settings itself."""
    return settings_of(call.contract.version)


def settings_of(version: Version) -> dict[str, str]:
    """The same by the server's version."""
    number = version.major * 1_000_000 + version.minor * 10_000 + version.patch * 100 + 99
    return {"index.replication.type": "DOCUMENT", "index.version.created": str(INDEX_VERSION_MASK ^ number)}


def unknown_setting(call: Call) -> Any:
    """An unknown index setting is an illegal argument, from 3.0 on a `settings_exception`."""
    if not call.has(UNKNOWN_SETTING_TYPE):
        return illegal_argument
    return lambda reason: ApiError(400, "settings_exception", reason)


@operation(
    "indices.create",
    PUT("/{index}"),
    query={"wait_for_active_shards": Text(), **TIMEOUTS},
    body="optional",
    privilege="indices:admin/create",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
    reader=read_json_map,
)
def create_index(call: Call) -> Json:
    """Create an index with settings, mappings and aliases."""
    name = call.path["index"]
    create_from_request(call.state, name, call.body, unknown_setting(call), call.warnings)
    return {"acknowledged": True, "shards_acknowledged": True, "index": name}


@operation(
    "indices.get",
    GET("/{index}"),
    query={"flat_settings": Bool(False), "include_defaults": Bool(False), **WILDCARDS, **LOCAL},
    privilege="indices:admin/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_index(call: Call) -> Json:
    """Aliases, mappings and settings of indices."""
    names = resolve(call.state, call.path["index"], options_of(call.query))
    flat = call.query["flat_settings"]
    return {name: shown_index(call.state, name, own_settings(call), flat=flat) for name in names}


@operation(
    "indices.exists",
    HEAD("/{index}"),
    query={"flat_settings": Bool(False), "include_defaults": Bool(False), **WILDCARDS, **LOCAL},
    privilege="indices:admin/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def index_exists(call: Call) -> Json:
    """Whether there is such an index; what `GET` would answer, without its body."""
    return get_index(call)


@operation(
    "indices.delete",
    DELETE("/"),
    DELETE("/{index}"),
    query={**WILDCARDS, **TIMEOUTS},
    privilege="indices:admin/delete",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_index(call: Call) -> Json:
    """Remove indices with all that they hold; wildcards are fine, aliases are not."""
    expression = call.path.get("index", "")
    if not expression:
        raise request_invalid("index / indices is missing")
    for part in expression.split(","):
        if not indices.exists(call.state, part) and is_alias(call.state, part):
            raise illegal_argument(
                f"The provided expression [{part}] matches an alias, specify the corresponding concrete indices instead."
            )
    for name in resolve(call.state, expression, options_of(call.query)):
        indices.delete(call.state, name)
    return {"acknowledged": True}


@operation(
    "indices.get_mapping",
    GET("/_mapping"),
    GET("/{index}/_mapping"),
    GET("/{index}/_mappings"),
    query={**WILDCARDS, **LOCAL},
    privilege="indices:admin/mappings/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_mapping(call: Call) -> Json:
    """The mappings of indices."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    return {name: {"mappings": indices.find(call.state, name)["mappings"]} for name in names}


@operation(
    "indices.put_mapping",
    PUT("/{index}/_mapping"),
    POST("/{index}/_mapping"),
    PUT("/{index}/_mappings"),
    POST("/{index}/_mappings"),
    query={**WILDCARDS, **TIMEOUTS, "write_index_only": Bool(False)},
    body="required",
    privilege="indices:admin/mapping/put",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_mapping(call: Call) -> Json:
    """Add fields to the mapping of indices, or change what may change."""
    names = resolve(call.state, call.path["index"], options_of(call.query))
    changed = {}
    for name in names:
        record = indices.find(call.state, name)
        read = Reader(call.state, record["settings"], call.warnings).read(call.body)
        changed[name] = merged(call.state, record["mappings"], read)
    for name, mappings in changed.items():
        indices.put_mappings(call.state, name, mappings)
    return {"acknowledged": True}


@operation(
    "indices.refresh",
    GET("/_refresh"),
    POST("/_refresh"),
    GET("/{index}/_refresh"),
    POST("/{index}/_refresh"),
    query=WILDCARDS,
    privilege="indices:admin/refresh",
    source=SOURCE,
)
def refresh(call: Call) -> Json:
    """Make writes visible to searches, which they are already."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    copies = sum(indices.copies(indices.find(call.state, name)) for name in names)
    return {"_shards": {"total": copies, "successful": len(names), "failed": 0}}
