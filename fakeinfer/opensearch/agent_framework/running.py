"""Running an agent: it is found, its conversation begun or gone on with, and run as its type says.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLAgentExecutor.java`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from .. import changes, ml_indices
from ..ml_indices import AGENTS
from . import failures, memories
from .chat import run_conversational
from .flow import run_conversational_flow, run_flow
from .outputs import Outputs, Tensor
from .planning import run_planner

if TYPE_CHECKING:
    from ...cluster import State

Runner = Callable[["State", Mapping[str, Any], dict[str, str]], list[list[Tensor]]]
RUNNERS: Mapping[str, Runner] = {
    "flow": run_flow,
    "conversational_flow": run_conversational_flow,
    "conversational": run_conversational,
    "plan_execute_and_reflect": run_planner,
}
DEPTH = 30
"""How many agents may run each other before it counts as endless."""


def run(state: State, id: str, given: Mapping[str, str]) -> Outputs:
    """Run an agent and return what it answers."""
    parameters = dict(given)
    agent = find(state, id)
    prepare(state, agent, parameters)
    return go(state, agent, parameters)


def prepare(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> None:
    """Find or begin the conversation of an agent that remembers; `parameters` learn its ids."""
    if "memory_id" not in parameters and "regenerate_interaction_id" in parameters:
        raise failures.no_memory_to_regenerate()
    remembers = (agent.get("memory") or {}).get("type") == memories.KIND
    if remembers and ("memory_id" not in parameters or "parent_interaction_id" not in parameters):
        memories.begin(state, agent, parameters)


def go(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> Outputs:
    """Run an agent whose conversation is known."""
    if agent.get("context_management_name") or agent.get("context_management"):
        raise not_implemented("context management while an agent runs")
    if (agent.get("parameters") or {}).get("mcp_connectors") and changes.MCP_CONNECTORS_AS_TOOLS in state.switched_on:
        raise not_implemented("tools of MCP connectors")
    runner = RUNNERS.get(agent["type"].lower())
    if runner is None:
        raise not_implemented(f"agents of the type {agent['type']}")
    depth = state.memo.get("agents_running", 0)
    if depth >= DEPTH:
        raise failures.endless_recursion()
    state.memo["agents_running"] = depth + 1
    try:
        return Outputs(runner(state, agent, parameters))
    finally:
        state.memo["agents_running"] = depth


def find(state: State, id: str) -> dict[str, Any]:
    """The agent, or the refusal."""
    if not ml_indices.exists(state, AGENTS):
        raise failures.agent_index_not_found()
    agent = ml_indices.find(state, AGENTS, id)
    if agent is None:
        raise failures.agent_not_found(id)
    return agent
