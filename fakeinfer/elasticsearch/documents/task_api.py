"""Tasks that requests about documents leave behind: reading their results, cancelling them, slowing them down.

Everything is done at once, so none of them still runs. Observed: elasticsearch 9.5.0; of what runs over documents, source:
elastic/elasticsearch:modules/reindex/src/main/java/org/elasticsearch/reindex/
"""

from __future__ import annotations

import fnmatch
from typing import Any

from ... import nodes, stored_tasks
from ...document_requests.by_query import read_rate
from ...document_requests.reindexing import ACTION as REINDEXING
from ...errors import ApiError, illegal_argument, index_not_found, resource_not_found
from ...operations import GET, POST, Bool, Call, Choice, Custom, Parameter, Text, Time, operation
from ...stored_tasks import TaskId, read_task_id
from ...wire import Json
from ..changes import OTHER_NODES_RUN_NOTHING
from .document_api import SOURCE

TASKS = "elastic/elasticsearch-specification:specification/tasks"
CANCELLING = "cluster:admin/tasks/cancel"
NOTHING_RUNS = "nothing runs that could be waited for"
GROUPED: dict[str, Parameter] = {"group_by": Choice(("nodes", "parents", "none"), "nodes")}
THROTTLING: dict[str, Parameter] = {**GROUPED, "requests_per_second": Custom(read_rate)}


def task_not_found(call: Call, id: TaskId) -> ApiError:
    """Neither running nor stored. The index of results is there once one was kept."""
    nothing = resource_not_found(f"task [{id}] isn't running and hasn't stored its results")
    if not call.store[stored_tasks.COLLECTION]:
        no_index = index_not_found(".tasks")
        nothing.caused_by, nothing.root_cause = no_index, (no_index,)
    if id.node == nodes.node_id(call):
        return nothing
    reason = f"task [{id}] belongs to the node [{id.node}] which isn't part of the cluster and there is no record of the task"
    return resource_not_found(reason, caused_by=nothing, root_cause=nothing.root_cause or (nothing,))


def not_reindexing(id: TaskId) -> ApiError:
    """No task of that id, or one of another kind."""
    return resource_not_found(f"Reindex operation [{id}] not found")


def nothing_to_cancel(id: TaskId) -> ApiError:
    """No task of that id runs."""
    return resource_not_found(f"reindex task [{id}] either not found or completed")


def no_such_node(node: str) -> ApiError:
    """A task of a node that is not there."""
    return ApiError(400, "no_such_node_exception", f"No such node [{node}]", metadata={"node_id": node})


def rate_missing() -> ApiError:
    """Slowing a task down to nothing in particular."""
    return illegal_argument("requests_per_second is a required parameter")


@operation(
    "tasks.get",
    GET("/_tasks/{task_id}"),
    query={"wait_for_completion": Bool(False), "timeout": Time("30s")},
    privilege="monitor",
    source=f"{TASKS}/get/GetTaskRequest.ts",
    unread_query=NOTHING_RUNS,
)
def tasks_get(call: Call) -> Json:
    """The result that a task left behind."""
    id = read_task_id(call.path["task_id"])
    result = stored_tasks.stored(call, id)
    if result is None:
        raise task_not_found(call, id)
    return result


@operation(
    "tasks.cancel",
    POST("/_tasks/_cancel"),
    POST("/_tasks/{task_id}/_cancel"),
    query={
        "actions": Text(),
        "nodes": Text(),
        "parent_task_id": Text(),
        "wait_for_completion": Bool(False),
        **GROUPED,
    },
    privilege="manage",
    source=f"{TASKS}/cancel/CancelTasksRequest.ts",
    unread_query=NOTHING_RUNS,
)
def tasks_cancel(call: Call) -> Json:
    """Nothing runs but the request itself, which can be cancelled."""
    if call.path.get("task_id") is not None:
        id = read_task_id(call.path["task_id"])
        if id.node == nodes.node_id(call) or call.has(OTHER_NODES_RUN_NOTHING):
            return _failed(call, id.node, resource_not_found(f"task [{id}] is not found"))
        return _failed(call, id.node, no_such_node(id.node))
    if call.query["parent_task_id"] is not None:
        read_task_id(call.query["parent_task_id"])
        return _grouped(call)
    patterns = (call.query["actions"] or "*").split(",")
    mine = nodes.is_me(call, call.query["nodes"] or "_all")
    if mine and any(fnmatch.fnmatchcase(CANCELLING, pattern) for pattern in patterns):
        cancelled = ApiError(400, "task_cancelled_exception", "task cancelled [by user request]")
        return _failed(call, nodes.node_id(call), cancelled)
    return _grouped(call)


