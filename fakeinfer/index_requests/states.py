"""Closing and opening indices, and what is done to their shards: refresh, flush, merge, clear caches. Nothing is on disk here."""

from __future__ import annotations

from .. import indices
from ..document_requests.declaring import Shared
from ..errors import request_invalid
from ..indices import changing
from ..indices.resolving import EXPANDS, WILDCARDS, options_of, resolve
from ..operations import GET, POST, Bool, Call, Custom, Int, Text
from ..wire import Json
from .parameters import ACTIVE_SHARDS, NOTHING_TO_WAIT_FOR, TIMEOUTS, read_active_shards, shards_of

NOTHING_ON_DISK = "nothing is kept on a disk or in a cache"


def _read_closing_shards(name: str, text: str) -> str:
    return text if text == "index-setting" else read_active_shards(name, text)


CLOSING_SHARDS = Custom(_read_closing_shards)
"""`wait_for_active_shards` where the old word for the default is known."""


def close_index(call: Call) -> Json:
    """Close indices; those that are closed are not told of."""
    if "index" not in call.path:
        raise request_invalid("index is missing")
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    opened = [name for name in names if "closed" not in indices.find(call.state, name)]
    for name in opened:
        changing.close(call.state, name)
    told = {name: {"closed": True} for name in opened}
    return {"acknowledged": True, "shards_acknowledged": bool(opened), "indices": told}


def open_index(call: Call) -> Json:
    """Open closed indices."""
    if "index" not in call.path:
        raise request_invalid("index is missing")
    for name in resolve(call.state, call.path["index"], options_of(call.query, about_contents=False)):
        changing.open_again(call.state, name)
    return {"acknowledged": True, "shards_acknowledged": True}


def refresh(call: Call) -> Json:
    """Make writes visible to searches, which they are already."""
    return {"_shards": shards_of(call)}


def flush(call: Call) -> Json:
    """Write what is in memory to the disk: nothing."""
    if call.query["force"] and not call.query["wait_if_ongoing"]:
        raise request_invalid("wait_if_ongoing must be true for a force flush")
    return {"_shards": shards_of(call)}


def merged(call: Call, *, primaries_only: bool | None = None) -> Json:
    """Merge segments, of which there are none; `primaries_only` where a product can merge those alone."""
    query = call.query
    shards = shards_of(call, primaries_only=bool(primaries_only))
    if query["wait_for_completion"]:
        return {"_shards": shards}
    from .. import stored_tasks

    most = -1 if query["max_num_segments"] is None else query["max_num_segments"]
    said = {"onlyExpungeDeletes": query["only_expunge_deletes"], "flush": query["flush"]}
    if primaries_only is not None:
        said["primaryOnly"] = primaries_only
    switches = ", ".join(f"{name}[{str(value).lower()}]" for name, value in said.items())
    names = ", ".join(call.path.get("index", "").split(","))
    about = f"Force-merge indices [{names}], maxSegments[{most}], {switches}"
    return stored_tasks.finished(call, "indices:admin/forcemerge", about, {"_shards": shards})


def clear_cache(call: Call) -> Json:
    """Forget what is cached: nothing."""
    return {"_shards": shards_of(call)}


CLOSE = Shared(
    "indices.close",
    (POST("/_close"), POST("/{index}/_close")),
    close_index,
    {**WILDCARDS, **TIMEOUTS, "wait_for_active_shards": ACTIVE_SHARDS},
    unread=NOTHING_TO_WAIT_FOR,
)
OPEN = Shared(
    "indices.open",
    (POST("/_open"), POST("/{index}/_open")),
    open_index,
    {
        **WILDCARDS,
        "expand_wildcards": EXPANDS._replace(default="closed"),
        **TIMEOUTS,
        "wait_for_active_shards": ACTIVE_SHARDS,
    },
    unread=NOTHING_TO_WAIT_FOR,
)
REFRESH = Shared(
    "indices.refresh",
    (GET("/_refresh"), POST("/_refresh"), GET("/{index}/_refresh"), POST("/{index}/_refresh")),
    refresh,
    WILDCARDS,
    unread=None,
)
FLUSH = Shared(
    "indices.flush",
    (GET("/_flush"), POST("/_flush"), GET("/{index}/_flush"), POST("/{index}/_flush")),
    flush,
    {**WILDCARDS, "force": Bool(False), "wait_if_ongoing": Bool(True)},
    unread=None,
)
MERGING = {
    **WILDCARDS,
    "max_num_segments": Int(),
    "only_expunge_deletes": Bool(False),
    "flush": Bool(True),
    "wait_for_completion": Bool(True),
}
CLEAR_CACHE = Shared(
    "indices.clear_cache",
    (POST("/_cache/clear"), POST("/{index}/_cache/clear")),
    clear_cache,
    {**WILDCARDS, "fielddata": Bool(False), "fields": Text(), "query": Bool(False), "request": Bool(False)},
    unread=NOTHING_ON_DISK,
)
