"""`_async_search`: searches whose answers are fetched later. Everything is found at once; who does not wait is told that it still runs.

Source: elastic/elasticsearch:x-pack/plugin/async-search/src/main/java/org/elasticsearch/xpack/search/ and
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/async/AsyncExecutionId.java
"""

from __future__ import annotations

import base64
from typing import Any

from ... import media, nodes, stored_tasks
from ...document_requests import searching
from ...errors import ApiError, illegal_argument, is_ours, request_invalid, resource_not_found
from ...formats.javabase64 import BadBase64, decode
from ...operations import DELETE, GET, POST, Bool, Call, Text, Time, operation
from ...search.engine import TOOK_MILLIS
from ...stored_tasks import FIRST, TaskId
from ...wire import Json, Reply
from .document_api import VECTORS

COLLECTION = "async_searches"
SOURCE = "elastic/elasticsearch-specification:specification/async_search"
KEPT = 5 * 24 * 3_600_000
"""Milliseconds that an answer is kept when nobody says."""
SHORTEST = 1000
"""Milliseconds that an answer is kept at least."""
UNREAD = "everything was found at once: nothing to wait for"
NOTHING_FOUND: dict[str, Json] = {"total": {"value": 0, "relation": "gte"}, "max_score": None, "hits": []}


def kept_too_briefly(kept_for: float) -> str:
    """An answer that nobody could fetch."""
    shown = "-1" if kept_for < 0 else f"{kept_for:g}ms"
    return f"[keep_alive] must be greater or equals than 1 second, got:{shown}"


def invalid_id(id: str, cause: ApiError | None = None) -> ApiError:
    """No id of a search that was begun."""
    return illegal_argument(f"invalid id: [{id}]", caused_by=cause)


def failed(refused: ApiError) -> ApiError:
    """Why a search has no answer, as the answer tells it."""
    return ApiError(refused.status, "status_exception", "error while executing search", caused_by=refused)


@operation(
    "async_search.submit",
    POST("/_async_search"),
    POST("/{index}/_async_search"),
    query={
        **searching.SEARCHING,
        **VECTORS,
        "keep_alive": Time(),
        "keep_on_completion": Bool(False),
        "wait_for_completion_timeout": Time(),
        "min_compatible_shard_node": Text(),
    },
    body="optional",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SOURCE}/submit/AsyncSearchSubmitRequest.ts",
    unread_query=searching.UNREAD,
)
def submit(call: Call) -> Reply:
    """Find documents as a search does; the answer is kept for who wants it so, or did not wait."""
    kept_for = KEPT if call.query["keep_alive"] is None else call.query["keep_alive"]
    request = searching.read_wanted(call)
    problems = {
        "[scroll] queries are not supported": call.query["scroll"] is not None,
        "suggest-only queries are not supported": request.suggestions is not None and set(request.keys) <= {"suggest"},
        kept_too_briefly(kept_for): kept_for < SHORTEST,
        "[pre_filter_shard_size] cannot be changed for async search queries": call.query["pre_filter_shard_size"]
        not in (None, 1),
    }
    if any(problems.values()):
        raise request_invalid(*(problem for problem, stands in problems.items() if stands))
    now = call.state.clock.millis
    found: dict[str, Any]
    try:
        answer = searching.run_search(call, searching.find_indices(call, request), request)
        found = {"completion_time_in_millis": now + TOOK_MILLIS, "response": answer}
        status = 200
    except ApiError as refused:
        if is_ours(refused):
            raise
        found, status = {"error": failed(refused).cause()}, refused.status
    times = {"start_time_in_millis": now, "expiration_time_in_millis": now + int(kept_for)}
    done = {"is_partial": "error" in found, "is_running": False, **times, **found}
    waits = call.query["wait_for_completion_timeout"] != 0
    if waits and not call.query["keep_on_completion"]:
        return Reply(done, status=status)
    id = _keep(call, done, status)
    return Reply({"id": id, **done}, status=status) if waits else Reply(_running(id, times))


