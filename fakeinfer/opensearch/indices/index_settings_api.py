"""`/{index}/_settings`: settings of indices shown and changed."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from ...errors import parse_error
from ...indices.changing import change_settings
from ...indices.resolving import WILDCARDS, options_of, resolve
from ...indices.settings import nested
from ...indices.showing import shown_defaults, shown_settings
from ...operations import GET, PUT, Bool, Call, operation
from ...wire import Json
from .index_api import (
    CLOSED_TOO,
    LOCAL,
    NOTHING_TO_WAIT_FOR,
    SOURCE,
    TIMEOUTS,
    own_settings,
    unknown_setting,
)


@operation(
    "indices.get_settings",
    GET("/_settings"),
    GET("/_settings/{name}"),
    GET("/{index}/_settings"),
    GET("/{index}/_settings/{name}"),
    GET("/{index}/_setting/{name}"),
    query={**WILDCARDS, **CLOSED_TOO, **LOCAL, "flat_settings": Bool(False), "include_defaults": Bool(False)},
    privilege="indices:monitor/settings/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_settings(call: Call) -> Json:
    """Settings of indices, all or those of some names; an index with none of them is left out."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    wanted = call.path.get("name", "_all").split(",")
    flat, readable = call.query["flat_settings"], _is_readable(call)
    own = own_settings(call, readable=readable)
    found: dict[str, Json] = {}
    for name in names:
        chosen = _chosen(shown_settings(call.state, name, own, flat=True, readable=readable), wanted)
        shown: dict[str, Json] = {"settings": chosen if flat else nested(chosen)}
        if call.query["include_defaults"]:
            defaults = _chosen(shown_defaults(call.state, name, own, flat=True), wanted)
            shown["defaults"] = defaults if flat else nested(defaults)
        if chosen or shown.get("defaults"):
            found[name] = shown
    return found


def _is_readable(call: Call) -> bool:
    """Whether `human` is sent, whatever it says."""
    return re.search(r"(^|&)human(=|&|$)", call.request.target.partition("?")[2]) is not None


def _chosen(settings: dict[str, Json], wanted: list[str]) -> dict[str, Json]:
    if wanted in (["_all"], ["*"]):
        return settings
    return {key: value for key, value in settings.items() if any(fnmatchcase(key, pattern) for pattern in wanted)}


@operation(
    "indices.put_settings",
    PUT("/_settings"),
    PUT("/{index}/_settings"),
    query={
        **WILDCARDS,
        **CLOSED_TOO,
        "allow_no_indices": Bool(False),
        **TIMEOUTS,
        "preserve_existing": Bool(False),
        "flat_settings": Bool(False),
    },
    body="required",
    privilege="indices:admin/settings/update",
    source=SOURCE,
    missing_body=lambda: parse_error("request body is required"),
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_settings(call: Call) -> Json:
    """Change settings of indices; what may change only on closed ones, or never, is refused."""
    body = call.body if isinstance(call.body, dict) else {}
    settings = body["settings"] if len(body) == 1 and isinstance(body.get("settings"), dict) else body
    if not settings:
        change_settings(call.state, (), {})
    change_settings(
        call.state,
        resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False)),
        settings,
        preserve_existing=call.query["preserve_existing"],
        unknown=unknown_setting(call),
    )
    return {"acknowledged": True}
