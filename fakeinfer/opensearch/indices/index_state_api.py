"""Closing and opening indices, and what is done to their shards: flush, merge, clear caches. Nothing is on disk here."""

from __future__ import annotations

from ... import indices
from ...errors import illegal_argument, number_format, request_invalid
from ...formats.javanumbers import whole
from ...indices import changing
from ...indices.resolving import EXPANDS, WILDCARDS, options_of, resolve
from ...operations import GET, POST, Bool, Call, Custom, Int, Text, operation
from ...wire import Json
from .index_api import NOTHING_TO_WAIT_FOR, SOURCE, TIMEOUTS, shards_of

NOTHING_ON_DISK = "nothing is kept on a disk or in a cache"
BOTH_MERGES = (
    "setting only_expunge_deletes and max_num_segments at the same time is deprecated and will be rejected in a future"
    " version"
)


def read_active_shards(name: str, text: str) -> str:
    """`wait_for_active_shards`: a number or all; nobody waits."""
    if text not in ("all", "default", ""):
        number = whole(text)
        if number is None:
            raise illegal_argument(f"cannot parse ActiveShardCount[{text}]", caused_by=number_format(text))
        if number < 0:
            raise illegal_argument("shard count cannot be a negative value")
    return text


ACTIVE_SHARDS = Custom(read_active_shards)


@operation(
    "indices.close",
    POST("/_close"),
    POST("/{index}/_close"),
    query={**WILDCARDS, **TIMEOUTS, "wait_for_active_shards": ACTIVE_SHARDS},
    privilege="indices:admin/close",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
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


@operation(
    "indices.open",
    POST("/_open"),
    POST("/{index}/_open"),
    query={
        **WILDCARDS,
        "expand_wildcards": EXPANDS._replace(default="closed"),
        **TIMEOUTS,
        "wait_for_active_shards": ACTIVE_SHARDS,
        "wait_for_completion": Bool(True),
        "task_execution_timeout": Text(),
    },
    privilege="indices:admin/open",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def open_index(call: Call) -> Json:
    """Open closed indices."""
    if "index" not in call.path:
        raise request_invalid("index is missing")
    for name in resolve(call.state, call.path["index"], options_of(call.query, about_contents=False)):
        changing.open_again(call.state, name)
    return {"acknowledged": True, "shards_acknowledged": True}


@operation(
    "indices.flush",
    GET("/_flush"),
    POST("/_flush"),
    GET("/{index}/_flush"),
    POST("/{index}/_flush"),
    query={**WILDCARDS, "force": Bool(False), "wait_if_ongoing": Bool(True)},
    privilege="indices:admin/flush",
    source=SOURCE,
)
def flush(call: Call) -> Json:
    """Write what is in memory to the disk: nothing."""
    if call.query["force"] and not call.query["wait_if_ongoing"]:
        raise request_invalid("wait_if_ongoing must be true for a force flush")
    return {"_shards": shards_of(call)}


@operation(
    "indices.forcemerge",
    POST("/_forcemerge"),
    POST("/{index}/_forcemerge"),
    query={
        **WILDCARDS,
        "max_num_segments": Int(),
        "only_expunge_deletes": Bool(False),
        "flush": Bool(True),
        "primary_only": Bool(False),
        "wait_for_completion": Bool(True),
    },
    privilege="indices:admin/forcemerge",
    source=SOURCE,
    unread_query=NOTHING_ON_DISK,
)
def forcemerge(call: Call) -> Json:
    """Merge segments, of which there are none."""
    if call.query["only_expunge_deletes"] and call.query["max_num_segments"] is not None:
        call.warnings.append(BOTH_MERGES)
    shards = shards_of(call, primaries_only=call.query["primary_only"])
    if call.query["wait_for_completion"]:
        return {"_shards": shards}
    from ... import stored_tasks

    query = call.query
    most = -1 if query["max_num_segments"] is None else query["max_num_segments"]
    said = {"onlyExpungeDeletes": query["only_expunge_deletes"], "flush": query["flush"]}
    said["primaryOnly"] = query["primary_only"]
    switches = ", ".join(f"{name}[{str(value).lower()}]" for name, value in said.items())
    names = ", ".join(call.path.get("index", "").split(","))
    about = f"Force-merge indices [{names}], maxSegments[{most}], {switches}"
    return stored_tasks.finished(call, "indices:admin/forcemerge", about, {"_shards": shards})


@operation(
    "indices.clear_cache",
    POST("/_cache/clear"),
    POST("/{index}/_cache/clear"),
    query={
        **WILDCARDS,
        "fielddata": Bool(False),
        "fields": Text(),
        "file": Bool(False),
        "query": Bool(False),
        "request": Bool(False),
    },
    privilege="indices:admin/cache/clear",
    source=SOURCE,
    unread_query=NOTHING_ON_DISK,
)
def clear_cache(call: Call) -> Json:
    """Forget what is cached: nothing."""
    return {"_shards": shards_of(call)}
