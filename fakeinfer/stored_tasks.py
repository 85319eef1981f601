"""Tasks that a request leaves behind when it does not wait: everything is done at once, and the result is kept.

A record of the collection `stored_tasks` is the answer of `GET /_tasks/{id}`. The real server keeps them in the index `.tasks`.
"""

from __future__ import annotations

from typing import Any

from ... import nodes
from ...errors import ApiError
from ...operations import Call
from ...wire import Json

COLLECTION = "stored_tasks"
FIRST = 100
"""Task ids begin here: a node runs some tasks of its own before."""


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
