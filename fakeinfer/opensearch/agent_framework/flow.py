"""Flow agents: one tool after the other, the output of each a parameter of the next; with or without a conversation.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLFlowAgentRunner.java`
and `MLConversationalFlowAgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...wire import Json
from ..remote import gson
from . import changes as tool_changes
from . import failures, memories, toolbox
from .memories import Conversation, Memory
from .numbers import is_true
from .outputs import Outputs, Tensor, Value, as_json, as_parameter, as_tensors, filtered, of_tool, result
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

HISTORY_PREFIX = "Below is Chat History between Human and AI which sorted by time with asc order:\n"


def run_flow(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> list[list[Tensor]]:
    """Run the tools in turn; the answer is what the last one found, and those that are to be told."""
    specs = toolbox.specs_of(agent, parameters)
    if not specs:
        raise failures.no_tools()
    if len(specs) == 1:
        tool = toolbox.make(state, specs[0], parameters, renamed=False)
        value = tool.run(state, toolbox.flow_parameters(tool, parameters))
        return value.groups if isinstance(value, Outputs) else [as_tensors(value)]
    answer: list[Tensor] = []
    told: dict[str, str] = {}
    for spec in specs:
        tool = toolbox.make(state, spec, parameters, renamed=False)
        text, tensors = _found(state, tool, parameters)
        if tool.is_included or spec is specs[-1]:
            answer += tensors
            told[f"{tool.name}.output"] = text
    _note(state, agent, parameters, told)
    return [answer]


def run_conversational_flow(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> list[list[Tensor]]:
    """The same in a conversation, which each tool is noted in; one needs an `app_type` and a memory."""
    specs = toolbox.specs_of(agent, parameters)
    memory = _memory(state, agent, parameters)
    if not specs:
        raise failures.no_tools()
    answer: list[Tensor] = []
    if memory is not None:
        answer = [result("memory_id", memory.id), result("parent_message_id", memory.root or "")]
    told: dict[str, str] = {}
    text = ""
    for spec in specs:
        tool = toolbox.make(state, spec, parameters)
        text, tensors = _found(state, tool, parameters)
        if tool.is_included or spec is specs[-1]:
            answer += tensors
            told[f"{tool.name}.output"] = text
        if memory is not None:
            memory.trace(parameters.get("question"), text, tool.name)
    if memory is None:
        _note(state, agent, parameters, told)
    else:
        memory.answer({"response": text, "additional_info": {}})
    return [answer]


def _memory(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> Memory | None:
    if "app_type" not in agent or "memory" not in agent:
        return None
    memory = memories.of(state, agent, parameters)
    said = memories.answered(memory.history(memories.history_limit(parameters)))
    history = memories.told(said, HISTORY_PREFIX)
    if history is not None:
        parameters["chat_history"] = history
    return memory


def _found(state: State, tool: Tool, parameters: dict[str, str]) -> tuple[str, list[Tensor]]:
    """Run a tool and give the next ones what it found, ready to stand in JSON; that as a text, and as the answer tells it."""
    run, on = toolbox.flow_parameters(tool, parameters), state.switched_on
    value = tool.run(state, run)
    path = run.get("output_filter") if tool_changes.TOOL_OUTPUTS_ARE_FILTERED in on else None
    text = as_parameter(filtered(value, path))
    name = f"{tool.name}.output"
    stays = tool_changes.JSON_OUTPUTS_STAY in on and gson.is_json(text)
    parameters[name] = text if stays else gson.escaped(text)
    if path is not None:
        return text, [result(name, text)]
    as_map = tool_changes.TOOL_OUTPUTS_ARE_PROCESSED in on and is_true(run.get("return_data_as_map"))
    if as_map and not (isinstance(value, Outputs) and not value.bare):
        return text, [{"name": name, "dataAsMap": {"output": _as_map(value)}}]
    return text, of_tool(tool.name, value)


def _as_map(value: Value) -> Json:
    """A value for a map: a text that is JSON is read."""
    shown = as_json(value)
    return gson.doubles(gson.read(shown)) if isinstance(shown, str) and gson.is_json(shown) else shown


def _note(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str], told: Mapping[str, str]) -> None:
    """Write what tools found into the message that asked, if there is one."""
    id, root = parameters.get("memory_id"), parameters.get("parent_interaction_id")
    if id and root and "memory" in agent:
        Conversation(state, id, root).answer({"additional_info": dict(told)})
