"""Running an agent: it is found, its conversation begun or gone on with, and run as its type says.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLAgentExecutor.java`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError
from .. import changes
from ..ml import indices as ml_indices
from ..ml.indices import AGENTS
from . import agui, chat_v2, failures, hooks, input_failures, memories, unified
from . import changes as tool_changes
from .chat import Groups, is_unified, run_conversational
from .flow import run_conversational_flow, run_flow
from .inputs import Input
from .messages import Message
from .outputs import Outputs
from .planning import run_planner
from .surroundings import ALONE, Surroundings

if TYPE_CHECKING:
    from ...cluster import State

Runner = Callable[["State", Mapping[str, Any], dict[str, str], Surroundings], Groups]
RUNNERS: Mapping[str, Runner] = {
    "flow": lambda state, agent, parameters, around: run_flow(state, agent, parameters),
    "conversational_flow": lambda state, agent, parameters, around: run_conversational_flow(state, agent, parameters),
    "conversational": run_conversational,
    "plan_execute_and_reflect": run_planner,
    "ag_ui": agui.run_agui,
}
DEPTH = 30
"""How many agents may run each other before it counts as endless."""


class Prepared(NamedTuple):
    """An agent that may run; of the type `conversational_v2`, or with messages to keep, on `messages`."""

    agent: Mapping[str, Any]
    messages: list[Message] | None = None


def run(
    state: State, id: str, given: Mapping[str, str], around: Surroundings = ALONE, said: Input | None = None
) -> Outputs:
    """Run an agent and return what it answers."""
    parameters = dict(given)
    agent, around = with_hooks(state, find(state, id), parameters, around)
    prepared = prepare(state, agent, parameters, said)
    return go(state, prepared, parameters, around)


def with_hooks(
    state: State, agent: Mapping[str, Any], parameters: Mapping[str, str], around: Surroundings
) -> tuple[Mapping[str, Any], Surroundings]:
    """An agent with what keeps its context short, unless who runs it brought that along."""
    if changes.AGENTS_HAVE_HOOKS not in state.switched_on:
        return agent, around
    found = hooks.of(state, agent, parameters)
    return agent, around if found is None else around._replace(hooks=found)


def prepare(state: State, agent: Mapping[str, Any], parameters: dict[str, str], said: Input | None = None) -> Prepared:
    """Find or begin the conversation of an agent that remembers; `parameters` learn its ids."""
    said = unified.take(state, agent, parameters, said)
    agent = _with_container(state, agent, parameters)
    memories.check_remote(state, agent, parameters)
    regenerates, has_parent = "regenerate_interaction_id" in parameters, "parent_interaction_id" in parameters
    if regenerates and has_parent and tool_changes.AGENT_FAILURES_ARE_REMEMBERED in state.switched_on:
        raise input_failures.either_parent_or_regenerate()
    if "memory_id" not in parameters and regenerates:
        raise failures.no_memory_to_regenerate()
    if memories.kind_of(state, agent) is None or ("memory_id" in parameters and has_parent):
        return Prepared(agent)
    messages = unified.as_messages(state, agent, said)
    loads_history = changes.MEMORY_IS_MANAGED in state.switched_on and agent["type"].lower() == agui.KIND
    if messages is not None or loads_history:
        memories.open_or_begin(state, agent, parameters)
        return Prepared(agent, messages)
    if said is not None and changes.MEMORY_IS_MANAGED not in state.switched_on:
        unified.keep_before(memories.open_or_begin(state, agent, parameters), said)
    memories.begin(state, agent, parameters)
    return Prepared(agent)


def go(state: State, prepared: Prepared, parameters: dict[str, str], around: Surroundings = ALONE) -> Outputs:
    """Run an agent whose conversation is known."""
    agent, messages = prepared
    if changes.MCP_CONNECTORS_AS_TOOLS in state.switched_on and _takes_mcp_tools(agent):
        from . import mcp_connectors  # read by agents that have some

        agent = mcp_connectors.with_tools(state, agent)
    kind = agent["type"].lower()
    with _deeper(state), _remembering_failure(state, agent, parameters):
        if kind == unified.V2:
            if messages is None:
                raise input_failures.needs_message_list()
            return Outputs([], whole=chat_v2.run(state, agent, parameters, messages))
        if messages is not None and is_unified(parameters):
            memory = unified.begin_turn(state, agent, parameters, messages, around.hooks)
            around = around._replace(memory=memory)
        return Outputs(RUNNERS[kind](state, agent, parameters, around))


def _takes_mcp_tools(agent: Mapping[str, Any]) -> bool:
    """Whether an agent names connectors that lead to tools, or such tools."""
    connectors = (agent.get("parameters") or {}).get("mcp_connectors")
    return connectors is not None or any(tool["type"].startswith("Mcp") for tool in agent.get("tools") or ())


def find(state: State, id: str) -> dict[str, Any]:
    """The agent, or the refusal."""
    if not ml_indices.exists(state, AGENTS):
        raise failures.agent_index_not_found()
    agent = ml_indices.find(state, AGENTS, id)
    if agent is None:
        raise failures.agent_not_found(id)
    return agent


def _with_container(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Mapping[str, Any]:
    """The agent with the memory container that the call names (3.5)."""
    container = parameters.get("memory_container_id")
    if not container or tool_changes.AGENTS_NEED_NO_MEMORY not in state.switched_on:
        return agent
    if "memory" not in agent:
        raise failures.container_needs_memory()
    return {**agent, "memory": {**agent["memory"], "memory_container_id": container}}


@contextmanager
def _deeper(state: State) -> Iterator[None]:
    """One agent more that runs."""
    depth = state.memo.get("agents_running", 0)
    if depth >= DEPTH:
        raise failures.endless_recursion()
    state.memo["agents_running"] = depth + 1
    try:
        yield
    finally:
        state.memo["agents_running"] = depth


@contextmanager
def _remembering_failure(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Iterator[None]:
    """Write what goes wrong into the message that asked (3.3)."""
    try:
        yield
    except ApiError as error:
        root = parameters.get("parent_interaction_id")
        is_ours = error.type.startswith(failures.FAKE) or error.status == 0
        if root and not is_ours and tool_changes.AGENT_FAILURES_ARE_REMEMBERED in state.switched_on:
            _write_failure(state, agent, parameters, error)
        raise


def _write_failure(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str], error: ApiError) -> None:
    if memories.kind_of(state, agent) is None:
        return
    try:
        memories.of(state, agent, parameters).answer({"response": f"Agent execution failed: {error.reason}"})
    except ApiError:
        return  # the server logs this and tells what went wrong first
