"""Changing an agent (3.1): what an update may name, and what becomes of the rest.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/transport/agent/MLAgentUpdateInput.java`. What comes
out is merged into the document: names of parameters stay, and lists that are empty change nothing.
"""

from __future__ import annotations

from typing import Any

from ...operations import Call
from .. import changes
from ..ml.indices import without_nulls
from ..ml.values import text_of, texts, whole_number
from . import bodies as agent_bodies
from . import errors as agent_errors

Source = dict[str, Any]


def read(call: Call) -> Source:
    """The fields of an update, or the refusal of one."""
    body = call.body
    if not call.has(changes.AGENT_PARTS_ARE_UPDATED):
        for part, what in (("llm", ("model_id", "model id")), ("memory", ("type", "agent name"))):
            if body.get(part) is not None and body[part].get(what[0]) is None:
                raise agent_errors.part_lacks(what[1])
    named = {name: text_of(body, name) for name in ("name", "type", "description", "app_type")}
    update: Source = {
        **named,
        "llm": _llm(body.get("llm") or {}),
        "tools": [agent_bodies.read_tool(tool) for tool in body.get("tools") or ()],
        "parameters": texts(body.get("parameters") or {}),
        "memory": _memory(body.get("memory") or {}),
    }
    name, memory = update["name"], update["memory"].get("type")
    if name is not None and not (name.strip() and len(name) <= agent_bodies.NAME_LIMIT):
        raise agent_errors.agent_name_length()
    if memory is not None and memory != "conversation_index":
        raise agent_errors.memory_type_to_update(memory)
    agent_bodies.refuse_duplicate_tools(call, update, updating=True)
    return without_nulls(update)


def _llm(given: Source) -> Source:
    parameters = texts(given.get("parameters") or {})
    return without_nulls({"model_id": text_of(given, "model_id"), "parameters": parameters or None})


def _memory(given: Source) -> Source:
    window = given.get("window_size")
    read = {name: text_of(given, name) for name in ("type", "session_id")}
    return without_nulls({**read, "window_size": None if window is None else whole_number(window)})


def applied(call: Call, agent: Source, update: Source) -> Source:
    """An agent as it is from now on."""
    from ...document_requests.updating import merged_source

    fixed = call.has(changes.AGENT_TYPE_IS_FIXED) and update.get("type") is not None
    if fixed and update["type"] != agent["type"]:
        raise agent_errors.agent_type_is_fixed()
    llm, memory = update["llm"], update["memory"]
    if llm and "model_id" not in llm and "llm" not in agent:
        raise agent_errors.no_part_to_update("LLMSpec", "getModelId", "originalLlm")
    if memory and "memory" not in agent:
        for name, getter in (("type", "getType"), ("session_id", "getSessionId"), ("window_size", "getWindowSize")):
            if name not in memory and call.has(changes.AGENT_PARTS_ARE_UPDATED):
                raise agent_errors.no_part_to_update("MLMemorySpec", getter, "originalMemory")
    changed = {name: value for name, value in update.items() if value not in ([], {}) and name != "type"}
    return merged_source(agent, {**changed, "last_updated_time": call.state.clock.millis})
