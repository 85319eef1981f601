"""Tasks that a request leaves behind when it does not wait: everything is done at once, and the result is kept.

A record of the collection `stored_tasks` is the answer of `GET /_tasks/{id}`. Real servers keep them in the index `.tasks`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from . import nodes
from .errors import ApiError, illegal_argument, number_format
from .formats.javanumbers import whole
from .operations import Call
from .wire import Json

COLLECTION = "stored_tasks"
FIRST = 100
"""Task ids begin here: a node runs some tasks of its own before."""


class TaskId(NamedTuple):
    """Where a task runs, and its number there."""

    node: str
    number: int

    def __str__(self) -> str:
        return f"{self.node}:{self.number}"


def read_task_id(text: str) -> TaskId:
    """`node:number`, or 400."""
    node, colon, number = text.rpartition(":")
    count = whole(number, 64) if colon else None
    if count is None:
        raise illegal_argument(f"malformed task id {text}", caused_by=number_format(number) if colon else None)
    return TaskId(node, count)


def stored(call: Call, id: TaskId) -> Json:
    """The kept result of a task; None when there is none."""
    return call.store.get(COLLECTION, str(id.number)) if id.node == nodes.node_id(call) else None


def finished(
    call: Call,
    action: str,
    description: str,
    response: Json,
    *,
    status: Json = None,
    error: ApiError | None = None,
    cancellable: bool = False,
) -> dict[str, Json]:
    """Keep a result as that of a task; the answer names it."""
    number = FIRST + len(call.store[COLLECTION])
    node = nodes.node_id(call)
    task: dict[str, Any] = {"node": node, "id": number, "type": "transport", "action": action}
    if status is not None:
        task["status"] = status
    task |= {
        "description": description,
        "start_time_in_millis": call.state.clock.millis,
        "running_time_in_nanos": 1_000_000,
        "cancellable": cancellable,
        "cancelled": False,
        "headers": {},
    }
    result = {"response": response} if error is None else {"error": error.cause()}
    call.store.put(COLLECTION, str(number), {"completed": True, "task": task, **result})
    return {"task": f"{node}:{number}"}
