"""Aliases of OpenSearch: `/_alias`, `/_aliases`. What both products do about them is in `index_requests`."""

from __future__ import annotations

from typing import Any

from ...errors import illegal_argument, parse_error
from ...index_requests import aliases
from ...index_requests.alias_reading import OPTION_KEYS, read_aliases
from ...index_requests.aliases import NAMING, about_indices
from ...index_requests.parameters import NOTHING_TO_WAIT_FOR
from ...indices import aliasing
from ...operations import DELETE, POST, PUT, Bool, Call, operation
from ...wire import Json
from .index_api import SOURCE, TIMEOUTS

PRIVILEGE = "indices:admin/aliases"

get_alias = aliases.GET_ALIAS.declared(
    __name__, privilege="indices:admin/aliases/get", source=SOURCE, query={"local": Bool(False)}
)
exists_alias = aliases.EXISTS_ALIAS.declared(
    __name__, privilege="indices:admin/aliases/get", source=SOURCE, query={"local": Bool(False)}
)


@operation(
    "indices.put_alias",
    *NAMING,
    PUT("/_alias"),
    query=TIMEOUTS,
    body="optional",
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_alias(call: Call) -> Json:
    """Give indices an alias; the body may name both, and says what is special about it."""
    index, alias = call.path.get("index", ""), call.path.get("name", "")
    options: dict[str, Any] = {}
    for key, value in (call.body if isinstance(call.body, dict) else {}).items():
        if key == "index":
            index = str(value)
        elif key == "alias":
            alias = str(value)
        elif key not in OPTION_KEYS:
            raise illegal_argument(f"unknown {'object' if isinstance(value, dict) else 'field'} [{key}]")
        else:
            options.update(dict.fromkeys(OPTION_KEYS[key], value))
    if not index:
        raise illegal_argument("[indices] can't be empty")
    if not alias:
        raise illegal_argument("[alias] can't be empty string")
    names = about_indices(call, index)
    aliasing.check_alias(call.state, alias, options)
    aliasing.add(call.state, names, alias, options)
    return {"acknowledged": True}


@operation(
    "indices.delete_alias",
    DELETE("/{index}/_alias/{name}"),
    DELETE("/{index}/_aliases/{name}"),
    query=TIMEOUTS,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_alias(call: Call) -> Json:
    """Take aliases from indices; 404 when none of them has any."""
    wanted = call.path["name"].split(",")
    if not aliasing.remove(call.state, about_indices(call, call.path["index"]), wanted):
        raise aliasing.aliases_not_found(wanted)
    return {"acknowledged": True}


@operation(
    "indices.update_aliases",
    POST("/_aliases"),
    query=TIMEOUTS,
    body="required",
    privilege=PRIVILEGE,
    source=SOURCE,
    missing_body=lambda: parse_error("request body is required"),
    reader=read_aliases,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def update_aliases(call: Call) -> Json:
    """Give and take aliases, and remove indices, all at once."""
    done = aliases.acted(call)
    if all(one.failed for one in done) and not all(one.lenient for one in done):
        raise aliases.missing(done)
    return {"acknowledged": True}
