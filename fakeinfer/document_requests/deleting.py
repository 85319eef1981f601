"""Deleting the documents that a query finds. One node answers at once: nothing conflicts, nothing is throttled or retried."""

from __future__ import annotations

from .. import documents
from ..errors import ApiError, illegal_argument, not_implemented, request_invalid
from ..indices.resolving import WILDCARDS, options_of, resolve
from ..ingest.errors import class_cast
from ..operations import Bool, Call, Choice, Int, Parameter, Text, Time
from ..search.collecting import matching
from ..search.engine import TOOK_MILLIS, run
from ..search.request import read_request
from ..search.view import view_of
from ..wire import Json

BATCH = 1000
"""Documents of a batch, unless the request says how many (`scroll_size`)."""
OWN_KEYS = ("query", "max_docs", "conflicts")
NOT_IMITATED = ("q", "slices", "sort", "from", "terminate_after")


DELETING_BY_QUERY: dict[str, Parameter] = {
    **WILDCARDS,
    "q": Text(),
    "max_docs": Int(),
    "conflicts": Choice(("abort", "proceed"), "abort", lambda name, text: _other_conflicts(text)),
    "refresh": Bool(False),
    "scroll_size": Int(BATCH),
    "wait_for_completion": Bool(True),
    "slices": Text(),
    "sort": Text(),
    "from": Int(),
    "terminate_after": Int(),
    "requests_per_second": Text(),
    "routing": Text(),
    "preference": Text(),
    "scroll": Time(),
    "search_timeout": Time(),
    "search_type": Text(),
    "stats": Text(),
    "timeout": Time(),
    "version": Bool(None),
    "request_cache": Bool(None),
    "wait_for_active_shards": Text(),
}


def delete_by_query(call: Call) -> Json:
    """Delete what a query finds, in the order in which it was written last."""
    query, body = call.query, call.body if isinstance(call.body, dict) else {}
    for name in NOT_IMITATED:
        if query[name] and not (name == "slices" and query[name] in ("1", "auto")):
            raise not_implemented(f"the parameter [{name}] of a deletion by query")
    if not query["wait_for_completion"]:
        raise not_implemented("deletions by query that run as a task")
    limit = _limit(query["max_docs"] if query["max_docs"] is not None else body.get("max_docs"))
    if body.get("conflicts", "abort") not in ("abort", "proceed"):
        raise _other_conflicts(body["conflicts"])
    for key in body:
        if key not in OWN_KEYS:
            raise not_implemented(f"[{key}] of a deletion by query")
    if "query" not in body:
        raise request_invalid("query is missing")
    request = read_request(call.state, {"query": body["query"]}, call.request.body)
    request.size = 0
    names = resolve(call.state, call.path["index"], options_of(query))
    run(call.state, names, request)  # refuses what a search refuses
    found = [
        (name, view.documents[number].id)
        for name in names
        for view in (view_of(call.state, name),)
        for number in sorted(matching(view, request))
    ][:limit]
    for name, id in found:
        documents.remove(call.state, name, id, refresh=query["refresh"])
    return {
        "took": TOOK_MILLIS,
        "timed_out": False,
        "total": len(found),
        "deleted": len(found),
        "batches": -(-len(found) // query["scroll_size"]),
        "version_conflicts": 0,
        "noops": 0,
        "retries": {"bulk": 0, "search": 0},
        "throttled_millis": 0,
        "requests_per_second": -1.0,
        "throttled_until_millis": 0,
        "failures": [],
    }


def _limit(wanted: Json) -> int | None:
    if wanted is None:
        return None
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        raise class_cast(wanted, "java.lang.Number")
    limit = int(max(-(2.0**31), min(wanted, 2.0**31 - 1)))
    if limit < 0:
        raise illegal_argument(f"[max_docs] parameter cannot be negative, found [{limit}]")
    return limit


def _other_conflicts(value: Json) -> ApiError:
    """`conflicts` is another word. elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/reindex/AbstractBulkByScrollRequest.java"""
    return illegal_argument(f'conflicts may only be "proceed" or "abort" but was [{value}]')
