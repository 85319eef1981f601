"""Points in time of Elasticsearch: open one, close one."""

from __future__ import annotations

from ...errors import ApiError, not_implemented, request_invalid
from ...formats.positions import token_name
from ...indices.resolving import WILDCARDS, options_of, resolve
from ...operations import DELETE, POST, Bool, Call, Int, Text, Time, operation
from ...search import contexts, errors
from ...search.locate import Place
from ...versions import Span
from ...wire import Json, Reply
from .document_api import SOURCE


@operation(
    "open_point_in_time",
    POST("/{index}/_pit"),
    query={
        **WILDCARDS,
        "keep_alive": Time(),
        "allow_partial_search_results": Bool(False, Span("8.16")),
        "max_concurrent_shard_requests": Int(),
        "preference": Text(),
        "routing": Text(),
    },
    body="optional",
    privilege="read",
    source=f"{SOURCE}/open_point_in_time/OpenPointInTimeRequest.ts",
    unread_query="one node and one shard: nothing to route to or to prefer, and all or nothing to open",
)
def open_point_in_time(call: Call) -> Json:
    """Keep what indices hold now, for searches that name the point in time."""
    if call.query["keep_alive"] is None:
        raise request_invalid("[keep_alive] is not specified")
    if isinstance(call.body, dict) and "index_filter" in call.body:
        raise not_implemented("[index_filter] of a point in time")
    names = resolve(call.state, call.path["index"], options_of(call.query))
    point = contexts.open_point_in_time(call.state, names, call.query["keep_alive"])
    return {"id": point.id, "_shards": {"total": len(names), "successful": len(names), "skipped": 0, "failed": 0}}


@operation(
    "close_point_in_time",
    DELETE("/_pit"),
    body="required",
    privilege="read",
    source=f"{SOURCE}/close_point_in_time/ClosePointInTimeRequest.ts",
)
def close_point_in_time(call: Call) -> Reply:
    """Close a point in time."""
    place = Place(call.body, call.request.body)
    body = call.body if isinstance(call.body, dict) else {}
    for key, value in body.items():
        if key != "id":
            raise errors.unknown_field("close_point_in_time", key, (place / key).key(), ("id",))
        if not isinstance(value, str):
            reason = f"[{(place / key).value()}] [close_point_in_time] id doesn't support values of type: {token_name(value)}"
            raise ApiError(400, "x_content_parse_exception", reason)
    if "id" not in body:
        raise ApiError(400, "illegal_argument_exception", "Required [id]")
    freed = contexts.close_point_in_time(call.state, body["id"])
    return Reply({"succeeded": freed > 0, "num_freed": freed}, status=200 if freed else 404)
