"""Indices of Elasticsearch: create, look at, delete, mappings, refresh."""

from __future__ import annotations

from ... import indices, media
from ...errors import illegal_argument, parse_error, request_invalid
from ...indices.creating import create_from_request
from ...indices.resolving import WILDCARDS, is_alias, options_of, resolve
from ...indices.showing import FEATURES, shown_index
from ...mapping.merging import merged
from ...mapping.parsing import Reader
from ...operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time, operation
from ...wire import Json
from .. import errors
from ..releases import index_version

SOURCE = "elastic/elasticsearch-specification:specification/indices"
TIMEOUTS: dict[str, Parameter] = {"timeout": Time(), "master_timeout": Time()}
LOCAL: dict[str, Parameter] = {"local": Bool(False), "master_timeout": Time()}
NOTHING_TO_WAIT_FOR = "the only node answers at once, from what it holds"


def read_json_map(call: Call, data: bytes, format: str) -> Json:
    """A body that the server turns into a map before it looks at it."""
    value = media.first_value(call, data, format)
    if value is not None and not isinstance(value, dict):
        raise parse_error("Failed to parse content to map")
    return value


def own_settings(call: Call) -> dict[str, str]:
    """What the server puts into every index's settings itself."""
    return {
        "index.routing.allocation.include._tier_preference": "data_content",
        "index.version.created": index_version(call.contract.version),
    }


@operation(
    "indices.create",
    PUT("/{index}"),
    query={"wait_for_active_shards": Text(), **TIMEOUTS},
    body="optional",
    privilege="create_index",
    source=f"{SOURCE}/create/IndicesCreateRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    reader=read_json_map,
)
def create_index(call: Call) -> Json:
    """Create an index with settings, mappings and aliases."""
    name = call.path["index"]
    create_from_request(call.state, name, call.body)
    if name.startswith("."):
        call.warnings.append(
            f"index name [{name}] starts with a dot '.', in the next major version, index names starting with a dot are"
            " reserved for hidden indices and system indices"
        )
    return {"acknowledged": True, "shards_acknowledged": True, "index": name}


@operation(
    "indices.get",
    GET("/{index}"),
    query={
        "features": Text(),
        "flat_settings": Bool(False),
        "include_defaults": Bool(False),
        **WILDCARDS,
        **LOCAL,
    },
    privilege="view_index_metadata",
    source=f"{SOURCE}/get/IndicesGetRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_index(call: Call) -> Json:
    """Aliases, mappings and settings of indices."""
    names = resolve(call.state, call.path["index"], options_of(call.query))
    features = call.query["features"].split(",") if call.query["features"] else FEATURES
    own, flat = own_settings(call), call.query["flat_settings"]
    return {name: shown_index(call.state, name, own, features=features, flat=flat) for name in names}


@operation(
    "indices.exists",
    HEAD("/{index}"),
    query={"flat_settings": Bool(False), "include_defaults": Bool(False), **WILDCARDS, **LOCAL},
    privilege="view_index_metadata",
    source=f"{SOURCE}/exists/IndicesExistsRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def index_exists(call: Call) -> Json:
    """Whether there is such an index; what `GET` would answer, without its body."""
    call.query["features"] = None
    return get_index(call)


@operation(
    "indices.exists_alias",
    HEAD("/_alias/{name}"),
    HEAD("/{index}/_alias/{name}"),
    query={**WILDCARDS, **LOCAL},
    privilege="view_index_metadata",
    source=f"{SOURCE}/exists_alias/IndicesExistsAliasRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def alias_exists(call: Call) -> Json:
    """Whether indices have these other names, each of which may be a pattern; what one asks for by name must be there.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/action/admin/indices/RestGetAliasesAction.java
    """
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    found = {alias for name in names for alias in indices.find(call.state, name)["aliases"]}
    asked = call.path["name"].split(",")
    missing = [name for name in asked if "*" not in name and name != "_all" and name not in found]
    if missing:
        raise errors.aliases_missing(missing)
    return {}


@operation(
    "indices.delete",
    DELETE("/"),
    DELETE("/{index}"),
    query={**WILDCARDS, **TIMEOUTS},
    privilege="delete_index",
    source=f"{SOURCE}/delete/IndicesDeleteRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_index(call: Call) -> Json:
    """Remove indices with all that they hold; neither wildcards nor aliases (`action.destructive_requires_name`)."""
    expression = call.path.get("index", "")
    if not expression:
        raise request_invalid("index / indices is missing")
    for part in expression.split(","):
        if part == "_all" or "*" in part:
            raise illegal_argument("Wildcard expressions or all indices are not allowed")
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
    query={**WILDCARDS, **LOCAL},
    privilege="view_index_metadata",
    source=f"{SOURCE}/get_mapping/IndicesGetMappingRequest.ts",
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
    query={**WILDCARDS, **TIMEOUTS, "write_index_only": Bool(False)},
    body="required",
    privilege="manage",
    source=f"{SOURCE}/put_mapping/IndicesPutMappingRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_mapping(call: Call) -> Json:
    """Add fields to the mapping of indices, or change what may change."""
    names = resolve(call.state, call.path["index"], options_of(call.query))
    changed = {}
    for name in names:
        record = indices.find(call.state, name)
        changed[name] = merged(call.state, record["mappings"], Reader(call.state, record["settings"]).read(call.body))
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
    privilege="maintenance",
    source=f"{SOURCE}/refresh/IndicesRefreshRequest.ts",
)
def refresh(call: Call) -> Json:
    """Make writes visible to searches, which they are already."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    copies = sum(indices.copies(indices.find(call.state, name)) for name in names)
    return {"_shards": {"total": copies, "successful": len(names), "failed": 0}}
