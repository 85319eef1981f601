"""Indices of OpenSearch: create, look at, delete, mappings, refresh."""

from __future__ import annotations

from ... import indices
from ...errors import illegal_argument, request_invalid
from ...index_requests import mappings, states
from ...index_requests.parameters import CLOSED_TOO, NOTHING_TO_WAIT_FOR
from ...indices.blocks import check
from ...indices.creating import create_from_request
from ...indices.resolving import WILDCARDS, is_alias, options_of, resolve
from ...indices.showing import shown_defaults, shown_index
from ...operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Parameter, Text, Time, operation
from ...wire import Json
from . import dialect

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/indices.yaml"
TIMEOUTS: dict[str, Parameter] = {"timeout": Time(), "cluster_manager_timeout": Time(), "master_timeout": Time()}
LOCAL: dict[str, Parameter] = {"local": Bool(False), "cluster_manager_timeout": Time(), "master_timeout": Time()}
MANAGER_TIMEOUT: dict[str, Parameter] = {"cluster_manager_timeout": Time()}


@operation(
    "indices.create",
    PUT("/{index}"),
    query={"wait_for_active_shards": Text(), **TIMEOUTS},
    body="optional",
    privilege="indices:admin/create",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
    reader=dialect.read_map,
)
def create_index(call: Call) -> Json:
    """Create an index with settings, mappings and aliases."""
    name = call.path["index"]
    create_from_request(call.state, name, call.body, call.warnings)
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
    own = dialect.own_settings(call.state, readable)
    found = {name: shown_index(call.state, name, own, flat=flat, readable=readable) for name in names}
    if call.query["include_defaults"]:
        for name in names:
            found[name]["defaults"] = shown_defaults(call.state, name, dialect.own_settings(call.state), flat=flat)
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


MAPPINGS = (GET("/{index}/_mappings"),)
PUT_MAPPINGS = (PUT("/{index}/_mappings"), POST("/{index}/_mappings"))

get_mapping = mappings.GET_MAPPING.declared(
    __name__, privilege="indices:admin/mappings/get", source=SOURCE, query=LOCAL, routes=MAPPINGS
)
get_field_mapping = mappings.GET_FIELD_MAPPING.declared(
    __name__, privilege="indices:admin/mappings/fields/get", source=SOURCE, query={"local": Bool(False)}
)
put_mapping = mappings.PUT_MAPPING.declared(
    __name__, privilege="indices:admin/mapping/put", source=SOURCE, query=MANAGER_TIMEOUT, routes=PUT_MAPPINGS
)
refresh = states.REFRESH.declared(__name__, privilege="indices:admin/refresh", source=SOURCE)
