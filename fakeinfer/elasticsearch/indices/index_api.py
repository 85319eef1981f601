"""Indices of Elasticsearch: create, look at, delete, mappings, refresh."""

from __future__ import annotations

from ... import indices
from ...errors import illegal_argument, request_invalid
from ...index_requests import mappings, states
from ...index_requests.parameters import ACTIVE_SHARDS, NOTHING_TO_WAIT_FOR, TIMEOUTS
from ...index_requests.settings import is_readable
from ...indices.blocks import check
from ...indices.creating import create_from_request
from ...indices.resolving import WILDCARDS, is_alias, options_of, resolve
from ...indices.showing import FEATURES, shown_defaults, shown_index
from ...operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time, operation
from ...wire import Json
from .destroying import named_by_hand
from .dialect import own_settings, read_map, warn_of_local

SOURCE = "elastic/elasticsearch-specification:specification/indices"
LOCAL: dict[str, Parameter] = {"local": Bool(None), "master_timeout": Time()}


@operation(
    "indices.create",
    PUT("/{index}"),
    query={"wait_for_active_shards": ACTIVE_SHARDS, **TIMEOUTS},
    body="optional",
    privilege="create_index",
    source=f"{SOURCE}/create/IndicesCreateRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    reader=read_map,
)
def create_index(call: Call) -> Json:
    """Create an index with settings, mappings and aliases."""
    name = call.path["index"]
    create_from_request(call.state, name, call.body, call.warnings)
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
    warn_of_local(call)
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    for name in names:
        check(call.state, name, "metadata_read")
    features = call.query["features"].split(",") if call.query["features"] else FEATURES
    for feature in features:
        if feature not in FEATURES:
            raise illegal_argument(f"Invalid features specified [{feature}]")
    flat, readable = call.query["flat_settings"], is_readable(call)
    own = own_settings(call.state, readable)
    found = {
        name: shown_index(call.state, name, own, features=features, flat=flat, readable=readable) for name in names
    }
    if call.query["include_defaults"]:
        for name in names:
            found[name]["defaults"] = shown_defaults(call.state, name, own, flat=flat)
    return found


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
    "indices.delete",
    DELETE("/"),
    DELETE("/{index}"),
    query={**WILDCARDS, **TIMEOUTS},
    privilege="delete_index",
    source=f"{SOURCE}/delete/IndicesDeleteRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_index(call: Call) -> Json:
    """Remove indices with all that they hold; no aliases, and wildcards only if a setting says so."""
    expression = call.path.get("index", "")
    if not expression:
        raise request_invalid("index / indices is missing")
    named_by_hand(call.state, expression)
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


def _refuse_types(call: Call) -> None:
    if isinstance(call.body, dict) and list(call.body) == ["_doc"] and isinstance(call.body["_doc"], dict):
        raise illegal_argument("Types cannot be provided in put mapping requests")


get_mapping = mappings.GET_MAPPING.declared(
    __name__,
    privilege="view_index_metadata",
    source=f"{SOURCE}/get_mapping/IndicesGetMappingRequest.ts",
    query=LOCAL,
    routes=(GET("/{index}/_mappings"),),
    before=warn_of_local,
)
get_field_mapping = mappings.GET_FIELD_MAPPING.declared(
    __name__,
    privilege="view_index_metadata",
    source=f"{SOURCE}/get_field_mapping/IndicesGetFieldMappingRequest.ts",
    query={"local": Bool(None)},
    before=warn_of_local,
)
put_mapping = mappings.PUT_MAPPING.declared(
    __name__,
    privilege="manage",
    source=f"{SOURCE}/put_mapping/IndicesPutMappingRequest.ts",
    routes=(PUT("/{index}/_mappings"), POST("/{index}/_mappings")),
    before=_refuse_types,
)
refresh = states.REFRESH.declared(
    __name__, privilege="maintenance", source=f"{SOURCE}/refresh/IndicesRefreshRequest.ts"
)