def _rethrottled(call: Call) -> Json:
    """Nothing runs that could be slowed down."""
    id = read_task_id(call.path["task_id"])
    if call.query["requests_per_second"] is None:
        raise rate_missing()
    return _failed(call, id.node, resource_not_found(f"task [{id}] is missing"))


@operation(
    "reindex_rethrottle",
    POST("/_reindex/{task_id}/_rethrottle"),
    query=THROTTLING,
    privilege="manage",
    source=f"{SOURCE}/reindex_rethrottle/ReindexRethrottleRequest.ts",
)
def reindex_rethrottle(call: Call) -> Json:
    """Nothing copies documents any more."""
    return _rethrottled(call)


@operation(
    "update_by_query_rethrottle",
    POST("/_update_by_query/{task_id}/_rethrottle"),
    query=THROTTLING,
    privilege="manage",
    source=f"{SOURCE}/update_by_query_rethrottle/UpdateByQueryRethrottleRequest.ts",
)
def update_by_query_rethrottle(call: Call) -> Json:
    """Nothing updates documents any more."""
    return _rethrottled(call)


@operation(
    "delete_by_query_rethrottle",
    POST("/_delete_by_query/{task_id}/_rethrottle"),
    query=THROTTLING,
    privilege="manage",
    source=f"{SOURCE}/delete_by_query_rethrottle/DeleteByQueryRethrottleRequest.ts",
)
def delete_by_query_rethrottle(call: Call) -> Json:
    """Nothing deletes documents any more."""
    return _rethrottled(call)


@operation(
    "list_reindex",
    GET("/_reindex"),
    query={"detailed": Bool(False)},
    since="9.5",
    privilege="monitor",
    source=f"{SOURCE}/list_reindex/ListReindexRequest.ts",
    unread_query="nothing runs that could be described",
)
def list_reindex(call: Call) -> Json:
    """What still copies documents: nothing."""
    return {"reindex": []}


@operation(
    "get_reindex",
    GET("/_reindex/{task_id}"),
    query={"wait_for_completion": Bool(False), "timeout": Time("30s")},
    since="9.5",
    privilege="monitor",
    source=f"{SOURCE}/get_reindex/GetReindexRequest.ts",
    unread_query=NOTHING_RUNS,
)
def get_reindex(call: Call) -> Json:
    """What became of copying documents."""
    id = read_task_id(call.path["task_id"])
    result: dict[str, Any] | None = stored_tasks.stored(call, id)
    if result is None or result["task"]["action"] != REINDEXING:
        raise not_reindexing(id)
    told = ("description", "start_time_in_millis", "running_time_in_nanos", "cancelled", "status")
    rest = {name: result[name] for name in ("error", "response") if name in result}
    return {"completed": True, "id": str(id), **{name: result["task"][name] for name in told}, **rest}


@operation(
    "cancel_reindex",
    POST("/_reindex/{task_id}/_cancel"),
    query={"wait_for_completion": Bool(True)},
    since="9.5",
    privilege="manage",
    source=f"{SOURCE}/cancel_reindex/CancelReindexRequest.ts",
    unread_query=NOTHING_RUNS,
)
def cancel_reindex(call: Call) -> Json:
    """Nothing copies documents any more."""
    raise nothing_to_cancel(read_task_id(call.path["task_id"]))


def _failed(call: Call, node: str, cause: ApiError) -> Json:
    failure = {"type": "failed_node_exception", "reason": f"Failed node [{node}]", "node_id": node}
    return {"node_failures": [{**failure, "caused_by": cause.cause()}], **_grouped(call)}


def _grouped(call: Call) -> dict[str, Json]:
    """No task, as the request wants tasks to be grouped."""
    grouped = call.query["group_by"]
    if grouped == "nodes":
        return {"nodes": {}}
    return {"tasks": [] if grouped == "none" else {}}
