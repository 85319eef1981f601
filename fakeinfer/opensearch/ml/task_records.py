"""Tasks as documents, and when they end: at once, or after having been looked at some times (`tasks="polls:N"`).

What remains to be done for a task that has not ended is a record of `ml_pending`: {"polls", "step", ..}. Looking at the task,
or at the model it works on, counts, and so does searching either. Deterministic, so a test decides how long a server takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..cluster.cluster_settings import setting
from ..models.deployed import SYNC_UP
from . import indices as ml_indices
from . import tenancy
from .indices import TASKS

if TYPE_CHECKING:
    from ...cluster import State

PENDING = "ml_pending"
LIMIT = "exceed max running task limit"
TIMEOUT = "plugins.ml_commons.ml_task_timeout_in_seconds"
RUNS = ("register", "train")
"""Work that a task shows to be under way; deploying shows nothing between its beginning and its end."""


def start(
    state: State,
    kind: str,
    function: str,
    *,
    model_id: str | None = None,
    input_type: str | None = None,
    is_async: bool = True,
) -> str:
    """Store a new task in state CREATED; its id."""
    now = state.clock.millis
    task = {
        "model_id": model_id,
        "task_type": kind,
        "function_name": function,
        "state": "CREATED",
        "input_type": input_type,
        "worker_node": [ml_indices.node_id(state)],
        "create_time": now,
        "last_update_time": now,
        "is_async": is_async,
    }
    return ml_indices.add(state, TASKS, task)


def under_way(state: State, step: str) -> int:
    """How many tasks of a kind have begun and not ended."""
    return sum(work["step"] == step for work in state.store[PENDING].values())


def note_workers(state: State, id: str) -> None:
    """Write the nodes that work on a task, as the server does before a local model is loaded."""
    if ml_indices.find(state, TASKS, id) is not None:
        ml_indices.change(state, TASKS, id, {"worker_node": [ml_indices.node_id(state)]})


def end(state: State, id: str, outcome: str, *, error: str | None = None, model_id: str | None = None) -> None:
    """Write how a task ended; a deleted one is gone."""
    if ml_indices.find(state, TASKS, id) is None:
        return
    changed = {"state": outcome, "last_update_time": state.clock.millis, "error": error}
    if model_id is not None:
        changed["model_id"] = model_id
    ml_indices.change(state, TASKS, id, changed)


def polls(state: State) -> int:
    """How often an unfinished task shows before it ends, by the cluster's option `tasks`. ValueError for a bad option."""
    policy = state.options.get("tasks", "immediate")
    if policy == "immediate":
        return 0
    matched = re.fullmatch(r"polls:(\d+)", str(policy))
    if matched is None:
        raise ValueError(f'tasks is "immediate" or "polls:N", not {policy!r}')
    return int(matched[1])


def schedule(state: State, task: str, step: str, **arguments: Any) -> None:
    """Do the work of a task: now, or when it has been looked at often enough."""
    work = {"step": step, "polls": polls(state), "tenant": tenancy.current(state), **arguments}
    if work["polls"] == 0:
        _work(state, task, work)
    else:
        state.store.put(PENDING, task, work)


def looked_at(state: State, task: str) -> None:
    """Somebody asks for a task: an unfinished one shows so the agreed number of times."""
    work = state.store.get(PENDING, task)
    if work is None or work["tenant"] != tenancy.current(state):
        return
    if _is_too_old(state, task):
        state.store.delete(PENDING, task)
        end(state, task, "FAILED", error=f"timeout after {setting(state, TIMEOUT)} seconds")
        return
    if work["polls"] > 0:
        state.store.put(PENDING, task, {**work, "polls": work["polls"] - 1})
        if work["polls"] < polls(state) and work["step"] in RUNS:
            show_running(state, task)
        return
    state.store.delete(PENDING, task)
    _work(state, task, work)


def _is_too_old(state: State, task: str) -> bool:
    """Whether a task took longer than it may; the server looks after that when its nodes agree on what runs."""
    document = ml_indices.find(state, TASKS, task)
    if document is None or setting(state, SYNC_UP) == 0:
        return False
    return bool(state.clock.millis - document["create_time"] > 1000 * setting(state, TIMEOUT))


def show_running(state: State, task: str) -> None:
    """A task has begun, which is written once."""
    document = ml_indices.find(state, TASKS, task)
    if document is not None and document["state"] == "CREATED":
        ml_indices.change(state, TASKS, task, {"state": "RUNNING", "last_update_time": state.clock.millis})


def model_looked_at(state: State, model: str) -> None:
    """Somebody asks for a model: that counts for the task that works on it."""
    for task, work in list(state.store[PENDING].items()):
        if work.get("model_id") == model:
            looked_at(state, task)


def all_looked_at(state: State) -> None:
    """Somebody searches tasks or models: that counts for every task that has not ended."""
    for task in list(state.store[PENDING]):
        looked_at(state, task)


def _work(state: State, task: str, work: dict[str, Any]) -> None:
    from ..models.deployment_api import finish_deployment
    from ..models.local_models import finish_registration
    from ..prediction.training_api import finish_training

    if work["step"] == "register":
        finish_registration(state, task, work)
    elif work["step"] == "train":
        finish_training(state, task, work)
    elif work["step"] == "run_agent":
        from ..agent_framework.background import finish

        finish(state, task, work)
    elif work["step"] == "deploy":
        finish_deployment(state, task, work)
    elif work["step"] == "fail":
        end(state, task, "FAILED", error=work["error"])
    else:
        end(state, task, "COMPLETED")