def _running(id: str, times: dict[str, Json]) -> Json:
    """What is told of a search before anything was found."""
    shards = {"total": 1, "successful": 0, "skipped": 0, "failed": 0}
    none = {"took": TOOK_MILLIS, "timed_out": False, "num_reduce_phases": 0, "_shards": shards, "hits": NOTHING_FOUND}
    return {"id": id, "is_partial": True, "is_running": True, **times, "response": none}


def _keep(call: Call, done: dict[str, Any], status: int) -> str:
    """Keep an answer; its id is that of a document and that of a task."""
    number = FIRST + len(call.store[COLLECTION]) + len(call.store[stored_tasks.COLLECTION])
    parts = (call.state.ids.uuid(), str(TaskId(nodes.node_id(call), number)))
    written = b"".join(bytes([len(part)]) + part.encode() for part in parts)
    id = base64.urlsafe_b64encode(written).decode()
    call.store.put(COLLECTION, id, {"done": done, "status": status})
    return id


def _kept(call: Call) -> dict[str, Any]:
    """What is kept by the id of the path; one that nobody fetched in time is there no more."""
    id = call.path["id"]
    _check(id)
    record: Any = call.store.get(COLLECTION, id)
    if record is None or record["done"]["expiration_time_in_millis"] < call.state.clock.millis:
        raise resource_not_found(id)
    return dict(record)


def _check(id: str) -> None:
    """Whether an id is two texts, each after its length."""
    try:
        data = decode(id.replace("-", "+").replace("_", "/"))
    except BadBase64 as bad:
        raise invalid_id(id, illegal_argument(str(bad))) from None
    parts: list[bytes] = []
    while data:
        parts.append(data[1 : 1 + data[0]])
        data = data[1 + data[0] :]
    if len(parts) != 2:
        raise invalid_id(id)
    stored_tasks.read_task_id(parts[1].decode(errors="replace"))


def _kept_longer(call: Call) -> dict[str, Any]:
    """What is kept by the id of the path, until the time that the request says."""
    kept_for = call.query["keep_alive"]
    if kept_for is not None and 0 <= kept_for < SHORTEST:
        raise request_invalid(kept_too_briefly(kept_for))
    record = _kept(call)
    if kept_for is None or kept_for < 0:
        return record
    until = call.state.clock.millis + int(kept_for)
    longer = {**record, "done": {**record["done"], "expiration_time_in_millis": until}}
    call.store.put(COLLECTION, call.path["id"], longer)
    return longer


@operation(
    "async_search.get",
    GET("/_async_search/{id}"),
    query={
        "keep_alive": Time(),
        "typed_keys": Bool(False),
        "wait_for_completion_timeout": Time(),
    },
    privilege="read",
    source=f"{SOURCE}/get/AsyncSearchGetRequest.ts",
    unread_query=UNREAD,
)
def get(call: Call) -> Reply:
    """The answer of a search that was kept."""
    record = _kept_longer(call)
    return Reply({"id": call.path["id"], **record["done"]}, status=record["status"])


@operation(
    "async_search.status",
    GET("/_async_search/status/{id}"),
    query={"keep_alive": Time()},
    privilege="monitor",
    source=f"{SOURCE}/status/AsyncSearchStatusRequest.ts",
)
def status(call: Call) -> Json:
    """Whether a search still runs, which none does, and how it ended."""
    record = _kept_longer(call)
    done = record["done"]
    told = {key: value for key, value in done.items() if key not in ("response", "error")}
    none = {"total": 1, "successful": 0, "skipped": 0, "failed": 0}
    shards = {key: done["response"]["_shards"][key] for key in none} if "response" in done else none
    return {"id": call.path["id"], **told, "_shards": shards, "completion_status": record["status"]}


@operation(
    "async_search.delete",
    DELETE("/_async_search/{id}"),
    privilege="read",
    source=f"{SOURCE}/delete/AsyncSearchDeleteRequest.ts",
)
def delete(call: Call) -> Json:
    """Forget the answer of a search."""
    _kept(call)
    call.store.delete(COLLECTION, call.path["id"])
    return {"acknowledged": True}
