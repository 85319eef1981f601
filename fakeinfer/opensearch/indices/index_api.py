"""Indices of OpenSearch: create, look at, delete, mappings, refresh."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from ... import health, indices, media
from ...errors import ApiError, illegal_argument, not_implemented, parse_error, request_invalid
from ...formats.jackson import Malformed
from ...indices.blocks import check
from ...indices.creating import create_from_request
from ...indices.resolving import EXPANDS, WILDCARDS, is_alias, options_of, resolve
from ...indices.showing import shown_defaults, shown_index
from ...mapping.merging import merged
from ...mapping.parsing import Reader
from ...operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time, operation
from ...versions import Version
from ...wire import Json
from ..changes import UNKNOWN_SETTING_TYPE

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/indices.yaml"
TIMEOUTS: dict[str, Parameter] = {"timeout": Time(), "cluster_manager_timeout": Time(), "master_timeout": Time()}
LOCAL: dict[str, Parameter] = {"local": Bool(False), "cluster_manager_timeout": Time(), "master_timeout": Time()}
CLOSED_TOO: dict[str, Parameter] = {"expand_wildcards": EXPANDS._replace(default="open,closed")}
NOTHING_TO_WAIT_FOR = "the only node answers at once, from what it holds"
METADATA_FIELDS = (
    "_data_stream_timestamp", "_doc_count", "_feature", "_field_names", "_id", "_ignored", "_index", "_nested_path",
    "_routing", "_seq_no", "_source", "_version",
)  # fmt: skip
"""Fields that every index has."""
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


def own_settings(call: Call, *, readable: bool = False) -> dict[str, str]:
    """What the server puts into every index's settings itself; `readable`: with a version that people read."""
    version = call.contract.version
    return settings_of(version) | ({"index.version.created_string": str(version)} if readable else {})


def settings_of(version: Version) -> dict[str, str]:
    """The same by the server's version."""
    number = version.major * 1_000_000 + version.minor * 10_000 + version.patch * 100 + 99
    return {"index.replication.type": "DOCUMENT", "index.version.created": str(INDEX_VERSION_MASK ^ number)}


def unknown_setting(call: Call) -> Any:
    """An unknown index setting is an illegal argument, from 3.0 on a `settings_exception`."""
    if not call.has(UNKNOWN_SETTING_TYPE):
        return illegal_argument
    return lambda reason: ApiError(400, "settings_exception", reason)


def shards_of(call: Call, *, primaries_only: bool = False) -> dict[str, Json]:
    """The shards that something was done to: those of the indices that the path names."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    found = health.of_indices(call.state, ",".join(names)) if names else []
    primaries = sum(index.primaries for index in found or ())
    total = primaries + (0 if primaries_only else sum(index.unassigned for index in found or ()))
    return {"total": total, "successful": primaries, "failed": 0}


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
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    flat, readable = call.query["flat_settings"], call.human
    own = own_settings(call, readable=readable)
    found = {name: shown_index(call.state, name, own, flat=flat, readable=readable) for name in names}
    if call.query["include_defaults"]:
        for name in names:
            found[name]["defaults"] = shown_defaults(call.state, name, own_settings(call), flat=flat)
    return found


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
    query={**WILDCARDS, **CLOSED_TOO, **TIMEOUTS},
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
    names = resolve(call.state, expression, options_of(call.query, about_contents=False))
    for name in names:
        check(call.state, name, "removal")
    for name in names:
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
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    return {name: {"mappings": indices.find(call.state, name)["mappings"]} for name in names}


@operation(
    "indices.get_field_mapping",
    GET("/_mapping/field/{fields}"),
    GET("/{index}/_mapping/field/{fields}"),
    query={**WILDCARDS, "local": Bool(False), "include_defaults": Bool(False)},
    privilege="indices:admin/mappings/fields/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_field_mapping(call: Call) -> Json:
    """What the mappings of indices say of single fields."""
    if call.query["include_defaults"]:
        raise not_implemented("[include_defaults] of field mappings")
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    wanted = call.path["fields"].split(",")
    found: dict[str, Json] = {}
    for name in names:
        fields = {**dict.fromkeys(METADATA_FIELDS), **leaves(indices.find(call.state, name)["mappings"])}
        found[name] = {
            "mappings": {
                path: {
                    "full_name": path,
                    "mapping": {} if definition is None else {path.rpartition(".")[2]: definition},
                }
                for path, definition in fields.items()
                if any(fnmatchcase(path, pattern) for pattern in wanted)
            }
        }
    return found


def leaves(mapping: dict[str, Json], path: str = "") -> dict[str, Json]:
    """The fields of a mapping that are no objects, by their whole names."""
    found: dict[str, Json] = {}
    for name, definition in (mapping.get("properties") or {}).items():
        full = f"{path}{name}"
        if definition.get("type", "object") in ("object", "nested"):
            found |= leaves(definition, f"{full}.")
            continue
        found[full] = definition
        found |= {f"{full}.{sub}": one for sub, one in (definition.get("fields") or {}).items()}
    return found


@operation(
    "indices.put_mapping",
    PUT("/{index}/_mapping"),
    POST("/{index}/_mapping"),
    PUT("/{index}/_mappings"),
    POST("/{index}/_mappings"),
    query={**WILDCARDS, **CLOSED_TOO, "allow_no_indices": Bool(False), **TIMEOUTS, "write_index_only": Bool(False)},
    body="required",
    privilege="indices:admin/mapping/put",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_mapping(call: Call) -> Json:
    """Add fields to the mapping of indices, or change what may change."""
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    changed = {}
    for name in names:
        check(call.state, name, "metadata_write")
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
    return {"_shards": shards_of(call)}
