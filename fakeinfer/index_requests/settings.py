"""`/{index}/_settings`: settings of indices shown and changed."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from ..document_requests.declaring import Shared
from ..errors import parse_error
from ..indices.blocks import check
from ..indices.changing import change_settings
from ..indices.dialect import dialect_of
from ..indices.resolving import WILDCARDS, options_of, resolve
from ..indices.settings import nested
from ..indices.showing import shown_defaults, shown_settings
from ..operations import GET, PUT, Bool, Call
from ..wire import Json
from .parameters import CLOSED_TOO, NOTHING_TO_WAIT_FOR, TIMEOUTS


def get_settings(call: Call) -> Json:
    """Settings of indices, all or those of some names; an index with none of them is left out."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    for name in names:
        check(call.state, name, "metadata_read")
    wanted = call.path.get("name", "_all").split(",")
    flat, readable, defaults_too = call.query["flat_settings"], is_readable(call), call.query["include_defaults"]
    own = dialect_of(call.state).own_settings(call.state, readable)
    found: dict[str, Json] = {}
    for name in names:
        chosen = _chosen(shown_settings(call.state, name, own, flat=True, readable=readable), wanted)
        shown: dict[str, Json] = {"settings": chosen if flat else nested(chosen)}
        if defaults_too:
            defaults = _chosen(shown_defaults(call.state, name, own, flat=True), wanted)
            shown["defaults"] = defaults if flat else nested(defaults)
        if chosen or shown.get("defaults"):
            found[name] = shown
    return found


def is_readable(call: Call) -> bool:
    """Whether `human` is sent, whatever it says."""
    return re.search(r"(^|&)human(=|&|$)", call.request.target.partition("?")[2]) is not None


def _chosen(settings: dict[str, Json], wanted: list[str]) -> dict[str, Json]:
    if wanted in (["_all"], ["*"]):
        return settings
    return {key: value for key, value in settings.items() if any(fnmatchcase(key, pattern) for pattern in wanted)}


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
        reopen=call.query.get("reopen", False),
    )
    return {"acknowledged": True}


GET_SETTINGS = Shared(
    "indices.get_settings",
    (
        GET("/_settings"),
        GET("/_settings/{name}"),
        GET("/{index}/_settings"),
        GET("/{index}/_settings/{name}"),
        GET("/{index}/_setting/{name}"),
    ),
    get_settings,
    {**WILDCARDS, **CLOSED_TOO, "flat_settings": Bool(False), "include_defaults": Bool(False)},
    unread=NOTHING_TO_WAIT_FOR,
)
PUT_SETTINGS = Shared(
    "indices.put_settings",
    (PUT("/_settings"), PUT("/{index}/_settings")),
    put_settings,
    {
        **WILDCARDS,
        **CLOSED_TOO,
        "allow_no_indices": Bool(False),
        **TIMEOUTS,
        "preserve_existing": Bool(False),
        "flat_settings": Bool(False),
    },
    "required",
    missing_body=lambda: parse_error("request body is required"),
    unread=NOTHING_TO_WAIT_FOR,
)
