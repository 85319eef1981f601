"""`_resolve/index` of Elasticsearch: what an index expression means."""

from __future__ import annotations

from typing import Any

from ... import indices
from ...errors import index_not_found
from ...indices.resolving import WILDCARDS, is_alias, names_of, options_of, resolve
from ...operations import GET, POST, Call, Parameter, Text, operation
from ...versions import Span
from ...wire import Json
from ..changes import RESOLVED_INDICES_TELL_THEIR_MODE
from .index_api import SOURCE

MODE: dict[str, Parameter] = {"mode": Text(span=Span("9.2"))}


@operation(
    "indices.resolve_index",
    GET("/_resolve/index/{name}"),
    POST("/_resolve/index/{name}", since="9.3"),
    query={**WILDCARDS, **MODE},
    privilege="view_index_metadata",
    source=f"{SOURCE}/resolve_index/ResolveIndexRequest.ts",
)
def resolve_index(call: Call) -> Json:
    """The indices and aliases that an expression means."""
    options = options_of(call.query, about_contents=False)
    records = call.store[indices.COLLECTION]
    names: dict[str, None] = {}
    wildcards = False
    for part in call.path["name"].split(","):
        if wildcards and part.startswith("-"):
            for name in names_of(call.state, part[1:], options):
                names.pop(name, None)
            continue
        is_wildcard = part == "_all" or "*" in part
        wildcards = wildcards or is_wildcard
        found = names_of(call.state, part, options) if is_wildcard else [part]
        if is_wildcard and not found and not options.allow_no_indices:
            raise index_not_found(part)
        if not is_wildcard and part not in records and not is_alias(call.state, part):
            if not options.ignore_unavailable:
                raise index_not_found(part)
            found = []
        names.update(dict.fromkeys(found))
    described = [_described(call, name) for name in sorted(set(names) & set(records))]
    modes = call.query.get("mode")
    if modes:
        described = [one for one in described if one["mode"] in modes.split(",")]
    every = options._replace(expand_wildcards="all")
    aliases = sorted(name for name in names if name not in records)
    return {
        "indices": described,
        "aliases": [{"name": alias, "indices": resolve(call.state, alias, every)} for alias in aliases],
        "data_streams": [],
    }


def _described(call: Call, name: str) -> dict[str, Any]:
    record = indices.find(call.state, name)
    told: dict[str, Any] = {"name": name}
    if record["aliases"]:
        told["aliases"] = sorted(record["aliases"])
    hidden = ["hidden"] if str(indices.setting(record, "hidden", "false")) == "true" else []
    told["attributes"] = [*hidden, "closed" if "closed" in record else "open"]
    if call.has(RESOLVED_INDICES_TELL_THEIR_MODE):
        told["mode"] = str(indices.setting(record, "mode", "standard"))
    return told
