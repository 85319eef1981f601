"""Aliases of Elasticsearch: `/_alias`, `/_aliases`. What both products do about them is in `index_requests`."""

from __future__ import annotations

from typing import Any

from ...errors import illegal_argument, parse_error
from ...index_requests import aliases
from ...index_requests.alias_reading import OPTION_KEYS, read_aliases
from ...index_requests.aliases import NAMING, Done, about_indices
from ...index_requests.parameters import NOTHING_TO_WAIT_FOR, TIMEOUTS
from ...indices import aliasing
from ...indices.resolving import EXPANDS
from ...operations import DELETE, HEAD, POST, PUT, Bool, Call, Parameter, Time, operation
from ...search.values import text_of
from ...versions import Span
from ...wire import Json
from ..changes import ALIASES_REFUSE_UNKNOWN_FIELDS
from .index_api import SOURCE

PRIVILEGE = "manage"
LOOKING: dict[str, Parameter] = {
    "expand_wildcards": EXPANDS._replace(default="all"),
    "local": Bool(False, span=Span(until="9.0")),
    "master_timeout": Time(span=Span("9.0")),
}
DONE = {"acknowledged": True, "errors": False}

get_alias = aliases.GET_ALIAS.declared(
    __name__,
    privilege="view_index_metadata",
    source=f"{SOURCE}/get_alias/IndicesGetAliasRequest.ts",
    query=LOOKING,
)
exists_alias = aliases.EXISTS_ALIAS.declared(
    __name__,
    privilege="view_index_metadata",
    source=f"{SOURCE}/exists_alias/IndicesExistsAliasRequest.ts",
    query=LOOKING,
    routes=(HEAD("/{index}/_alias"),),
)


@operation(
    "indices.put_alias",
    *NAMING,
    PUT("/_alias"),
    query=TIMEOUTS,
    body="optional",
    privilege=PRIVILEGE,
    source=f"{SOURCE}/put_alias/IndicesPutAliasRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_alias(call: Call) -> Json:
    """Give indices an alias; the body may name both, and says what is special about it.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/action/admin/indices/RestIndexPutAliasAction.java
    """
    index, alias = call.path.get("index", ""), call.path.get("name", "")
    options: dict[str, Any] = {}
    for key, value in (call.body if isinstance(call.body, dict) else {}).items():
        if key == "index":
            index = text_of(value)
        elif key == "alias":
            alias = text_of(value)
        elif isinstance(value, dict):
            if key == "filter" and value:
                options["filter"] = value
        elif key == "is_write_index":
            options[key] = Bool().read(key, text_of(value))
        elif key in OPTION_KEYS and key.endswith(("outing",)):
            options.update(dict.fromkeys(OPTION_KEYS[key], text_of(value)))
        elif call.has(ALIASES_REFUSE_UNKNOWN_FIELDS):
            raise illegal_argument(f"Unsupported field [{key}]")
    if not index:
        raise illegal_argument("[indices] can't be empty")
    if not alias:
        raise illegal_argument("[alias] can't be empty string")
    for name in index.split(","):
        aliases.refuse_alias(call, name)
    names = about_indices(call, index)
    for name in names:
        _allow(call, name)
    aliasing.check_alias(call.state, alias, options)
    aliasing.add(call.state, names, alias, options)
    return DONE


@operation(
    "indices.delete_alias",
    DELETE("/{index}/_alias/{name}"),
    DELETE("/{index}/_aliases/{name}"),
    query=TIMEOUTS,
    privilege=PRIVILEGE,
    source=f"{SOURCE}/delete_alias/IndicesDeleteAliasRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_alias(call: Call) -> Json:
    """Take aliases from indices; 404 when none of them has any."""
    wanted = call.path["name"].split(",")
    names = about_indices(call, call.path["index"])
    for name in names:
        _allow(call, name)
    if not aliasing.remove(call.state, names, [name for name in wanted if name != "_all"]):
        raise aliasing.aliases_not_found(wanted)
    return DONE


@operation(
    "indices.update_aliases",
    POST("/_aliases"),
    query=TIMEOUTS,
    body="required",
    privilege=PRIVILEGE,
    source=f"{SOURCE}/update_aliases/IndicesUpdateAliasesRequest.ts",
    missing_body=lambda: parse_error("request body is required"),
    reader=read_aliases,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def update_aliases(call: Call) -> Json:
    """Give and take aliases, and remove indices, all at once; what there was nothing to take of is told of each action."""
    done = aliases.acted(
        call, lambda kind, name: _allow(call, name, "remove_index" if kind == "remove_index" else "alias")
    )
    if all(one.failed for one in done):
        raise aliases.missing(done)
    if not any(one.failed and not one.lenient for one in done):
        return DONE
    return {"acknowledged": True, "errors": True, "action_results": [_result(one) for one in done]}


def _allow(call: Call, index: str, kind: str = "alias") -> None:
    """With security, each index needs leave of its own."""
    call.contract.product.documents.allow_item(call, kind, index)


def _result(done: Done) -> Json:
    action = {"type": done.kind, "indices": done.names, "aliases": done.aliases}
    if not done.failed:
        return {"action": action, "status": 200}
    return {"action": action, "status": 404, "error": aliases.missing([done]).cause()}
