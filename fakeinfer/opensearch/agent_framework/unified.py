"""Agents of the unified form (3.5): their model is made with them, and what is said to them has one form for all models.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLAgentExecutor.java`
(`processAgentInput`, `performInitialMemoryOperations`) and `.../common/src/main/java/org/opensearch/ml/common/agent/AgentModelService.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from .. import changes
from ..remote import gson
from . import agui, input_failures, inputs, memories, providers
from .inputs import BLOCKS, MESSAGES, TEXT, Input
from .memories import Memory
from .messages import Message

if TYPE_CHECKING:
    from ...cluster import State
    from .hooks import Hooks

V2 = "conversational_v2"
STRUCTURED = ("conversational", V2, "ag_ui")
"""Agents whose conversations may be kept as messages."""
FLAG = "uses_unified_interface"


def take(state: State, agent: Mapping[str, Any], parameters: dict[str, str], said: Input | None) -> Input | None:
    """Have the model's own format made of what was said; `parameters` learn it, and the question."""
    kind = agent["type"].lower()
    has_model = "model" in agent
    if (not has_model and kind != agui.KIND) or kind == V2:
        return said
    structured = changes.MEMORY_IS_MANAGED in state.switched_on
    if structured and has_model and said is not None and kind != agui.KIND and said.kind in (BLOCKS, MESSAGES):
        raise input_failures.texts_only(said.kind)
    if structured and parameters.get(agui.LOADS_HISTORY) == "true":
        return said
    if said is not None and kind == "plan_execute_and_reflect" and said.kind == MESSAGES:
        raise input_failures.no_messages_for_planners()
    if "question" in parameters and (said is None or not structured):
        said = Input(parameters["question"])
    try:
        _map(agent, parameters, said, structured=structured)
    except ApiError as error:
        raise input_failures.input_not_processed(error) from None
    return said


def _map(agent: Mapping[str, Any], parameters: dict[str, str], said: Input | None, *, structured: bool) -> None:
    question = inputs.question(said)
    assert said is not None
    if "model" not in agent:
        context = parameters.get(agui.CONTEXT) if structured else None
        parameters.setdefault("question", f"Context: {context}\nQuestion: {question}" if context else question)
        return
    if structured:
        parameters[FLAG] = "true"
    provider = providers.named(agent["model"]["model_provider"])
    parameters |= providers.parameters(provider, said, planner=agent["type"].lower() == "plan_execute_and_reflect")
    parameters["question"] = question


def as_messages(state: State, agent: Mapping[str, Any], said: Input | None) -> list[Message] | None:
    """What was said as the messages that are kept (3.6); None where it is kept as a question."""
    if said is None or changes.MEMORY_IS_MANAGED not in state.switched_on or agent["type"].lower() not in STRUCTURED:
        return None
    return said.as_messages()


def keep_before(memory: Memory, said: Input | None) -> None:
    """Keep the pairs of a conversation that is given whole, its last question excepted (3.5)."""
    if said is None or said.kind == TEXT or said.kind == BLOCKS:
        return
    from .messages import pairs, text_message

    for asked, answered in pairs(said.value):
        memory.save([text_message("user", asked), text_message("assistant", answered)])


def begin_turn(
    state: State,
    agent: Mapping[str, Any],
    parameters: dict[str, str],
    messages: Sequence[Message],
    hooks: Hooks | None,
) -> Memory:
    """Tell the model what was said before, and keep what is said now."""
    memory = memories.of(state, agent, parameters)
    limit = memories.history_limit(parameters)
    before = memory.messages()
    before = before[-limit:] if limit > 0 else before
    if hooks is not None:
        before = hooks.after_messages({"_llm_model_id": agent["llm"]["model_id"], **parameters}, before)
    memory.save(messages)
    provider = providers.named(agent["model"]["model_provider"])
    if agent["type"].lower() == agui.KIND and agui.CONTEXT in parameters:
        told = agui.with_context(messages, gson.read(parameters[agui.CONTEXT]))
        parameters["body"] = providers.body_of(provider, told)
    if before:
        parameters["_chat_history"] = f"{providers.body_of(provider, before)}, "
        own = parameters.get("no_escape_params")
        parameters["no_escape_params"] = f"{own},{providers.NOT_ESCAPED}" if own else providers.NOT_ESCAPED
    return memory


def understood(agent: Mapping[str, Any], interactions: Sequence[str]) -> list[Message]:
    """Calls of tools and what they gave as messages; what is not understood is left out."""
    provider = providers.named(agent["model"]["model_provider"])
    read = []
    for interaction in interactions:
        try:
            message = providers.understood(provider, gson.read(interaction))
        except (ApiError, gson.NotJson):
            continue
        if message is not None:
            read.append(message)
    return read
