"""Agents that run in the background (`?async=true`, since 3.0): a task is answered, and what comes out is written into it.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLAgentExecutor.java`
(`createAsyncTaskUpdater`). When the task ends, `ml/task_records.py` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError
from ...wire import Json
from ..ml import indices as ml_indices
from ..ml import task_records
from ..ml.indices import TASKS
from . import changes, failures, running
from .inputs import Input
from .surroundings import ALONE

if TYPE_CHECKING:
    from ...cluster import State


def begin(state: State, id: str, given: Mapping[str, str], said: Input | None = None) -> Json:
    """Begin a run; the answer names the task, and the conversation if there is one."""
    parameters = dict(given)
    agent, _ = running.with_hooks(state, running.find(state, id), parameters, ALONE)
    prepared = running.prepare(state, agent, parameters, said)
    known = {"memory_id": parameters.get("memory_id")}
    if changes.TASKS_NAME_INTERACTION in state.switched_on:
        known["parent_interaction_id"] = parameters.get("parent_interaction_id")
    response = {name: value for name, value in known.items() if value} if parameters.get("memory_id") else {}
    task = task_records.start(state, "AGENT_EXECUTION", "AGENT", is_async=False)
    _keep_flat(state)
    if response:
        ml_indices.change(state, TASKS, task, {"response": response})
    task_records.schedule(
        state, task, "run_agent", agent=dict(prepared.agent), messages=prepared.messages, parameters=parameters
    )
    answer: dict[str, Any] = {"task_id": task, "status": "RUNNING"}
    return {**answer, "response": response} if response else answer


def finish(state: State, task: str, work: Mapping[str, Any]) -> None:
    """Run the agent and write what came out; a task that was deleted is gone."""
    came: dict[str, Any]
    parameters = {**work["parameters"], "task_id": task}
    try:
        agent, around = running.with_hooks(state, work["agent"], parameters, ALONE)
        outputs = running.go(state, running.Prepared(agent, work["messages"]), parameters, around)
        ended, came = "COMPLETED", outputs.whole or {"inference_results": [{"output": outputs.tensors}]}
    except ApiError as error:
        if error.type.startswith(failures.FAKE):
            raise
        ended, came = "FAILED", {"error_message": error.reason}
    note(state, task, ended, came)


def note(state: State, task: str, reached: str, came: Mapping[str, Any]) -> None:
    """Write into a task how far its agent is and what came out so far; a task that was deleted is gone."""
    found = ml_indices.find(state, TASKS, task)
    if found is not None:
        ml_indices.change(state, TASKS, task, {"state": reached, "response": {**found.get("response", {}), **came}})


def _keep_flat(state: State) -> None:
    """Responses are kept without a field for each of their parts, which differ from task to task."""
    mappings = indices.find(state, TASKS)["mappings"]
    if "response" not in mappings["properties"]:
        fields = {**mappings["properties"], "response": {"type": "flat_object"}}
        indices.put_mappings(state, TASKS, {**mappings, "properties": dict(sorted(fields.items()))})
